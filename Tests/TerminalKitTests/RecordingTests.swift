// The record of a sitting: what changed as bytes, and a file that players take.
import Foundation
import TerminalKit
import TestSupport
import Testing

@Suite struct RecordingTests {
  private func frame(_ lines: String..., columns: Int = 12) -> CellBuffer {
    let buffer = CellBuffer(columns: columns, rows: lines.count)
    for (row, line) in lines.enumerated() { buffer.canvas.put(0, row, SafeText(line), Style(.text)) }
    return buffer
  }

  private func bytes(_ script: Held<FrameScript>, _ buffer: CellBuffer, cursor: CursorPlace? = nil) -> String {
    script { $0.bytes(buffer.cells, columns: buffer.columns, theme: ShippedThemes.standard(), cursor: cursor) }
  }

  @Test func onlyWhatChangedIsWritten() {
    let script = Held(FrameScript(charset: .utf8, depth: .none))
    let first = bytes(script, frame("one", "two"))
    #expect(first.hasPrefix("\u{1B}[0m\u{1B}[2J") && first.contains("one") && first.contains("two"))
    #expect(bytes(script, frame("one", "two")).isEmpty)
    let second = bytes(script, frame("one", "tao"), cursor: CursorPlace(x: 3, y: 1))
    #expect(second == "\u{1B}[2;2H\u{1B}[0ma\u{1B}[0m\u{1B}[2;4H\u{1B}[?25h")
    script { $0.forget() }
    #expect(bytes(script, frame("one", "tao")).contains("one"))
  }

  @Test func wideCharactersAndMarksComeWhole() {
    let script = Held(FrameScript(charset: .utf8, depth: .none))
    _ = bytes(script, frame("a字c"))
    #expect(bytes(script, frame("a子c")) == "\u{1B}[1;2H\u{1B}[0m子\u{1B}[0m\u{1B}[?25l")
    #expect(bytes(script, frame("e\u{301}xyc")).contains("e\u{301}x"))
    let folded = Held(FrameScript(charset: .ascii, depth: .none))
    #expect(bytes(folded, frame("│字…")).contains("|? ~"))
  }

  @Test func colours() {
    let script = Held(FrameScript(charset: .utf8, depth: .indexed256))
    let buffer = CellBuffer(columns: 4, rows: 1)
    buffer.canvas.put(0, 0, "late", Style(.slaLate))
    let look = ShippedThemes.standard().resolve(Style(.slaLate), depth: .indexed256)
    guard case .palette(let index) = look.foreground else {
      Issue.record("\(look)")
      return
    }
    #expect(bytes(script, buffer).contains("38;5;\(index)"))
  }

  @Test(arguments: [
    ("a", "a"), ("<C-a>", "\u{1}"), ("<Enter>", "\r"), ("<Esc>", "\u{1B}"), ("<Up>", "\u{1B}[A"),
    ("<F5>", "\u{1B}[15~"),
    ("<A-x>", "\u{1B}x"), ("ü", "ü"),
  ])
  func keysAsATerminalSendsThem(_ notation: String, _ bytes: String) throws {
    #expect(try KeyNotation.parse(notation).map(\.bytes).joined() == bytes)
  }

  @Test func theFileIsAnAsciicast() throws {
    let path = NSTemporaryDirectory() + "record-\(UInt32.random(in: .min ... .max)).cast"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let terminal = FakeTerminal(columns: 12, rows: 1)
    let record = try SessionRecord(
      path: path, size: terminal.size, charset: .utf8, depth: .none, title: "a \"title\"", term: "xterm")
    let recorded = RecordingTerminal(terminal, record: record)
    recorded.draw(frame("one"), cursor: nil)
    terminal.press("a")
    _ = recorded.readInput()
    recorded.suspend()
    recorded.resume()
    recorded.draw(frame("one", columns: 14), cursor: nil)
    #expect(record.close() == nil)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let head = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
    #expect(head["version"] as? Int == 2 && head["width"] as? Int == 12 && head["title"] as? String == "a \"title\"")
    let events = try lines.dropFirst().map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [Any]) }
    #expect(events.map { $0[1] as? String } == ["o", "i", "m", "m", "r", "o"])
    #expect(events[4][2] as? String == "14x1")
    let times = events.compactMap { $0[0] as? Double }
    #expect(times == times.sorted() && times.count == events.count)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let again = #expect(throws: RecordFault.self) {
      try SessionRecord(path: path, size: terminal.size, charset: .utf8, depth: .none, title: "", term: "")
    }
    #expect(again?.description.contains("is there already") == true)
  }
}
