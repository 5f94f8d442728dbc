// The one way an entity changes: row, version, audit and events together, so that none of them can be forgotten.
// Invariants: `updatedAt` never goes back (ruling R20); versions only grow (R32); every change of a pipeline is accompanied by
// `pipeline.updated` (R20); a task that is or was pending concerns `tasks:pending` (R51).
import FactoryContracts

/// Which event tells a change of a task.
enum TaskNews {
  /// `task.updated`, for what no declared event tells (ruling R21).
  case updated
  case claimed, escalated, completed
}

extension UseCases {
  /// A moment after both now and what was written before.
  func later(than moment: Timestamp) -> Timestamp {
    max(now, Timestamp(milliseconds: moment.milliseconds + 1))
  }

  func audit(
    _ action: String, _ entityType: String, _ id: EntityID, pipeline: EntityID?,
    changes: [String: AuditChange] = [:], metadata: [String: JSONValue] = [:]
  ) throws {
    var metadata = metadata
    if let key = actor.keyId { metadata["apiKeyId"] = .id(key) }
    if let tool = actor.tool { metadata["tool"] = .string(tool) }
    let entry = AuditEntry(
      id: newID(), actorType: actor.auditType, actorId: actor.kind == .system ? nil : actor.id,
      actorName: actor.name, action: action, entityType: entityType, entityId: id, changes: changes,
      metadata: metadata, createdAt: now)
    try tx.append(entry, pipelineId: pipeline)
    if actor.tool != nil { try notifyOfTool(entry, pipeline) }
  }

  /// - Parameter quietly: tells programs, but notifies nobody: what is imported was asked elsewhere.
  func emit(_ event: FactoryEvent, task: EntityID? = nil, pending: Bool = false, quietly: Bool = false) throws {
    try tx.append(EventDraft(event, at: now, taskId: task, concernsPending: pending))
    if !quietly { try notify(of: event) }
  }
}

// MARK: - Tasks

extension UseCases {
  /// Stores a new task with its evidence, tells of it and returns its list form.
  func add(_ task: FactoryTask, action: String = "task.created", metadata: [String: JSONValue] = [:]) throws
    -> FactoryTask
  {
    try tx.insert(task)
    let light = task.listForm
    try audit(
      action, "task", task.id, pipeline: task.pipelineId, changes: TaskFields.created(light), metadata: metadata)
    try emit(
      .taskCreated(TaskPayload(task: light)), task: task.id, pending: light.status == .pending,
      quietly: action == "task.imported")
    return light
  }

  /// - Parameter bumps: whether a decision made on what was shown before must be refused now (ruling R32).
  @discardableResult
  func change(
    _ old: FactoryTask, _ action: String, bumps: Bool, news: TaskNews = .updated, metadata: [String: JSONValue] = [:],
    _ edit: (inout FactoryTask) -> Void
  ) throws -> FactoryTask {
    var task = old
    edit(&task)
    task.updatedAt = later(than: old.updatedAt)
    if bumps { task.version = (old.version ?? 1) + 1 }
    try tx.update(task)
    try audit(
      action, "task", task.id, pipeline: task.pipelineId, changes: TaskFields.changes(old, task), metadata: metadata)
    try emit(event(news, task), task: task.id, pending: old.status == .pending || task.status == .pending)
    return task
  }

  private func event(_ news: TaskNews, _ task: FactoryTask) -> FactoryEvent {
    switch news {
    case .updated: .taskUpdated(TaskPayload(task: task))
    case .claimed: .taskClaimed(TaskPayload(task: task))
    case .escalated: .taskEscalated(TaskPayload(task: task))
    case .completed:
      .taskCompleted(TaskCompletedPayload(task: task, decision: task.decision, decidedBy: task.decidedBy))
    }
  }
}

// MARK: - Pipelines and approvals

extension UseCases {
  @discardableResult
  func change(
    _ old: Pipeline, _ action: String, metadata: [String: JSONValue] = [:], _ edit: (inout Pipeline) -> Void
  ) throws -> Pipeline {
    var pipeline = old
    edit(&pipeline)
    pipeline.updatedAt = later(than: old.updatedAt)
    pipeline.version = (old.version ?? 1) + 1
    try tx.update(pipeline)
    try audit(
      action, "pipeline", pipeline.id, pipeline: pipeline.id, changes: PipelineFields.changes(old, pipeline),
      metadata: metadata)
    try emit(.pipelineUpdated(PipelinePayload(pipeline: pipeline)))
    return pipeline
  }

  @discardableResult
  func change(
    _ old: Approval, _ action: String, metadata: [String: JSONValue] = [:], _ edit: (inout Approval) -> Void
  ) throws -> Approval {
    var approval = old
    edit(&approval)
    approval.version = (old.version ?? 1) + 1
    try tx.update(approval)
    try audit(
      action, "approval", approval.id, pipeline: approval.pipelineId,
      changes: ApprovalFields.changes(old, approval), metadata: metadata)
    let payload = ApprovalPayload(approval: approval)
    switch approval.status {
    case .approved where old.status != .approved: try emit(.approvalApproved(payload), task: approval.taskId)
    case .rejected where old.status != .rejected: try emit(.approvalRejected(payload), task: approval.taskId)
    default: try emit(.approvalUpdated(payload), task: approval.taskId)
    }
    return approval
  }
}
