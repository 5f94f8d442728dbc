// The read-only monitor of `factory watch`: counts, the most urgent decisions, and what happened last, from 20×3 on. Draws on the
// terminal's thread. Invariants: the link's state and the number that wait are on every frame; nothing on it can be selected.
import FactoryContracts
import FactoryState
import TerminalKit

package enum MonitorView {
  /// Decisions above, what happened below; there is always a decision's line.
  package static func parts(_ size: Rect) -> (head: Rect, list: Rect, rule: Rect, ticker: Rect) {
    let (head, body) = size.splitTop(1)
    let lines = body.height >= 9 ? min(8, body.height / 3) : body.height >= 3 ? 1 : 0
    let (rest, ticker) = body.splitBottom(lines)
    let (list, rule) = rest.splitBottom(lines > 1 ? 1 : 0)
    return (head, list, rule, ticker)
  }

  package static func draw(_ situation: Situation, clockOffset: Int, in buffer: CellBuffer) {
    buffer.clear()
    let canvas = buffer.canvas
    let parts = parts(buffer.bounds)
    head(situation, clockOffset, in: canvas.sub(parts.head))
    list(situation.app, in: canvas.sub(parts.list))
    if !parts.rule.isEmpty { canvas.hline(0, parts.rule.y, length: parts.rule.width) }
    ticker(situation.app, in: canvas.sub(parts.ticker))
  }

  private static func head(_ situation: Situation, _ offset: Int, in canvas: Canvas) {
    let app = situation.app
    let counts = app.headerCounts
    canvas.fill(Style(.header, on: .header))
    var spans = HeaderView.link(app, canvas.width < 60 ? .compact : .split)
    spans.append(Span(" \(counts.waiting) waiting", .strong))
    if counts.late > 0 { spans.append(Span(" \(counts.late) late", .slaLate)) }
    if counts.soon > 0 { spans.append(Span(" \(counts.soon) soon", .slaSoon)) }
    let end = canvas.put(0, 0, spans.map { Span($0.text, $0.style.on(.header)) }, limit: canvas.width)
    let time = SafeText(Words.clock(situation.now, offsetSeconds: offset))
    if canvas.width - end > time.width + 1 { canvas.putRight(canvas.width, 0, time, Style(.muted, on: .header)) }
  }

  private static func list(_ app: AppState, in canvas: Canvas) {
    let items = app.queueItems(0..<canvas.height)
    guard !items.isEmpty else {
      canvas.put(0, 0, app.factory.isInitialLoading ? "reading …" : "Nothing waits.", .muted)
      return
    }
    for (row, item) in items.enumerated() { line(item, app, row, in: canvas) }
    let hidden = app.visibleCount - items.count
    guard hidden > 0, canvas.height > 1, canvas.width > 20 else { return }
    canvas.putRight(canvas.width, canvas.height - 1, " \(hidden) more", Style(.faint))
  }

  private static func line(_ item: DecisionQueueItem, _ app: AppState, _ row: Int, in canvas: Canvas) {
    let left = RowWords.sla(item.timeLeft, to: 5).padded(to: 5, right: true)
    var x = canvas.put(0, row, left, RowWords.role(item.sla)) + 1
    x = canvas.put(x, row, [RowWords.priority(item.priority)]) + 1
    let (sign, note, noteRole) = RowWords.sign(item.sign, now: app.now)
    let words = sign + (note.isEmpty ? .empty : " " + note)
    let room = canvas.width - x
    let noted = words.isEmpty || room < 24 ? 0 : min(words.width, room / 2)
    canvas.put(x, row, SafeText(item.title).truncated(to: max(1, room - (noted > 0 ? noted + 1 : 0))), .text)
    if noted > 0 { canvas.put(canvas.width - noted, row, words.truncated(to: noted), noteRole) }
  }

  private static func ticker(_ app: AppState, in canvas: Canvas) {
    for (row, entry) in app.activity.rows.prefix(canvas.height).enumerated() {
      let age = SafeText(TimeText.ago(entry.createdAt, now: app.now)).padded(to: 5, right: true)
      let spans = [
        Span(age + " ", .muted), Span(SafeText(Words.action(entry.action)) + " ", TimelineView.role(entry.action)),
        Span(ActivityView.name(entry, app) + " ", .text), Span(SafeText(ActivityView.who(entry)), .muted),
      ]
      canvas.put(0, row, spans, limit: canvas.width)
    }
  }
}
