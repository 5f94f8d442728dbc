// A command center in memory: fake terminal, server, link and outbox, work done in place, time moved by hand.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport

final class Stage {
  let terminal: FakeTerminal
  let api: FakeAPI
  let link = FakeLink()
  let outbox = FakeOutbox()
  let clock: TestClock
  let programs = FakePrograms()
  /// Assets that were kept as files, each with its place.
  let kept = KeptFiles()
  let loop: EventLoop

  init(
    columns: Int = 120, rows: Int = 40, world: FakeAPI.World = Scenes.world(), readOnly: Bool = false,
    isLive: Bool = true, answersFences: Bool = true, monitor: Bool = false,
    commands: CommandSet = .standard, configure: (inout CommandCenterOptions) -> Void = { _ in },
    execute: @escaping EffectRunner.Execute = { _, work in work() }
  ) {
    terminal = FakeTerminal(columns: columns, rows: rows)
    terminal.answersFences = answersFences
    api = FakeAPI(world)
    let clock = TestClock(Scenes.now)
    self.clock = clock
    var options = CommandCenterOptions(
      firstScreen: monitor ? .activity : .queue, readOnly: readOnly || monitor, identity: Scenes.me,
      clockOffsetSeconds: 0, clock: { clock.now },
      steadyClock: { clock.now.milliseconds }, ids: SequenceIDs(startingAt: 50_000), programs: programs)
    options.isMonitor = monitor
    options.own.commands = commands
    options.keepAsset = { [kept] asset, place, _ in
      kept.add("\(asset.name) v\(asset.version) \(place)")
      return place.hasPrefix("/full") ? .failure(ProgramProblem(sentence: "the disk is full")) : .success(place + "/it")
    }
    options.commandVariables = ["API_URL": "http://127.0.0.1:1/v1"]
    configure(&options)
    loop = EventLoop(
      terminal: terminal, api: api, link: link, outbox: outbox, options: options, execute: execute)
    clock.advance(seconds: 0.001)
    loop.start()
    if isLive {
      link.post(.connecting(attempt: 1))
      link.post(.connected(seq: 1))
    }
    settle()
  }

  var app: AppState { loop.app }
  var text: String { ScreenText.plain(terminal.frame) }
  var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// Turns until nothing is left to paint or to answer, without moving the clock more than frames and rest need.
  func settle() {
    for _ in 0..<8 {
      loop.turn()
      clock.advance(seconds: 0.04)
    }
    loop.turn()
  }

  /// Presses keys one after the other, as an operator who looks does.
  func press(_ keys: String...) {
    for notation in keys {
      terminal.press(notation)
      settle()
    }
  }

  /// Types a text into the line that is open.
  func type(_ text: String) {
    terminal.input += text.map { .key(.character($0)) }
    settle()
  }

  /// Everything in one read, as type-ahead comes.
  func burst(_ keys: String) {
    terminal.press(keys)
    loop.turn()
  }
}

/// What was kept as a file.
final class KeptFiles: Sendable {
  private let list = Mutex<[String]>([])
  var all: [String] { list.withLock { $0 } }
  func add(_ line: String) { list.withLock { $0.append(line) } }
}

/// Pager and editor that remember what they were shown.
final class FakePrograms: ProgramRunner, @unchecked Sendable {
  // Only the loop's thread, the test's own, comes here.
  var paged: [String] = []
  var edited: [String] = []
  var answer = "written in the editor"

  var ran: [CustomJob] = []
  var outcome = CustomOutcome.ended(0)

  var installed: Set<String> = []
  func has(_ name: String) -> Bool { installed.contains(name) }

  func run(_ job: CustomJob, isShown: Bool) -> CustomOutcome {
    ran.append(job)
    return outcome
  }

  /// What was filtered, and what comes of it.
  var filtered: [String] = []
  var filterAnswer: Result<String, ProgramProblem> = .success("")
  func filter(_ line: String, _ text: String, columns: Int) -> Result<String, ProgramProblem> {
    filtered.append(text)
    return filterAnswer
  }

  func page(_ text: String, name: String) -> String? {
    paged.append(text)
    return nil
  }

  func edit(_ text: String, name: String) -> Result<String, ProgramProblem> {
    edited.append(text)
    return .success(answer)
  }
}
