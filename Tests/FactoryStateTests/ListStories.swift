// The list under the operator's hands: what moves by itself, and what does not.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct ListStories {
  private func tasks(_ numbers: ClosedRange<Int>) -> [FactoryTask] {
    numbers.map { Sample.task($0, slaMinutes: Double(100 + $0)) }
  }

  private func urgent(_ number: Int) -> FactoryTask { Sample.task(number, priority: .critical) }

  /// Where the selected row stands on the screen.
  private func line(_ screen: TestScreen) -> Int? { screen.state.selectedIndex.map { $0 - screen.state.queue.top } }

  @Test func newItemsNeverStealTheTop() {
    let screen = TestScreen(tasks(1...30), rows: 10)
    for number in 0..<12 {
      let effects = screen.run(
        screen.event(.taskCreated(.init(task: urgent(100 + number))), seq: Int64(10 + number)))
      #expect(effects == [.alert(title: "Critical: Task \(100 + number)", isCritical: true)])
      #expect(screen.state.selectedRow?.title == "Task 1")
      #expect(line(screen) == 0)
    }
    #expect(screen.state.queue.newAbove == 12)
    screen.run(.move(.first, now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 100")
    #expect(screen.state.queue.newAbove == 0)
  }

  @Test func theSelectedRowKeepsItsLine() {
    var random = SeededGenerator(seed: 3)
    let screen = TestScreen(tasks(1...200), rows: 12)
    screen.run(.move(.toRow(100), now: screen.now))
    screen.run(.move(.by(-5), now: screen.now))
    let before = line(screen)
    for seq in 0..<300 {
      let number = Int.random(in: 1...400, using: &random)
      guard number != 95 else { continue }
      let task = Sample.task(number, slaMinutes: Double(100 + number)).later(Double(seq)) {
        $0.priority = random.chance(50) ? .critical : .low
      }
      screen.run(screen.event(.taskUpdated(.init(task: task)), seq: Int64(10 + seq)))
      #expect(screen.state.selectedRow?.title == "Task 95")
      #expect(line(screen) == before)
    }
  }

  @Test func whatGoesAwayGivesItsPlaceToItsNeighbour() {
    let screen = TestScreen(tasks(1...5))
    screen.run(.move(.toRow(3), now: screen.now))
    let done = tasks(3...3)[0].completed(.approved, by: Sample.asker, name: "Bob")
    screen.run(screen.event(.taskCompleted(.init(task: done)), seq: 5))
    #expect(screen.state.selectedRow?.title == "Task 3")
    screen.pass(5)
    #expect(screen.state.selectedRow?.title == "Task 4")
    #expect(screen.state.queue.movedBySelfAt == screen.now)
    // A key of the operator makes it theirs.
    screen.run(.move(.by(1), now: screen.now))
    #expect(screen.state.queue.movedBySelfAt == nil)
  }

  /// Out of the filter, not out of the store: its neighbour is taken, and no key on its way hits that.
  @Test func whatLeavesTheFilterGivesItsPlaceToItsNeighbourToo() {
    let screen = TestScreen(tasks(1...6))
    screen.run(.filter(.typed("priority:medium"), now: screen.now))
    screen.run(.move(.toRow(4), now: screen.now))
    let raised = tasks(4...4)[0].later { $0.priority = .critical }
    screen.run(screen.event(.taskUpdated(.init(task: raised)), seq: 5))
    #expect(screen.state.selectedRow?.title == "Task 5")
    #expect(screen.state.queue.movedBySelfAt == screen.now)
  }

  /// The first item of an empty queue is not hit by a key that was on its way.
  @Test func whatComesIntoAnEmptyQueueIsNotUnderAKey() {
    let screen = TestScreen([])
    screen.run(screen.event(.taskCreated(.init(task: tasks(1...1)[0])), seq: 5))
    #expect(screen.state.selectedRow?.title == "Task 1")
    let row = screen.state.selectedRow
    screen.run(.frameAnswered(row.map { ShownItem(taskId: $0.id, version: $0.version, since: screen.now) }))
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved)))) == nil)
    screen.now = screen.now.adding(seconds: 0.3)
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved)))) != nil)
  }

  /// Nothing leaves the list while a key is on its way.
  @Test func nothingLeavesUnderAFreshKey() {
    let screen = TestScreen(tasks(1...3))
    let done = tasks(1...1)[0].completed(.approved, by: Sample.asker, name: "Bob")
    screen.run(screen.event(.taskCompleted(.init(task: done)), seq: 5))
    screen.run(.keyPressed(now: screen.now.adding(seconds: 4.9)))
    screen.pass(5)
    #expect(screen.titles.count == 3)
    let next = screen.state.nextChange(after: screen.now)
    #expect(next == screen.now.adding(seconds: 0.2))
    screen.pass(0.2)
    #expect(screen.titles == ["Task 2", "Task 3"])
  }

  /// Other actions move the clock too: what ended meanwhile is not forgotten.
  @Test func theClockMovesPastAnEnd() {
    let screen = TestScreen(tasks(1...3))
    screen.run(.notice(.info, "hello", now: screen.now))
    let end = screen.now.adding(seconds: 4)
    screen.now = screen.now.adding(seconds: 9)
    screen.run(.move(.by(1), now: screen.now))
    #expect(screen.state.nextChange(after: screen.now) == end)
    screen.run(.tick(now: screen.now))
    #expect(screen.state.toasts.isEmpty)
    #expect(screen.state.nextChange(after: screen.now).map { $0 > screen.now } == true)
  }

  /// Until the first key the list shows its top, in whatever order it comes in.
  @Test func aListComingInShowsItsTop() {
    let screen = TestScreen([], rows: 5)
    screen.state = AppState(now: screen.now)
    screen.run(.viewport(.list(rows: 5)))
    screen.run(.firstPage(tasks: tasks(20...29), pipelines: [], seq: 1, now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 20")
    screen.run(.snapshot(.began(seq: 1), now: screen.now))
    screen.run(.snapshot(.chunk(tasks: tasks(10...15), pipelines: [], agents: []), now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 10")
    screen.run(.keyPressed(now: screen.now))
    screen.run(.snapshot(.chunk(tasks: tasks(1...9), pipelines: [], agents: []), now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 10")
    #expect(line(screen) == 0)
  }

  @Test func aFilterKeepsTheSelection() {
    let screen = TestScreen(tasks(1...30), rows: 10)
    screen.run(.move(.toRow(17), now: screen.now))
    screen.run(.filter(.open, now: screen.now))
    for text in ["\"", "\"Task 2", "\"Task 29"] {
      screen.run(.filter(.typed(text), now: screen.now))
      #expect(screen.state.selectedRow != nil)
    }
    #expect(screen.titles == ["Task 29"])
    screen.run(.filter(.cancel, now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 17")
    #expect(screen.state.queue.filter.text.isEmpty)
    // Kept on Enter, also while the list changes.
    screen.run(.filter(.open, now: screen.now))
    screen.run(.filter(.typed("priority:critical"), now: screen.now))
    #expect(screen.titles.isEmpty && screen.state.selectedRow == nil)
    screen.run(.filter(.accept, now: screen.now))
    screen.run(screen.event(.taskCreated(.init(task: urgent(99))), seq: 5))
    screen.run(screen.event(.taskCreated(.init(task: Sample.task(98))), seq: 6))
    #expect(screen.titles == ["Task 99"])
    #expect(screen.state.selectedRow?.title == "Task 99")
    screen.run(.filter(.clear, now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 17")
    #expect(screen.titles.count == 32)
    // `n` goes to what the last filter finds.
    screen.run(.filter(.next(1), now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 99")
  }

  @Test(arguments: [
    (Move.by(3), 4), (.by(-9), 1), (.by(900), 50), (.first, 1), (.last, 50), (.toRow(7), 7), (.toRow(0), 1),
    (.page(1), 10), (.halfPage(1), 6), (.halfPage(-1), 1),
  ])
  func moves(_ move: Move, _ row: Int) {
    let screen = TestScreen(tasks(1...50), rows: 10)
    screen.run(.move(move, now: screen.now))
    #expect(screen.state.selectedIndex == row - 1)
    #expect(line(screen).map { (0..<10).contains($0) } == true)
  }

  @Test func theOldestUnseen() {
    let screen = TestScreen(tasks(1...5))
    screen.run(screen.event(.taskCreated(.init(task: Sample.task(40, priority: .low))), seq: 5))
    screen.run(screen.event(.taskCreated(.init(task: urgent(41))), seq: 6))
    #expect(screen.state.queueItems(0..<9).filter(\.isNew).count == 2)
    screen.run(.move(.oldestUnseen, now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 40")
    screen.pass(1)
    screen.run(.move(.oldestUnseen, now: screen.now))
    #expect(screen.state.selectedRow?.title == "Task 41")
    screen.pass(1)
    screen.step(.move(.oldestUnseen, now: screen.now)) {
      $0.notices = ["Nothing that came in since this was opened is still to be looked at."]
    }
  }

  @Test func sectionsFollowTheClock() {
    let screen = TestScreen([Sample.task(1, slaMinutes: 100), Sample.task(2, slaMinutes: 200)])
    func counts() -> [Int] { [QueueSection.late, .soon].map { screen.state.factory.tasks.counts[$0] } }
    #expect(counts() == [0, 0])
    screen.now = Sample.start.adding(minutes: 75)
    // The screen sleeps until exactly then.
    let next = screen.state.factory.tasks.nextMoment(after: Sample.start.adding(minutes: 2))
    #expect(next == screen.now)
    screen.run(.tick(now: screen.now))
    #expect(counts() == [0, 1])
    screen.run(.section(.builtIn(.soon), now: screen.now))
    #expect(screen.titles == ["Task 1"])
    screen.now = Sample.start.adding(minutes: 150)
    screen.run(.tick(now: screen.now))
    #expect(counts() == [1, 1])
    #expect(screen.titles == ["Task 2"])
    screen.run(.nextSection(-1, now: screen.now))
    #expect(screen.state.queue.section == .late)
    #expect(screen.titles == ["Task 1"])
    for _ in QueueSection.allCases { screen.run(.nextSection(1, now: screen.now)) }
    #expect(screen.state.queue.section == .late)
  }

  @Test func escGoesOneStepBackAndNeverQuits() {
    let screen = TestScreen(tasks(1...5), pipelines: [Sample.pipeline(1)])
    screen.run(.filter(.typed("task"), now: screen.now))
    screen.run(.mark(.toggle, now: screen.now))
    screen.run(.open(now: screen.now))
    screen.run(.requestDialog(.help, now: screen.now))
    screen.step(.back(now: screen.now)) { $0.dialogs = [] }
    screen.step(.back(now: screen.now)) { $0.focus = .list }
    screen.step(.back(now: screen.now)) { $0.filter = "" }
    screen.step(.back(now: screen.now)) {
      $0.marks = []
      $0.counts.marked = 0
    }
    screen.step(.back(now: screen.now))
    screen.step(.close(now: screen.now), [.quit])
  }

  @Test func whyFirst() {
    let first = Sample.task(1, priority: .critical, slaMinutes: 20)
    let screen = TestScreen([first, Sample.task(2, priority: .low)])
    #expect(screen.state.whyFirst == "critical goes before low")
    screen.now = Sample.start.adding(minutes: 58)
    screen.run(.tick(now: screen.now))
    #expect(screen.state.contextItem?.reasons == ["critical", "late by 39m", "waits for 58m"])
  }
}
