// The one way a job or an agent changes: row, audit and events together. No event type is declared for jobs; what they cause
// is told by the events of agents, pipelines and deploys (contract §1.6).
// Invariant: a job has a lease exactly while it runs.
import FactoryContracts

extension UseCases {
  func job(_ id: EntityID) throws -> Job {
    guard let job = try tx.job(id) else { throw APIError.notFound("job", id) }
    return job
  }

  /// - Parameter stay: the stage record whose work it is; nil for what someone asked for beside it.
  @discardableResult
  func queue(
    _ kind: JobKind, _ pipeline: Pipeline, stage: PipelineStage, stay: EntityID?, _ payload: [String: JSONValue] = [:]
  ) throws -> Job {
    let base: [String: JSONValue] = [
      "pipelineName": .string(pipeline.name), "slug": .string(pipeline.slug), "platform": .string(pipeline.platform),
      "template": .string(pipeline.template.rawValue),
    ]
    let job = Job(
      id: newID(), kind: kind, pipelineId: pipeline.id, stageName: stage,
      payload: base.merging(payload) { _, own in own }, createdAt: now, priority: pipeline.priority,
      stageRecordId: stay)
    try tx.insert(job)
    try audit(
      "job.queued", "job", job.id, pipeline: pipeline.id, changes: JobFields.all.created(job),
      metadata: ["kind": .string(kind.rawValue), "stage": .string(stage.rawValue)])
    return job
  }

  @discardableResult
  func change(
    _ old: Job, _ action: String, metadata: [String: JSONValue] = [:], _ edit: (inout Job) -> Void
  ) throws -> Job {
    var job = old
    edit(&job)
    try tx.update(job)
    var metadata = metadata
    metadata["kind"] = .string(job.kind.rawValue)
    metadata["agentId"] = .id(job.agentId ?? old.agentId)
    try audit(
      action, "job", job.id, pipeline: job.pipelineId, changes: JobFields.all.changes(old, job), metadata: metadata)
    return job
  }

  /// What nobody needs any more; whoever works on it learns so with the next word about it.
  func cancelJobs(of pipeline: EntityID, _ reason: String, where applies: (Job) -> Bool = { _ in true }) throws {
    for job in try tx.openJobs(pipeline: pipeline) where applies(job) {
      let canceled = try change(job, "job.canceled", metadata: ["reason": .string(reason)]) {
        $0.status = .canceled
        $0.error = reason
        $0.leaseExpiresAt = nil
        $0.completedAt = now
      }
      if job.status == .running { try release(canceled) }
    }
  }

  /// A change of an agent; `beats` when it is a sign of life.
  @discardableResult
  func change(
    _ old: Agent, _ action: String, beats: Bool = false, metadata: [String: JSONValue] = [:],
    _ edit: (inout Agent) -> Void
  ) throws -> Agent {
    var agent = old
    edit(&agent)
    agent.updatedAt = later(than: old.updatedAt)
    if beats { agent.health.lastHeartbeat = max(now, old.health.lastHeartbeat) }
    try tx.upsert(agent)
    let changes = AgentFields.all.changes(old, agent)
    if !changes.isEmpty {
      try audit(action, "agent", agent.id, pipeline: nil, changes: changes, metadata: metadata)
    }
    try tell(agent, from: old.status, beats: beats)
    return agent
  }

  func tell(_ agent: Agent, from before: AgentStatus, beats: Bool) throws {
    if agent.status != before {
      try emit(
        .agentStatusChanged(
          AgentStatusPayload(
            agentId: agent.id, agentName: agent.name, fromStatus: before, toStatus: agent.status,
            currentTaskId: agent.currentTaskId)))
    }
    if beats {
      try emit(
        .agentHeartbeat(
          AgentHeartbeatPayload(
            agentId: agent.id, agentName: agent.name, status: agent.status, health: agent.health)))
    }
  }
}

enum JobFields {
  static let all: [AuditField<Job>] = [
    AuditField("status") { .string($0.status.rawValue) },
    AuditField("agentId") { .id($0.agentId) },
    AuditField("attempts") { .count($0.attempts) },
    AuditField("priority") { .text($0.priority?.rawValue) },
    AuditField("error") { .text($0.error) },
  ]
}

enum AgentFields {
  static let all: [AuditField<Agent>] = [
    AuditField("name") { .string($0.name) },
    AuditField("type") { .string($0.type.rawValue) },
    AuditField("status") { .string($0.status.rawValue) },
    AuditField("currentTaskId") { .id($0.currentTaskId) },
    AuditField("currentPipelineId") { .id($0.currentPipelineId) },
    AuditField("capabilities") { .array($0.capabilities.map { .string($0) }) },
    AuditField("config") { .object($0.config) },
  ]
}
