// Safe text: what hostile text becomes, how wide it is, how it is cut.
import TerminalKit
import Testing

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain", "plain", 5),
    ("", "", 0),
    ("\u{1B}[31mred", "␛[31mred", 8),
    ("a\rb\nc", "a␍b⏎c", 5),
    ("nul\u{0}del\u{7F}", "nul␀del␡", 8),
    ("\u{9B}31m", "<U+009B>31m", 11),
    ("a\u{202E}b", "a<U+202E>b", 10),
    ("\u{2066}\u{2069}", "<U+2066><U+2069>", 16),
    ("zero\u{200B}width", "zero<U+200B>width", 17),
    ("\u{E000}\u{10FFFF}\u{378}", "\u{FFFD}\u{FFFD}\u{FFFD}", 3),
    ("e\u{301}", "e\u{301}", 1),
    ("\u{301}", "\u{25CC}\u{301}", 1),
    ("日本", "日本", 4),
    ("★✅", "★✅", 3),
    ("🏗\u{FE0F} ok", "🏗 ok", 4),
    ("👩\u{200D}💻", "👩💻", 4),
    ("👍🏽", "👍", 2),
    ("🇮🇹", "IT", 2),
    ("1\u{FE0F}\u{20E3}", "1", 1),
    ("x\u{FE0F}", "x<U+FE0F>", 9),
    ("🪿", "\u{FFFD}", 1),
    ("a\u{A0}b\u{3000}c", "a b  c", 6),
    ("soft\u{AD}", "soft<U+00AD>", 12),
    ("\u{2028}\u{2029}", "<U+2028><U+2029>", 16),
    ("\u{E0067}", "<U+E0067>", 9),
  ])
  func becomesVisible(text: String, plain: String, width: Int) {
    let safe = SafeText(text)
    #expect(safe.plain.unicodeScalars.elementsEqual(plain.unicodeScalars))
    #expect(safe.width == width)
  }

  @Test func markFloodsEndInOneSign() {
    let safe = SafeText("Z" + String(repeating: "\u{301}", count: 500) + "a")
    #expect(safe.width == 3)
    #expect(safe.plain.unicodeScalars.count < 8)
  }

  @Test func tabsRunToTheNextStop() {
    #expect(SafeText("a\tb", tabWidth: 4).plain == "a   b")
    #expect(SafeText("\t日\tb", tabWidth: 4).plain == "    日  b")
  }

  /// Any text: no control, nothing the table refuses; the width is the sum of its parts; doing it twice changes nothing.
  @Test func holdsForAnyText() {
    var random = SeededRandom(seed: 42)
    for _ in 0..<2_000 {
      let text = hostileText(&random)
      let safe = SafeText(text)
      #expect(safe.plain.unicodeScalars.allSatisfy { TextWidth.scalarClass($0) != .refused })
      #expect(safe.width == safe.plain.unicodeScalars.reduce(0) { $0 + TextWidth.columns($1) })
      #expect(SafeText(safe.plain) == safe)
      let limit = Int.random(in: 0...12, using: &random)
      #expect(safe.truncated(to: limit).width <= limit)
      #expect(safe.truncatedAtStart(to: limit).width <= limit)
      #expect(safe.padded(to: limit).width == limit)
      #expect(safe.prefix(columns: limit).width + 1 >= min(limit, safe.width))
      #expect(safe.dropping(columns: limit).width == max(0, safe.width - limit))
    }
  }

  @Test func cutsByColumns() {
    #expect(SafeText("criticality").truncated(to: 5).plain == "criti".dropLast() + "…")
    #expect(SafeText("日本語").truncated(to: 4).plain == "日…")
    #expect(SafeText("src/deep/client.py").truncatedAtStart(to: 10).plain == "…client.py")
    #expect(SafeText("12").padded(to: 5, right: true).plain == "   12")
    #expect(SafeText("日本").dropping(columns: 1).plain == " 本")
  }

  @Test func joinsWithoutLosingMarks() {
    let joined = SafeText("e") + SafeText("\u{301}x")
    #expect(joined.width == joined.plain.unicodeScalars.reduce(0) { $0 + TextWidth.columns($1) })
    let name = SafeText("\u{1B}]0;evil\u{07}")
    #expect(SafeText("by \(name)!").plain == "by ␛]0;evil␇!")
  }

  @Test func splitsLines() {
    #expect(SafeText.lines("a\r\nb\n\nc").map(\.plain) == ["a", "b", "", "c"])
    #expect(SafeText.sanitizeLines("a\u{1B}[0m\nb\r") == "a␛[0m\nb␍")
    #expect(SafeText.sanitize("a\nb") == "a⏎b")
  }

  @Test(arguments: [
    ("★ ▲ │ ─ ┼ … ✓", "* ^ | - + ~ v"), ("Crème Ł", "Creme L"), ("日x", "? x"), ("␛[0m", "[[0m"), ("▰▱ ●○ ⏎", "#- *o <"),
  ])
  func foldsToASCII(text: String, folded: String) {
    #expect(ASCIIFold.fold(SafeText(text)) == folded)
  }

  @Test func foldingKeepsTheWidth() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<500 {
      let safe = SafeText(hostileText(&random))
      let folded = ASCIIFold.fold(safe)
      #expect(folded.utf8.count == safe.width && folded.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    }
  }

  /// Cutting costs what the text is long: a line of minified code is a line too.
  @Test(.timeLimit(.minutes(1))) func aVeryLongLineIsCutInItsOwnTime() {
    let line = SafeText(String(repeating: "abcdefghé", count: 300_000))
    #expect(line.dropping(columns: 1).width == line.width - 1)
    #expect(line.prefix(columns: 2_000_000).width == 2_000_000)
  }
}
