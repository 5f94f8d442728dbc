// Comments on lines of a change: pointed at, typed, kept, and sent along with the decision.
import FactoryContracts
import FactoryState
import FactoryTUI
import Foundation
import TestSupport
import Testing

@Suite struct CommentStories {
  private func body(_ entry: OutboxEntry?) throws -> JSONValue {
    try FactoryJSON.decode(JSONValue.self, from: Data((try #require(entry).body ?? "").utf8))
  }

  /// On the first line of text of the first item's change.
  private func comment(_ stage: Stage, _ text: String) {
    stage.press("2", "C")
    #expect(stage.app.pickedLine != nil)
    stage.press("C")
    #expect(stage.text.contains("Comment on"))
    stage.type(text)
    stage.press("<Enter>")
  }

  @Test func itIsAskedForKeptAndGoesWithTheApproval() throws {
    let stage = Stage()
    stage.press("<Enter>")
    comment(stage, "why this?")
    #expect(stage.text.contains("✎ why this?") && stage.app.pickedLine == nil)
    let comment = try #require(stage.app.context.comments.first)
    stage.press("<Esc>")
    stage.clock.advance(seconds: 1)
    stage.press("a")
    let sent = try body(stage.outbox.entries.first)
    #expect(sent["decisionData"]?["comments"]?.array == [.string(comment.sentence)])
    #expect(comment.sentence.hasSuffix(": why this?") && comment.sentence.contains(":\(comment.spot.line)"))
    // Undone, it is still there.
    stage.press("u")
    #expect(stage.app.context.comments == [comment])
  }

  @Test func aRejectionShowsItAsARequestedChange() throws {
    let stage = Stage()
    stage.press("<Enter>")
    comment(stage, "rename it")
    stage.press("r")
    #expect(stage.text.contains("rename it") && stage.text.contains("Change"))
    stage.type("not yet")
    stage.press("<C-s>")
    stage.press("<Enter>")
    let sent = try body(stage.outbox.entries.first)
    let changes = sent["decisionData"]?["requestedChanges"]?.array?.compactMap(\.string) ?? []
    #expect(changes.count == 1 && changes[0].hasSuffix(": rename it") && sent["decisionData"]?["comments"] == nil)
  }

  @Test func pointingMovesOverTextOnlyAndEscLeavesIt() throws {
    let stage = Stage()
    stage.press("<Enter>", "2", "C")
    let document = try #require(stage.loop.situation().diff).document
    var seen: [Int] = []
    for _ in 0..<document.lines.count {
      let line = try #require(stage.app.pickedLine)
      if seen.last == line { break }
      seen.append(line)
      stage.press("j")
    }
    #expect(seen == document.lines.indices.filter { [.context, .add, .delete].contains(document.lines[$0].kind) })
    stage.press("g")
    #expect(stage.app.pickedLine == seen.first)
    stage.press("<Esc>")
    #expect(stage.app.pickedLine == nil && stage.app.focus == .context)
    stage.press("C", "<Tab>")
    #expect(stage.app.pickedLine == nil)
  }

  @Test func anEmptyOneTakesItAwayAndABulkDecisionLeavesTheItemOut() throws {
    let stage = Stage()
    stage.press("<Enter>")
    comment(stage, "hm")
    stage.press("<Esc>", "<Space>", "j", "<Space>", "<C-a>")
    #expect(stage.text.contains("not yours to decide in a batch"), "\(stage.text)")
    stage.press("<Esc>", "g", "<Enter>", "C", "C")
    #expect(stage.text.contains("hm"))
    stage.press("<C-u>", "<Enter>")
    #expect(stage.app.context.comments.isEmpty)
  }

  @Test func theyAreThereAfterARestart() throws {
    let path = FileManager.default.temporaryDirectory.path + "/comments-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let stage = Stage { $0.commentsPath = path }
    stage.press("<Enter>")
    comment(stage, "“quoted” \\ and more")
    let again = Stage { $0.commentsPath = path }
    #expect(again.app.context.comments == stage.app.context.comments && !again.app.context.comments.isEmpty)
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    #expect(Stage { $0.commentsPath = path }.app.context.comments.isEmpty)
  }
}
