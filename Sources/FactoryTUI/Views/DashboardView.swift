// The dashboard: what waits, how late it is, who works, what was decided. Draws on the terminal's thread.
// Invariants: what the screen knows itself is of this moment, what the server counted says when; every colour comes with a word.
import FactoryContracts
import FactoryState
import TerminalKit

package enum DashboardView {
  private static let labelWidth = 11

  package static func draw(_ app: AppState, in canvas: Canvas) {
    canvas.put(1, 0, head(app), limit: canvas.width - 2)
    let body = canvas.sub(Rect(x: 1, y: 1, width: canvas.width - 2, height: canvas.height - 1))
    let isWide = body.width >= 110
    let width = isWide ? body.width / 2 - 2 : body.width
    let blocks = [queue(app, width), time(app, width), decisions(app, width), pipelines(app, width), agents(app)]
    let isRoomy = body.height > blocks.reduce(blocks.count) { $0 + $1.count } + 4
    var y = isRoomy ? 1 : 0
    for block in blocks where !block.isEmpty {
      for line in block {
        body.put(0, y, line, limit: width)
        y += 1
      }
      if isRoomy { y += 1 }
    }
    let latest =
      isWide ? body.bounds.splitLeft(body.width / 2 + 2).rest : Rect(x: 0, y: y, width: width, height: body.height - y)
    drawLatest(app, in: body.sub(latest), top: isWide && isRoomy ? 1 : 0)
  }

  private static func head(_ app: AppState) -> [Span] {
    var spans = [Span("Dashboard", Style(.title, .bold))]
    if let failure = app.dashboard.failure {
      spans.append(Span("  not read: \(SafeText(failure))", .warning))
    } else if let at = app.dashboard.readAt {
      let age = SafeText(TimeText.shortly(at, now: app.now))
      spans.append(Span("  read \(age) ago", app.link.isLive ? .faint : .warning))
    } else {
      spans.append(Span("  reading …", .faint))
    }
    return spans
  }

  private static func label(_ text: SafeText) -> Span { Span(text.padded(to: labelWidth), .muted) }

  // MARK: What the screen knows

  private static func queue(_ app: AppState, _ width: Int) -> [[Span]] {
    let counts = app.factory.tasks.counts
    var first = [label("Queue"), Span("\(counts[.all]) waiting", .strong)]
    for section in [QueueSection.mine, .escalated, .deferred, .deploys] where counts[section] > 0 {
      first.append(Span("  \(counts[section]) \(SafeText(section.title))", .text))
    }
    guard let stats = app.dashboard.summary?.tasks else { return [first] }
    let priorities = Priority.declared.compactMap { priority -> [Span]? in
      guard let count = stats.byPriority[priority.rawValue], count > 0 else { return nil }
      return [RowWords.priority(priority), Span(" \(SafeText(priority.rawValue)) \(count)  ", .text)]
    }
    let types = stats.byType.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { Span("\(SafeText($0.key.replacing("_", with: " "))) \($0.value)  ", .muted) }
    return [first] + folded(priorities, width) + folded(types.map { [$0] }, width)
  }

  /// Numbers side by side, as many to a line as there is room for: none is cut.
  private static func folded(_ parts: [[Span]], _ width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    var used = width
    for part in parts {
      let columns = part.reduce(0) { $0 + $1.text.width }
      // Two blanks end each part.
      if used + columns - 2 > width {
        lines.append([label(.empty)])
        used = labelWidth
      }
      lines[lines.count - 1] += part
      used += columns
    }
    return lines
  }

  private static func time(_ app: AppState, _ width: Int) -> [[Span]] {
    let counts = app.factory.tasks.counts
    let (all, late, soon) = (counts[.all], counts[.late], counts[.soon])
    let onTime = max(0, all - late - soon)
    var line = [label("Deadlines"), Span("\(onTime) on time", .slaOk)]
    if soon > 0 { line.append(Span("  \(soon) soon", .slaSoon)) }
    if late > 0 { line.append(Span("  \(late) late", .slaLate)) }
    if all > 0, width >= 60 { line.append(Span("  " + Gauge.bar(Double(onTime) / Double(all), columns: 12), .slaOk)) }
    guard let minutes = app.dashboard.summary?.tasks.avgWaitTimeMinutes, minutes > 0 else { return [line] }
    let wait = TimeText.ago(app.now.adding(seconds: -minutes * 60), now: app.now)
    return [line, [label("Waiting"), Span("\(SafeText(wait)) on average", .text)]]
  }

  // MARK: What was decided

  private static func decisions(_ app: AppState, _ width: Int) -> [[Span]] {
    let hours = app.dashboard.perHour
    var lines: [[Span]] = []
    if !hours.isEmpty {
      let total = Words.count(hours.reduce(0, +), "decision")
      lines.append([
        label("Last 24 h"), Span(Sparkline.text(hours, columns: min(24, max(8, width - 40))), .accent),
        Span("  \(SafeText(total)), \(hours.last ?? 0) in this hour", .text),
      ])
    }
    let session = app.session
    var mine = [
      label("Here"), Span("\(SafeText(Words.count(session.decided - session.undone, "item"))) decided", .text),
    ]
    if let pace = app.itemsPerMinute {
      mine.append(Span(", \(SafeText(Words.number((pace * 10).rounded() / 10))) a minute", .text))
    }
    return lines + [mine]
  }

  // MARK: What the factory does

  private static func pipelines(_ app: AppState, _ width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    if let counts = app.dashboard.summary?.pipelines {
      let parts: [(Int, SafeText, ThemeRole)] = [
        (counts.active, "active", .running), (counts.paused, "paused", .muted), (counts.completed, "completed", .pass),
        (counts.failed, "failed", .fail),
      ]
      let shown = parts.filter { $0.0 > 0 }.map { Span("\($0.0) \($0.1)  ", $0.2) }
      lines.append([label("Pipelines")] + (shown.isEmpty ? [Span("none", .muted)] : shown))
    }
    let stages = app.factory.pipelines.columns.filter { !$0.value.elements.isEmpty }
    let inOrder = PipelineStage.declared.compactMap { stage in stages[stage].map { (stage, $0.elements.count) } }
    guard !inOrder.isEmpty else { return lines }
    return lines + [
      [label(lines.isEmpty ? "Pipelines" : .empty)]
        + inOrder.map { stage, count in
          Span("\(RowWords.stage(stage))\(stage.isGate ? "★" : "") \(count)  ", stage.isGate ? .gate : .text)
        }
    ]
  }

  private static func agents(_ app: AppState) -> [[Span]] {
    guard let counts = app.dashboard.summary?.agents, counts.total > 0 else { return [] }
    let parts: [(Int, AgentStatus)] = [
      (counts.error, .error), (counts.offline, .offline), (counts.active, .active), (counts.idle, .idle),
    ]
    return [
      [label("Agents")]
        + parts.filter { $0.0 > 0 }.map { count, status in
          let (sign, role) = AgentsView.sign(status)
          return Span("\(sign) \(count) \(SafeText(status.rawValue))  ", role)
        }
    ]
  }

  private static func drawLatest(_ app: AppState, in canvas: Canvas, top: Int) {
    let rows = app.dashboard.summary?.recentActivity ?? []
    guard canvas.height > top + 1, !rows.isEmpty else { return }
    canvas.put(0, top, "Latest", Style(.muted))
    for (row, entry) in rows.prefix(canvas.height - top - 1).enumerated() {
      let age = SafeText(TimeText.ago(entry.createdAt, now: app.now)).padded(to: 5, right: true)
      let what = SafeText(entry.action.replacing("_", with: " ").replacing(".", with: " "))
      canvas.put(
        0, top + 1 + row,
        [
          Span(age, .faint), Span("  \(SafeText(entry.actorName ?? entry.actorType.rawValue))", .text),
          Span("  \(what)", .muted),
        ],
        limit: canvas.width)
    }
  }
}

/// Numbers as a row of bars.
package enum Sparkline {
  private static let bars: [SafeText] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The last numbers that fit; nothing at all is a blank, so that one is told from none.
  package static func text(_ numbers: [Int], columns: Int) -> SafeText {
    let shown = numbers.suffix(columns)
    let most = max(1, shown.max() ?? 1)
    return shown.reduce(SafeText.empty) { text, number in
      text + (number == 0 ? "·" : bars[min(bars.count - 1, (number * bars.count - 1) / most)])
    }
  }
}
