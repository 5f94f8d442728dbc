// The first line: link, counts, what is not confirmed, sections, clock. Draws on the terminal's thread.
// Invariants: the link's state is always the first thing said, and while it is not live the whole line looks different;
// the number of waiting items is never cut away.
import FactoryContracts
import FactoryState
import TerminalKit

package enum HeaderView {
  package static func draw(_ situation: Situation, clockOffset: Int, in canvas: Canvas) {
    let app = situation.app
    let surface: ThemeRole = isAlert(app.link) ? .headerAlert : .header
    canvas.fill(Style(surface, on: surface))
    // A zoomed pane leaves the first line as wide as it was.
    let form: PageLayout.Form = situation.layout.isWide ? .split : situation.layout.form
    var x = form == .compact || form == .tooSmall ? 1 : canvas.put(1, 0, "factory ", Style(.title, on: surface))
    if form == .split { x += 1 }
    x = put(link(app, form), x, surface, canvas) + gap(form)
    let counts = counts(app, form)
    x = put(counts, x, surface, canvas)
    let end = clock(situation, clockOffset, surface, canvas, from: x)
    sections(app, form, surface, canvas, from: x + 3, to: end)
  }

  private static func gap(_ form: PageLayout.Form) -> Int { form == .split ? 3 : 1 }

  private static func put(_ spans: [Span], _ x: Int, _ surface: ThemeRole, _ canvas: Canvas) -> Int {
    canvas.put(x, 0, spans.map { Span($0.text, $0.style.on(surface)) })
  }

  private static func isAlert(_ link: LinkState) -> Bool {
    switch link {
    case .live, .connecting, .stale: false
    case .offline, .refused: true
    }
  }

  /// The link in words that cannot lie.
  static func link(_ app: AppState, _ form: PageLayout.Form) -> [Span] {
    let isShort = form == .compact || form == .tooSmall
    switch app.link {
    case .live: return [Span(isShort ? "●" : "● live", .online)]
    case .connecting: return [Span(isShort ? "◌" : "◌ connecting", .warning)]
    case .stale(let since):
      return [Span("◌ \(isShort ? "" : "stale ")\(seconds(since, app))", .warning)]
    case .offline(let since, _, _): return [Span("○ offline \(seconds(since, app))\(kept(app, isShort))", .offline)]
    case .refused:
      let way: SafeText = app.capabilities.canSignIn ? ": `:sign-in` asks again" : ": run `factory login`"
      return [Span("○ not signed in\(isShort ? .empty : way)", .offline)]
    }
  }

  private static func seconds(_ since: Timestamp, _ app: AppState) -> SafeText {
    SafeText(TimeText.shortly(since, now: app.now))
  }

  private static func kept(_ app: AppState, _ isShort: Bool) -> SafeText {
    let count = app.headerCounts.sending
    if count == 0 { return .empty }
    return isShort ? " · \(count) kept" : " · \(SafeText(Words.count(count, "decision"))) kept, sent when back"
  }

  private static func counts(_ app: AppState, _ form: PageLayout.Form) -> [Span] {
    let counts = app.headerCounts
    let waiting = counts.waiting - onTheirWay(app)
    let space: SafeText = form == .split ? "  " : " "
    var spans = [Span("\(waiting) waiting", .strong)]
    if counts.late > 0 { spans.append(Span(space + "\(counts.late) late", .slaLate)) }
    if counts.soon > 0, form != .compact { spans.append(Span(space + "\(counts.soon) soon", .slaSoon)) }
    let unread = app.factory.unreadCount
    if unread > 0, form != .compact { spans.append(Span(space + "\(unread) unread", .badge)) }
    if counts.marked > 0 { spans.append(Span(space + "\(counts.marked) marked", .mark)) }
    if counts.sending > 0, !isAlert(app.link) {
      let words: SafeText = app.link.isLive ? "sending" : "kept"
      spans.append(Span((form == .split ? "   " : " ") + "\(counts.sending) \(words)", .sending))
    }
    let stale = Availability.staleKeys(app).count
    if stale > 0, form != .compact { spans.append(Span(space + "\(stale) of before: :send-kept", .warning)) }
    if form == .compact, app.queue.newAbove > 0 { spans.append(Span(" \(app.queue.newAbove) new ↑", .badge)) }
    if app.factory.isInitialLoading, form == .split { spans.append(Span("  reading …", .muted)) }
    return spans
  }

  /// Waiting items that are decided here and not yet confirmed: they are counted as sending.
  private static func onTheirWay(_ app: AppState) -> Int {
    app.outbox.latest.count { id, key in
      guard let item = app.outbox.items[key], item.phase.isOpen, item.entry.decision != nil else { return false }
      return app.factory.tasks[id]?.isWaiting ?? false
    }
  }

  /// Whether the time of day has room.
  package static func hasClock(_ layout: PageLayout) -> Bool { layout.screen.width >= 100 }

  /// The time of day at the right end; returns where it begins.
  private static func clock(
    _ situation: Situation, _ offset: Int, _ surface: ThemeRole, _ canvas: Canvas, from x: Int
  ) -> Int {
    guard hasClock(situation.layout), canvas.width - x > 10 else { return canvas.width }
    let text = SafeText(Words.clock(situation.now, offsetSeconds: offset))
    return canvas.putRight(canvas.width - 1, 0, text, Style(.muted, on: surface)) - 3
  }

  private static func sections(
    _ app: AppState, _ form: PageLayout.Form, _ surface: ThemeRole, _ canvas: Canvas, from start: Int, to end: Int
  ) {
    guard form != .compact, form != .tooSmall, app.screen.isList else { return }
    let isWide = form == .split
    let separator: SafeText = isWide ? " │ " : "│"
    var entries = app.sections.filter { $0.count > 0 || $0.isShown || $0.place == .builtIn(.all) }
    var items = entries.map { entry in
      TabItem(
        SafeText(entry.title), isActive: entry.isShown, note: isWide ? SafeText(String(entry.count)) : .empty,
        isAlert: entry.place == .builtIn(.late))
    }
    var cut = false
    while items.count > 1, width(items, separator, cut) > end - start {
      let last = items.lastIndex { !$0.isActive } ?? items.count - 1
      items.remove(at: last)
      entries.remove(at: last)
      cut = true
    }
    if cut { items.append(TabItem("+", isActive: false)) }
    let total = TabsWidget.width(items, separator: separator)
    guard total <= end - start else { return }
    let region = Rect(x: end - total, y: 0, width: total, height: 1)
    TabsWidget.draw(
      in: canvas.sub(region), items, separator: separator, on: surface,
      targets: entries.map { PageTarget.section($0.place) })
  }

  private static func width(_ items: [TabItem], _ separator: SafeText, _ cut: Bool) -> Int {
    TabsWidget.width(items, separator: separator) + (cut ? separator.width + 1 : 0)
  }
}
