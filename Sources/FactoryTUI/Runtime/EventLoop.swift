// EventLoop: the main thread. Owns terminal and state, waits for keys, messages and the next visible change, and paints.
// Invariants: nothing here waits for network or disk (a pager or editor excepted, which has the terminal meanwhile);
// every change goes through `reduce`; at most 30 frames a second but at once after a key; no frame before the terminal
// answered the last one.
import FactoryContracts
import FactoryState
import Foundation
import TerminalKit

package final class EventLoop {
  /// Messages between two looks at the clock, and milliseconds of them between two looks at the keys.
  static let messagesAtOnce = 8
  static let messageBudget: Int64 = 2

  let terminal: any Terminal
  let link: any EventLink
  let outbox: any DecisionOutbox
  let options: CommandCenterOptions
  package let mailbox: Mailbox<Message>
  let runner: EffectRunner
  package internal(set) var app: AppState
  /// The commands in effect and the keys that reach them.
  package private(set) var commands: CommandSet
  var resolver: KeyResolver
  /// A command that runs at its second press.
  var awaited: AwaitedCommand?
  var typing = TypingState()
  var gate = FrameGate()
  var frame = CellBuffer(columns: 0, rows: 0)
  var shelf = DiffShelf()
  var filtered = FilteredDiff()
  var themes = ThemeChoice()
  var alerts = AlertSettings()
  /// The person's own filter for changes, a line for the shell; nil: they have none.
  var diffFilter: String?
  /// What was on the frames that the terminal has not answered yet, oldest first.
  var unanswered: [SentFrame] = []
  /// The item that the frame sent last showed; nil before the first.
  var lastItem: (id: EntityID, version: Int?)??
  var layout: PageLayout
  var sentViewports: [Viewport] = []
  var isFocused = true
  /// When the last frame was sent, on the steady clock.
  var lastPaint: Int64 = .min / 2
  /// The key pressed last and when, on the steady clock.
  var lastPress: (press: KeyPress, at: Int64)?
  /// Where the mouse was last pressed and when, and whether it holds the line between the panes.
  var mouse = MouseState()
  /// Until when typed text is dropped: it was meant for a dialog that did not open.
  var deafUntil: Int64?
  /// The first frame is not painted before this, unless there is something to show; nil: it was.
  var heldUntil: Int64?
  package internal(set) var ending: ExitSummary.Reason?

  package convenience init(
    terminal: any Terminal, api: any FactoryAPI, link: any EventLink, outbox: any DecisionOutbox,
    options: CommandCenterOptions
  ) {
    self.init(
      terminal: terminal, api: api, link: link, outbox: outbox, options: options, execute: EffectRunner.threads())
  }

  /// `execute` runs work of a lane; tests run it in place.
  package init(
    terminal: any Terminal, api: any FactoryAPI, link: any EventLink, outbox: any DecisionOutbox,
    options: CommandCenterOptions, execute: @escaping EffectRunner.Execute
  ) {
    self.terminal = terminal
    self.link = link
    self.outbox = outbox
    self.options = options
    commands = options.own.commands
    diffFilter = options.own.diffFilter
    alerts = options.own.alerts
    resolver = KeyResolver(options.own.commands.all)
    let mailbox = Mailbox<Message>(wake: terminal.wake)
    self.mailbox = mailbox
    runner = EffectRunner(api: api, clock: options.clock, execute: execute, loaded: options.loaded) { mailbox.post($0) }
    app = AppState(now: options.clock())
    layout = PageLayout(terminal.size)
  }

  package func run() -> ExitSummary {
    start()
    while ending == nil {
      wait()
      turn()
    }
    return finish()
  }

  // MARK: Beginning and end

  package func start() {
    terminal.setTitle(SafeText(options.title))
    var capabilities = Capabilities(readOnly: options.readOnly, selfDecision: nil)
    capabilities.canSignIn = options.canSignIn
    apply(.capabilities(capabilities))
    apply(.settings(StateSettings(graceSeconds: options.graceSeconds)))
    apply(.savedSections(options.own.sections))
    if let me = options.identity { apply(.identity(me)) } else { runner.fetchIdentity() }
    if options.firstScreen != .queue { apply(.show(options.firstScreen, now: options.clock())) }
    if let link = options.firstLink { apply(.follow(link, now: options.clock())) }
    runner.loadReasons(options.recentReasonsPath)
    runner.loadThemeNames(ThemeCatalog(folder: options.themesFolder))
    runner.loadSeenFiles(options.seenFilesPath)
    runner.loadComments(options.commentsPath)
    if let theme = options.theme { wear(theme) }
    let clock = options.clock
    let mailbox = mailbox
    outbox.start { mailbox.post(.action(.outbox($0, now: clock()))) }
    options.changes? { mailbox.post(.reloaded($0)) }
    options.links? { mailbox.post(.action(.follow($0, now: clock()))) }
    link.start(channels: options.channels, since: nil) { mailbox.post(.action(.link($0, now: clock()))) }
    runner.fetchFirstPage()
    runner.fetchSnapshot()
    runner.fetchNotifications()
    terminal.reportsMouse = options.own.reportsMouse && !options.isMonitor
    fit()
    gate.invalidate(urgent: true)
    if options.firstFrameHold > 0 { heldUntil = options.steadyClock() + options.firstFrameHold }
    paintIfDue()
  }

  /// The theme of the first frame; read here, before anything is shown, so that no other one flashes up.
  private func wear(_ name: String) {
    switch ThemeCatalog(folder: options.themesFolder).theme(named: name) {
    case .success(let theme): terminal.theme = theme
    case .failure(let problem): apply(.notice(.warning, problem.sentence, now: options.clock()))
    }
  }

  package func finish() -> ExitSummary {
    // Whoever signs in goes on with the same terminal.
    if ending != .signIn { terminal.close() }
    runner.stop()
    mailbox.close()
    link.stop()
    let unsent = outbox.stop()
    return ExitSummary(reason: ending ?? .quit, unsent: unsent, decided: app.session.decided - app.session.undone)
  }

  // MARK: One turn

  /// Takes in everything that is there and paints when it is time; never waits.
  package func turn() {
    takeInput()
    takeMessages()
    // Keys that came meanwhile are in the frame that is painted now; the next one would wait for the terminal's answer to it.
    takeInput()
    tickIfDue()
    noteUnanswered()
    if ending == nil, needsSignIn { ending = .signIn }
    if ending == nil { paintIfDue() }
  }

  private func takeInput() {
    for event in terminal.readInput() where ending == nil {
      heldUntil = nil
      take(event)
    }
  }

  /// Takes messages for a few milliseconds; what is left wakes the loop again after the keys had their turn.
  private func takeMessages() {
    let begun = options.steadyClock()
    repeat {
      let messages = mailbox.drain(limit: heldUntil == nil ? Self.messagesAtOnce : 1)
      for message in messages where ending == nil { take(message) }
      if messages.isEmpty || isFirstFrameReady { return }
    } while ending == nil && options.steadyClock() - begun < Self.messageBudget
  }

  /// The rows that the first frame waited for are here: they are painted before anything else is taken in.
  private var isFirstFrameReady: Bool { heldUntil != nil && app.visibleCount > 0 }

  private func take(_ message: Message) {
    switch message {
    case .action(let action):
      apply(action)
      if case .snapshot(.ended, _) = action { runner.noteLoaded() }
    case .prepared(let id, let version, let document): shelf.put(id, version: version, document)
    case .filtered(let key, let result): take(key, result)
    case .theme(let theme): wear(theme)
    case .themes(let names): themes.names = names
    case .preview(let name, let theme): show(theme, named: name)
    case .reloaded(let settings): take(settings)
    }
    gate.invalidate(urgent: false)
  }

  /// Keys that are half typed are dropped: they may mean something else now.
  private func take(_ settings: Reloaded) {
    let now = options.clock()
    switch settings {
    case .fault(let sentence): apply(.notice(.warning, "Settings kept as they were. \(sentence)", now: now))
    case .settings(let changed, let theme):
      commands = changed.commands
      resolver = KeyResolver(changed.commands.all)
      apply(.savedSections(changed.sections))
      diffFilter = changed.diffFilter
      alerts = changed.alerts
      filtered = FilteredDiff()
      apply(.useFilter(true))
      terminal.reportsMouse = changed.reportsMouse && !options.isMonitor
      typing.pending = []
      typing.count = nil
      if let theme { runner.loadTheme(theme, ThemeCatalog(folder: options.themesFolder)) }
      apply(.notice(.info, "Settings read again.", now: now))
    }
  }

  private func take(_ event: InputEvent) {
    switch event {
    case .key(let press): take(press)
    case .mouse(let mouse): take(mouse)
    case .paste(let text): paste(text)
    case .resize, .resumed: gate.invalidate(urgent: true)
    case .fence: answered()
    case .focus(let has):
      isFocused = has
      gate.invalidate(urgent: has)
    case .stopRequested:
      terminal.stop()
      gate.invalidate(urgent: true)
    case .quit(let signal): ending = .signal(signal)
    case .closed: ending = .terminalGone
    }
  }

  /// Nothing can be shown before somebody signs in. Where something is shown, `:sign-in` leaves the moment to the operator.
  private var needsSignIn: Bool {
    guard options.canSignIn, app.factory.isInitialLoading, case .refused(let error) = app.link else { return false }
    return error.code == .unauthorized
  }

  private func tickIfDue() {
    let now = options.clock()
    let isDue = app.nextChange(after: app.now).map { $0 <= now } ?? false
    guard isDue || nextMinute.map({ $0 <= now }) ?? false else { return }
    apply(.tick(now: now))
    gate.invalidate(urgent: false)
  }

  /// When the clock and the ages on the screen next read differently; nil when there are none.
  private var nextMinute: Timestamp? {
    guard HeaderView.hasClock(layout) || app.queue.selectedId != nil || !app.screen.isList else { return nil }
    return Timestamp(milliseconds: (app.now.milliseconds / 60_000 + 1) * 60_000)
  }

  // MARK: Waiting

  /// Milliseconds until something is to be done without input; nil: nothing.
  package func patience() -> Int64? {
    // Reading input has emptied the descriptor that told of what is left.
    if !mailbox.isEmpty { return 0 }
    let steady = options.steadyClock()
    var moments: [Int64] = []
    if let paint = paintDeadline(steady) { moments.append(paint - steady) }
    for next in [app.nextChange(after: app.now), nextMinute].compactMap({ $0 }) {
      moments.append(next.milliseconds - options.clock().milliseconds)
    }
    if let oldest = unanswered.first(where: { $0.item != nil && !$0.isNoted }) {
      moments.append(oldest.sentAt + seenAfter - steady)
    }
    return moments.min().map { max(0, $0) }
  }

  private func wait() {
    var descriptors = [terminal.inputDescriptor, terminal.wakeDescriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let timeout = patience().map { Int32(clamping: min($0, 3_600_000)) } ?? -1
    _ = poll(&descriptors, nfds_t(descriptors.count), timeout)
  }
}
