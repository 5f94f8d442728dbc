// What an event, a key and a frame cost in operations, whatever the queue holds.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct CostTests {
  private static let large = 20_000

  private func screen() -> TestScreen {
    let screen = TestScreen([])
    screen.run(.snapshot(.began(seq: 2), now: screen.now))
    for start in stride(from: 1, through: Self.large, by: 1000) {
      let chunk = (start..<start + 1000).map { Sample.task($0, slaMinutes: Double($0)) }
      screen.run(.snapshot(.chunk(tasks: chunk, pipelines: [], agents: []), now: screen.now))
    }
    screen.run(.snapshot(.ended, now: screen.now))
    return screen
  }

  /// Events, keys, decisions, ticks: none looks at the rows that it does not touch.
  @Test func nothingLooksAtTheWholeList() {
    let screen = screen()
    let before = screen.state.queue.rowsExamined
    for number in 1...200 {
      let task = Sample.task(number * 7, slaMinutes: Double(number)).later(Double(number)) { $0.priority = .high }
      screen.run(screen.event(.taskUpdated(.init(task: task)), seq: Int64(10 + number)))
      screen.run(.move(.by(number), now: screen.now))
      screen.look()
      screen.run(.decide(screen.request(.approved)))
      _ = screen.state.queueItems()
    }
    #expect(screen.state.queue.rowsExamined == before)
    #expect(screen.state.headerCounts.sending > 150)
    // A filter looks at each row once.
    screen.run(.filter(.typed("critical"), now: screen.now))
    #expect(screen.state.queue.rowsExamined - before <= Self.large)
  }

  @Test func aFrameMakesOnlyItsRows() {
    let screen = screen()
    #expect(screen.state.queueItems().count == 20)
    #expect(screen.state.queueItems(19_990..<20_050).count == 10)
    #expect(screen.state.queueItems(30_000..<30_010).isEmpty)
  }

  /// A row stays small: titles and summaries are cut, evidence is not held.
  @Test func aRowIsSmall() {
    #expect(MemoryLayout<TaskRow>.stride <= 200)
    #expect(MemoryLayout<QueueKey>.stride <= 40)
    var task = Sample.task(
      1, title: String(repeating: "é", count: 100_000), summary: String(repeating: "x", count: 9999))
    task.context.diffSummary = DiffSummary(filesChanged: 1, insertions: 1, deletions: 1, files: [Sample.diffFile()])
    let row = TaskRow(task)
    #expect(row.title.utf8.count <= 300 && row.title.hasSuffix("é…"))
    #expect(row.summary.utf8.count == 200)
    // A flood of combining marks is one endless character.
    task.title = "e" + String(repeating: "\u{301}", count: 5000)
    #expect(TaskRow(task).title.utf8.count <= 300)
  }

  /// Decided tasks do not pile up over days.
  @Test func decidedTasksAreLetGo() {
    let screen = TestScreen([])
    for number in 1...TaskTable.closedLimit + 300 {
      let task = Sample.task(number).completed(.approved, by: Sample.asker, name: "Bob")
      screen.run(screen.event(.taskCompleted(.init(task: task)), seq: Int64(10 + number)))
    }
    #expect(screen.state.factory.tasks.count == TaskTable.closedLimit)
    #expect(screen.state.factory.tasks[Sample.id(1)] == nil)
    #expect(screen.state.factory.tasks.rows.count <= TaskTable.closedLimit + 1)
  }

  /// A hand that never rests, and others who decide elsewhere in the list: what they decided goes in its time, and what is on the screen waits for
  /// the hand.
  @Test func decidedRowsDoNotPileUpUnderKeysWithoutAPause() {
    let screen = TestScreen((1...50).map { Sample.task($0, slaMinutes: Double($0 + 100)) }, rows: 10)
    let shown = Sample.task(3, slaMinutes: 103).completed(.approved, by: Sample.asker, name: "Bob")
    screen.run(.move(.by(1), now: screen.now))
    screen.run(screen.event(.taskCompleted(.init(task: shown)), seq: 9))
    var most = 0
    for number in 0..<600 {
      screen.now = screen.now.adding(seconds: 0.1)
      let task = Sample.task(1000 + number, priority: .low, slaMinutes: 9000)
      screen.run(screen.event(.taskCreated(.init(task: task)), seq: Int64(10 + number * 2)))
      let done = task.completed(.approved, by: Sample.asker, name: "Bob")
      screen.run(screen.event(.taskCompleted(.init(task: done)), seq: Int64(11 + number * 2)))
      screen.run(.keyPressed(now: screen.now))
      screen.run(.move(.by(number % 2 == 0 ? 1 : -1), now: screen.now))
      screen.run(.tick(now: screen.now))
      most = max(most, screen.state.queue.lingering.count)
    }
    #expect((40...43).contains(most), "four seconds of ten a second, and the one on the screen")
    #expect(screen.state.visibleCount == 50 + most - 1)
    #expect(screen.state.queue.lingering[Sample.id(3)] != nil)
    screen.pass(5)
    #expect(screen.state.queue.lingering.count == 0)
    #expect(screen.state.visibleCount == 49)
  }
}
