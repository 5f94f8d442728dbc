// The gate's view of deciding: it and the task are one decision (contract §1.5, rulings R12, R32, R35, R48).
import FactoryContracts

extension UseCases {
  package func approve(_ id: EntityID, _ body: ApproveBody, ifMatch: Int?) throws -> Approval {
    try requireScope(.tasksApprove)
    let approval = try approval(id)
    var verdict = Verdict(decision: .approved, notes: body.notes, grace: body.graceSeconds ?? 0)
    if let conditions = body.conditions, !conditions.isEmpty {
      var problems = Problems()
      for (index, text) in conditions.enumerated() {
        problems.text("conditions[\(index)]", text, max: FieldLimits.condition)
      }
      problems.number("conditions.count", conditions.count, in: 0...FieldLimits.conditions)
      try refuseOwnGate(approval)
      try problems.check()
      verdict.data["conditions"] = .array(conditions.map { .string($0) })
    }
    return try decide(approval, verdict, ifMatch)
  }

  package func reject(_ id: EntityID, _ body: RejectBody, ifMatch: Int?) throws -> Approval {
    try requireScope(.tasksReject)
    let approval = try approval(id)
    var verdict = Verdict(
      decision: .rejected, notes: body.reason, grace: body.graceSeconds ?? 0, notesField: "reason")
    if let changes = body.requestedChanges, !changes.isEmpty {
      verdict.data["requestedChanges"] = .array(changes.map { .string($0) })
    }
    return try decide(approval, verdict, ifMatch)
  }

  package func escalate(_ id: EntityID, _ body: EscalateBody) throws -> Approval {
    let approval = try approval(id)
    var verdict = Verdict(decision: .escalated, notes: body.reason, notesField: "reason")
    if let someone = body.escalateTo { verdict.data["escalateTo"] = .id(someone) }
    return try decide(approval, verdict, nil)
  }

  /// 403 and 410 come before 400 (ruling R6).
  private func refuseOwnGate(_ approval: Approval) throws {
    let task = try task(approval.taskId)
    try refuseOwn(task)
    try refuseBelow(task)
    _ = try livePipeline(of: task)
  }

  private func decide(_ approval: Approval, _ verdict: Verdict, _ ifMatch: Int?) throws -> Approval {
    _ = try decide(approval.taskId, verdict) { _ in
      try match(ifMatch, approval.version, "approval", state: approval.status.rawValue)
    }
    return try self.approval(approval.id)
  }

  /// Closes a condition of an approval with a note (ruling R35).
  /// - Parameter index: position in `conditions`, from 0.
  package func meetCondition(_ id: EntityID, _ index: Int, note: String) throws -> Approval {
    let approval = try approval(id)
    let pipeline = try pipeline(approval.pipelineId)
    try refuseArchived(pipeline)
    var problems = Problems()
    problems.text("note", note, max: FieldLimits.notes)
    if !approval.conditions.indices.contains(index) {
      problems.add(
        "index", "There is no condition \(index).", received: .count(index),
        expected: "0 to \(approval.conditions.count - 1)")
    }
    try problems.check()
    guard approval.conditionsMet?.contains(where: { $0.index == index }) != true else {
      throw APIError.conflict("The condition was met before.", current: "met", required: "open")
    }
    let met = MetCondition(index: index, note: note, by: actor.id, at: now)
    let changed = try change(approval, "approval.condition_met", metadata: ["note": .string(note)]) {
      $0.conditionsMet = ($0.conditionsMet ?? []) + [met]
    }
    if changed.openConditions.isEmpty { try proceed(pipeline) }
    return changed
  }
}
