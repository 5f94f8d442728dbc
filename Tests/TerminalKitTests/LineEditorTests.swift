// The line editor: editing by whole characters, words, history, drawing.
import TerminalKit
import Testing

@Suite struct LineEditorTests {
  private func edited(_ text: String, _ keys: String, history: [String] = []) throws -> LineEditor {
    var editor = LineEditor(text, history: history)
    for press in try KeyNotation.parse(keys) { _ = editor.handle(press) }
    return editor
  }

  @Test(arguments: [
    ("", "abc", "abc", 3), ("abc", "<Left>x", "abxc", 3), ("abc", "<C-a>x<C-e>y", "xabcy", 5),
    ("one two", "<C-w>", "one ", 4), ("one two", "<A-b><C-k>", "one ", 4), ("one two", "<C-u>", "", 0),
    ("one two", "<C-a><A-f>!", "one! two", 4), ("one two", "<C-a><A-d>", " two", 0),
    ("ab", "<Backspace><Backspace><Backspace>", "", 0), ("ab", "<C-a><Delete>", "b", 0),
    ("e\u{301}🇮🇹", "<Backspace>", "e\u{301}", 1), ("e\u{301}🇮🇹", "<Left><Left><Delete>", "🇮🇹", 0),
  ])
  func edits(text: String, keys: String, result: String, cursor: Int) throws {
    let editor = try edited(text, keys)
    #expect(editor.text == result)
    #expect(editor.cursor == cursor)
  }

  @Test func leavesOtherKeysAlone() {
    let held = Held(LineEditor("x"))
    for key in [Key.enter, .escape, .tab, .function(1), .pageUp] {
      #expect(held { $0.handle(KeyPress(key)) } == .ignored)
    }
    #expect(held { $0.handle(KeyPress(.up)) } == .ignored)
  }

  @Test func recallsAndComesBack() throws {
    #expect(try edited("dra", "<Up>", history: ["new", "old"]).text == "new")
    #expect(try edited("dra", "<Up><Up><Up>", history: ["new", "old"]).text == "old")
    #expect(try edited("dra", "<Up><Up><Down><Down>", history: ["new", "old"]).text == "dra")
    var editor = LineEditor()
    for line in ["a", "b", "a"] { editor.remember(line, limit: 2) }
    #expect(editor.history == ["a", "b"])
  }

  @Test func pastesBecomeOneLine() {
    var editor = LineEditor("ac")
    _ = editor.handle(KeyPress(.left))
    editor.insert("1\n2")
    #expect(editor.text == "a1 2c" && editor.cursor == 4)
    editor.insert("\u{301}")
    #expect(editor.text == "a1 2\u{301}c" && editor.cursor == 4)
  }

  @Test func drawsWithTheCursorInSight() {
    let buffer = CellBuffer(columns: 6, rows: 1)
    #expect(LineEditor("abcdefgh").draw(in: buffer.canvas) == 5)
    #expect(ScreenText.plain(buffer) == "defgh")
    #expect(LineEditor("").draw(in: buffer.canvas, placeholder: "reason") == 0)
    #expect(ScreenText.plain(buffer) == "reason")
    #expect(LineEditor("\u{1B}[0m").draw(in: buffer.canvas) == 4)
    #expect(ScreenText.plain(buffer) == "␛[0m")
  }

  /// Any keys: the cursor stays inside the text.
  @Test func holdsForAnyKeys() {
    var random = SeededRandom(seed: 5)
    var editor = LineEditor("", history: ["e\u{301}x", "日本"])
    let named: [Key] = [.left, .right, .home, .end, .backspace, .delete, .up, .down]
    for _ in 0..<5_000 {
      if Bool.random(using: &random) { editor.insert(hostileText(&random)) }
      let key = named.randomElement(using: &random) ?? .left
      _ = editor.handle(KeyPress(key, control: .random(using: &random)))
      _ = editor.handle(.control("wukdbfn".randomElement(using: &random) ?? "w"))
      #expect((0...editor.text.count).contains(editor.cursor))
    }
  }
}
