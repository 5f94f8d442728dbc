// The overview of an item as styled lines: what is asked, the evidence in short, and why it stands where it stands. Pure.
import FactoryContracts
import FactoryState
import TerminalKit

package enum OverviewText {
  private static let labelWidth = 11

  package static func lines(_ item: ContextItem, _ app: AppState, width: Int) -> [[Span]] {
    let context = item.task?.context
    var lines = paragraph(context?.summary ?? item.row.summary, width)
    if let description = item.task?.description, description != context?.summary {
      lines += [[]] + paragraph(description, width)
    }
    if let details = context?.details, !details.isEmpty { lines += [[]] + paragraph(details, width) }
    lines += [[]] + state(item, app, width) + evidence(item, width) + effects(item, app, width)
    lines += [[]] + why(item, app, width)
    if let failure = item.failure {
      lines += [[], [Span("The evidence could not be fetched: \(SafeText(failure))", .error)]]
    }
    if item.isLoading, item.task == nil { lines += [[], [Span("fetching the evidence …", .muted)]] }
    return lines
  }

  private static func paragraph(_ text: String, _ width: Int) -> [[Span]] {
    let columns = max(8, width)
    return TextBlock.wrap(TextFlow.joined(text, columns: columns), columns: columns).map { [Span($0, .text)] }
  }

  /// One labelled line; what is too long goes on below.
  private static func labelled(_ label: SafeText, _ text: String, _ role: ThemeRole, _ width: Int) -> [[Span]] {
    let parts = TextBlock.wrap(text, columns: max(8, width - labelWidth))
    return parts.enumerated().map { index, part in
      [Span((index == 0 ? label : .empty).padded(to: labelWidth), .muted), Span(part, role)]
    }
  }

  private static func label(_ label: SafeText) -> Span { Span(label.padded(to: labelWidth), .muted) }

  // MARK: What became of it

  private static func state(_ item: ContextItem, _ app: AppState, _ width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    let (sign, note, role) = RowWords.sign(item.sign, now: app.now)
    if !sign.isEmpty {
      let words: SafeText = note.isEmpty ? word(item.sign) : note
      lines.append([label("State"), Span(sign + " " + words, role)])
    }
    if let notes = item.task?.pendingDecision?.notes ?? item.task?.decisionNotes, !notes.isEmpty {
      lines += labelled("Reason", "“\(notes)”", .text, width)
    }
    if item.row.requiredApprovers > 1 {
      lines.append([
        label("Approvals"), Span("\(Int(item.row.currentApprovers)) of \(Int(item.row.requiredApprovers))", .gate),
      ])
    }
    for (index, line) in (item.task?.context.call?.earlier ?? []).enumerated() {
      lines += labelled(index == 0 ? "Earlier" : .empty, line, .text, width)
    }
    for offer in item.row.marks.offers ?? [] {
      lines += labelled(offer.scope == .kind ? "M allows" : "or session", offer.covers, .text, width)
    }
    for condition in item.task?.decisionData["conditions"]?.array?.compactMap(\.string) ?? [] {
      lines += labelled("Condition", condition, .warning, width)
    }
    for comment in item.task?.decisionData["comments"]?.array?.compactMap(\.string) ?? [] {
      lines += labelled("On a line", comment, .mark, width)
    }
    if !item.viewers.isEmpty {
      lines += labelled("Also here", item.viewers.map(\.name).joined(separator: ", "), .accent, width)
    }
    return lines
  }

  private static func word(_ sign: RowSign) -> SafeText {
    switch sign {
    case .claimed(let name, let isMine): isMine ? "claimed by you" : "claimed by \(SafeText(name))"
    case .escalated: "escalated"
    case .deferred: "deferred"
    default: .empty
    }
  }

  // MARK: Evidence

  private static func evidence(_ item: ContextItem, _ width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    if let tests = item.row.tests { lines.append(testLine(tests, width)) }
    if let diff = item.row.diff { lines += diffLines(diff, item.task?.context.diffSummary, width) }
    for (name, value) in (item.task?.context.metrics ?? [:]).sorted(by: { $0.key < $1.key }) {
      // A long name keeps its words; only then its value stands further right.
      let name = SafeText(name).truncated(to: max(labelWidth - 1, width / 2))
      let gap: SafeText = name.width < labelWidth ? .empty : " "
      lines.append([label(name), Span(gap + SafeText(Words.number(value)), .text)])
    }
    return lines
  }

  private static func testLine(_ tests: TestTally, _ width: Int) -> [Span] {
    var spans = [label("Tests"), Span("\(Int(tests.passed)) passed  ", tests.failed == 0 ? .pass : .text)]
    spans.append(
      Span(tests.failed == 0 ? "0 failed" : "✗ \(Int(tests.failed)) failed", tests.failed == 0 ? .muted : .fail))
    if tests.skipped > 0 { spans.append(Span("  \(Int(tests.skipped)) skipped", .muted)) }
    guard tests.coverage > 0 else { return spans }
    spans.append(Span("   coverage \(SafeText(Words.percent(Double(tests.coverage)))) ", .text))
    let bar = Span(Gauge.bar(Double(tests.coverage) / 100, columns: 10), tests.coverage >= 80 ? .pass : .warning)
    // The number says it all; a bar that is cut would say something else.
    return spans.reduce(bar.text.width) { $0 + $1.text.width } <= width ? spans + [bar] : spans
  }

  private static func diffLines(_ diff: DiffTally, _ summary: DiffSummary?, _ width: Int) -> [[Span]] {
    let head = [
      label("Diff"), Span("\(SafeText(Words.count(Int(diff.files), "file")))  ", .text),
      Span("+\(Int(diff.insertions)) ", .diffAdd), Span("−\(Int(diff.deletions))", .diffDelete),
    ]
    let files = (summary?.files ?? []).sorted { $0.insertions + $0.deletions > $1.insertions + $1.deletions }
    let shown = files.prefix(5).map { file -> [Span] in
      let counts: SafeText = " +\(file.insertions) −\(file.deletions)"
      let path = SafeText(file.path).truncatedAtStart(to: max(8, width - labelWidth - counts.width - 2))
      return [label(.empty), Span(path, .text), Span(counts, .muted)]
    }
    let rest = files.count - shown.count
    return [head] + shown + (rest > 0 ? [[label(.empty), Span("and \(rest) more", .muted)]] : [])
  }

  // MARK: Consequences and order

  private static func effects(_ item: ContextItem, _ app: AppState, _ width: Int) -> [[Span]] {
    guard item.row.blocksStageAdvance, let pipeline = item.pipeline?.pipeline else { return [] }
    let next = pipeline.currentStage.isGate ? pipeline.currentStage.next : pipeline.currentStage.next
    let text = next.map { "\(pipeline.name) cannot reach \($0.rawValue)" } ?? pipeline.name
    return labelled("Blocks", text, .warning, width)
  }

  private static func why(_ item: ContextItem, _ app: AppState, _ width: Int) -> [[Span]] {
    let isFirst = app.visibleCount > 0 && app.queue.visible[0] == app.factory.tasks.key(of: item.row.id)
    let reasons = item.reasons.joined(separator: ", ")
    let detail = app.whyFirst.map { "\(reasons); \($0)" } ?? reasons
    return labelled(isFirst ? "Why first" : "Why here", detail, .text, width)
  }
}
