// When and what the loop paints, and what the operator has therefore seen.
// Invariant: an item counts as seen once the terminal answered a frame that showed it in this version, or 150 ms after
// that frame where the terminal does not answer (anchors, point 10). One that does answer is waited for: over a long line
// its answers come later than that, and what was decided meanwhile would not have been seen.
import FactoryContracts
import FactoryState
import TerminalKit

/// A frame on its way to the operator's eyes.
struct SentFrame {
  /// The item a decision would hit; nil when the frame did not show it.
  var item: (id: EntityID, version: Int?)?
  var sentAt: Int64
  /// Whether it was told to the state already.
  var isNoted = false
}

extension EventLoop {
  /// After so many milliseconds a frame counts as seen though nobody answered.
  var seenAfter: Int64 { gate.answers ? FrameGate.timeout : 150 }
  /// Least time between frames while the window is not looked at.
  static let unfocusedInterval: Int64 = 1_000

  func paintDeadline(_ steady: Int64) -> Int64? {
    guard let deadline = gate.deadline(now: steady) else { return nil }
    if let heldUntil, app.visibleCount == 0 { return max(deadline, heldUntil) }
    return isFocused ? deadline : max(deadline, lastPaint + Self.unfocusedInterval)
  }

  func paintIfDue() {
    let steady = options.steadyClock()
    if !isFocused, steady - lastPaint < Self.unfocusedInterval { return }
    if let heldUntil, steady < heldUntil, app.visibleCount == 0 { return }
    heldUntil = nil
    guard gate.shouldPaint(now: steady) else { return }
    paint(steady)
  }

  private func paint(_ steady: Int64) {
    fit()
    filterIfNeeded()
    let size = terminal.size
    if frame.columns != size.columns || frame.rows != size.rows {
      frame.reset(columns: size.columns, rows: size.rows)
    }
    frame.charset = terminal.charset
    let cursor = draw()
    // What was fetched ahead changes nothing on the screen: asking the terminal about it would hold up the next frame for a round trip.
    if !terminal.draw(frame, cursor: cursor), isKnown(visibleItem()) { return gate.painted(now: steady, fenced: false) }
    let fenced = gate.usesFences
    if fenced { terminal.sendFence() } else { unanswered = [] }
    gate.painted(now: steady, fenced: fenced)
    lastPaint = steady
    lastItem = visibleItem()
    unanswered.append(SentFrame(item: visibleItem(), sentAt: steady))
  }

  /// Whether the frame sent last stood for this item, and was answered.
  private func isKnown(_ item: (id: EntityID, version: Int?)?) -> Bool {
    guard unanswered.isEmpty, let lastItem else { return false }
    return lastItem?.id == item?.id && lastItem?.version == item?.version
  }

  /// Tells the state how much room there is, when that changed.
  func fit() {
    layout = PageLayout(terminal.size, app.panes)
    let context = layout.showsBoth ? layout.context : layout.body
    let board = KanbanView.capacity(layout.body)
    let viewports: [Viewport] = [
      .list(rows: ListParts(layout, app).rows.height),
      .context(lines: max(1, context.height - ContextView.headHeight(context.height))),
      .kanban(columns: board.columns, cards: board.cards),
      .notifications(rows: InboxView.parts(layout.body).rows.height),
      PipelineView.viewport(layout.body, app), AssetsView.viewport(app, shelf.comparison(app), layout),
      .watching(
        rows: InboxView.parts(layout.body).rows.height, agents: AgentsView.parts(layout.body).rows.height,
        finds: SearchView.capacity(layout.body)),
    ]
    guard viewports != sentViewports else { return }
    sentViewports = viewports
    for viewport in viewports { apply(.viewport(viewport)) }
  }

  /// The item under the cursor, when the frame just drawn shows it.
  private func visibleItem() -> (id: EntityID, version: Int?)? {
    guard layout.form != .tooSmall, app.screen.isList, let row = app.selectedRow else { return nil }
    let showsContext = layout.showsBoth || app.focus == .context
    guard !showsContext else { return (row.id, row.version) }
    guard let index = app.selectedIndex, index >= app.queue.top,
      index < app.queue.top + ListParts(layout, app).rows.height
    else { return nil }
    return (row.id, row.version)
  }

  /// The terminal has drawn the oldest unanswered frame.
  func answered() {
    guard !unanswered.isEmpty else {
      _ = gate.answered(now: options.steadyClock())
      return
    }
    let frame = unanswered.removeFirst()
    if unanswered.isEmpty { _ = gate.answered(now: options.steadyClock()) }
    if !frame.isNoted { note(frame) }
  }

  /// Frames that nobody answers count as seen after a while.
  func noteUnanswered() {
    let steady = options.steadyClock()
    for index in unanswered.indices
    where !unanswered[index].isNoted && steady - unanswered[index].sentAt >= seenAfter {
      unanswered[index].isNoted = true
      note(unanswered[index])
    }
    if !gate.usesFences { unanswered.removeAll { $0.isNoted } }
    if unanswered.count > 8 { unanswered.removeFirst(unanswered.count - 8) }
  }

  private func note(_ frame: SentFrame) {
    let now = options.clock()
    apply(.frameAnswered(frame.item.map { ShownItem(taskId: $0.id, version: $0.version, since: now) }))
  }

  /// What a command looks at. Given up before the state is changed, so that nothing is copied.
  package func situation() -> Situation {
    let now = options.clock()
    let pane = layout.showsBoth ? layout.context : layout.body
    let width = pane.width - 2
    var situation = Situation(
      app: app, layout: layout, diff: shelf.rows(app, width: width), now: max(now, app.now), ids: options.ids)
    situation.commands = commands
    situation.themes = themes.names
    situation.hasDiffFilter = diffFilter != nil
    situation.filtered = filteredKey(columns: width).flatMap { filtered.lines($0) }
    situation.assetDiff = shelf.comparison(app)
    if app.focus == .context {
      situation.extent = ContextView.extent(ContextView.body(situation, width: width), app, width: width)
    }
    return situation
  }
}
