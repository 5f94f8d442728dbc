// What a row is made of besides the task itself: a free slot, marks, tallies, cut texts. Values; any thread.
import FactoryContracts

extension TaskRow {
  /// What a free slot holds.
  static let vacant: TaskRow = {
    let never = Timestamp(milliseconds: 0)
    let nobody = EntityID(high: 0, low: 0)
    return TaskRow(
      FactoryTask(
        id: nobody, type: .unknown, title: "", context: TaskContext(summary: ""), status: .completed, createdAt: never,
        updatedAt: never))
  }()
}

extension TaskMarks {
  init(_ task: FactoryTask) {
    claimedBy = task.claimedBy
    claimedByName = task.claimedByName
    claimExpiresAt = task.claimExpiresAt
    deferredUntil = task.deferredUntil
    pending = task.pendingDecision.map(PendingMark.init)
    decision = task.decision
    decidedBy = task.decidedBy
    decidedByName = task.decidedByName
    decidedAt = task.decidedAt
    withdrawnAt = task.withdrawnAt
    blocksPipelineId = task.blocksPipelineId
    session = task.context.call?.session
    offers = task.isOpen ? task.context.call?.offers.flatMap { $0.isEmpty ? nil : $0 } : nil
  }
}

extension PendingMark {
  init(_ pending: PendingDecision) {
    decision = pending.decision
    by = pending.by
    byName = pending.byName
    effectiveAt = pending.effectiveAt
  }
}

extension TestTally {
  package init(_ results: TestResults) {
    total = Int32(clamping: results.total)
    passed = Int32(clamping: results.passed)
    failed = Int32(clamping: results.failed)
    skipped = Int32(clamping: results.skipped)
    coverage = Float(results.coveragePercent)
  }
}

extension DiffTally {
  package init(_ summary: DiffSummary) {
    files = Int32(clamping: summary.filesChanged)
    insertions = Int32(clamping: summary.insertions)
    deletions = Int32(clamping: summary.deletions)
  }
}

/// Cutting text by its bytes, at a character's edge, with a sign that it was cut.
enum TextCut {
  static func firstBytes(_ limit: Int, of text: String) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit - 3)
    // Scalars, not characters: one flood of combining marks is a single endless character.
    while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return String(text.unicodeScalars[..<end]) + "…"
  }
}
