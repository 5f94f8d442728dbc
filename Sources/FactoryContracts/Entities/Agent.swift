// An agent: a worker that builds, tests, deploys or watches (contract §1.4).

package enum AgentType: String, WireEnum {
  case aiBuilder = "ai_builder"
  case testRunner = "test_runner"
  case deployer, monitor
  case unknown
}

package enum AgentStatus: String, WireEnum {
  case idle, active, error, offline
  case unknown
}

package struct AgentHealth: Codable, Hashable, Sendable {
  package var uptimeSeconds: Double
  package var tasksCompleted24h: Int
  /// 0.0–1.0.
  package var errorRate: Double
  package var lastHeartbeat: Timestamp
  /// Load average of its machine over the last minute, where the agent says it. Additive to the contract.
  package var load1: Double?
  /// Resident memory of the agent's process, in MB, where it says it. Additive to the contract.
  package var memoryMB: Double?

  package init(
    uptimeSeconds: Double, tasksCompleted24h: Int, errorRate: Double, lastHeartbeat: Timestamp, load1: Double? = nil,
    memoryMB: Double? = nil
  ) {
    self.load1 = load1
    self.memoryMB = memoryMB
    self.uptimeSeconds = uptimeSeconds
    self.tasksCompleted24h = tasksCompleted24h
    self.errorRate = errorRate
    self.lastHeartbeat = lastHeartbeat
  }
}

package struct Agent: Codable, Hashable, Sendable {
  package var id: EntityID
  package var name: String
  package var type: AgentType
  package var status: AgentStatus
  @Nullable package var currentTaskId: EntityID?
  @Nullable package var currentPipelineId: EntityID?
  package var health: AgentHealth
  package var capabilities: [String]
  package var config: [String: JSONValue]
  package var tasksCompletedTotal: Int
  @Nullable package var avgTaskDurationSeconds: Double?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp

  package init(
    id: EntityID, name: String, type: AgentType, status: AgentStatus, currentTaskId: EntityID? = nil,
    currentPipelineId: EntityID? = nil, health: AgentHealth, capabilities: [String] = [],
    config: [String: JSONValue] = [:], tasksCompletedTotal: Int = 0, avgTaskDurationSeconds: Double? = nil,
    createdAt: Timestamp, updatedAt: Timestamp
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.status = status
    self.currentTaskId = currentTaskId
    self.currentPipelineId = currentPipelineId
    self.health = health
    self.capabilities = capabilities
    self.config = config
    self.tasksCompletedTotal = tasksCompletedTotal
    self.avgTaskDurationSeconds = avgTaskDurationSeconds
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension Agent {
  /// The member of `config` by which an agent promises a sign of life every so many seconds.
  package static let heartbeatMember = "heartbeatSeconds"

  /// When it counts as gone without another sign of life: after three promised ones did not come. nil for who promised none, or is
  /// gone already.
  package var silentAt: Timestamp? {
    guard status != .offline, let seconds = config[Self.heartbeatMember]?.double, (1...86_400).contains(seconds) else {
      return nil
    }
    return health.lastHeartbeat.adding(seconds: 3 * seconds)
  }
}
