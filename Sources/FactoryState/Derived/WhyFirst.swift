// The order explains itself: why an item stands where it stands (anchors, point 7).
import FactoryContracts

extension AppState {
  /// Reasons in the order in which they count (ruling R49), for people.
  package func whyHere(_ row: TaskRow) -> [String] {
    var reasons: [String] = []
    switch row.priority {
    case .critical, .high: reasons.append(row.priority.rawValue)
    case .medium, .low, .unknown: break
    }
    if row.deferredAt != nil { reasons.append("deferred, so behind its equals") }
    if let deadline = row.slaDeadline { reasons.append(deadlineReason(row, deadline)) }
    if row.status == .escalated || row.status == .expired { reasons.append("escalated") }
    if row.blocksStageAdvance, let name = factory.pipelines.name(of: row.pipelineId) {
      reasons.append("blocks \(name)")
    }
    reasons.append("waits for \(TimeText.ago(row.createdAt, now: now))")
    return reasons
  }

  private func deadlineReason(_ row: TaskRow, _ deadline: Timestamp) -> String {
    let text = TimeText.left(until: deadline, now: now)
    switch SLAState(of: row, now: now) {
    case .late where deadline > now: return "marked late by the server"
    case .late: return "late by \(text.dropFirst())"
    case .soon, .onTrack, .none: return "due in \(text)"
    }
  }

  /// What the first item has before the second; nil when it is alone or another is selected.
  package var whyFirst: String? {
    guard queue.visible.count > 1, let first = factory.tasks[queue.visible[0]], first.id == queue.selectedId,
      let second = factory.tasks[queue.visible[1]]
    else { return nil }
    if first.priority != second.priority { return "\(first.priority.rawValue) goes before \(second.priority.rawValue)" }
    if (first.deferredAt == nil) != (second.deferredAt == nil) { return "the next one is deferred" }
    if first.slaDeadline != second.slaDeadline { return "its deadline is the nearest" }
    return "it has waited longest"
  }
}
