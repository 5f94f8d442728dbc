// Bodies and replies of jobs and agents (contract §1.5, rulings R17, R46, R47).

/// Asks for work.
package struct ClaimJobBody: Codable, Hashable, Sendable {
  package var agentId: EntityID
  /// Only these; absent or empty: any.
  package var kinds: [JobKind]?
  package var leaseSeconds: Int?

  package init(agentId: EntityID, kinds: [JobKind]? = nil, leaseSeconds: Int? = nil) {
    self.agentId = agentId
    self.kinds = kinds
    self.leaseSeconds = leaseSeconds
  }
}

/// Text for the job's log; every line is also a sign of life.
package struct JobLogBody: Codable, Hashable, Sendable {
  package var text: String
  /// `attempts` as it was when the job was taken: refuses one who lost the lease to another agent of the same principal.
  package var attempt: Int?

  package init(text: String, attempt: Int? = nil) {
    self.text = text
    self.attempt = attempt
  }
}

package struct CompleteJobBody: Codable, Hashable, Sendable {
  /// `succeeded` or `failed`.
  package var status: JobStatus
  package var result: [String: JSONValue]?
  package var error: String?
  /// As in `JobLogBody`.
  package var attempt: Int?

  package init(
    status: JobStatus, result: [String: JSONValue]? = nil, error: String? = nil, attempt: Int? = nil
  ) {
    self.status = status
    self.result = result
    self.error = error
    self.attempt = attempt
  }
}

/// Makes an agent known, or brings what is known of it up to date.
package struct RegisterAgentBody: Codable, Hashable, Sendable {
  /// The agent's own id, so that it finds itself again; without one the server gives one.
  package var id: EntityID?
  package var name: String
  package var type: AgentType
  package var capabilities: [String]?
  package var config: [String: JSONValue]?

  package init(
    id: EntityID? = nil, name: String, type: AgentType, capabilities: [String]? = nil,
    config: [String: JSONValue]? = nil
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.capabilities = capabilities
    self.config = config
  }
}

package struct HeartbeatBody: Codable, Hashable, Sendable {
  package var status: AgentStatus
  /// `uptimeSeconds`, `tasksCompleted24h` and `errorRate` become the agent's health.
  package var metrics: [String: Double]?
  /// Absent: as it was; null: none.
  package var currentTaskId: JSONValue?

  package init(status: AgentStatus, metrics: [String: Double]? = nil, currentTaskId: JSONValue? = nil) {
    self.status = status
    self.metrics = metrics
    self.currentTaskId = currentTaskId
  }
}
