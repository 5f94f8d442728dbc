// Our widths against the C library's, which ncurses uses.
import CNcurses
import TerminalKit
import Testing

@Suite struct WidthTests {
  /// Every code point that is let through measures what ncurses will measure.
  @Test func admittedCodePointsAgreeWithTheCLibrary() {
    #expect(cn_choose_locale("C.UTF-8") == 1)
    var wrong: [String] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), TextWidth.scalarClass(scalar) != .refused else { continue }
      if cn_wcwidth(value) != Int32(TextWidth.columns(scalar)) { wrong.append(String(value, radix: 16)) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20))")
  }

  @Test(arguments: [("★", 1), ("✅", 2), ("📥", 2), ("日", 2), ("─", 1), ("▌", 1), ("␛", 1), ("⏎", 1), ("ﷺ", 1)])
  func knownSigns(text: String, columns: Int) {
    #expect(SafeText(text).width == columns)
  }
}
