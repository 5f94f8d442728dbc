// The loop: what is painted when, what ends it, and that nothing it shows drives the terminal. Time is moved by hand.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct LoopStories {
  private func created(_ number: Int) -> LinkEvent {
    var task = Sample.task(number, title: "New \(number)")
    task.createdAt = Scenes.now
    return .event(Sample.event(.taskCreated(TaskPayload(task: task)), seq: Int64(number)))
  }

  @Test func aFloodCostsAtMostThirtyFramesASecond() {
    let stage = Stage(columns: 80, rows: 24)
    let before = stage.terminal.frames
    for step in 0..<200 {
      for number in 0..<5 { stage.link.post(created(100 + step * 5 + number)) }
      stage.clock.advance(seconds: 0.005)
      stage.loop.turn()
    }
    let frames = stage.terminal.frames - before
    #expect(frames <= 30 && frames > 5)
    stage.settle()
    #expect(stage.lines[0].contains("1006 waiting"))
  }

  @Test func aKeyIsPaintedAtOnceEvenInAFlood() {
    let stage = Stage(columns: 80, rows: 24)
    for number in 0..<20 { stage.link.post(created(100 + number)) }
    stage.loop.turn()
    stage.loop.turn()
    let before = stage.terminal.frames
    stage.burst("j")
    #expect(stage.terminal.frames == before + 1)
    #expect(stage.app.queue.selectedId == Sample.id(2))
  }

  @Test func noFrameGoesOutBeforeTheLastWasAnswered() {
    let stage = Stage(columns: 80, rows: 24)
    stage.terminal.answersFences = false
    stage.burst("j")
    let before = stage.terminal.frames
    for _ in 0..<10 { stage.burst("j") }
    #expect(stage.terminal.frames == before)
    stage.terminal.input.append(.fence)
    stage.loop.turn()
    #expect(stage.terminal.frames == before + 1)
  }

  @Test func whatChangesNothingOnTheScreenCostsNoRoundTrip() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("j")
    let (frames, fences) = (stage.terminal.frames, stage.terminal.fences)
    stage.link.post(.connected(seq: 1))
    stage.settle()
    #expect(stage.terminal.frames == frames && stage.terminal.fences == fences)
    // The next key is painted at once: nobody waits for an answer.
    stage.terminal.answersFences = false
    stage.link.post(.connected(seq: 1))
    stage.loop.turn()
    stage.burst("j")
    #expect(stage.terminal.frames == frames + 1 && stage.terminal.fences == fences + 1)
  }

  @Test func aNewVersionThatLooksTheSameIsShownBeforeItIsDecided() throws {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("j")
    let (frames, fences) = (stage.terminal.frames, stage.terminal.fences)
    let id = try #require(stage.app.queue.selectedId)
    var task = try #require(stage.api.world.withLock { $0.tasks.first { $0.id == id } })
    task.version = (task.version ?? 0) + 1
    task.updatedAt = Scenes.now.adding(seconds: 1)
    stage.link.post(.event(Sample.event(.taskUpdated(TaskPayload(task: task)), seq: 9)))
    stage.settle()
    #expect(stage.terminal.frames == frames && stage.terminal.fences > fences)
    #expect(stage.app.shown?.version == task.version)
  }

  @Test func aHundredKeysInOneReadCostOneFrame() {
    var world = FakeAPI.World()
    world.tasks = (1...150).map { Sample.task($0) }
    let stage = Stage(columns: 80, rows: 24, world: world)
    let before = stage.terminal.frames
    stage.burst(String(repeating: "j", count: 100))
    #expect(stage.terminal.frames == before + 1)
    #expect(stage.app.selectedIndex == 100)
  }

  @Test func aResizeStormEndsInTheLastSize() {
    let stage = Stage()
    let before = stage.terminal.frames
    for columns in 20..<90 { stage.terminal.resize(columns: columns, rows: 10 + columns / 4) }
    stage.loop.turn()
    #expect(stage.terminal.frames <= before + 1)
    stage.settle()
    #expect(stage.terminal.frame.columns == 89 && stage.lines.count == 32)
    #expect(stage.text.contains("Approve staging deploy"))
  }

  @Test func anIdleScreenSleeps() {
    let empty = Stage(columns: 80, rows: 24, world: Scenes.empty())
    #expect(empty.loop.patience() == nil)
    // With a clock in the first line it wakes once a minute.
    #expect(Stage(world: Scenes.empty()).loop.patience().map { $0 > 55_000 } ?? false)
    let busy = Stage()
    // The next thing to change is an SLA's minute, not sooner.
    #expect(busy.loop.patience().map { $0 > 5_000 } ?? false)
    let frames = busy.terminal.frames
    for _ in 0..<50 { busy.loop.turn() }
    #expect(busy.terminal.frames == frames)
  }

  @Test func theClockGoesOnByItself() {
    let stage = Stage(world: Scenes.empty())
    #expect(stage.lines[0].contains("12:00"))
    stage.clock.advance(seconds: Double(stage.loop.patience() ?? 0) / 1000)
    stage.loop.turn()
    stage.settle()
    #expect(stage.lines[0].contains("12:01"))
  }

  @Test func offlineCountsSecondsAndComesBackByItself() {
    let stage = Stage()
    stage.link.post(.disconnected(reason: "connection refused", retryInSeconds: 2))
    stage.settle()
    #expect(stage.lines[0].contains("○ offline 0 s"))
    #expect(stage.loop.patience().map { $0 <= 1_000 } ?? false)
    stage.clock.advance(seconds: 14)
    stage.settle()
    #expect(stage.lines[0].contains("○ offline 14 s"))
    stage.link.post(.connected(seq: 1))
    stage.settle()
    #expect(stage.lines[0].contains("● live"))
  }

  @Test func eventsTooOldToReplayBringANewSnapshot() {
    let stage = Stage()
    let before = stage.api.asked.count { $0.contains("/v1/snapshot") }
    stage.link.post(.resumeTooOld)
    stage.settle()
    #expect(stage.api.asked.count { $0.contains("/v1/snapshot") } == before + 1)
    #expect(stage.link.told.withLock { $0.resumed.count } >= 2)
  }

  @Test func theFirstPageComesBeforeTheWhole() {
    let asked = Stage().api.asked
    let page = asked.firstIndex { $0.hasPrefix("GET /v1/tasks?") }
    let snapshot = asked.firstIndex { $0.hasPrefix("GET /v1/snapshot?") }
    #expect(page != nil && snapshot != nil && (page ?? 0) < (snapshot ?? 0))
  }

  @Test func heldKeysFetchNothingUntilTheyRest() {
    var world = FakeAPI.World()
    world.tasks = (1...60).map { Sample.task($0) }
    let stage = Stage(world: world)
    let before = stage.api.asked.count
    for _ in 0..<40 {
      stage.burst("j")
      stage.clock.advance(seconds: 0.03)
    }
    #expect(stage.api.asked.count - before <= 1)
    stage.settle()
    #expect(stage.api.asked.contains("GET /v1/tasks/\(Sample.id(41))"))
  }

  @Test(arguments: [StopSignal.terminate, .hangUp, .interrupt]) func aSignalLeavesCleanly(_ signal: StopSignal) {
    let stage = Stage()
    stage.press("a")
    stage.terminal.input.append(.quit(signal))
    stage.loop.turn()
    let summary = stage.loop.finish()
    #expect(summary.reason == .signal(signal) && summary.unsent == 1)
    #expect(stage.terminal.isClosed)
    #expect(stage.link.told.withLock { $0.isStopped } && stage.outbox.told.withLock { $0.isStopped })
  }

  @Test func aTerminalThatIsGoneEndsTheLoop() {
    let stage = Stage()
    stage.terminal.input.append(.closed)
    stage.loop.turn()
    #expect(stage.loop.ending == .terminalGone)
  }

  @Test func aPasteIsNeverACommand() {
    let stage = Stage()
    stage.terminal.input.append(.paste("aaqy\nr"))
    stage.settle()
    #expect(stage.outbox.entries.isEmpty && stage.loop.ending == nil && stage.app.dialogs.isEmpty)
    stage.press("/")
    stage.terminal.input.append(.paste("retry"))
    stage.settle()
    #expect(stage.app.queue.filter.text == "retry" && stage.app.visibleCount == 1)
  }

  @Test func theFilterIsSeenWhereverItIsBegun() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("<Enter>", "/")
    stage.type("cache")
    #expect(stage.text.contains("/ cache") && stage.text.contains("1 found"))
    stage.press("<Enter>", "b", "/")
    #expect(stage.text.contains("belongs to the queue"))
  }

  @Test func theFilterIsTypedInTheMiddleToo() {
    let stage = Stage()
    stage.press("/")
    stage.type("cahe")
    stage.press("<Left>", "<Left>", "c")
    #expect(stage.app.queue.filter.text == "cache" && stage.app.visibleCount == 1)
    stage.press("<Esc>")
    #expect(stage.app.queue.filter.text.isEmpty && stage.app.visibleCount == 6)
  }

  @Test func pagerAndEditorGetSafeText() {
    let stage = Stage(world: Scenes.hostile())
    stage.press("<Enter>", "o", "2", "o", "3", "o", "4", "o", "<C-e>")
    #expect(stage.programs.paged.count == 4 && stage.programs.edited.count == 1)
    for text in stage.programs.paged + stage.programs.edited { expectHarmless(text) }
  }

  @Test func theBoardLeadsIntoAPipelinesTasksAndBack() {
    let stage = Stage()
    stage.press("b", "l", "l", "<Enter>")
    #expect(stage.app.screen == .pipeline(Sample.id(1003)))
    stage.press("<Enter>")
    #expect(stage.text.contains("Choose cache backend") && !stage.text.contains("Review: retry on 429"))
    stage.press("<Esc>")
    #expect(stage.app.screen == .pipeline(Sample.id(1003)))
    stage.press("<Esc>")
    #expect(stage.app.screen == .kanban)
    stage.press("<Esc>")
    #expect(stage.app.screen == .queue && stage.app.queue.selectedId == Sample.id(1))
  }

  @Test func escNeverQuits() {
    let stage = Stage()
    for _ in 0..<10 { stage.press("<Esc>") }
    #expect(stage.loop.ending == nil)
  }

  @Test func anUnfocusedWindowPaintsRarely() {
    let stage = Stage(columns: 80, rows: 24)
    stage.terminal.input.append(.focus(false))
    stage.loop.turn()
    let before = stage.terminal.frames
    for step in 0..<40 {
      stage.link.post(created(200 + step))
      stage.clock.advance(seconds: 0.05)
      stage.loop.turn()
    }
    #expect(stage.terminal.frames - before <= 3)
  }

  private func expectHarmless(_ text: String, _ place: String = "") {
    let bad = text.unicodeScalars.first { scalar in
      scalar != "\n"
        && (scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
          || (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value))
    }
    #expect(bad == nil, "\(place) shows U+\(String(bad?.value ?? 0, radix: 16))")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10), (20, 5), (60, 80)])
  func hostileTextIsHarmlessOnEveryScreen(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Scenes.hostile())
    for key in [
      "<Enter>", "2", "3", "4", "1", "r", "<Esc>", "R", "<Esc>", "D", "<Esc>", "<Esc>", "b", "b", "<Space>", "<C-a>",
      "e",
    ] {
      stage.press(key)
      expectHarmless(stage.text, "\(columns)×\(rows) after \(key)")
      for line in stage.lines { #expect(SafeText(line).width <= columns) }
    }
  }

  /// An empty frame before the first rows would cost a distant terminal a round trip; a server that is silent gets it at its time.
  @Test(arguments: [true, false]) func theFirstFrameWaitsForRows(_ answers: Bool) {
    let terminal = FakeTerminal(columns: 120, rows: 40)
    let clock = TestClock(Scenes.now)
    var options = CommandCenterOptions(
      identity: Scenes.me, clockOffsetSeconds: 0, clock: { clock.now }, steadyClock: { clock.now.milliseconds },
      ids: SequenceIDs(startingAt: 50_000))
    options.firstFrameHold = 60
    let works = Mutex<[@Sendable () -> Void]>([])
    let loop = EventLoop(
      terminal: terminal, api: FakeAPI(Scenes.world()), link: FakeLink(), outbox: FakeOutbox(), options: options,
      execute: { _, work in works.withLock { $0.append(work) } })
    loop.start()
    loop.turn()
    #expect(terminal.frames == 0)
    if answers { for work in works.withLock({ $0 }) { work() } } else { clock.advance(seconds: 0.06) }
    loop.turn()
    #expect(terminal.frames == 1)
    #expect((loop.app.visibleCount > 0) == answers)
  }

  /// Any keys in any order on any size: it neither crashes nor loses its footer, and decides only what was seen.
  @Test(arguments: 1...6) func anyKeysAtAll(_ seed: Int) throws {
    var random = Numbers(state: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
    let stage = Stage(world: seed % 2 == 0 ? Scenes.hostile() : Scenes.world())
    let keys = try KeyNotation.parse(
      "jkgGhlardeucRADvwbo/nN:?yz12345]}[{*<Enter><Esc><Tab><BackTab><Space><Up><Down><C-a><C-d><C-u><C-e><PageDown><Backspace>"
    )
    for _ in 0..<250 {
      if random.next() % 23 == 0 {
        stage.terminal.resize(columns: Int(random.next() % 220), rows: Int(random.next() % 70))
      }
      stage.terminal.input.append(.key(keys[Int(random.next() % UInt64(keys.count))]))
      stage.loop.turn()
      stage.clock.advance(seconds: Double(random.next() % 200) / 1000)
      guard stage.loop.ending == nil else { break }
    }
    #expect(stage.loop.ending == nil)
    expectHarmless(stage.text)
  }
}

/// Numbers that are the same in every run.
struct Numbers {
  var state: UInt64
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
