// Many at once: marks, the sheet, one entry, a result per item, one undo.
import FactoryContracts
import Foundation
import TestSupport
import Testing

@testable import FactoryState

@Suite struct BulkStories {
  private func screen(_ count: Int) -> TestScreen {
    TestScreen((1...count).map { Sample.task($0, slaMinutes: Double(60 + $0)) })
  }

  @Test func theSheetSaysWhatWillHappen() throws {
    let screen = screen(6)
    screen.run(.mark(.all, now: screen.now))
    #expect(screen.state.queue.marks.count == 6)
    // Meanwhile: 2 was changed, 3 decided by another, 4 needs a second approver, 5 is a deploy into production.
    let changes: [FactoryTask] = [
      Sample.task(2, slaMinutes: 62).later { $0.version = 2 },
      Sample.task(3, slaMinutes: 63).pending(
        .approved, by: Sample.asker, name: "Bob", effectiveAt: screen.now.adding(seconds: 60)),
      Sample.task(4, slaMinutes: 64).later { $0.requiredApprovers = 2 },
      Sample.task(5, slaMinutes: 65).later { $0.stageName = .production },
    ]
    for (index, task) in changes.enumerated() {
      screen.run(screen.event(.taskUpdated(.init(task: task)), seq: Int64(10 + index)))
    }
    screen.run(.requestDialog(.bulk(.approve), now: screen.now))
    let sheet = try #require(screen.sheet)
    let states = sheet.items.map(\.state)
    #expect(states == [.ready, .changed, .decided, .needsSecond, .blocked, .ready])
    #expect(!sheet.isDangerous(screen.state.settings))
    screen.run(.dialog(.leaveOut(Sample.id(6)), now: screen.now))
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    let entry = try #require(TestScreen.entry(effects))
    #expect(entry.path == "/v1/tasks/bulk")
    #expect(entry.title == "2 items")
    let body = try FactoryJSON.decode(BulkTaskBody.self, from: Data((entry.body ?? "").utf8))
    let versions = [Sample.id(1).description: 1, Sample.id(4).description: 1]
    #expect(
      body
        == BulkTaskBody(
          action: .approve, taskIds: [Sample.id(1), Sample.id(4)], graceSeconds: 5, versions: versions))
    #expect(screen.state.queue.marks.isEmpty)
    #expect(screen.state.dialogs.isEmpty)
    #expect(screen.state.headerCounts.sending == 1)
  }

  @Test func aResultForEachAndOneUndo() throws {
    let screen = screen(3)
    screen.run(.mark(.all, now: screen.now))
    screen.run(.requestDialog(.bulk(.approve), now: screen.now))
    let entry = try #require(TestScreen.entry(screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))))
    let ids = [Sample.id(1), Sample.id(2)]
    let reply = BulkTaskReply(succeeded: ids, failed: [.init(taskId: Sample.id(3), error: "Bob was first.")])
    let expected = ResultsDialog(
      title: "2 items approved, 1 not",
      rows: [ResultRow(taskId: Sample.id(3), title: "Task 3", problem: "Bob was first.")])
    screen.step(.outbox(.confirmed(entry, task: nil, bulk: reply), now: screen.now)) {
      $0.dialogs = [.results(expected)]
      $0.counts.sending = 0
      $0.rows = ["Task 1", "Task 2", "Task 3 [refused: Bob was first.]"]
    }
    screen.run(.back(now: screen.now))
    let effects = screen.run(.undo(key: screen.key(), now: screen.now))
    let entries = effects.compactMap { if case .store(let entry) = $0 { entry } else { nil } }
    #expect(entries.map(\.path) == ids.map { "/v1/tasks/\($0)/undo" })
    #expect(Set(entries.map(\.key)).count == 2)
    #expect(screen.state.headerCounts.sending == 2)
  }

  @Test func aboveTenIsDangerous() throws {
    for (count, dangerous) in [(10, false), (11, true)] {
      let screen = screen(count)
      screen.run(.mark(.all, now: screen.now))
      screen.run(.requestDialog(.bulk(.approve), now: screen.now))
      let sheet = try #require(screen.sheet)
      #expect(sheet.isDangerous(screen.state.settings) == dangerous)
    }
  }

  /// What changed while the sheet was open is not decided by the key that was meant for what it said.
  @Test func theSheetIsPinned() throws {
    let screen = screen(3)
    screen.run(.mark(.all, now: screen.now))
    screen.run(.requestDialog(.bulk(.approve), now: screen.now))
    screen.run(
      screen.event(.taskUpdated(.init(task: Sample.task(2, slaMinutes: 62).later { $0.version = 2 })), seq: 9))
    #expect(screen.run(.dialog(.confirm(key: screen.key()), now: screen.now)) == [])
    let sheet = try #require(screen.sheet)
    #expect(sheet.problem == "1 item changed while this was open. Look and press again.")
    #expect(TestScreen.entry(screen.run(.dialog(.confirm(key: screen.key()), now: screen.now)))?.taskIds.count == 2)
  }

  @Test func rejectingManyNeedsAReason() {
    let screen = screen(2)
    screen.run(.mark(.all, now: screen.now))
    screen.run(.requestDialog(.bulk(.reject), now: screen.now))
    #expect(screen.run(.dialog(.confirm(key: screen.key()), now: screen.now)) == [])
    screen.run(.dialog(.text(LineField("wrong base branch")), now: screen.now))
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    #expect(TestScreen.entry(effects)?.body?.contains("wrong base branch") == true)
    #expect(effects.contains(.saveRecentReasons(["wrong base branch"])))
  }

  @Test func marksAreByIdAndSurviveEverything() {
    let screen = screen(5)
    screen.run(.move(.toRow(2), now: screen.now))
    screen.run(.mark(.range, now: screen.now))
    screen.run(.move(.by(2), now: screen.now))
    screen.run(.mark(.range, now: screen.now))
    let marked: Set = [Sample.id(2), Sample.id(3), Sample.id(4)]
    #expect(screen.state.queue.marks == marked)
    screen.run(.filter(.typed("\"Task 5\""), now: screen.now))
    screen.run(screen.event(.taskUpdated(.init(task: Sample.task(3).later { $0.priority = .critical })), seq: 4))
    #expect(screen.state.queue.marks == marked)
    screen.run(.filter(.typed("mark:on"), now: screen.now))
    #expect(screen.titles == ["Task 3", "Task 2", "Task 4"])
    screen.run(.mark(.matching("priority:critical"), now: screen.now))
    #expect(screen.state.queue.marks == marked)
    // Decided by another: no longer marked.
    let done = Sample.task(2).completed(.approved, by: Sample.asker, name: "Bob")
    screen.run(screen.event(.taskCompleted(.init(task: done)), seq: 5))
    #expect(screen.state.queue.marks == [Sample.id(3), Sample.id(4)])
    screen.run(.mark(.none, now: screen.now))
    #expect(screen.titles.isEmpty)
  }
}
