// Asking, claiming, reassigning, withdrawing: everything about a task but its decision (contract §1.5, rulings R16, R33,
// R37, R44, R57, R59).
import FactoryContracts
import FactoryHooks

extension UseCases {
  /// - Returns: the task in list form; `created` is false when the caller's key already has an open task (then 200, ruling R59).
  package func createTask(_ body: CreateTaskBody) throws -> (task: FactoryTask, created: Bool) {
    let pipeline = try checkNew(body)
    if let key = body.key, let open = try tx.openTask(key: key, createdBy: actor.id) {
      reply.status = 200
      return (open, false)
    }
    let task = try add(try newTask(body, pipeline))
    if task.blocksStageAdvance, let pipeline { try emitBlocked(pipeline, task, "waits for “\(task.title)”") }
    return (task, true)
  }

  private func newTask(_ body: CreateTaskBody, _ pipeline: Pipeline?) throws -> FactoryTask {
    let priority = body.priority ?? pipeline?.priority ?? .medium
    let blocks = body.blocksStageAdvance ?? false
    var context = body.context
    if let call = context.call {
      context.call?.offers = RuleCover.offers(call)
      let earlier = try SessionHistory(tx, now: now).lines(call, of: actor.id)
      context.call?.earlier = earlier.isEmpty ? nil : earlier
    }
    return FactoryTask(
      id: newID(), pipelineId: pipeline?.id, stageName: body.stageName ?? pipeline?.currentStage, type: body.type,
      title: body.title, description: body.description, context: context, priority: priority,
      assigneeId: body.assigneeId, slaDeadline: body.slaDeadline ?? settings.deadline(priority, from: now),
      blocksStageAdvance: blocks, blocksPipelineId: blocks ? pipeline?.id : nil, createdAt: now, updatedAt: now,
      version: 1, requiredApprovers: body.requiredApprovers ?? 1, currentApprovers: 0, createdBy: actor.id,
      createdByName: actor.name, key: body.key)
  }

  private func checkNew(_ body: CreateTaskBody) throws -> Pipeline? {
    var pipeline: Pipeline?
    var problems = TaskChecks.check(body, now: now)
    if let id = body.pipelineId {
      pipeline = try tx.pipeline(id)
      if let pipeline {
        try refuseArchived(pipeline)
      } else if try tx.pipelineIsDeleted(id) {
        throw APIError.gone("Pipeline \(id) was removed.")
      } else {
        problems.add("pipelineId", "There is no pipeline \(id).", received: .id(id), expected: "the id of a pipeline")
      }
    }
    try checkUser("assigneeId", body.assigneeId, &problems)
    try checkSatisfiable("requiredApprovers", body.requiredApprovers ?? 1, asker: actor.id, &problems)
    try problems.check()
    return pipeline
  }

  package func updateTask(_ id: EntityID, _ body: UpdateTaskBody) throws -> FactoryTask {
    let task = try task(id)
    _ = try livePipeline(of: task)
    var problems = Problems()
    problems.known("priority", body.priority)
    try problems.check()
    try refuseDecided(task)
    guard let priority = body.priority, priority != task.priority else { return task }
    let deadline = settings.deadline(priority, createdAt: task.createdAt, now: now)
    return try change(task, "task.priority_changed", bumps: true) {
      $0.priority = priority
      $0.slaDeadline = deadline
      $0.slaBreached = false
      renewClaim(&$0)
    }
  }

  /// Takes the task for the lease, or prolongs one's own claim (ruling R33).
  package func claimTask(_ id: EntityID) throws -> FactoryTask {
    let task = try task(id)
    if actor.kind == .agent { throw APIError.forbidden("Agents ask, people decide: an agent claims no task.") }
    try refuseBelow(task)
    _ = try livePipeline(of: task)
    try refuseDecided(task)
    try refuseClaimed(task)
    let renews = task.claimedBy == actor.id
    return try change(
      task, renews ? "task.claim_renewed" : "task.claimed", bumps: false, news: renews ? .updated : .claimed
    ) {
      if $0.status == .pending { $0.status = .claimed }
      if !renews { $0.claimedAt = now }
      $0.claimedBy = actor.id
      $0.claimedByName = actor.name
      $0.claimExpiresAt = now.adding(seconds: settings.claimLeaseSeconds)
    }
  }

  private func refuseClaimed(_ task: FactoryTask) throws {
    guard let other = task.claimedBy, other != actor.id, let end = task.claimExpiresAt, end > now else { return }
    throw APIError.conflict(
      "\(task.claimedByName ?? "Someone else") has claimed it until \(end).", current: task.status.rawValue,
      required: TaskStatus.pending.rawValue,
      details: [
        "claimedBy": .id(other), "claimedByName": .text(task.claimedByName), "claimedAt": .time(task.claimedAt),
        "claimExpiresAt": .time(end),
      ])
  }

  /// Any call of the claimer prolongs the lease.
  func renewClaim(_ task: inout FactoryTask) {
    guard task.claimedBy == actor.id, task.claimExpiresAt != nil else { return }
    task.claimExpiresAt = now.adding(seconds: settings.claimLeaseSeconds)
  }

  /// A call of the claimer that changes nothing, such as reading, prolongs the lease too (ruling R33).
  package func renewClaim(_ id: EntityID) throws {
    guard let task = try tx.task(id), settings.renewalIsDue(task, by: actor.id, now: now) else { return }
    try change(task, "task.claim_renewed", bumps: false) { renewClaim(&$0) }
  }

  package func reassignTask(_ id: EntityID, _ body: ReassignTaskBody) throws -> FactoryTask {
    let task = try task(id)
    try refuseBelow(task)
    _ = try livePipeline(of: task)
    var problems = Problems()
    problems.text("reason", optional: body.reason, max: FieldLimits.notes)
    try checkUser("assigneeId", body.assigneeId, &problems)
    try problems.check()
    try refuseDecided(task)
    let given = try change(task, "task.reassigned", bumps: false, metadata: ["reason": .text(body.reason)]) {
      $0.assigneeId = body.assigneeId
      renewClaim(&$0)
    }
    if given.assigneeId != task.assigneeId { try notifyAssigned(given) }
    return given
  }

  /// The one who asked takes the question back; it closes without a decision (rulings R37, R59).
  package func withdrawTask(_ id: EntityID, _ body: WithdrawTaskBody) throws -> FactoryTask {
    let task = try task(id)
    guard let asker = task.createdBy, asker == actor.id else {
      throw APIError.forbidden("Only the one who asked takes a question back.")
    }
    _ = try livePipeline(of: task)
    var problems = Problems()
    problems.text("reason", optional: body.reason, max: FieldLimits.notes)
    try problems.check()
    try refuseDecided(task)
    if try tx.approval(task: id) != nil {
      throw APIError.conflict(
        "A gate is decided, not withdrawn.", current: task.status.rawValue, required: "no gate")
    }
    let closed = try close(task, "task.withdrawn", reason: body.reason)
    if closed.blocksStageAdvance, let pipeline = try livePipeline(of: closed) { try proceed(pipeline) }
    return closed
  }
}
