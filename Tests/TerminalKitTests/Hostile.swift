// Seeded hostile text for the tests of this target: the same seed gives the same text.

struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

private let pieces = [
  "\u{1B}[2J", "\u{1B}]0;x\u{07}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{200D}", "\u{FE0F}", "e\u{301}",
  "\u{301}\u{302}\u{303}\u{304}",
  "日", "🏗\u{FE0F}", "👩\u{200D}💻", "🇮", "\t", "\r\n", "\u{0}", "\u{7F}", "abc", " ", "\u{E0001}", "\u{FFFE}", "각",
  "\u{1100}\u{1161}", "ﷺ",
]

/// A mix of what attackers write and of random code points.
func hostileText(_ random: inout some RandomNumberGenerator) -> String {
  var text = ""
  for _ in 0..<Int.random(in: 0...10, using: &random) {
    if Bool.random(using: &random), let piece = pieces.randomElement(using: &random) {
      text += piece
    } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) {
      text.unicodeScalars.append(scalar)
    }
  }
  return text
}
