// Gates that became impossible after they were made: somebody left, and fewer can approve than must (ruling R36).
import FactoryContracts

extension UseCases {
  /// Tells every open gate that nobody can pass any more, each as a blocked pipeline that names why.
  func tellImpossibleGates() throws {
    guard settings.approverPolicy == .countUsers else { return }
    for gate in try pendingGates() where gate.requiredApprovers > 1 {
      guard let task = try tx.task(gate.taskId), task.isOpen, let pipeline = try tx.pipeline(gate.pipelineId),
        let reason = try impossibility(task)
      else { continue }
      try audit(
        "approval.impossible", "approval", gate.id, pipeline: pipeline.id, metadata: ["reason": .string(reason)])
      try emitBlocked(pipeline, task, reason)
    }
  }

  /// Why an open question cannot be approved by the people there are; nil while it can. Who voted before counts still.
  package func impossibility(_ task: FactoryTask) throws -> String? {
    let required = task.requiredApprovers ?? 1
    guard required > 1, settings.approverPolicy == .countUsers else { return nil }
    let voted = Set(try tx.approvers(task: task.id))
    let left = try deciders(except: task.createdBy).subtracting(voted).count
    guard voted.count + left < required else { return nil }
    return "\(required) approvers are required, but only \(voted.count + left) can approve “\(task.title)”"
  }

  private func deciders(except asker: EntityID?) throws -> Set<EntityID> {
    var people = Set(
      try tx.users().filter { $0.user.status == .active && $0.user.role.scopes.contains(.tasksApprove) }
        .map(\.user.id))
    if let asker, try !selfDecision() { people.remove(asker) }
    return people
  }

  private func pendingGates() throws -> [Approval] {
    var query = ApprovalQuery()
    query.status = .pending
    var found: [Approval] = []
    var page = PageRequest(limit: 100)
    repeat {
      let answer = try tx.approvals(query, page)
      found += try answer.rows.map { try FactoryJSON.decode(Approval.self, from: $0) }
      page.cursor = answer.nextCursor
    } while page.cursor != nil
    return found
  }
}
