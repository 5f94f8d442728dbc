// The list of decisions: columns by width, one line an item. Draws on the terminal's thread.
// Invariant: the title gets what the other columns leave, and columns fall away before it gets too short.
import FactoryContracts
import FactoryState
import TerminalKit

/// Which columns a list of some width has.
package struct QueueColumns: Hashable, Sendable {
  package var sla = 0
  package var priority = 0
  package var title = 0
  package var type = 0
  package var place = 0
  package var tests = 0
  package var age = 0

  /// The last two say whether any row shown has a pipeline or a stage, and tests.
  package init(width: Int, hasPlaces: Bool = true, hasTests: Bool = true) {
    guard width >= 26 else {
      title = max(0, width)
      return
    }
    sla = 5
    priority = 3
    var left = width - 1 - sla - 1 - priority
    if left >= 70 { take(8, \.type, &left) }
    if hasPlaces, left >= 30 { take(min(28, max(14, left / 3)), \.place, &left) }
    if hasTests, left >= 40 { take(11, \.tests, &left) }
    if left >= 44 { take(7, \.age, &left) }
    title = left
  }
}

extension QueueColumns {
  fileprivate mutating func take(_ width: Int, _ column: WritableKeyPath<QueueColumns, Int>, _ left: inout Int) {
    self[keyPath: column] = width
    left -= width
  }
}

package enum QueueView {
  /// The names of the columns.
  package static func drawHead(_ app: AppState, in canvas: Canvas) {
    let (places, tests) = app.rowsHave
    let columns = QueueColumns(width: canvas.width - 1, hasPlaces: places, hasTests: tests)
    guard columns.sla > 0 else { return }
    var x = 2
    canvas.putRight(x + columns.sla, 0, "SLA", Style(.muted))
    x += columns.sla + 1
    canvas.put(x, 0, "P", .muted)
    x += columns.priority
    canvas.put(x, 0, "What", .muted)
    x += columns.title
    for (name, width) in [
      ("Type", columns.type), ("Where", columns.place), ("Tests", columns.tests), ("Age", columns.age),
    ]
    where width > 0 {
      if name == "Age" {
        // Over the last digit, as the numbers stand.
        canvas.putRight(x + width - 1, 0, SafeText(name), Style(.muted))
      } else {
        canvas.put(x, 0, SafeText(name), .muted)
      }
      x += width
    }
    newAbove(app, in: canvas)
  }

  private static func columns(_ items: [DecisionQueueItem], width: Int) -> QueueColumns {
    QueueColumns(
      width: width, hasPlaces: items.contains { !$0.pipelineName.isEmpty || $0.stageName != nil },
      hasTests: items.contains { $0.testSummary != nil })
  }

  /// How many came in above the first row shown.
  private static func newAbove(_ app: AppState, in canvas: Canvas) {
    guard app.queue.newAbove > 0 else { return }
    canvas.putRight(canvas.width - 1, 0, " \(app.queue.newAbove) new ↑", Style(.badge, .bold))
  }

  package static func draw(_ situation: Situation, in canvas: Canvas) {
    let app = situation.app
    guard app.visibleCount > 0 else { return EmptyQueueView.draw(app, in: canvas) }
    let window = ScrollWindow(offset: app.queue.top)
    let items = app.queueItems(window.visible(count: app.visibleCount, height: canvas.height))
    let first = window.visible(count: app.visibleCount, height: canvas.height).lowerBound
    let selected = items.firstIndex { $0.isSelected }.map { $0 + first }
    let columns = columns(items, width: canvas.width - 1)
    canvas.hit(canvas.bounds, PageTarget.items(items.map(\.id)))
    ListWidget.draw(
      in: canvas, count: app.visibleCount, selected: selected, window: window, focused: app.focus == .list
    ) { index, line, _ in
      guard items.indices.contains(index - first) else { return }
      draw(items[index - first], columns, now: situation.now, in: line)
      if app.rangeRows?.contains(index) == true, columns.sla > 0, !items[index - first].isBatchSelected {
        line.put(0, 0, "│", Style(.mark, .bold))
      }
    }
    ListWidget.drawScrollBar(in: canvas, count: app.visibleCount, window: window)
  }

  private static func draw(_ item: DecisionQueueItem, _ columns: QueueColumns, now: Timestamp, in line: Canvas) {
    var x = 0
    if columns.sla > 0 {
      if item.isBatchSelected { line.put(0, 0, "✱", Style(.mark, .bold)) }
      x = 1 + columns.sla
      line.putRight(x, 0, RowWords.sla(item.timeLeft, to: columns.sla), Style(RowWords.role(item.sla)))
      x += 1
      line.put(x, 0, [RowWords.priority(item.priority)])
      x += columns.priority
    }
    title(item, now: now, in: line.sub(Rect(x: x, y: 0, width: columns.title, height: 1)), narrow: columns.sla == 0)
    x += columns.title
    if columns.type > 0 { line.put(x, 0, RowWords.type(item.type).truncated(to: columns.type - 1), .muted) }
    x += columns.type
    place(item, in: line.sub(Rect(x: x, y: 0, width: columns.place, height: 1)))
    x += columns.place
    tests(item, width: columns.tests, at: x, in: line)
    x += columns.tests
    if columns.age > 0 { line.putRight(x + columns.age - 1, 0, SafeText(item.waiting), Style(.muted)) }
  }

  private static func title(_ item: DecisionQueueItem, now: Timestamp, in canvas: Canvas, narrow: Bool) {
    let (sign, note, role) = RowWords.sign(item.sign, now: now)
    var spans: [Span] = []
    if narrow, item.isBatchSelected { spans.append(Span("✱", .mark)) }
    if !sign.isEmpty { spans.append(Span(sign + " ", role)) }
    let viewers = item.viewers.isEmpty ? SafeText.empty : "  ◦ \(SafeText(item.viewers.joined(separator: ", ")))"
    let tail = note.isEmpty ? viewers : "  " + note
    let room = canvas.width - 1 - spans.width
    let tailRoom = min(tail.width, max(room - 16, room / 2))
    let text = SafeText(item.title)
    let style = Style(item.isNew ? .strong : .text)
    let shown = text.truncated(to: max(1, room - (canvas.width < 26 ? 0 : tailRoom)) + (narrow ? 1 : 0))
    spans += highlighted(item, shown, style)
    if canvas.width >= 26, tailRoom > 3 {
      spans.append(Span(tail.truncated(to: tailRoom), note.isEmpty ? .muted : role))
    }
    canvas.put(0, 0, spans)
  }

  /// The title with the letters that the filter found; offsets count only where safe text and title are the same.
  private static func highlighted(_ item: DecisionQueueItem, _ shown: SafeText, _ style: Style) -> [Span] {
    guard !item.titleMatches.isEmpty, item.title.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
      return [Span(shown, style)]
    }
    var spans: [Span] = []
    var from = 0
    for match in item.titleMatches {
      let end = min(match.upperBound, shown.width)
      guard match.lowerBound >= from, match.lowerBound < end else { continue }
      spans.append(Span(shown.dropping(columns: from).prefix(columns: match.lowerBound - from), style))
      spans.append(
        Span(shown.dropping(columns: match.lowerBound).prefix(columns: end - match.lowerBound), Style(.match)))
      from = end
    }
    return spans + [Span(shown.dropping(columns: from), style)]
  }

  private static func place(_ item: DecisionQueueItem, in canvas: Canvas) {
    guard canvas.width > 0 else { return }
    let stage: SafeText = item.stageName.map { "▸" + RowWords.stage($0) } ?? .empty
    let gate: SafeText = item.isGate ? "★" : " "
    let room = canvas.width - 1 - stage.width - 1 - (stage.isEmpty ? 0 : 1)
    let name = RowWords.name(item.pipelineName, to: max(0, room))
    var x = canvas.put(0, 0, name, .text)
    if !stage.isEmpty { x = canvas.put(name.isEmpty ? x : x + 1, 0, stage, .muted) }
    if item.isGate { canvas.put(x, 0, gate, .gate) }
  }

  private static func tests(_ item: DecisionQueueItem, width: Int, at x: Int, in line: Canvas) {
    guard width > 0, let tests = item.testSummary else { return }
    let text: SafeText = (tests.isPassing ? "" : "✗ ") + SafeText(tests.text)
    line.put(x, 0, text.truncated(to: width - 1), tests.isPassing ? .pass : .fail)
  }
}
