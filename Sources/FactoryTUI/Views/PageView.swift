// The whole screen from the state: header, panes, footer, dialog. Draws on the terminal's thread, nothing else.
// Invariants: the same situation gives the same cells; the footer is on every screen of 20×5 and more.
import FactoryContracts
import FactoryState
import TerminalKit

package enum PageView {
  /// Draws a frame; returns where the cursor stands.
  @discardableResult
  package static func draw(
    _ situation: Situation, _ typing: TypingState, clockOffset: Int = 0, in buffer: CellBuffer
  ) -> CursorPlace? {
    buffer.clear()
    let canvas = buffer.canvas
    let layout = situation.layout
    guard layout.form != .tooSmall else {
      tooSmall(canvas)
      return nil
    }
    HeaderView.draw(situation, clockOffset: clockOffset, in: canvas.sub(layout.header))
    rules(layout, situation.app, in: canvas)
    var cursor = body(situation, typing, in: canvas)
    cursor = OverlayView.draw(situation, typing, in: canvas.sub(layout.body)) ?? cursor
    let taken = ToastView.draw(situation, in: canvas)
    footer(situation, typing, in: canvas.sub(layout.footer.splitRight(taken).rest))
    return cursor
  }

  private static func tooSmall(_ canvas: Canvas) {
    for (row, line) in TextBlock.wrap("Too small: 20×5 is the least.", columns: max(1, canvas.width)).enumerated() {
      canvas.put(0, row, line, .warning)
    }
  }

  private static func rules(_ layout: PageLayout, _ app: AppState, in canvas: Canvas) {
    for rule in [layout.topRule, layout.bottomRule] where !rule.isEmpty { canvas.hline(0, rule.y, length: rule.width) }
    guard app.screen.isList, !layout.divider.isEmpty else { return }
    guard layout.form == .split else {
      canvas.hit(layout.divider, PageTarget.divider)
      canvas.hline(0, layout.divider.y, length: layout.divider.width)
      return
    }
    canvas.hit(layout.divider, PageTarget.divider)
    canvas.vline(layout.divider.x, layout.divider.y, length: layout.divider.height)
    canvas.put(layout.divider.x, layout.topRule.y, "┬", .border)
    canvas.put(layout.divider.x, layout.bottomRule.y, "┴", .border)
  }

  private static func body(_ situation: Situation, _ typing: TypingState, in canvas: Canvas) -> CursorPlace? {
    let layout = situation.layout
    if situation.app.screen == .kanban {
      KanbanView.draw(situation.app, in: canvas.sub(layout.body))
      return nil
    }
    if situation.app.screen == .notifications {
      InboxView.draw(situation.app, in: canvas.sub(layout.body))
      return nil
    }
    if drawWatching(situation, in: canvas.sub(layout.body)) { return nil }
    if !layout.showsBoth, situation.app.focus == .context {
      ContextView.draw(situation, in: canvas.sub(layout.body))
      return nil
    }
    let parts = ListParts(layout, situation.app)
    let cursor = FilterLine.draw(situation.app, typing, in: canvas.sub(parts.head))
    QueueView.draw(situation, in: canvas.sub(parts.rows))
    if layout.showsBoth { ContextView.draw(situation, in: canvas.sub(layout.context)) }
    return cursor
  }

  /// Screens of their own; false: it is none of them.
  private static func drawWatching(_ situation: Situation, in canvas: Canvas) -> Bool {
    let app = situation.app
    switch app.screen {
    case .pipeline: PipelineView.draw(app, assetDiff: situation.assetDiff, in: canvas)
    case .activity: ActivityView.draw(app, in: canvas)
    case .search: SearchView.draw(app, in: canvas)
    case .agents: AgentsView.draw(app, in: canvas)
    case .chat: ChatView.draw(app, in: canvas)
    case .dashboard: DashboardView.draw(app, in: canvas)
    case .queue, .pipelineTasks, .kanban, .notifications: return false
    }
    return true
  }

  private static func footer(_ situation: Situation, _ typing: TypingState, in canvas: Canvas) {
    let shown = typing.shown
    var start = 1
    if !shown.isEmpty { start = canvas.put(1, 0, shown, Style(.keyHint, .bold)) + 2 }
    KeyHints.draw(in: canvas, Footer.hints(situation, pending: typing.pending), from: start)
  }
}

/// The list's head and rows; a filter takes the head's line, or the first row where there is no head.
package struct ListParts: Hashable, Sendable {
  package let head: Rect
  package let rows: Rect

  package init(_ layout: PageLayout, _ app: AppState) {
    let needsLine = FilterLine.isShown(app) && layout.columns.isEmpty
    head = needsLine ? layout.list.splitTop(1).top : layout.columns
    rows = needsLine ? layout.list.splitTop(1).rest : layout.list
  }
}

/// The line above the rows: the filter while there is one, else the columns' names.
package enum FilterLine {
  package static func isShown(_ app: AppState) -> Bool { app.queue.filter.isEditing || !app.queue.filter.text.isEmpty }

  static func draw(_ app: AppState, _ typing: TypingState, in canvas: Canvas) -> CursorPlace? {
    guard !canvas.region.isEmpty else { return nil }
    guard isShown(app) else {
      QueueView.drawHead(app, in: canvas)
      return nil
    }
    let filter = app.queue.filter
    let found: SafeText = filter.parsed.problem.map { SafeText($0.message) } ?? "\(app.visibleCount) found"
    let note = found.truncated(to: max(8, canvas.width / 2))
    canvas.putRight(canvas.width - 1, 0, note, Style(filter.parsed.problem == nil ? .muted : .warning))
    let room = canvas.sub(Rect(x: 3, y: 0, width: canvas.width - note.width - 5, height: 1))
    canvas.put(1, 0, "/", Style(.accent, .bold))
    guard filter.isEditing else {
      room.put(0, 0, SafeText(filter.text).truncated(to: room.width), .accent)
      return nil
    }
    let column = typing.filter.draw(in: room, style: Style(.input, on: .input), placeholder: "priority:high text -not")
    return CursorPlace(x: room.region.x + column, y: room.region.y)
  }
}
