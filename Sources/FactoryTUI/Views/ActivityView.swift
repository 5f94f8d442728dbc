// The audit log as a list, and the whole of the selected row below it where there is room. Draws on the terminal's thread.
// Invariant: only rows on the screen are drawn.
import FactoryContracts
import FactoryState
import TerminalKit

package enum ActivityView {
  package static func draw(_ app: AppState, in canvas: Canvas) {
    let parts = InboxView.parts(canvas.bounds)
    head(app, in: canvas.sub(parts.head))
    let rows = app.activity.rows
    let list = canvas.sub(parts.rows)
    if rows.isEmpty { return empty(app, in: list) }
    list.hit(list.bounds, PageTarget.rows(first: app.activity.cursor.top))
    for (line, entry) in rows.dropFirst(app.activity.cursor.top).prefix(list.height).enumerated() {
      draw(entry, app, line, in: list)
    }
    if !parts.detail.isEmpty { detail(app, in: canvas.sub(parts.detail)) }
  }

  private static func head(_ app: AppState, in canvas: Canvas) {
    let activity = app.activity
    var spans = [Span("Activity", Style(.title, .bold))]
    if !activity.filter.isEmpty {
      spans.append(Span("  / \(SafeText(activity.filter.text))", .accent))
      spans.append(Span("  \(activity.rows.count) of \(activity.entries.count)", .muted))
    }
    if let failure = activity.failure {
      spans.append(Span("  \(SafeText(failure))", .warning))
    } else if activity.isLoading {
      spans.append(Span("  reading …", .muted))
    }
    canvas.put(1, 0, spans, limit: canvas.width - 2)
  }

  private static func empty(_ app: AppState, in canvas: Canvas) {
    let words: SafeText =
      app.activity.failure != nil
      ? "It could not be read; Ctrl-R tries again."
      : app.activity.isLoading
        ? "Reading …"
        : app.activity.filter.isEmpty
          ? "Nothing was recorded yet." : "Nothing matches; Esc shows everything, / changes it."
    canvas.put(1, 1, words.truncated(to: canvas.width - 2), .strong)
  }

  private static func draw(_ entry: AuditEntry, _ app: AppState, _ line: Int, in canvas: Canvas) {
    let age = SafeText(TimeText.ago(entry.createdAt, now: app.now)).padded(to: 5, right: true)
    var x = canvas.put(1, line, age, .muted) + 1
    x = canvas.put(x, line, TimelineView.sign(entry.actorType), .faint) + 1
    if canvas.width >= 60 { x = canvas.put(x, line, SafeText(who(entry)).padded(to: 16), .strong) + 1 }
    let room = canvas.width >= 60 ? 26 : 20
    x = canvas.put(x, line, SafeText(Words.action(entry.action)).padded(to: room), TimelineView.role(entry.action)) + 1
    canvas.put(x, line, about(entry, app).truncated(to: max(1, canvas.width - x - 1)), .text)
    guard entry.id == app.activity.cursor.selectedId else { return }
    canvas.put(0, line, "▌", .accent)
    canvas.lay(Rect(x: 0, y: line, width: canvas.width, height: 1), on: .selection)
  }

  static func who(_ entry: AuditEntry) -> String {
    entry.actorName ?? (entry.actorType == .system ? "factory" : entry.actorId?.short ?? "someone")
  }

  /// The task's title or the pipeline's name where it is known.
  private static func about(_ entry: AuditEntry, _ app: AppState) -> SafeText {
    "\(SafeText(entry.entityType)) \(name(entry, app))"
  }

  static func name(_ entry: AuditEntry, _ app: AppState) -> SafeText {
    let name =
      switch entry.entityType {
      case "task": app.factory.tasks[entry.entityId]?.title
      case "pipeline": app.factory.pipelines.name(of: entry.entityId)
      case "agent": app.factory.agents[entry.entityId]?.name
      default: String?.none
      }
    return SafeText(name ?? entry.entityId.short)
  }

  private static func detail(_ app: AppState, in canvas: Canvas) {
    canvas.hline(0, 0, length: canvas.width)
    guard let entry = app.activity.selected else { return }
    let inside = canvas.sub(Rect(x: 1, y: 1, width: canvas.width - 2, height: canvas.height - 1))
    let lines = TimelineView.lines([entry], now: app.now, width: inside.width)
    for (row, line) in lines.prefix(inside.height).enumerated() { inside.put(0, row, line, limit: inside.width) }
  }
}
