// The mouse: it looks, chooses and scrolls. Main thread.
// Invariants: no click decides anything, whatever it hits; it means what the last frame showed at that place; under a dialog or an open
// filter line nothing is clicked.
import FactoryContracts
import FactoryState
import TerminalKit

/// What a press of the mouse has to know of the one before it.
struct MouseState {
  /// The place pressed last, and when on the steady clock.
  var last: (x: Int, y: Int, at: Int64)?
  var holdsDivider = false
}

extension EventLoop {
  /// Two presses on one place within so many milliseconds open it.
  private static let doubleInterval: Int64 = 400
  /// Lines that a step of the wheel moves.
  private static let wheelLines = 3

  func take(_ press: MousePress) {
    guard !options.isMonitor, layout.form != .tooSmall else { return }
    apply(.keyPressed(now: options.clock()))
    switch press.kind {
    case .wheelUp: scroll(-Self.wheelLines, press)
    case .wheelDown: scroll(Self.wheelLines, press)
    case .press: click(press)
    case .drag: if mouse.holdsDivider { drag(press) }
    case .release: mouse.holdsDivider = false
    }
    gate.invalidate(urgent: true)
  }

  func toggleMouse() {
    terminal.reportsMouse.toggle()
    let words = terminal.reportsMouse ? "The mouse chooses and scrolls here." : "The mouse is the terminal's."
    apply(.notice(.info, words, now: options.clock()))
  }

  private func target(_ press: MousePress) -> (region: Rect, target: PageTarget)? {
    guard let hit = frame.hit(x: press.x, y: press.y), let target = hit.target as? PageTarget else { return nil }
    return (hit.region, target)
  }

  // MARK: The wheel

  private func scroll(_ lines: Int, _ press: MousePress) {
    let now = options.clock()
    guard app.dialogs.isEmpty else { return apply(.dialog(.scroll(lines), now: now)) }
    switch target(press)?.target {
    case .context?, .tab?: scrollContext(lines)
    case .items?: apply(.move(.by(lines), now: now))
    default: perform(Motion.move(.by(lines), situation()))
    }
  }

  /// The opened item, whichever pane has the keys.
  private func scrollContext(_ lines: Int) {
    guard app.context.tab != .assets else { return }
    var situation = situation()
    let width = (layout.showsBoth ? layout.context : layout.body).width - 2
    situation.extent = ContextView.extent(ContextView.body(situation, width: width), app, width: width)
    let place = Motion.place(situation)
    perform(Motion.scrollTo(place.top + lines, place.left, situation))
  }

  private func perform(_ intents: [Intent]) {
    for case .app(let action) in intents { apply(action) }
  }

  // MARK: The button

  private func click(_ press: MousePress) {
    guard app.dialogs.isEmpty, !app.queue.filter.isEditing, let (region, target) = target(press) else { return }
    let steady = options.steadyClock()
    let isSecond =
      mouse.last.map { $0.x == press.x && $0.y == press.y && steady - $0.at < Self.doubleInterval } ?? false
    mouse.last = isSecond ? nil : (press.x, press.y, steady)
    let now = options.clock()
    switch target {
    case .items(let ids):
      guard ids.indices.contains(press.y - region.y) else { return }
      apply(.focus(.list))
      choose(.select(ids[press.y - region.y], now: now), opens: isSecond)
    case .rows(let first): choose(.move(.toRow(first + press.y - region.y + 1), now: now), opens: isSecond)
    case .card(let id): choose(.selectCard(id, now: now), opens: isSecond)
    case .section(let place): apply(.section(place, now: now))
    case .tab(let tab):
      apply(.focus(.context))
      apply(.tab(tab, now: now))
    case .context: if app.contextItem != nil { apply(.focus(.context)) }
    case .divider: mouse.holdsDivider = true
    }
  }

  private func choose(_ action: AppAction, opens: Bool) {
    apply(action)
    if opens { apply(.open(now: options.clock())) }
  }

  /// The line follows the pointer.
  private func drag(_ press: MousePress) {
    let share =
      layout.form == .split
      ? press.x * 100 / max(1, layout.screen.width) : (press.y - layout.body.y) * 100 / max(1, layout.body.height)
    apply(.panes(.share(share)))
  }
}
