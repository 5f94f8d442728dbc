// Agents: registered by themselves or by whoever manages them, alive as long as they say so (contract §1.4, §1.5, ruling R17).
import FactoryContracts

extension UseCases {
  /// Makes an agent known; an id that is known already is brought up to date (then 200).
  package func registerAgent(_ body: RegisterAgentBody) throws -> Agent {
    if actor.kind != .agent { try requireScope(.agentsManage) }
    try check(body)
    if let id = body.id, let known = try tx.agent(id) {
      reply.status = 200
      return try change(known, "agent.updated", beats: true) {
        $0.name = body.name
        $0.type = body.type
        $0.capabilities = body.capabilities ?? $0.capabilities
        $0.config = declared(body.config ?? $0.config)
        if $0.status == .offline { $0.status = .idle }
      }
    }
    return try newAgent(
      body.id ?? newID(), name: body.name, type: body.type, capabilities: body.capabilities ?? [],
      config: declared(body.config ?? [:]))
  }

  private func declared(_ config: [String: JSONValue]) -> [String: JSONValue] {
    config.filter { $0.key != Agent.guessedTypeMember }
  }

  /// One that appears without being registered (ruling R17).
  func introduced(_ id: EntityID) throws -> Agent { try newAgent(id, config: [Agent.guessedTypeMember: true]) }

  private func check(_ body: RegisterAgentBody) throws {
    var problems = Problems()
    problems.text("name", body.name, max: 200)
    problems.known("type", body.type)
    problems.number("capabilities.count", body.capabilities?.count, in: 0...100)
    for (index, text) in (body.capabilities ?? []).enumerated() {
      problems.text("capabilities[\(index)]", text, max: 100)
    }
    try problems.check()
  }

  /// An agent that nobody heard of before.
  func newAgent(
    _ id: EntityID, name: String? = nil, type: AgentType = .aiBuilder, status: AgentStatus = .idle,
    capabilities: [String] = [], config: [String: JSONValue] = [:]
  ) throws -> Agent {
    let agent = Agent(
      id: id, name: name ?? actor.name, type: type, status: status,
      health: AgentHealth(uptimeSeconds: 0, tasksCompleted24h: 0, errorRate: 0, lastHeartbeat: now),
      capabilities: capabilities, config: config, createdAt: now, updatedAt: now)
    try tx.upsert(agent)
    try audit("agent.registered", "agent", id, pipeline: nil, changes: AgentFields.all.created(agent))
    try tell(agent, from: .offline, beats: true)
    return agent
  }

  /// A sign of life. Only an agent's own may introduce one that is not known (ruling R17).
  package func heartbeat(_ id: EntityID, _ body: HeartbeatBody) throws {
    try requireScope(.pipelinesWrite)
    let known = try tx.agent(id)
    if known == nil, actor.kind != .agent { throw APIError.notFound("agent", id) }
    let task = try check(body)
    let agent = try known ?? introduced(id)
    try change(agent, "agent.status_changed", beats: true) {
      $0.status = body.status
      if let task { $0.currentTaskId = task.value }
      $0.health.uptimeSeconds = body.metrics?["uptimeSeconds"] ?? $0.health.uptimeSeconds
      $0.health.errorRate = body.metrics?["errorRate"] ?? $0.health.errorRate
      $0.health.load1 = body.metrics?["load1"] ?? $0.health.load1
      $0.health.memoryMB = body.metrics?["memoryMB"] ?? $0.health.memoryMB
      if let count = body.metrics?["tasksCompleted24h"] { $0.health.tasksCompleted24h = Int(count) }
    }
  }

  /// What a heartbeat says about the agent's task: one, or none.
  private struct CurrentTask { let value: EntityID? }

  private func check(_ body: HeartbeatBody) throws -> CurrentTask? {
    var problems = Problems()
    problems.known("status", body.status)
    let ranges = [
      ("errorRate", 0...1.0), ("uptimeSeconds", 0...1e12), ("tasksCompleted24h", 0...1e9), ("load1", 0...1e6),
      ("memoryMB", 0...1e9),
    ]
    for (name, range) in ranges {
      guard let value = body.metrics?[name], !range.contains(value) else { continue }
      problems.add(
        "metrics.\(name)", "metrics.\(name) is \(value).", received: value.isFinite ? .number(value) : .null,
        expected: "\(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }
    var task: CurrentTask?
    if let told = body.currentTaskId {
      let id = told.string.flatMap { EntityID($0) }
      if id == nil, told != .null {
        problems.add("currentTaskId", "currentTaskId is no task's id.", received: told, expected: "a UUID or null")
      }
      task = CurrentTask(value: id)
    }
    try problems.check()
    return task
  }

  /// The holder's hands are free again; what it did counts.
  func release(_ job: Job) throws {
    guard let id = job.agentId, let agent = try tx.agent(id) else { return }
    let day = try tx.jobTally(agent: id, since: now.adding(seconds: -86_400))
    let isDone = job.status == .succeeded || job.status == .failed
    try change(agent, "agent.job_ended", beats: isDone, metadata: ["jobId": .id(job.id)]) {
      if day.running == 0 {
        if $0.status == .active { $0.status = .idle }
        $0.currentPipelineId = nil
      }
      guard isDone else { return }
      $0.health.tasksCompleted24h = day.succeeded
      $0.health.errorRate = Double(day.failed) / Double(max(1, day.failed + day.succeeded))
      if job.status == .succeeded { $0.count(job) }
    }
  }

  /// Signs of life that it promised did not come: it counts as gone until the next. Its jobs have their leases.
  package func silence(_ id: EntityID) throws {
    guard let agent = try tx.agent(id), let end = agent.silentAt, end <= now else { return }
    try change(agent, "agent.silent") { $0.status = .offline }
  }

  /// The lease ran out: without another sign of life meanwhile the agent counts as gone.
  func lost(_ job: Job) throws {
    guard let id = job.agentId, let agent = try tx.agent(id) else { return }
    let begun = job.startedAt ?? job.createdAt
    let isAlive = agent.health.lastHeartbeat > begun && agent.status != .offline
    let others = try tx.jobTally(agent: id, since: now).running
    try change(agent, "agent.lease_lapsed", metadata: ["jobId": .id(job.id)]) {
      if others == 0 { $0.currentPipelineId = nil }
      if !isAlive {
        $0.status = .offline
      } else if others == 0, $0.status == .active {
        $0.status = .idle
      }
    }
  }
}

extension Agent {
  /// One more piece of work and how long it took.
  fileprivate mutating func count(_ job: Job) {
    let seconds = max(0, (job.completedAt ?? job.createdAt).seconds(since: job.startedAt ?? job.createdAt))
    let before = (avgTaskDurationSeconds ?? 0) * Double(tasksCompletedTotal)
    tasksCompletedTotal += 1
    avgTaskDurationSeconds = (before + seconds) / Double(tasksCompletedTotal)
  }
}
