// The opened item: title, who asked, tabs, and what the open tab shows. Draws on the terminal's thread.
// Invariant: `body` is what is scrolled and `extent` measures exactly that.
import FactoryContracts
import FactoryState
import TerminalKit

package enum ContextView {
  /// Rows above the scrolled part.
  package static func headHeight(_ height: Int) -> Int { height >= 14 ? 4 : height >= 7 ? 3 : 2 }

  /// What the open tab shows.
  package enum Body {
    case lines([[Span]])
    case diff(DiffRows)
    /// Scrolled by the state itself: it has a cursor.
    case assets(DiffRows?)
  }

  package static func body(_ situation: Situation, width: Int) -> Body {
    guard let item = situation.app.contextItem else { return .lines([]) }
    switch situation.app.context.tab {
    case .overview: return .lines(OverviewText.lines(item, situation.app, width: width))
    case .diff:
      if let lines = situation.filtered { return .lines(lines) }
      if let diff = situation.diff { return .diff(diff) }
      return .lines([[Span(waiting(item, has: item.row.diff != nil, what: "diff"), .muted)]])
    case .tests:
      guard let results = item.task?.context.testResults else {
        return .lines([[Span(waiting(item, has: item.row.tests != nil, what: "test results"), .muted)]])
      }
      return .lines(TestsView.lines(results, isComplete: true, width: width))
    case .timeline: return .lines(timeline(item, situation, width))
    case .assets: return .assets(situation.assetDiff)
    }
  }

  private static func waiting(_ item: ContextItem, has: Bool, what: SafeText) -> SafeText {
    if !has, item.task != nil || !item.isLoading { return "This item came without \(what)." }
    return item.failure.map { "Not fetched: \(SafeText($0))" } ?? "fetching the \(what) …"
  }

  private static func timeline(_ item: ContextItem, _ situation: Situation, _ width: Int) -> [[Span]] {
    if let entries = item.timeline {
      if entries.isEmpty { return [[Span("Nothing was recorded yet.", .muted)]] }
      return TimelineView.lines(entries, now: situation.now, width: width)
    }
    if let failure = item.timelineFailure { return [[Span("Not fetched: \(SafeText(failure))", .error)]] }
    return [[Span("fetching the timeline …", .muted)]]
  }

  package static func extent(_ body: Body, _ app: AppState, width: Int) -> ContentExtent {
    switch body {
    case .lines(let lines): return ContentExtent(lines: lines.count, columns: 0)
    case .diff(let diff):
      let place = place(app)
      let last =
        place.wraps || !place.comments.isEmpty
        ? DiffView.lastPage(diff, place, width: width, height: app.context.height) : nil
      return ContentExtent(lines: diff.rows.count, columns: diff.width, lastPage: last)
    case .assets: return ContentExtent()
    }
  }

  package static func draw(_ situation: Situation, in canvas: Canvas) {
    let app = situation.app
    guard let item = app.contextItem else {
      canvas.put(1, 0, "No item is selected.", .muted)
      return
    }
    canvas.hit(canvas.bounds, PageTarget.context)
    let inside = canvas.sub(canvas.bounds.inset(horizontal: 1))
    title(item, app, in: inside)
    if canvas.height >= 7 { inside.put(0, 1, meta(item, app)) }
    let head = headHeight(canvas.height)
    let tabRow = head - (canvas.height >= 14 ? 2 : 1)
    tabs(item, situation, in: inside.sub(Rect(x: 0, y: tabRow, width: inside.width, height: 1)))
    let region = Rect(x: 0, y: head, width: inside.width, height: inside.height - head)
    draw(body(situation, width: inside.width), app, in: inside.sub(region))
  }

  private static func draw(_ body: Body, _ app: AppState, in canvas: Canvas) {
    let place = app.context.scroll(of: app.context.tab)
    switch body {
    case .lines(let lines):
      let top = min(place.top, max(0, lines.count - canvas.height))
      for (row, line) in lines.dropFirst(top).prefix(canvas.height).enumerated() { canvas.put(0, row, line) }
      more(lines.count - top - canvas.height, in: canvas)
    case .diff(let diff):
      var at = Self.place(app)
      at.row = min(place.top, max(0, diff.rows.count - 1))
      at.column = place.left
      DiffView.draw(diff, seen: Set(app.context.seenFiles), at: at, in: canvas)
    case .assets(let rows): AssetsView.draw(app, rows, in: canvas)
    }
  }

  /// How a change is shown, wherever its page begins.
  private static func place(_ app: AppState) -> DiffPlace {
    var place = DiffPlace()
    place.wraps = app.context.wrapsLines
    place.picked = app.pickedLine
    let comments = app.queue.selectedId.map { app.comments(on: $0) } ?? []
    place.comments = Dictionary(comments.map { ($0.spot, $0.text) }) { _, last in last }
    return place
  }

  /// Says that there is more below.
  private static func more(_ hidden: Int, in canvas: Canvas) {
    guard hidden > 0, canvas.width > 20 else { return }
    canvas.putRight(canvas.width, canvas.height - 1, " \(hidden + 1) more ↓", Style(.faint))
  }

  private static func title(_ item: ContextItem, _ app: AppState, in canvas: Canvas) {
    let left = item.row.slaDeadline.map { TimeText.left(until: $0, now: app.now) } ?? ""
    let sla = SLAState(of: item.row, now: app.now)
    let urgency: [Span] =
      canvas.width < 40
      ? [Span(SafeText(left), RowWords.role(sla))]
      : [
        Span(SafeText(item.row.priority.rawValue), RowWords.priority(item.row.priority).style.role), Span("  ", .text),
        Span(SafeText(left), RowWords.role(sla)),
      ]
    let text = SafeText(item.task?.title ?? item.row.title)
    canvas.put(0, 0, text.truncated(to: max(8, canvas.width - urgency.width - 2)), Style(.title, .bold))
    canvas.put(canvas.width - urgency.width, 0, urgency)
  }

  private static func meta(_ item: ContextItem, _ app: AppState) -> [Span] {
    var spans: [Span] = []
    if let pipeline = item.pipeline?.pipeline { spans.append(Span(SafeText(pipeline.name), .text)) }
    if let stage = item.row.stage {
      spans.append(Span(SafeText(stage.rawValue) + (stage.isGate ? " ★" : ""), stage.isGate ? .gate : .muted))
    }
    if let name = item.task?.createdByName ?? item.row.askedByName {
      spans.append(Span("asked by \(SafeText(name))", .muted))
    }
    spans.append(Span("\(SafeText(TimeText.ago(item.row.createdAt, now: app.now))) ago", .muted))
    if item.isOutdated { spans.append(Span("changed, fetching …", .warning)) }
    return Array(spans.map { [$0] }.joined(separator: [Span(" · ", .faint)]))
  }

  private static func tabs(_ item: ContextItem, _ situation: Situation, in canvas: Canvas) {
    let app = situation.app
    let full = tabItems(item, app, width: canvas.width, numbered: canvas.width >= 44)
    let fits = TabsWidget.width(full) <= canvas.width
    let end = TabsWidget.draw(
      in: canvas, fits ? full : tabItems(item, app, width: canvas.width, numbered: false),
      targets: ContextTab.offered(item.row).map { PageTarget.tab($0) })
    guard app.context.tab == .diff, let words = situation.diff.map({ reading($0, app) }), !words.isEmpty,
      end + words.width + 2 <= canvas.width
    else { return }
    canvas.putRight(canvas.width, 0, words, Style(.faint))
  }

  /// How far the reader is, and what is not shown.
  private static func reading(_ diff: DiffRows, _ app: AppState) -> SafeText {
    let seen = Set(app.context.seenFiles)
    let count = diff.document.files.count { seen.contains($0.mark) }
    var parts: [String] = []
    if count > 0 { parts.append("\(count)/\(diff.document.files.count) seen") }
    if diff.options.ignoresBlanks { parts.append("\(Words.count(diff.blankOnly, "change")) of blanks hidden") }
    return SafeText(parts.joined(separator: " · "))
  }

  private static func tabItems(_ item: ContextItem, _ app: AppState, width: Int, numbered: Bool) -> [TabItem] {
    ContextTab.offered(item.row).enumerated().map { index, tab in
      TabItem(
        !numbered ? SafeText(tab.rawValue) : "\(index + 1) \(SafeText(tab.rawValue))",
        isActive: tab == app.context.tab, note: width < 60 ? .empty : note(tab, item),
        isAlert: tab == .tests && (item.row.tests?.failed ?? 0) > 0)
    }
  }

  private static func note(_ tab: ContextTab, _ item: ContextItem) -> SafeText {
    switch tab {
    case .diff: item.row.diff.map { "+\(Int($0.insertions)) −\(Int($0.deletions))" } ?? .empty
    case .tests: item.row.tests.map { SafeText(TestSummary($0).text) } ?? .empty
    case .timeline: item.timeline.map { SafeText(String($0.count)) } ?? .empty
    case .overview, .assets: .empty
    }
  }
}
