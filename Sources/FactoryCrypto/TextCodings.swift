// Bytes as text: hexadecimal and base64url. Pure. Reading is strict, so that one value has one spelling.
import Foundation

/// Hexadecimal; written in lower case, read in either.
package enum Hex {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      text.unicodeScalars.append(digit(byte >> 4))
      text.unicodeScalars.append(digit(byte & 15))
    }
    return text
  }

  /// nil for an odd length or anything that is not a digit.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for unit in text.utf8 {
      guard let nibble = value(unit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    return high == nil ? bytes : nil
  }

  private static func digit(_ nibble: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(nibble < 10 ? 48 + nibble : 87 + nibble)
  }

  private static func value(_ unit: UInt8) -> UInt8? {
    switch unit {
    case 48...57: unit - 48
    case 97...102: unit - 87
    case 65...70: unit - 55
    default: nil
    }
  }
}

/// Base64 for URLs without padding (RFC 4648 §5).
package enum Base64URL {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text = Data(bytes).base64EncodedString()
    text.replace("+", with: "-")
    text.replace("/", with: "_")
    return String(text.prefix { $0 != "=" })
  }

  /// nil for padding, foreign characters, an impossible length, and set bits after the last byte.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var held = 0
    for unit in text.utf8 {
      guard let value = value(unit) else { return nil }
      bits = bits << 6 | value
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
        bits &= 1 << UInt32(held) - 1
      }
    }
    return held < 6 && bits == 0 ? bytes : nil
  }

  private static func value(_ unit: UInt8) -> UInt32? {
    switch unit {
    case 65...90: UInt32(unit) - 65
    case 97...122: UInt32(unit) - 71
    case 48...57: UInt32(unit) + 4
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
