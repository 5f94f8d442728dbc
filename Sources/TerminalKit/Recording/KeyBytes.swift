// Keys as the bytes that a terminal sends for them. Pure. Used where keys are written down, never to read them.

extension KeyPress {
  private static let named: [Key: String] = [
    .enter: "\r", .escape: "\u{1B}", .tab: "\t", .backTab: "\u{1B}[Z", .backspace: "\u{7F}", .delete: "\u{1B}[3~",
    .insert: "\u{1B}[2~", .up: "\u{1B}[A", .down: "\u{1B}[B", .right: "\u{1B}[C", .left: "\u{1B}[D", .home: "\u{1B}[H",
    .end: "\u{1B}[F", .pageUp: "\u{1B}[5~", .pageDown: "\u{1B}[6~",
  ]
  private static let functions = [
    "OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~",
  ]

  /// What xterm sends; modifiers of named keys are left out.
  package var bytes: String {
    let plain: String
    switch key {
    case .character(let character):
      let code = character.asciiValue.map { $0 & 0x1F }
      plain = control ? code.map { String(UnicodeScalar($0)) } ?? String(character) : String(character)
    case .function(let number):
      plain = Self.functions.indices.contains(number - 1) ? "\u{1B}" + Self.functions[number - 1] : ""
    default: plain = Self.named[key] ?? ""
    }
    return alt ? "\u{1B}" + plain : plain
  }
}
