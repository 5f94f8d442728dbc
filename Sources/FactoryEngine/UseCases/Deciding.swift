// One decision, from the call to the moment it is committed: refusals, the grace and its undo
// (rulings R6, R12, R14, R18, R19, R32, R48, R54). What it causes is in Effects.swift.
// Invariant: of all who decide a task, exactly one decision takes effect; the others learn who was first and when.
import FactoryContracts

/// What someone decided, from whichever endpoint it came.
struct Verdict {
  var decision: TaskDecision
  var notes: String?
  var data: [String: JSONValue] = [:]
  var grace = 0
  /// Where the fields are named in the caller's request.
  var notesField = "notes"
}

extension UseCases {
  package func completeTask(_ id: EntityID, _ body: CompleteTaskBody, ifMatch: Int?) throws -> FactoryTask {
    let verdict = Verdict(
      decision: body.decision, notes: body.notes, data: body.decisionData ?? [:], grace: body.graceSeconds ?? 0)
    return try decide(id, verdict, ifMatch: ifMatch)
  }

  func decide(_ id: EntityID, _ verdict: Verdict, ifMatch: Int?) throws -> FactoryTask {
    try decide(id, verdict) { try match(ifMatch, $0.version, "task", state: $0.status.rawValue) }
  }

  /// - Parameter pinned: refuses when what was shown is not what is there.
  func decide(_ id: EntityID, _ verdict: Verdict, pinned: (FactoryTask) throws -> Void) throws -> FactoryTask {
    try requireScope(for: verdict.decision)
    let task = try task(id)
    if verdict.decision != .escalated { try refuseOwn(task) }
    try refuseBelow(task)
    let pipeline = try livePipeline(of: task)
    try check(verdict, task)
    try refuseDecided(task)
    try pinned(task)
    try refuseSecondVote(task, verdict)
    if let pipeline { try refuseStoppedGate(task, pipeline, verdict) }
    if verdict.grace > 0 { return try hold(task, verdict) }
    return try apply(task, verdict)
  }

  /// Which scope a decision needs (ruling R18); handing it up is open to whoever could decide one way or the other.
  private func requireScope(for decision: TaskDecision) throws {
    switch decision {
    case .rejected: try requireScope(.tasksReject)
    case .escalated: if !actor.scopes.contains(.tasksReject) { try requireScope(.tasksApprove) }
    case .approved, .deferred, .unknown: try requireScope(.tasksApprove)
    }
  }

  /// - Throws: 409 naming who decided, what and when, also while that decision is within its grace.
  func refuseDecided(_ task: FactoryTask) throws {
    if let pending = task.pendingDecision {
      throw decided(
        task, pending.decision, by: pending.by, name: pending.byName, at: pending.decidedAt ?? task.updatedAt)
    }
    guard task.status == .completed else { return }
    guard let decision = task.decision else {
      throw APIError.conflict(
        "It was closed without a decision.", current: task.status.rawValue, required: TaskStatus.pending.rawValue,
        details: ["withdrawnAt": .time(task.withdrawnAt), "version": .count(task.version ?? 1)])
    }
    throw decided(task, decision, by: task.decidedBy, name: task.decidedByName, at: task.decidedAt)
  }

  private func decided(
    _ task: FactoryTask, _ decision: TaskDecision, by: EntityID?, name: String?, at: Timestamp?
  ) -> APIError {
    APIError.conflict(
      "\(name ?? "Someone else") was first: \(decision.rawValue).", current: task.status.rawValue,
      required: TaskStatus.pending.rawValue,
      details: [
        "decidedBy": .id(by), "decidedByName": .text(name), "decidedAt": .time(at),
        "decision": .string(decision.rawValue), "version": .count(task.version ?? 1),
      ])
  }

  /// Each approver counts once (ruling R12).
  private func refuseSecondVote(_ task: FactoryTask, _ verdict: Verdict) throws {
    guard verdict.decision == .approved, task.requiredApprovers ?? 1 > 1,
      try tx.approvers(task: task.id).contains(actor.id)
    else { return }
    throw APIError.conflict(
      "You have approved it already; another approver is needed.", current: task.status.rawValue,
      required: "another approver",
      details: [
        "currentApprovers": .count(task.currentApprovers), "requiredApprovers": .count(task.requiredApprovers),
      ])
  }

  /// A gate's decision moves its pipeline, so the pipeline must be on its way.
  private func refuseStoppedGate(_ task: FactoryTask, _ pipeline: Pipeline, _ verdict: Verdict) throws {
    guard verdict.decision == .approved || verdict.decision == .rejected, pipeline.status == .paused,
      try tx.approval(task: task.id) != nil
    else { return }
    try requireActive(pipeline)
  }
}
