// Many decisions in one call: a result per task, a failing one leaves nothing behind (contract §1.5, rulings R18, R32, R48).
import FactoryContracts

extension UseCases {
  package func bulkTasks(_ body: BulkTaskBody) throws -> BulkTaskReply {
    try requireScope(body.action == .reject ? .tasksReject : .tasksApprove)
    try check(body)
    var result = BulkTaskReply(succeeded: [], failed: [])
    var seen: Set<EntityID> = []
    for id in body.taskIds where seen.insert(id).inserted {
      let verdict = Verdict(decision: body.action.decision, notes: body.notes, grace: body.graceSeconds ?? 0)
      do {
        _ = try tx.savepoint { try decide(id, verdict, ifMatch: body.versions?[id.description]) }
        result.succeeded.append(id)
      } catch let refusal as APIError {
        result.failed.append(BulkFailure(taskId: id, error: "\(refusal.code.rawValue): \(refusal.message)"))
      }
    }
    return result
  }

  private func check(_ body: BulkTaskBody) throws {
    var problems = Problems()
    problems.known("action", body.action)
    problems.number("taskIds.count", body.taskIds.count, in: 1...FieldLimits.bulk)
    problems.number("graceSeconds", body.graceSeconds, in: 0...settings.graceMax)
    if body.action == .reject { problems.text("notes", body.notes ?? "", max: FieldLimits.notes) }
    try problems.check()
  }
}

extension BulkAction {
  var decision: TaskDecision {
    switch self {
    case .approve: .approved
    case .reject: .rejected
    case .defer: .deferred
    case .unknown: .unknown
    }
  }
}
