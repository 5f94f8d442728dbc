// Keys and pastes: to commands, or into the line that is being typed.
// Invariants: a paste never runs a command; a key that is not bound does nothing; a command that cannot be used says why.
import FactoryContracts
import FactoryState
import TerminalKit

extension EventLoop {
  func take(_ press: KeyPress) {
    if options.isMonitor { return watch(press) }
    apply(.keyPressed(now: options.clock()))
    let steady = options.steadyClock()
    let isHeld = lastPress.map { $0.press == press && steady - $0.at < Self.heldInterval } ?? false
    lastPress = (press, steady)
    if isDropped(press, steady) { return gate.invalidate(urgent: true) }
    let scope = KeyScope.current(app)
    let result = resolver.feed(press, in: scope)
    typing.pending = resolver.pending
    typing.count = resolver.count
    switch result {
    case .command(let id, let count): use(press, id, count, scope, isHeld: isHeld)
    case .unbound where scope.typesText: type(press)
    case .pending, .unbound: break
    }
    previewTheme()
    gate.invalidate(urgent: true)
  }

  /// Terminals send a key that is held as presses, some 30 a second; nobody presses again so fast.
  static let heldInterval: Int64 = 110
  /// How long text may follow the key of a dialog, and each letter the one before it.
  static let typingInterval: Int64 = 500

  /// Text for a dialog that did not open would be taken for commands.
  private func isDropped(_ press: KeyPress, _ steady: Int64) -> Bool {
    guard let until = deafUntil else { return false }
    guard steady < until, press.key != .escape else {
      deafUntil = nil
      return false
    }
    deafUntil = steady + Self.typingInterval
    return true
  }

  private func use(_ press: KeyPress, _ id: CommandID, _ count: Int?, _ scope: KeyScope, isHeld: Bool) {
    guard let command = commands[id] else { return }
    if command.decides, isHeld {
      return apply(.notice(.warning, "A key that is held decides one item. Press again.", now: options.clock()))
    }
    // On a screen that shows nothing there is nothing to decide, to mark or to answer.
    guard PageLayout(terminal.size).form != .tooSmall || command.worksBlind else { return }
    // A digit that recalls nothing is a digit.
    if scope.typesText, press.typed != nil, command.unavailable(situation()) != nil { return type(press) }
    let open = app.dialogs.count
    perform(command, Invocation(count: count))
    if command.asksForText, app.dialogs.count == open { deafUntil = options.steadyClock() + Self.typingInterval }
  }

  /// Runs a command, or says why it cannot be run.
  func perform(_ command: Command, _ invocation: Invocation) {
    for intent in intents(command, invocation) {
      switch intent {
      case .app(let action): apply(action)
      case .loop(let request): carryOut(request)
      }
    }
  }

  private func intents(_ command: Command, _ invocation: Invocation) -> [Intent] {
    let situation = situation()
    if let reason = command.unavailable(situation) { return [.app(.notice(.info, reason, now: situation.now))] }
    return command.run(situation, invocation)
  }

  // MARK: Typing

  private func type(_ press: KeyPress) {
    edit { $0.handle(press) != .ignored }
  }

  func paste(_ text: String) {
    guard KeyScope.current(app).typesText else { return }
    edit {
      $0.insert(text)
      return true
    }
    gate.invalidate(urgent: true)
  }

  /// Changes the line that is being typed, whichever it is.
  private func edit(_ change: (inout LineEditor) -> Bool) {
    if app.dialogs.isEmpty {
      guard app.queue.filter.isEditing, change(&typing.filter) else { return }
      if typing.filter.text != app.queue.filter.text {
        apply(.filter(.typed(typing.filter.text), now: options.clock()))
      }
      return
    }
    guard let line = app.dialogs.last?.line else { return }
    var editor = line.editor()
    if change(&editor) { apply(.dialog(.text(LineField(editor)), now: options.clock())) }
  }

  /// The filter's own line follows the state when something else changed it.
  func syncTyping() {
    guard app.queue.filter.isEditing, typing.filter.text != app.queue.filter.text else { return }
    typing.filter = LineEditor(app.queue.filter.text)
  }

  // MARK: The command line

  func runPalette() {
    guard case .palette(let state)? = app.dialogs.last else { return }
    let line = Palette.read(state.input.text, selected: state.selected, situation())
    let now = options.clock()
    switch line {
    case .nothing: apply(.dialog(.cancel, now: now))
    case .problem(let sentence): apply(.notice(.warning, sentence, now: now))
    case .run(let id, let argument):
      apply(.dialog(.cancel, now: now))
      if let command = commands[id] { perform(command, Invocation(argument: argument)) }
    }
  }

  func completePalette() {
    guard case .palette(let state)? = app.dialogs.last else { return }
    let text = Palette.completed(state.input.text, selected: state.selected, situation())
    apply(.dialog(.text(LineField(text)), now: options.clock()))
  }
}
