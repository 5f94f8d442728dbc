// The notifications: one row each, unread first, and below them the whole of the selected one where there is room. Draws on
// the terminal's thread. Invariant: only rows on the screen are drawn.
import FactoryContracts
import FactoryState
import TerminalKit

package enum InboxView {
  package struct Parts: Hashable, Sendable {
    package let head: Rect
    package let rows: Rect
    /// Empty where there is no room.
    package let detail: Rect
  }

  package static func parts(_ body: Rect) -> Parts {
    let (head, rest) = body.splitTop(1)
    let (rows, detail) = rest.splitBottom(rest.height >= 14 ? 7 : 0)
    return Parts(head: head, rows: rows, detail: detail)
  }

  package static func draw(_ app: AppState, in canvas: Canvas) {
    let parts = parts(canvas.bounds)
    head(app, in: canvas.sub(parts.head))
    let rows = app.inboxRows
    if rows.isEmpty { return empty(app, in: canvas.sub(parts.rows)) }
    let list = canvas.sub(parts.rows)
    list.hit(list.bounds, PageTarget.rows(first: app.inbox.top))
    for (line, notification) in rows.dropFirst(app.inbox.top).prefix(list.height).enumerated() {
      draw(notification, app, line, in: list)
    }
    if !parts.detail.isEmpty { detail(app, in: canvas.sub(parts.detail)) }
  }

  private static func head(_ app: AppState, in canvas: Canvas) {
    let x = canvas.put(1, 0, "Notifications", Style(.title, .bold)) + 2
    let unread = app.factory.unreadCount
    let words: SafeText = unread == 0 ? "all read" : "\(unread) unread"
    let end = canvas.put(x, 0, words, unread == 0 ? .muted : .badge) + 2
    if let failure = app.inbox.failure, end < canvas.width {
      canvas.put(end, 0, SafeText(failure).truncated(to: canvas.width - end), .warning)
    } else if app.inbox.isLoading {
      canvas.put(end, 0, "reading …", .muted)
    }
  }

  private static func empty(_ app: AppState, in canvas: Canvas) {
    let words: SafeText = app.inbox.isLoading ? "Reading …" : "Nothing was told to you yet."
    canvas.put(1, 1, words.truncated(to: canvas.width - 2), .strong)
  }

  private static func draw(_ notification: FactoryNotification, _ app: AppState, _ line: Int, in canvas: Canvas) {
    let isUnread = !notification.read
    canvas.put(1, line, isUnread ? "●" : " ", .badge)
    let age = SafeText(TimeText.ago(notification.createdAt, now: app.now)).padded(to: 5, right: true)
    var x = canvas.put(3, line, age, .muted) + 2
    if canvas.width >= 60 {
      let kind = Self.kind(notification.type)
      x = canvas.put(x, line, kind.text.padded(to: 10), kind.role) + 1
    }
    let style = Style(isUnread ? .strong : .muted)
    canvas.put(x, line, SafeText(notification.title).truncated(to: max(1, canvas.width - x - 1)), style)
    guard notification.id == app.inbox.selectedId else { return }
    canvas.put(0, line, "▌", .accent)
    canvas.lay(Rect(x: 0, y: line, width: canvas.width, height: 1), on: .selection)
  }

  private static func kind(_ type: NotificationType) -> (text: SafeText, role: ThemeRole) {
    switch type {
    case .taskAssigned: ("yours", .accent)
    case .approvalPending: ("question", .text)
    case .slaWarning: ("deadline", .slaSoon)
    case .slaBreach: ("late", .slaLate)
    case .deployStatus: ("deploy", .text)
    case .pipelineCompleted: ("published", .pass)
    case .agentError: ("agent", .fail)
    case .feedbackProcessed: ("feedback", .text)
    case .unknown: ("other", .muted)
    }
  }

  /// The rule above it, its title, its lines.
  private static func detail(_ app: AppState, in canvas: Canvas) {
    canvas.hline(0, 0, length: canvas.width)
    guard let chosen = app.selectedNotification else { return }
    canvas.put(1, 1, SafeText(chosen.title).truncated(to: canvas.width - 2), .strong)
    let lines = (chosen.body ?? "").split(separator: "\n").flatMap {
      TextBlock.wrap(SafeText(String($0)), columns: max(1, canvas.width - 2))
    }
    for (row, line) in lines.prefix(canvas.height - 2).enumerated() { canvas.put(1, 2 + row, line, .text) }
  }
}
