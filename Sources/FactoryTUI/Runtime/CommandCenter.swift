// CommandCenter: the screens' entry point. The calling thread owns terminal and state until `run` returns.
//
//   let summary = CommandCenter(
//     terminal: try NcursesTerminal.open(…), api: api, link: link, outbox: outbox,
//     options: CommandCenterOptions(
//       graceSeconds: 5, theme: "dark", themesFolder: paths.themes, recentReasonsPath: paths.reasons,
//       readOnly: false, identity: Identity(id:name:role:scopes:) or nil to ask the server)
//   ).run()
//
// `run` starts link and outbox, closes the terminal and stops both before it returns; `ExitSummary.sentence` is for
// standard error. Whoever calls it has not started link or outbox before.
import FactoryContracts
import FactoryState
import TerminalKit

/// What the composition decides.
package struct CommandCenterOptions: Sendable {
  /// How long a decision can be taken back (ruling R54).
  package var graceSeconds: Int
  /// A shipped theme or a file of the themes folder, without `.yaml`; nil keeps the terminal's.
  package var theme: String?
  /// What is shown first.
  package var firstScreen: Screen
  /// Milliseconds that the first frame waits for the first rows: an empty one before them would cost a round trip to a distant
  /// terminal.
  package var firstFrameHold: Int64 = 0
  package var themesFolder: String?
  package var recentReasonsPath: String?
  package var seenFilesPath: String?
  package var commentsPath: String?
  /// Shows and decides nothing (`factory watch`).
  package var readOnly: Bool
  /// Draws the monitor of `factory watch` and takes no key but those that leave.
  package var isMonitor = false
  /// Whoever calls can ask for e-mail and password when the run ends with `.signIn`.
  package var canSignIn = false
  /// The terminal's bell is rung for what is critical and new, or late.
  package var rings = true
  /// Who the operator is; nil: the server is asked.
  package var identity: Identity?
  /// The terminal's window title.
  package var title: String
  /// Seconds that local time is ahead of UTC, for the clock in the first line.
  package var clockOffsetSeconds: Int
  /// Wall clock; called on any thread.
  package var clock: @Sendable () -> Timestamp
  /// Milliseconds of a clock that never goes back; the main thread's.
  package var steadyClock: @Sendable () -> Int64
  package var ids: any IDSource
  package var programs: any ProgramRunner
  package var channels: [String]
  /// Keys, sections and so on, as the person's configuration has them.
  package var own = OwnSettings()
  /// What commands of the person's own may read in their environment, beside the item's.
  package var commandVariables: [String: String] = [:]
  /// What the screen opens with, as a link says it.
  package var firstLink: DeepLink?
  /// Called once with where links go that are opened while the screen runs; on any thread.
  package var links: (@Sendable (_ post: @escaping @Sendable (DeepLink) -> Void) -> Void)?
  /// Called once with where changed settings go; on any thread.
  package var changes: (@Sendable (_ post: @escaping @Sendable (Reloaded) -> Void) -> Void)?
  /// Answers plain words and tools' names (ruling R25); blocking, on a worker thread. nil: this screen has no chat.
  package var console: Console?
  /// Writes the query of a section into the person's configuration, nil takes it out; blocking, on a worker thread.
  /// nil: this screen has no configuration.
  package var saveSection: SaveSection?
  /// Keeps assets as files; nil: this screen keeps none.
  package var keepAsset: KeepAsset?
  /// Called on a worker thread when everything has been read: memory that reading took can be given back.
  package var loaded: @Sendable () -> Void = {}

  package init(
    graceSeconds: Int = 5, theme: String? = nil, firstScreen: Screen = .queue, themesFolder: String? = nil,
    recentReasonsPath: String? = nil, readOnly: Bool = false, identity: Identity? = nil, title: String = "factory",
    clockOffsetSeconds: Int = SystemClock.offsetSeconds(), clock: @escaping @Sendable () -> Timestamp = SystemClock.now,
    steadyClock: @escaping @Sendable () -> Int64 = SystemClock.steadyMilliseconds,
    ids: any IDSource = RandomIDSource(), programs: any ProgramRunner = ExternalProgram(),
    channels: [String] = ["tasks:*", "pipeline:*", "agents:*", "deploys:*", "notifications:me"]
  ) {
    self.graceSeconds = graceSeconds
    self.theme = theme
    self.firstScreen = firstScreen
    self.themesFolder = themesFolder
    self.recentReasonsPath = recentReasonsPath
    self.readOnly = readOnly
    self.identity = identity
    self.title = title
    self.clockOffsetSeconds = clockOffsetSeconds
    self.clock = clock
    self.steadyClock = steadyClock
    self.ids = ids
    self.programs = programs
    self.channels = channels
  }
}

/// The text of an answer, and whether anything was understood and done.
package typealias Console = @Sendable (String) -> (text: String, isGood: Bool)

/// Name and query of a section; nil: it is taken out. Answers with the sections as they are then.
package typealias SaveSection =
  @Sendable (_ name: String, _ query: String?) -> Result<[SavedSection], SettingProblems>

/// What a person's configuration changes while the screen runs.
package struct OwnSettings: Sendable {
  /// The commands with their keys.
  package var commands = CommandSet.standard
  /// Queries that `Tab` goes through beside the built-in sections.
  package var sections: [SavedSection] = []
  /// Whether the mouse chooses, scrolls and moves the line between the panes.
  package var reportsMouse = true
  /// A line for the shell that changes go through before they are shown, such as `delta`.
  package var diffFilter: String?
  package var alerts = AlertSettings()
  package init() {}
}

/// How the operator is called when something needs them.
package struct AlertSettings: Sendable {
  /// The terminal's bell.
  package var sounds = true
  /// The desktop, by the terminal, while its window is not looked at.
  package var notifies = true
  /// Hours in which only what is critical calls.
  package var isQuiet: @Sendable (Timestamp) -> Bool = { _ in false }
  package init() {}
}

/// Settings that were read again while the screen runs.
package enum Reloaded: Sendable {
  /// `theme`: nil keeps the one that is worn.
  case settings(OwnSettings, theme: String?)
  /// Why they cannot be used; those before stay.
  case fault(String)
}

/// How a sitting ended.
package struct ExitSummary: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case quit
    case signal(StopSignal)
    case terminalGone
    /// Somebody is to sign in, and the screens are to be opened again; the terminal was left open.
    case signIn
  }
  package var reason: Reason
  /// Decisions still on disk; they are sent when the program next runs.
  package var unsent: Int
  package var decided: Int

  package init(reason: Reason, unsent: Int, decided: Int) {
    self.reason = reason
    self.unsent = unsent
    self.decided = decided
  }

  /// What to say after the screen is gone; nil when there is nothing to say.
  package var sentence: String? {
    guard unsent > 0 else { return nil }
    let them = unsent == 1 ? "it is" : "they are"
    return "\(Words.count(unsent, "decision")) not sent yet; \(them) kept and sent when factory next runs."
  }
}

package struct CommandCenter {
  private let loop: EventLoop

  package init(
    terminal: any Terminal, api: any FactoryAPI, link: any EventLink, outbox: any DecisionOutbox,
    options: CommandCenterOptions
  ) {
    loop = EventLoop(terminal: terminal, api: api, link: link, outbox: outbox, options: options)
  }

  /// Shows the screens until the operator leaves; blocks the calling thread.
  package func run() -> ExitSummary { loop.run() }
}
