// JSON written by hand where an encoder would dominate the cost: log lines, envelopes, frames.

/// Appends JSON to UTF-8 bytes.
enum JSONText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// A quoted, escaped string.
  static func quote(_ text: some StringProtocol, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20, 0x7f:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// `,"name":` (without the comma for the first member).
  static func key(_ name: StaticString, first: Bool = false, into bytes: inout [UInt8]) {
    bytes.append(contentsOf: (first ? "\"\(name)\":" : ",\"\(name)\":").utf8)
  }
}
