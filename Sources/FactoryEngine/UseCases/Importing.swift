// Entities that come with their ids from another store or an export, one line each (ruling R55).
import FactoryContracts

extension UseCases {
  /// Inserts what one line holds. The caller gives each line a savepoint, so that a refused one leaves nothing.
  /// - Returns: the id of the entity.
  package func importLine(_ line: SnapshotLine) throws -> EntityID {
    switch (line.pipeline, line.task, line.agent) {
    case (let pipeline?, nil, nil): try importPipeline(pipeline)
    case (nil, let task?, nil): try importTask(task)
    case (nil, nil, let agent?): try importAgent(agent)
    default:
      throw APIError.validation(
        "line", "A line holds one entity.", expected: "exactly one of pipeline, task, agent")
    }
  }

  private func importPipeline(_ pipeline: Pipeline) throws -> EntityID {
    var problems = Problems()
    problems.text("pipeline.name", pipeline.name, max: 200)
    problems.text("pipeline.slug", pipeline.slug, max: 80)
    problems.text("pipeline.platform", pipeline.platform, max: 100)
    problems.known("pipeline.currentStage", pipeline.currentStage)
    problems.known("pipeline.status", pipeline.status)
    problems.known("pipeline.priority", pipeline.priority)
    problems.known("pipeline.template", pipeline.template)
    if !pipeline.slug.isEmpty, Slug.make(pipeline.slug) != pipeline.slug {
      problems.add(
        "pipeline.slug", "The slug is not URL-safe.", received: .string(pipeline.slug),
        expected: "lower-case letters, digits and single dashes")
    }
    PipelineRules.check(pipeline.config, &problems)
    try problems.check()
    try refuseKnown(try tx.pipeline(pipeline.id) != nil, "pipeline", pipeline.id)
    try refuseKnown(try tx.pipelineIsDeleted(pipeline.id), "removed pipeline", pipeline.id)
    guard try tx.pipeline(slug: pipeline.slug) == nil else {
      throw APIError.conflict("The slug \(pipeline.slug) is taken.", current: "taken", required: "free")
    }
    var new = pipeline
    new.version = pipeline.version ?? 1
    let gate = new.status == .active || new.status == .paused ? PipelineRules(new).gate(new.currentStage) : nil
    try add(new, action: "pipeline.imported", asks: gate != nil)
    if let gate {
      _ = try openGate(gate, new, notes: nil)
    } else if new.status == .active || new.status == .paused {
      try beginWork(new)
    }
    return new.id
  }

  /// An open gate's question that comes with its pipeline takes the place of the one that the pipeline's import opened.
  private func takeGate(_ task: FactoryTask) throws {
    guard let approval = try pendingGate(of: task), let standIn = try tx.task(approval.taskId) else { return }
    try change(approval, "approval.imported", metadata: ["taskId": .id(task.id)]) {
      $0.taskId = task.id
      $0.requiredApprovers = task.requiredApprovers ?? 1
    }
    try close(standIn, "task.closed", reason: "The imported question took its place.")
  }

  /// The gate whose question this is, where it is one.
  private func pendingGate(of task: FactoryTask) throws -> Approval? {
    guard task.isOpen, task.blocksStageAdvance, task.key == nil, let id = task.pipelineId,
      let pipeline = try tx.pipeline(id), let gate = PipelineRules(pipeline).gate(pipeline.currentStage),
      task.stageName == pipeline.currentStage, task.type == gate.task,
      task.title == String(gate.title(of: pipeline).prefix(TaskLimits.title)),
      let approval = try tx.latestApproval(pipeline: id, stage: pipeline.currentStage), approval.status == .pending
    else { return nil }
    return approval
  }

  private func refuseKnown(_ isKnown: Bool, _ kind: String, _ id: EntityID) throws {
    if isKnown { throw APIError.conflict("There is a \(kind) \(id) already.", current: "exists", required: "absent") }
  }

  private func importTask(_ task: FactoryTask) throws -> EntityID {
    var problems = Problems()
    problems.text("task.title", task.title, max: TaskLimits.title)
    problems.known("task.type", task.type)
    problems.known("task.status", task.status)
    problems.known("task.priority", task.priority)
    problems.known("task.stageName", task.stageName)
    problems.known("task.decision", task.decision)
    problems.number("task.requiredApprovers", task.requiredApprovers, in: PipelineRules.approverRange)
    TaskChecks.check(task.context, &problems)
    for (field, id) in [("task.pipelineId", task.pipelineId), ("task.blocksPipelineId", task.blocksPipelineId)] {
      guard let id, try tx.pipeline(id) == nil else { continue }
      problems.add(field, "There is no pipeline \(id).", received: .id(id), expected: "a pipeline of this store")
    }
    if task.status == .completed, task.decision == nil, task.withdrawnAt == nil {
      problems.add("task.decision", "A completed task has a decision.", expected: "a decision, or withdrawnAt")
    }
    try problems.check()
    try refuseKnown(try tx.task(task.id) != nil, "task", task.id)
    if let key = task.key, task.isOpen, try tx.openTask(key: key, createdBy: task.createdBy ?? actor.id) != nil {
      throw APIError.conflict("An open task has the key \(key).", current: "exists", required: "absent")
    }
    var new = settled(task)
    let isGate = try pendingGate(of: new) != nil
    // Nobody asked for a gate; the importer must not seem to have.
    if isGate { (new.createdBy, new.importedBy) = (task.createdBy, nil) }
    let added = try add(new, action: "task.imported", metadata: try imported(task))
    if isGate { try takeGate(added) }
    return added.id
  }

  /// Who decided, as the importer says it: this store's own ledger knows nothing of it.
  private func imported(_ task: FactoryTask) throws -> [String: JSONValue] {
    guard let decision = task.decision else { return [:] }
    var metadata: [String: JSONValue] = [
      "imported": true, "decision": .text(decision.rawValue), "decidedBy": .id(task.decidedBy),
      "decidedByName": .text(task.decidedByName), "decidedAt": .time(task.decidedAt),
    ]
    if let id = task.decidedBy { metadata["decidedByIsKnown"] = .bool(try tx.user(id) != nil) }
    return metadata
  }

  /// Leases and decisions under way belong to the store they were made in.
  private func settled(_ task: FactoryTask) -> FactoryTask {
    var new = task
    new.version = task.version ?? 1
    new.createdBy = task.createdBy ?? actor.id
    new.importedBy = actor.id
    new.updatedAt = max(task.updatedAt, task.createdAt)
    new.requiredApprovers = task.requiredApprovers ?? 1
    new.currentApprovers = task.status == .completed ? task.currentApprovers ?? 0 : 0
    if task.isOpen {
      let before = task.pendingDecision?.before ?? task.status
      if task.pendingDecision != nil || task.status == .claimed { new.status = new.restingStatus(after: before) }
      new.pendingDecision = nil
      new.releaseClaim()
    }
    return new
  }

  private func importAgent(_ agent: Agent) throws -> EntityID {
    var problems = Problems()
    problems.text("agent.name", agent.name, max: 200)
    problems.known("agent.type", agent.type)
    problems.known("agent.status", agent.status)
    try problems.check()
    try refuseKnown(try tx.agents().contains { $0.id == agent.id }, "agent", agent.id)
    try tx.upsert(agent)
    try audit("agent.imported", "agent", agent.id, pipeline: nil)
    let payload = AgentStatusPayload(
      agentId: agent.id, agentName: agent.name, fromStatus: .offline, toStatus: agent.status,
      currentTaskId: agent.currentTaskId)
    try emit(.agentStatusChanged(payload))
    return agent.id
  }
}
