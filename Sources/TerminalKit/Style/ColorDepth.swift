// Colours as a theme names them and as a terminal can show them. Pure values; any thread.
import Foundation

/// A colour as red, green and blue, 0...255 each.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// `#rgb` or `#rrggbb`; nil for anything else.
  package init?(hex: String) {
    guard hex.hasPrefix("#"), hex.utf8.count == 4 || hex.utf8.count == 7, hex.dropFirst().allSatisfy(\.isHexDigit),
      let value = UInt32(hex.dropFirst(), radix: 16)
    else { return nil }
    if hex.utf8.count == 7 {
      self.init(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    } else {
      self.init(UInt8(value >> 8) * 17, UInt8(value >> 4 & 0xF) * 17, UInt8(value & 0xF) * 17)
    }
  }

  /// Relative luminance, 0...1, as WCAG 2 defines it.
  package var luminance: Double {
    func linear(_ channel: UInt8) -> Double {
      let part = Double(channel) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Contrast with another colour, 1...21, as WCAG 2 defines it; text needs 4.5.
  package func contrast(with other: RGB) -> Double {
    let pair = [luminance, other.luminance].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  /// Squared distance, weighted roughly as the eye sees.
  package func distance(to other: RGB) -> Int {
    let parts = [
      Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue),
    ]
    return 3 * parts[0] * parts[0] + 6 * parts[1] * parts[1] + 2 * parts[2] * parts[2]
  }
}

/// How many colours a terminal shows.
package enum ColorDepth: String, CaseIterable, Sendable {
  /// Attributes only.
  case none
  /// The eight ANSI colours.
  case ansi8
  /// The eight and their bright twins.
  case ansi16
  /// The palette of 256.
  case indexed256
  /// Any red, green and blue.
  case direct
}

/// A colour as the terminal is told it.
package enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// A place in its palette, 0...255.
  case palette(UInt8)
  case rgb(RGB)
}
