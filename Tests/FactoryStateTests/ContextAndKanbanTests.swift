// The context panel's fetching, the kanban's cards, presence, and what an idle screen waits for.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct ContextAndKanbanTests {
  private let tasks = (1...30).map { Sample.task($0, slaMinutes: Double(100 + $0)) }

  /// One key is answered with one fetch at once; a held key fetches only where it comes to rest.
  @Test func fetchingFollowsARestingSelection() {
    let screen = TestScreen(tasks)
    screen.step(.move(.by(1), now: screen.now), [.viewing(Sample.id(2)), .fetchTask(Sample.id(3))]) {
      $0.selected = "Task 2"
    }
    var effects: [Effect] = []
    for _ in 0..<10 {
      screen.now = screen.now.adding(seconds: 0.03)
      effects += screen.run(.move(.by(1), now: screen.now))
    }
    #expect(effects.isEmpty)
    #expect(screen.state.nextChange(after: screen.now) == screen.now.adding(seconds: 0.08))
    #expect(screen.pass(0.07).isEmpty)
    #expect(screen.pass(0.02) == [.viewing(Sample.id(12)), .fetchTask(Sample.id(12)), .fetchTask(Sample.id(13))])
    #expect(screen.pass(1).isEmpty)
  }

  @Test func aChangedItemIsFetchedAgain() {
    let screen = TestScreen(tasks)
    screen.run(.fetched(.task(tasks[0]), now: screen.now))
    #expect(screen.state.contextItem?.task == tasks[0])
    let changed = tasks[0].later { $0.version = 2 }
    screen.run(screen.event(.taskUpdated(.init(task: changed)), seq: 5))
    #expect(screen.state.contextItem?.isOutdated == true)
    #expect(screen.pass(0.1).contains(.fetchTask(Sample.id(1))))
    screen.run(.fetched(.task(changed), now: screen.now))
    #expect(screen.state.contextItem?.isOutdated == false)
  }

  /// A change that comes while the item is being fetched: the answer is older than the row and must not stay.
  @Test func anAnswerThatAnEventOvertookIsFetchedAgain() {
    let screen = TestScreen(tasks)
    let changed = tasks[0].later { $0.version = 2 }
    screen.run(screen.event(.taskUpdated(.init(task: changed)), seq: 5))
    _ = screen.pass(0.1)
    screen.run(.fetched(.task(tasks[0]), now: screen.now))
    #expect(screen.state.contextItem?.isOutdated == true)
    #expect(screen.pass(0.1).contains(.fetchTask(Sample.id(1))))
  }

  @Test func aFailedFetchIsSaidAndTriedAgain() {
    let screen = TestScreen(tasks)
    screen.run(.fetched(.taskFailed(Sample.id(1), reason: "The server cannot be reached."), now: screen.now))
    #expect(screen.state.contextItem?.failure == "The server cannot be reached.")
    let effects = screen.run(.link(.connected(seq: 1), now: screen.now))
    #expect(effects.contains(.fetchTask(Sample.id(1))))
    #expect(screen.state.contextItem?.failure == nil)
  }

  @Test func theTimelineIsNewestFirst() {
    let screen = TestScreen(tasks)
    screen.step(.tab(.timeline, now: screen.now), [.fetchTimeline(.task(Sample.id(1)))])
    var late = Sample.auditEntry(2)
    late.createdAt = late.createdAt.adding(seconds: 1)
    screen.run(.fetched(.timeline(.task(Sample.id(1)), [Sample.auditEntry(1), late]), now: screen.now))
    #expect(screen.state.contextItem?.timeline?.map(\.id) == [late.id, Sample.auditEntry(1).id])
    screen.run(.nextTab(1, now: screen.now))
    #expect(screen.state.context.tab == .overview)
  }

  @Test func theCacheIsBounded() {
    var cache = RecentCache<Int, Int>(limit: 3)
    for key in 1...3 { cache.put(key, for: key) }
    cache.touch(1)
    cache.put(4, for: 4)
    #expect([1, 2, 3, 4].map { cache[$0] } == [1, nil, 3, 4])
    #expect(cache.count == 3)
  }

  @Test func evidenceGoesToThePager() {
    var task = tasks[0]
    task.context = Sample.evidence()
    let screen = TestScreen(tasks)
    screen.run(.tab(.diff, now: screen.now))
    screen.step(.pager(now: screen.now)) { $0.notices = ["The evidence is still on its way."] }
    screen.run(.fetched(.task(task), now: screen.now))
    let patch = Sample.diffFile().patch ?? ""
    #expect(screen.run(.pager(now: screen.now)) == [.openPager(.diff(taskId: task.id, text: patch))])
    screen.run(.tab(.tests, now: screen.now))
    let text = "1 passed, 1 failed, 1 skipped of 3\n\nSum.adds\n  Tests/Sum.swift:7\n3 is not 4\n"
    #expect(screen.run(.pager(now: screen.now)) == [.openPager(.tests(taskId: task.id, text: text))])
  }

  @Test func presenceSaysWhoElseLooks() {
    let screen = TestScreen(tasks)
    let viewers = [Viewer(id: Sample.decider, name: "Ada"), Viewer(id: Sample.asker, name: "Bob")]
    screen.run(.link(.presence(taskId: Sample.id(1), viewers: viewers), now: screen.now))
    #expect(screen.state.queueItems(0..<1)[0].viewers == ["Bob"])
    screen.run(.link(.disconnected(reason: "x", retryInSeconds: 1), now: screen.now))
    #expect(screen.state.presence.isEmpty)
  }

  @Test func openingClaimsOnPurpose() {
    let screen = TestScreen(tasks)
    #expect(screen.run(.open(now: screen.now)) == [.claim(Sample.id(1))])
    #expect(screen.state.focus == .context)
    let held = tasks[1].later {
      $0.status = .claimed
      $0.claimedBy = Sample.asker
      $0.claimedByName = "Bob"
    }
    screen.run(screen.event(.taskClaimed(.init(task: held)), seq: 5))
    screen.run(.move(.by(1), now: screen.now))
    #expect(!screen.run(.open(now: screen.now)).contains(.claim(Sample.id(2))))
    screen.step(.claim(nil, now: screen.now)) { $0.notices = ["Bob holds it already."] }
  }

  @Test func idleWaitsForTheNextDigit() {
    let screen = TestScreen([Sample.task(1, slaMinutes: nil)])
    screen.pass(60)
    #expect(screen.state.nextChange(after: screen.now) == nil)
    let dated = TestScreen([Sample.task(1, slaMinutes: 200)])
    dated.pass(60)
    let next = dated.state.nextChange(after: dated.now)
    #expect(next.map { $0.seconds(since: dated.now) <= 60 } == true)
  }

  private func kanban() -> TestScreen {
    let pipelines = [
      Sample.pipeline(1, name: "ghl", stage: .staging, priority: .critical),
      Sample.pipeline(2, name: "asana", stage: .testing), Sample.pipeline(3, name: "zoom", stage: .testing),
      Sample.pipeline(4, name: "old", stage: .testing, status: .archived),
    ]
    var gate = Sample.task(1, pipelineId: pipelines[0].id, stageName: .staging, slaMinutes: 30)
    gate.blocksStageAdvance = true
    gate.context.testResults = TestResults(total: 47, passed: 38, failed: 9, skipped: 0, coveragePercent: 91.5)
    let screen = TestScreen([gate, Sample.task(2, pipelineId: pipelines[1].id)], pipelines: pipelines)
    screen.now = Sample.start.adding(minutes: 50)
    screen.run(.tick(now: screen.now))
    screen.run(.show(.kanban, now: screen.now))
    return screen
  }

  @Test func cards() throws {
    let columns = kanban().state.kanbanColumns()
    #expect(columns.map(\.count) == [0, 0, 0, 2, 0, 1, 0, 0])
    #expect(columns.map(\.config.stage.isGate) == [false, false, false, false, true, true, true, false])
    #expect(columns[3].cards.map(\.name) == ["asana", "zoom"])
    let card = try #require(columns[5].cards.first)
    #expect(card.progressPercent == 75 && card.stageIndex == 5)
    #expect(card.hasBlockers && card.hasSlaBreached && !card.hasSlaWarning)
    #expect(card.testsPassing == "38/47" && card.testsFail && card.coveragePercent == 91.5)
    #expect(card.pendingTaskCount == 1)
    #expect(columns[3].cards[0].hasSlaWarning)
  }

  @Test func movingOnTheKanban() {
    let screen = kanban()
    func selected() -> String? { screen.state.factory.pipelines.name(of: screen.state.kanban.selectedId) }
    #expect(selected() == "asana")
    screen.run(.kanbanMove(columns: 0, rows: 1, now: screen.now))
    #expect(selected() == "zoom")
    // It moves on by itself, and the selection goes with it.
    var zoom = Sample.pipeline(3, name: "zoom", stage: .review)
    zoom.updatedAt = zoom.updatedAt.adding(seconds: 1)
    screen.run(screen.event(.pipelineUpdated(.init(pipeline: zoom)), seq: 9))
    #expect(selected() == "zoom" && screen.state.kanban.column == .review)
    screen.run(.viewport(.kanban(columns: 3, cards: 4)))
    screen.run(.kanbanMove(columns: 3, rows: 0, now: screen.now))
    #expect(selected() == nil && screen.state.kanban.column == .published)
    #expect(screen.state.kanbanColumns().map(\.config.stage) == [.staging, .production, .published])
  }

  @Test func aPipelinesTasksAndBack() {
    let screen = kanban()
    screen.run(.show(.queue, now: screen.now))
    screen.run(.move(.last, now: screen.now))
    let before = screen.state.queue.selectedId
    screen.run(.show(.kanban, now: screen.now))
    screen.run(.kanbanMove(columns: 2, rows: 0, now: screen.now))
    #expect(screen.run(.open(now: screen.now)) == [.fetchPipeline(Sample.pipeline(1).id)])
    #expect(screen.state.screen == .pipeline(Sample.pipeline(1).id))
    screen.run(.open(now: screen.now))
    #expect(screen.state.screen == .pipelineTasks(Sample.pipeline(1).id))
    #expect(screen.titles == ["Task 1"])
    // Decided ones stay in a pipeline's list.
    let done = Sample.task(1, pipelineId: Sample.pipeline(1).id).completed(.approved, by: Sample.asker, name: "Bob")
    screen.run(screen.event(.taskCompleted(.init(task: done)), seq: 9))
    screen.pass(60)
    #expect(screen.titles == ["Task 1"])
    for place in [Screen.pipeline(Sample.pipeline(1).id), .kanban, .queue] {
      screen.run(.back(now: screen.now))
      #expect(screen.state.screen == place)
    }
    #expect(screen.titles == ["Task 2"])
    #expect(before != nil)
  }
}
