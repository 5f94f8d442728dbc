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

/// Puts a job back that its holder cannot end.
package struct ReleaseJobBody: Codable, Hashable, Sendable {
  /// Why; kept in the audit log.
  package var reason: String?
  /// As in `JobLogBody`.
  package var attempt: Int?

  package init(reason: String? = nil, attempt: Int? = nil) {
    self.reason = reason
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

/// Which tests to run (contract §2.1).
package enum TestType: String, WireEnum {
  case unit, integration, e2e, all
  case unknown
}

package enum TestEnvironment: String, WireEnum {
  case local, ci
  case unknown
}

/// Asks for a test run; without more, all tests where the CI runs.
package struct TestRunBody: Codable, Hashable, Sendable {
  package var testType: TestType?
  package var environment: TestEnvironment?

  package init(testType: TestType? = nil, environment: TestEnvironment? = nil) {
    self.testType = testType
    self.environment = environment
  }
}

package struct DeployBody: Codable, Hashable, Sendable {
  package var target: DeployTarget
  /// Absent: the latest build's.
  package var version: String?
  /// true: only the plan, nothing happens.
  package var dryRun: Bool?
  /// true: back to a version that ran there; without `version`, the one before. A human decides, always.
  package var rollback: Bool?
  /// Why; the question says it.
  package var notes: String?

  package init(
    target: DeployTarget, version: String? = nil, dryRun: Bool? = nil, rollback: Bool? = nil, notes: String? = nil
  ) {
    self.target = target
    self.version = version
    self.dryRun = dryRun
    self.rollback = rollback
    self.notes = notes
  }
}

/// What a deploy would do and what stands in its way.
package struct DeployPlan: Codable, Hashable, Sendable {
  /// Always true: it tells a plan from a job.
  package var dryRun: Bool
  package var pipelineId: EntityID
  package var target: DeployTarget
  package var version: String
  /// What runs there now; absent where nothing is known to.
  package var currentVersion: String?
  package var currentStage: PipelineStage
  /// Whether a human decides before anything is deployed.
  package var requiresApproval: Bool
  /// What would happen, in order.
  package var steps: [String]
  /// Why it would be refused now; empty when it would not.
  package var blockers: [String]
  /// What is looked at before this deploy, with what is known of it (`DeployChecklist.read`); absent for going back.
  package var checklist: String?

  package init(
    pipelineId: EntityID, target: DeployTarget, version: String, currentVersion: String? = nil,
    currentStage: PipelineStage, requiresApproval: Bool, steps: [String], blockers: [String], checklist: String? = nil
  ) {
    dryRun = true
    self.pipelineId = pipelineId
    self.target = target
    self.version = version
    self.currentVersion = currentVersion
    self.currentStage = currentStage
    self.requiresApproval = requiresApproval
    self.steps = steps
    self.blockers = blockers
    self.checklist = checklist
  }
}

/// The answer to a deploy: its job, the question that comes first, or the plan (ruling R46).
package enum DeployReply: Codable, Hashable, Sendable {
  case job(Job)
  /// On the wire `{ "task": … }`.
  case task(FactoryTask)
  case plan(DeployPlan)

  private enum Keys: String, CodingKey { case task, dryRun }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Keys.self)
    if let task = try keys.decodeIfPresent(FactoryTask.self, forKey: .task) {
      self = .task(task)
    } else if keys.contains(.dryRun) {
      self = .plan(try DeployPlan(from: decoder))
    } else {
      self = .job(try Job(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .job(let job): try job.encode(to: encoder)
    case .plan(let plan): try plan.encode(to: encoder)
    case .task(let task):
      var keys = encoder.container(keyedBy: Keys.self)
      try keys.encode(task, forKey: .task)
    }
  }
}
