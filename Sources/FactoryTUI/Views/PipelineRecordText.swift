// What is known of a pipeline as styled lines: stages with their times, gates with who approved and what is still to be met, questions
// with SLA and escalation, blockers, jobs. Pure; drawing is left to the view. An empty part says so or is left out.
import FactoryContracts
import FactoryState
import TerminalKit

enum PipelineRecordText {
  static func lines(_ app: AppState, width: Int, withJobs: Bool) -> [[Span]] {
    guard let evidence = app.pipeline.evidence else {
      let failure = app.pipeline.failure
      return [[Span(failure.map { "Not read: \(SafeText($0))" } ?? "Reading …", failure == nil ? .muted : .warning)]]
    }
    let isFocused = app.pipeline.focus == .record
    var lines = [[heading("Stages", isFocused: isFocused)]] + stages(evidence, app, width)
    lines += part("Gates", evidence.approvals.sorted(by: pendingFirst).flatMap { gate($0, app, width) })
    lines += part("Waiting for a decision", app.pipeline.openTasks.compactMap { question($0, app, width) })
    lines += part("Held up by", evidence.blockers.flatMap { blocker($0, width) })
    if withJobs { lines += [[]] + jobs(app, width: width, limit: 50) }
    return lines
  }

  private static func heading(_ text: SafeText, isFocused: Bool = false) -> Span {
    Span(text, Style(isFocused ? .accent : .muted, isFocused ? [.bold, .underline] : .bold))
  }

  private static func part(_ title: SafeText, _ lines: [[Span]]) -> [[Span]] {
    lines.isEmpty ? [] : [[], [heading(title)]] + lines
  }

  // MARK: Stages

  private static func stages(_ evidence: PipelineEvidence, _ app: AppState, _ width: Int) -> [[Span]] {
    let isEnded = evidence.pipeline.status == .completed || evidence.pipeline.status == .archived
    let ahead =
      isEnded ? [] : PipelineStage.declared.filter { $0.order > evidence.pipeline.currentStage.order }
    return evidence.stages.map { stage($0, app, width) }
      + ahead.map { [Span("○ \(SafeText($0.rawValue))\($0.isGate ? " ★" : "")", .faint)] }
  }

  private static func stage(_ record: PipelineStageRecord, _ app: AppState, _ width: Int) -> [Span] {
    let (sign, words, role): (SafeText, SafeText, ThemeRole) =
      switch record.status {
      case .completed: ("✓", "done", .pass)
      case .active: ("●", "now", .running)
      case .failed: ("✗", "failed", .fail)
      case .skipped: ("–", "skipped", .muted)
      case .pending: ("○", "to come", .muted)
      case .unknown: ("?", "?", .muted)
      }
    let name: SafeText = "\(SafeText(record.stageName.rawValue))\(record.requiresApproval ? " ★" : "")"
    let seconds = record.durationSeconds ?? record.enteredAt.map { (record.completedAt ?? app.now).seconds(since: $0) }
    let time = SafeText(seconds.map { Words.span(seconds: $0) } ?? "").padded(to: 7, right: true)
    let shade: ThemeRole = record.status == .active ? .strong : .text
    var spans = [
      Span("\(sign) ", role), Span(name.padded(to: 14), shade), Span(time, .muted), Span("  \(words)", role),
    ]
    if width >= 44, let entered = record.enteredAt {
      spans.append(Span("  entered \(SafeText(Words.ago(entered, now: app.now))) ago", .faint))
    }
    return spans
  }

  // MARK: Gates

  private static func pendingFirst(_ first: Approval, _ second: Approval) -> Bool {
    let ranks = [first, second].map { $0.status == .pending ? 0 : $0.openConditions.isEmpty ? 2 : 1 }
    return ranks[0] != ranks[1] ? ranks[0] < ranks[1] : (first.createdAt, first.id) > (second.createdAt, second.id)
  }

  private static func gate(_ approval: Approval, _ app: AppState, _ width: Int) -> [[Span]] {
    let (sign, role): (SafeText, ThemeRole) =
      switch approval.status {
      case .pending: ("★", .gate)
      case .approved: ("✓", .pass)
      case .rejected: ("✗", .fail)
      case .expired, .unknown: ("–", .muted)
      }
    let count: SafeText = "\(approval.currentApprovers) of \(approval.requiredApprovers)"
    let head = [
      Span("\(sign) ", role), Span(SafeText(approval.stageName.rawValue).padded(to: 11), .text),
      Span(" \(SafeText(approval.status.rawValue))", role), Span("  \(count) approved", .muted),
      Span("  asked \(SafeText(Words.ago(approval.createdAt, now: app.now))) ago", .faint),
    ]
    let reason = approval.rejectionReason.map { wrapped("“\($0)”", width, .muted) } ?? []
    return [head] + reason + conditions(approval, width)
  }

  private static func conditions(_ approval: Approval, _ width: Int) -> [[Span]] {
    let met = Dictionary((approval.conditionsMet ?? []).map { ($0.index, $0.note) }) { first, _ in first }
    return approval.conditions.enumerated().flatMap { index, text -> [[Span]] in
      guard let note = met[index] else { return wrapped("○ \(text)", width, .warning) }
      return wrapped("✓ \(text): \(note)", width, .muted)
    }
  }

  private static func wrapped(_ text: String, _ width: Int, _ role: ThemeRole) -> [[Span]] {
    TextBlock.wrap(SafeText(text), columns: max(8, width - 4)).map { [Span("    ", .text), Span($0, role)] }
  }

  // MARK: Questions and blockers

  private static func question(_ id: EntityID, _ app: AppState, _ width: Int) -> [Span]? {
    guard let row = app.factory.tasks[id], row.isOpen else { return nil }
    let left = row.slaDeadline.map { TimeText.left(until: $0, now: app.now) } ?? ""
    var spans = [
      Span(RowWords.sla(left, to: 6).padded(to: 6, right: true), RowWords.role(SLAState(of: row, now: app.now))),
      Span(" ", .text), RowWords.priority(row.priority), Span(" ", .text),
    ]
    if row.escalationLevel > 0 { spans.append(Span("↑\(Int(row.escalationLevel)) ", .warning)) }
    if row.requiredApprovers > 1 {
      spans.append(Span("\(Int(row.currentApprovers)) of \(Int(row.requiredApprovers)) ", .gate))
    }
    let room = max(8, width - spans.width)
    spans.append(Span(SafeText(row.title).truncated(to: room), .text))
    return spans
  }

  private static func blocker(_ blocker: BlockerInfo, _ width: Int) -> [[Span]] {
    let hours = Words.span(seconds: blocker.hoursBlocked * 3600)
    let head = [
      Span("⊘ ", .warning), Span(SafeText(blocker.title).truncated(to: max(8, width - 10)), .text),
      Span("  \(SafeText(hours))", .muted),
    ]
    let action = blocker.suggestedAction.map { wrapped("→ \($0)", width, .accent) } ?? []
    return [head] + wrapped(blocker.blockReason, width, .muted) + action
  }

  // MARK: Jobs

  static func jobs(_ app: AppState, width: Int, limit: Int) -> [[Span]] {
    let jobs = app.pipeline.evidence?.jobs ?? []
    let running = jobs.count { $0.status == .running }
    var head = [heading("Jobs")]
    if running > 0 { head.append(Span("  \(running) running", .running)) }
    guard !jobs.isEmpty else {
      return [head, [Span(app.pipeline.evidence == nil ? "Reading …" : "No job yet.", .muted)]]
    }
    return [head] + jobs.prefix(limit).flatMap { job($0, app, width) }.prefix(limit)
  }

  private static func job(_ job: Job, _ app: AppState, _ width: Int) -> [[Span]] {
    let (sign, role): (SafeText, ThemeRole) =
      switch job.status {
      case .queued: ("◌", .muted)
      case .running: ("▸", .running)
      case .succeeded: ("✓", .pass)
      case .failed: ("✗", .fail)
      case .canceled, .unknown: ("–", .muted)
      }
    // What waits again after a lost lease is not being worked on.
    let time =
      (job.status == .queued ? nil : job.startedAt).map {
        Words.span(seconds: (job.completedAt ?? app.now).seconds(since: $0))
      } ?? ""
    var spans = [
      Span("\(sign) ", role), Span(SafeText(job.kind.rawValue).padded(to: 9), .text),
      Span(SafeText(job.status.rawValue).padded(to: 10), role), Span(SafeText(time).padded(to: 6, right: true), .muted),
    ]
    if job.attempts > 1 { spans.append(Span("  try \(job.attempts)", .warning)) }
    if let agent = job.agentId.flatMap({ app.factory.agents[$0]?.name }) {
      spans.append(Span("  \(SafeText(agent))", .muted))
    }
    let when = Words.ago(job.completedAt ?? job.createdAt, now: app.now)
    if width >= 50 { spans.append(Span("  \(SafeText(when)) ago", .faint)) }
    guard let error = job.error else { return [spans] }
    return [spans] + [[Span("    ", .text), Span(SafeText(error).truncated(to: max(8, width - 4)), role)]]
  }
}
