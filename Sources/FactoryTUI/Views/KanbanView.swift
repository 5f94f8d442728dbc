// The board: eight stages, a card for each pipeline. Draws on the terminal's thread.
// Invariant: labels are the contract's without their emoji, whose width terminals do not agree on; gates carry ★.
import FactoryContracts
import FactoryState
import TerminalKit

package enum KanbanView {
  /// Lines of a card, the empty one below it included.
  package static let cardHeight = 4
  /// Least width of a column.
  package static let leastWidth = 14

  /// How many columns and cards fit.
  package static func capacity(_ body: Rect) -> (columns: Int, cards: Int) {
    (min(8, max(1, body.width / leastWidth)), max(1, (body.height - 2 + 1) / cardHeight))
  }

  package static func draw(_ app: AppState, in canvas: Canvas) {
    let columns = app.kanbanColumns()
    guard !columns.isEmpty else { return }
    let regions = Split.columns(canvas.bounds, columns.map { _ in .flexible() })
    for (column, region) in zip(columns, regions) {
      let inside = Rect(x: region.x + 1, y: region.y, width: region.width - 1, height: region.height)
      draw(column, in: canvas.sub(inside))
    }
    edges(app, shown: columns.count, in: canvas)
    if app.factory.pipelines.count == 0 { empty(app, in: canvas) }
  }

  /// An empty board says what to do.
  private static func empty(_ app: AppState, in canvas: Canvas) {
    let words: [SafeText] =
      app.factory.isInitialLoading
      ? ["Reading the pipelines …"]
      : [
        "There is no pipeline yet.", "factory pipelines create NAME --platform shopify   begins one",
        "b  goes back to the queue",
      ]
    for (row, line) in words.enumerated() {
      canvas.put(2, 3 + row, line.truncated(to: canvas.width - 3), row == 0 ? .strong : .muted)
    }
  }

  /// Signs that there are columns beyond the edges.
  private static func edges(_ app: AppState, shown: Int, in canvas: Canvas) {
    if app.kanban.firstColumn > 0 { canvas.put(0, 0, "‹", .accent) }
    if app.kanban.firstColumn + shown < KanbanStage.all.count { canvas.put(canvas.width - 1, 0, "›", .accent) }
  }

  private static func draw(_ column: KanbanColumn, in canvas: Canvas) {
    let role = role(column.config.stage)
    let count = SafeText(String(column.count))
    let room = canvas.width - 2 - count.width
    let name = SafeText(column.config.short)
    let star: SafeText = !column.config.stage.isGate ? "" : name.width + 2 > room ? "★" : " ★"
    let label = name.truncated(to: max(3, room - star.width))
    let style = Style(role, column.isSelected ? [.bold, .underline] : .bold)
    let x = canvas.put(1, 0, label + star, style)
    canvas.put(x + 1, 0, count, .muted)
    canvas.hline(1, 1, length: canvas.width - 2, Style(column.isSelected ? role : .border))
    var y = 2
    for card in column.cards where y < canvas.height {
      let region = Rect(x: 0, y: y, width: canvas.width - 1, height: cardHeight - 1)
      canvas.hit(region, PageTarget.card(card.id))
      draw(card, in: canvas.sub(region))
      y += cardHeight
    }
    let hidden = column.count - column.top - column.cards.count
    if column.top > 0 { canvas.putRight(canvas.width - 1, 1, "↑\(column.top)", Style(.muted)) }
    if hidden > 0 { canvas.putRight(canvas.width - 1, canvas.height - 1, "↓\(hidden)", Style(.muted)) }
  }

  private static func draw(_ card: KanbanCard, in canvas: Canvas) {
    canvas.put(1, 0, RowWords.name(card.name, to: canvas.width - 1), Style(.strong))
    canvas.put(1, 1, status(card), limit: canvas.width - 1)
    canvas.put(1, 2, progress(card, width: canvas.width - 1), limit: canvas.width - 1)
    guard card.isSelected else { return }
    for y in 0..<canvas.height { canvas.put(0, y, "▌", .accent) }
    canvas.lay(canvas.bounds, on: .selection)
  }

  private static func status(_ card: KanbanCard) -> [Span] {
    if card.status == .failed { return [Span("✗ failed", .fail)] }
    if card.status == .paused { return [Span("‖ paused", .muted)] }
    if card.status == .completed { return [Span("✓ \(SafeText(card.deploy?.version ?? "published"))", .pass)] }
    let sign = RowWords.priority(card.priority)
    var spans = [Span(sign.text.plain.hasSuffix("▲▲") ? sign.text : sign.text.prefix(columns: 1), sign.style)]
    if card.timeLeft.isEmpty, let tests = card.testsPassing {
      spans.append(Span(" \(SafeText(tests))\(card.testsFail ? " ✗" : "")", card.testsFail ? .fail : .pass))
    } else if !card.timeLeft.isEmpty {
      let role: ThemeRole = card.hasSlaBreached ? .slaLate : card.hasSlaWarning ? .slaSoon : .slaOk
      spans.append(Span(" \(SafeText(card.timeLeft))", role))
    } else {
      spans.append(Span(" \(SafeText(card.priority.rawValue))", .muted))
    }
    if card.testsFail, !card.timeLeft.isEmpty { spans.append(Span(" ✗", .fail)) }
    if card.isGate, card.pendingTaskCount > 0 { spans.append(Span(" ★", .gate)) }
    return spans
  }

  private static func progress(_ card: KanbanCard, width: Int) -> [Span] {
    var signs: [Span] = []
    if card.hasBlockers { signs.append(Span(" ⊘", .warning)) }
    if card.pendingTaskCount > 0 { signs.append(Span(" \(card.pendingTaskCount)?", .accent)) }
    // On a narrow card the bar is shorter, so that the signs are whole.
    let room = width - signs.reduce(0) { $0 + $1.text.width }
    let bar = Gauge.bar(Double(card.progressPercent) / 100, columns: min(8, max(3, room)))
    return [Span(bar, role(card.currentStage))] + signs
  }

  package static func role(_ stage: PipelineStage) -> ThemeRole {
    switch stage {
    case .intake, .unknown: .stageIntake
    case .scaffolding: .stageScaffolding
    case .building: .stageBuilding
    case .testing: .stageTesting
    case .review: .stageReview
    case .staging: .stageStaging
    case .production: .stageProduction
    case .published: .stagePublished
    }
  }
}
