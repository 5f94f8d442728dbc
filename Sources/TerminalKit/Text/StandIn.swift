// What is drawn in place of a code point that the allow-list refuses. Pure; any thread.
// Invariant: a stand-in consists of admitted scalars only.

/// The visible form of a refused code point.
enum StandIn: Equatable {
  /// Left out: it only chose between two drawings of its neighbour, and the neighbour has one safe drawing.
  case nothing
  /// Spaces up to the next stop.
  case tab
  /// These signs.
  case text(String)

  static func of(_ scalar: Unicode.Scalar, after base: Unicode.Scalar?, before next: Unicode.Scalar?) -> Self {
    switch scalar.value {
    case 0x09: .tab
    case 0x0A: .text("\u{23CE}")
    case 0..<0x20: .text(picture(0x2400 + scalar.value))
    case 0x7F: .text("\u{2421}")
    case 0xFE0E, 0xFE0F: isEmoji(base) ? .nothing : named(scalar)
    case 0x20E3: isKeycap(base) ? .nothing : named(scalar)
    case 0x1F3FB...0x1F3FF: isEmoji(base) ? .nothing : .text("\u{25A0}")
    case 0x200D: isEmoji(base) && isEmoji(next) ? .nothing : named(scalar)
    case 0x1F1E6...0x1F1FF: .text(picture(0x41 + scalar.value - 0x1F1E6))
    default: other(scalar)
    }
  }

  /// Emoji that can be drawn in two ways; digits count too, which only a keycap turns into one.
  private static func isEmoji(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { $0.properties.isEmoji } ?? false
  }

  private static func isKeycap(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { $0 == "#" || $0 == "*" || ("0"..."9").contains($0) } ?? false
  }

  private static func picture(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String($0) } ?? "\u{FFFD}"
  }

  /// What steers text is named, what nobody can read is one replacement sign.
  private static func other(_ scalar: Unicode.Scalar) -> Self {
    switch scalar.properties.generalCategory {
    case .unassigned, .privateUse, .surrogate: .text("\u{FFFD}")
    case .otherLetter, .otherNumber, .otherSymbol: .text("\u{FFFD}")
    default: named(scalar)
    }
  }

  private static func named(_ scalar: Unicode.Scalar) -> Self {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return .text("<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">")
  }
}
