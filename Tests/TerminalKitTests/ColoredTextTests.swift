// Text of another program in its colours; nothing else of it gets through.
import TerminalKit
import Testing

@Suite struct ColoredTextTests {
  private func plain(_ text: String) -> [String] {
    ColoredText.lines(text).map { $0.map(\.text.plain).joined() }
  }

  @Test func coloursAreFollowedOverLines() throws {
    let lines = ColoredText.lines("a\u{1B}[31mred\n still\u{1B}[0;1;44mbold on blue\u{1B}[m end\n")
    #expect(lines.map { $0.map(\.text.plain) } == [["a", "red"], [" still", "bold on blue", " end"]])
    #expect(lines[0][0].style == .plain && lines[0][1].style.tint == Tint(foreground: 1))
    #expect(lines[1][0].style.tint == Tint(foreground: 1))
    #expect(lines[1][1].style == Style(.text, on: .text, .bold).tinted(Tint(background: 4)))
    #expect(lines[1][2].style == .plain)
  }

  @Test(arguments: [
    ("\u{1B}[38;5;196mx", Tint(foreground: 196)), ("\u{1B}[48;5;22mx", Tint(background: 22)),
    ("\u{1B}[38;2;255;0;0mx", Tint(foreground: 196)), ("\u{1B}[30mx", Tint(foreground: 16)),
    ("\u{1B}[97;100mx", Tint(foreground: 15, background: 8)), ("\u{1B}[38;5;999mx", Tint()),
    ("\u{1B}[38;2;1mx", Tint()), ("\u{1B}[38mx", Tint()), ("\u{1B}[31;39mx", Tint()), ("\u{1B}[;mx", Tint()),
  ]) func sgr(_ text: String, _ tint: Tint) {
    #expect(ColoredText.lines(text).first?.first?.style.tint == tint)
  }

  /// Titles, links, cursor motions, broken sequences: text stays, nothing else.
  @Test(arguments: [
    ("\u{1B}]0;title\u{7}x", "x"), ("\u{1B}]8;;http://a\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}[2J\u{1B}[5;5Hx", "x"),
    ("a\rb", "ab"), ("x\u{1B}[31", "x"), ("x\u{1B}", "x"), ("\u{1B}Px\u{1B}\\y", "y"), ("\u{1B}cx", "x"),
  ]) func everythingElseIsDropped(_ text: String, _ shown: String) {
    #expect(plain(text) == [shown])
  }

  @Test func noiseIsSafe() {
    var state: UInt64 = 7
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<80 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let pick = UInt8(truncatingIfNeeded: state >> 33)
        bytes.append(pick < 80 ? 0x1B : pick < 120 ? UInt8(ascii: "[") : pick < 150 ? UInt8(ascii: ";") : pick)
      }
      for line in ColoredText.lines(String(decoding: bytes, as: UTF8.self)) {
        for span in line { #expect(!span.text.plain.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }) }
      }
    }
  }
}
