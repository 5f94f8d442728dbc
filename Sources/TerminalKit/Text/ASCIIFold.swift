// Folding signs to ASCII for terminals and locales without UTF-8. Pure; applied when a frame is sent.
// Invariant: a character keeps its width, so a folded frame has the same shape.

/// One ASCII sign for each character, chosen so that the meaning stays.
package enum ASCIIFold {
  private static let signs: [Unicode.Scalar: Unicode.Scalar] = {
    let groups: [(String, Unicode.Scalar)] = [
      ("★☆●✱•", "*"), ("▲△↑▴", "^"), ("▼▽↓▾", "v"), ("▶▸→❯›»", ">"), ("◀◂←❮‹«⏎", "<"),
      ("│┃║▌▏▎▍▐╎┆", "|"), ("─━═‐‑‒–—−╌┄▱", "-"), ("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋", "+"),
      ("█▓■▰▮", "#"), ("▒░□▯", ":"), ("○◯◦", "o"), ("◌·∙⋅", "."), ("✓✔", "v"), ("✗✘×✕", "x"), ("…", "~"),
      ("“”„", "\""), ("‘’‚", "'"), ("⇄⇆≡", "="), ("▁", "_"), ("▂", "."), ("▃", "-"), ("▄", "="), ("▅", "+"),
      ("▆", "*"), ("▇", "#"), ("⚠", "!"), ("↻⟳⟲", "@"), ("◐◑◒◓◔◕", "o"), ("◆◇", "*"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, to) in groups {
      for scalar in from.unicodeScalars { table[scalar] = to }
    }
    return table
  }()

  /// The sign for one character; the base letter of an accented one, `?` where nothing fits.
  package static func fold(_ glyph: Glyph) -> Unicode.Scalar {
    if glyph.base.isASCII { return glyph.base }
    if let sign = signs[glyph.base] { return sign }
    // Control pictures keep their letter: ␛ is shown as [, the sign of ^[.
    if (0x2400..<0x2420).contains(glyph.base.value) {
      return Unicode.Scalar(UInt8(glyph.base.value - 0x2400 + 0x40))
    }
    return baseLetter(glyph.base) ?? "?"
  }

  private static func baseLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard scalar.value < 0x2000, let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return nil }
    let words = name.split(separator: " ")
    guard words.count > 3, words[2] == "LETTER", words[3].count == 1 else { return nil }
    return (words[1] == "SMALL" ? words[3].lowercased() : String(words[3])).unicodeScalars.first
  }

  /// Names of keys that a single sign would not tell: `Enter` for `⏎`. For places that make room for the words; wider than what it was.
  private static let keys: [Unicode.Scalar: String] = [
    "⏎": "Enter", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right",
  ]

  package static func spelled(key label: SafeText) -> SafeText {
    let words = label.cells.map { keys[$0.base] ?? $0.text }
    return SafeText(words.joined())
  }

  /// The same for command-line output.
  package static func fold(_ text: SafeText) -> String {
    var result = String.UnicodeScalarView()
    for glyph in text.cells {
      result.append(fold(glyph))
      if glyph.width == 2 { result.append(" ") }
    }
    return String(result)
  }
}
