// Deciding, as stories: every effect and the whole visible change of each step.
import FactoryContracts
import Foundation
import TestSupport
import Testing

@testable import FactoryState

@Suite struct DecideStories {
  private let first = Sample.task(1, title: "one", priority: .critical)
  private let second = Sample.task(2, title: "two", priority: .high)
  private let third = Sample.task(3, title: "three", priority: .medium)
  private var tasks: [FactoryTask] { [third, first, second] }

  private func entry(_ request: DecideRequest, _ screen: TestScreen, title: String) throws -> OutboxEntry {
    let entry = try #require(screen.state.outbox.items[request.key]?.entry)
    #expect(entry.taskIds == [request.taskId])
    #expect(entry.path == "/v1/tasks/\(request.taskId)/complete")
    #expect(entry.title == title)
    #expect(entry.ifMatch == request.shownVersion)
    #expect(entry.decision == request.decision)
    return entry
  }

  @Test func decideAdvanceAndUndo() throws {
    let screen = TestScreen(tasks)
    #expect(screen.titles == ["one", "two", "three"])
    let request = screen.request(.approved)
    // The key: the row is on its way, the next item is selected, nothing is shown as done.
    let effects = screen.run(.decide(request))
    let entry = try entry(request, screen, title: "one")
    #expect(effects == [.store(entry), .viewing(second.id), .fetchTask(third.id)])
    let body = try FactoryJSON.decode(CompleteTaskBody.self, from: Data((entry.body ?? "").utf8))
    #expect(body == CompleteTaskBody(decision: .approved, graceSeconds: 5))
    var picture = Picture(of: screen.state)
    #expect(picture.rows == ["one [sending approved]", "two", "three"])
    #expect(picture.selected == "two")
    #expect(picture.counts.sending == 1)
    #expect(picture.undo == "one")
    // On disk and under way: nothing more is seen.
    screen.step(.outbox(.stored(entry), now: screen.now))
    screen.step(.outbox(.sending(entry), now: screen.now))
    // The server has it; the grace runs from its word.
    let until = screen.now.adding(seconds: 5)
    let pending = first.pending(.approved, by: Sample.decider, name: "Ada", effectiveAt: until)
    screen.step(.outbox(.confirmed(entry, task: pending, bulk: nil), now: screen.now)) {
      $0.rows[0] = "one [confirmed approved]"
      $0.counts.sending = 0
      $0.counts.waiting = 2
    }
    #expect(screen.state.undoable?.until == until)
    // Taken back: an own entry, the item is selected again.
    let undoKey = screen.key()
    let undone = screen.run(.undo(key: undoKey, now: screen.now))
    let undo = try #require(TestScreen.entry(undone))
    #expect(undone == [.store(undo), .viewing(first.id)])
    #expect(undo.path == "/v1/tasks/\(first.id)/undo")
    #expect(undo.key == undoKey)
    picture = Picture(of: screen.state)
    #expect(picture.rows[0] == "one [sending undo]")
    #expect(picture.selected == "one")
    #expect(picture.undo == nil)
    #expect(picture.counts.sending == 1)
    let back = pending.later {
      $0.status = .pending
      $0.pendingDecision = nil
    }
    screen.step(.outbox(.confirmed(undo, task: back, bulk: nil), now: screen.now)) {
      $0.rows[0] = "one"
      $0.counts = HeaderCounts(waiting: 3, late: 0, soon: 0, sending: 0, marked: 0)
    }
  }

  /// The reason is typed while the undo is under way: what the two of them changed was the operator's own.
  @Test(arguments: [false, true]) func aReasonOutlivesTheOwnUndo(_ someoneElseToo: Bool) throws {
    let screen = TestScreen(tasks)
    let shown = try #require(screen.state.shown?.version)
    let decision = try #require(TestScreen.entry(screen.run(.decide(screen.request(.approved)))))
    let undo = try #require(TestScreen.entry(screen.run(.undo(key: screen.key(), now: screen.now))))
    var request = screen.request(.rejected, notes: "No tests.")
    request.shownVersion = shown
    request.seenSince = screen.now
    let pending = first.pending(.approved, by: Sample.decider, name: "Ada", effectiveAt: screen.now.adding(seconds: 5))
    screen.run(.outbox(.confirmed(decision, task: pending, bulk: nil), now: screen.now))
    let back = pending.later {
      $0.status = .pending
      $0.version = shown + 2
      $0.pendingDecision = nil
    }
    screen.run(.outbox(.confirmed(undo, task: back, bulk: nil), now: screen.now))
    if someoneElseToo {
      let changed = back.later { $0.version = shown + 3 }
      screen.run(screen.event(.taskUpdated(.init(task: changed)), seq: 9))
    }
    screen.pass(1)
    let sent = TestScreen.entry(screen.run(.decide(request)))
    #expect(sent?.ifMatch == (someoneElseToo ? nil : shown + 2))
    #expect((sent == nil) == someoneElseToo)
  }

  @Test func graceOver() throws {
    let screen = TestScreen(tasks)
    let request = screen.request(.approved)
    screen.run(.decide(request))
    let entry = try entry(request, screen, title: "one")
    let pending = first.pending(
      .approved, by: Sample.decider, name: "Ada", effectiveAt: screen.now.adding(seconds: 5))
    screen.run(.outbox(.confirmed(entry, task: pending, bulk: nil), now: screen.now))
    screen.pass(6)
    #expect(screen.state.undoable == nil)
    screen.step(.undo(key: screen.key(), now: screen.now)) { $0.notices = ["Nothing to take back."] }
    // Its effect: the row stays confirmed for a while, then goes; the selection does not move.
    let done = pending.completed(.approved, by: Sample.decider, name: "Ada")
    screen.run(screen.event(.taskCompleted(.init(task: done, decision: .approved)), seq: 9))
    #expect(Picture(of: screen.state).rows.first == "one [confirmed approved]")
    screen.pass(5)
    #expect(screen.titles == ["two", "three"])
    #expect(screen.state.selectedRow?.title == "two")
  }

  @Test func someoneElseWasFirst() throws {
    let screen = TestScreen(tasks)
    let request = screen.request(.approved)
    screen.run(.decide(request))
    let entry = try entry(request, screen, title: "one")
    let current = first.completed(.rejected, by: Sample.asker, name: "Bob")
    let error = APIError(code: .conflict, message: "It is completed already.")
    screen.now = first.createdAt.adding(minutes: 2)
    screen.run(.tick(now: screen.now))
    screen.step(.outbox(.refused(entry, error, current: current), now: screen.now)) {
      $0.rows[0] = "one [Bob rejected]"
      $0.counts.sending = 0
      $0.counts.waiting = 2
      $0.undo = nil
      $0.notices = ["“one”: Bob rejected it 1m ago."]
    }
    // It stays for some seconds, and in the list of results for longer.
    screen.pass(5)
    #expect(Picture(of: screen.state).rows[0] == "one [Bob rejected]")
    screen.pass(5)
    #expect(screen.titles == ["two", "three"])
    screen.run(.requestDialog(.results, now: screen.now))
    let results = try #require(screen.results)
    #expect(results.rows == [ResultRow(taskId: first.id, title: "one", problem: error.message)])
  }

  /// Another decides what is selected: it stays in place with who and when, and can no longer be decided.
  @Test func decidedByAnotherUnderTheCursor() {
    let screen = TestScreen(tasks)
    let done = first.completed(.approved, by: Sample.asker, name: "Bob")
    screen.step(screen.event(.taskCompleted(.init(task: done, decision: .approved)), seq: 5)) {
      $0.rows[0] = "one [Bob approved]"
      $0.counts.waiting = 2
    }
    screen.step(.decide(screen.request(.approved))) {
      $0.notices = ["Bob approved it 51 s ago."]
    }
    screen.pass(5)
    #expect(screen.titles == ["two", "three"])
    screen.run(.dismissNotices)
    // The neighbour came under the cursor by itself: a key within reaction time does not hit it.
    let shown = ShownItem(taskId: second.id, version: 1, since: screen.now.adding(seconds: -1))
    screen.run(.frameAnswered(shown))
    screen.now = screen.now.adding(seconds: 0.2)
    screen.step(.decide(screen.request(.approved))) {
      $0.notices = ["Not decided: the list moved under the key. Look and press again."]
    }
    screen.now = screen.now.adding(seconds: 0.2)
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved))))?.taskIds == [second.id])
  }

  @Test func whatWasNotSeenIsNotDecided() {
    let screen = TestScreen(tasks)
    screen.run(.move(.by(1), now: screen.now))
    let sentence = "Not decided: the item was not on the screen long enough to be seen. Press again."
    screen.step(.decide(screen.request(.approved))) { $0.notices = [sentence] }
    screen.run(.dismissNotices)
    // A key went there: the row was looked at before, so its frame is enough.
    screen.run(.frameAnswered(ShownItem(taskId: second.id, version: 1, since: screen.now)))
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved))))?.taskIds == [second.id])
    // The next one came under the cursor by the decision: it has to stand there for a moment.
    guard let next = screen.state.selectedRow else { return }
    #expect(next.id != second.id)
    screen.run(.frameAnswered(ShownItem(taskId: next.id, version: next.version, since: screen.now)))
    screen.now = screen.now.adding(seconds: 0.149)
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved)))) == nil)
    screen.now = screen.now.adding(seconds: 0.001)
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved))))?.taskIds == [next.id])
  }

  @Test func whatChangedSinceIsNotDecided() {
    let screen = TestScreen(tasks)
    let changed = first.later {
      $0.title = "one, changed"
      $0.version = 2
    }
    screen.run(screen.event(.taskUpdated(.init(task: changed)), seq: 5))
    screen.step(.decide(screen.request(.approved))) {
      $0.notices = ["Not decided: the item changed since you looked. Look and press again."]
    }
    screen.look()
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved))))?.ifMatch == 2)
  }

  /// The row is new, the evidence beside it is not: what was read is not what would be decided.
  @Test func oldEvidenceIsNotDecidedOn() {
    let screen = TestScreen(tasks)
    screen.run(.fetched(.task(first), now: screen.now))
    let changed = first.later { $0.version = 2 }
    screen.run(screen.event(.taskUpdated(.init(task: changed)), seq: 5))
    screen.look()
    screen.step(.decide(screen.request(.approved))) {
      $0.notices = ["Not decided: the item changed since you looked. Look and press again."]
    }
    screen.run(.fetched(.task(changed), now: screen.now))
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved))))?.ifMatch == 2)
  }

  @Test func offlineKeepsAndSays() throws {
    let screen = TestScreen(tasks)
    screen.step(.link(.disconnected(reason: "reset", retryInSeconds: 2), now: screen.now)) {
      $0.link = .offline(since: screen.now, reason: "reset", retryAt: screen.now.adding(seconds: 2))
    }
    let since = screen.now
    for _ in 0..<2 {
      let request = screen.request(.approved)
      screen.run(.decide(request))
      let entry = try #require(screen.state.outbox.items[request.key]?.entry)
      screen.run(.outbox(.stored(entry), now: screen.now))
      screen.run(.outbox(.waiting(entry, reason: "no route"), now: screen.now))
      screen.look()
    }
    #expect(Picture(of: screen.state).rows == ["one [kept approved]", "two [kept approved]", "three"])
    #expect(screen.state.headerCounts.sending == 2)
    // The next try is still offline; leaving says what is kept.
    screen.step(.link(.connecting(attempt: 2), now: screen.now))
    screen.step(.quit(now: screen.now)) { $0.dialogs = [.quit(unsent: 2)] }
    screen.step(.back(now: screen.now)) { $0.dialogs = [] }
    #expect(screen.state.link == .offline(since: since, reason: "reset", retryAt: since.adding(seconds: 2)))
    let effects = screen.run(.link(.connected(seq: 1), now: screen.now))
    #expect(effects.first == .nudgeOutbox)
    #expect(screen.state.link == .live)
  }

  @Test func notOnDiskIsNotDecided() throws {
    let screen = TestScreen(tasks)
    let request = screen.request(.approved)
    screen.run(.decide(request))
    let entry = try entry(request, screen, title: "one")
    screen.step(.outbox(.notStored(entry, reason: "the disk is full."), now: screen.now)) {
      $0.rows[0] = "one [refused: the disk is full.]"
      $0.counts.sending = 0
      $0.undo = nil
      $0.notices = ["Not decided: “one” could not be kept on disk: the disk is full."]
    }
  }

  @Test func anEarlierRunsDecisionsAreCounted() {
    let screen = TestScreen(tasks)
    let entry = OutboxEntry(
      key: screen.key(), taskIds: [second.id], verb: "approve", title: "two", path: "/v1/x",
      createdAt: screen.now.adding(minutes: -1500), decision: .approved)
    screen.step(.outbox(.stale(entry), now: screen.now)) {
      $0.rows[1] = "two [asks]"
      $0.counts.sending = 1
      $0.notices = ["A decision of 1d1 ago was never sent: “two”."]
    }
    screen.step(.sendStale(key: entry.key), [.releaseOutbox(entry.key)])
    screen.step(.dropStale(key: entry.key, now: screen.now), [.dropOutbox(entry.key)]) {
      $0.rows[1] = "two"
      $0.counts.sending = 0
    }
  }
}
