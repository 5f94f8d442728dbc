// A decision within its grace: committed, seen by all, not yet in effect; and the way back (ruling R54).
// Invariant: `pendingDecision` is set exactly while the status is `in_progress`.
import FactoryContracts

extension UseCases {
  /// The decision is committed and visible; its effects come when the grace is over (ruling R54).
  func hold(_ task: FactoryTask, _ verdict: Verdict) throws -> FactoryTask {
    let pending = PendingDecision(
      decision: verdict.decision, notes: verdict.notes, by: actor.id,
      effectiveAt: now.adding(seconds: Double(verdict.grace)), byName: actor.name,
      decisionData: verdict.data.isEmpty ? nil : verdict.data, decidedAt: now, before: task.status)
    return try change(
      task, "task.decision_made", bumps: true, metadata: ["effectiveAt": .time(pending.effectiveAt)]
    ) {
      $0.pendingDecision = pending
      $0.status = .inProgress
      $0.releaseClaim()
    }
  }

  /// The decider takes the decision back before it takes effect.
  package func undoTask(_ id: EntityID) throws -> FactoryTask {
    let task = try task(id)
    if let pending = task.pendingDecision, pending.by != actor.id {
      throw APIError.forbidden("Only \(pending.byName ?? "the decider") takes this decision back.")
    }
    _ = try livePipeline(of: task)
    guard let pending = task.pendingDecision, pending.effectiveAt > now else { throw tooLate(task) }
    return try change(task, "task.decision_undone", bumps: true) {
      $0.pendingDecision = nil
      $0.status = $0.restingStatus(after: pending.before)
    }
  }

  private func tooLate(_ task: FactoryTask) -> APIError {
    APIError.conflict(
      "There is no decision within its grace to take back.", current: task.status.rawValue,
      required: TaskStatus.inProgress.rawValue,
      details: [
        "decision": .text(task.decision?.rawValue), "decidedBy": .id(task.decidedBy),
        "decidedByName": .text(task.decidedByName), "decidedAt": .time(task.decidedAt),
      ])
  }
}

extension FactoryTask {
  /// Where a task goes when nobody holds it: waiting, or waiting for someone above.
  func restingStatus(after before: TaskStatus?) -> TaskStatus {
    if before == .escalated { return .escalated }
    return escalationLevel >= 4 ? .expired : .pending
  }
}
