// Bodies and answers of the endpoints (contract §1.5, rulings R17, R44–R59).

package struct CreatePipelineBody: Codable, Hashable, Sendable {
  package var name: String
  package var template: PipelineTemplate?
  package var platform: String
  package var config: [String: JSONValue]?
  package var priority: Priority?
  package var assigneeId: EntityID?

  package init(
    name: String, template: PipelineTemplate? = nil, platform: String, config: [String: JSONValue]? = nil,
    priority: Priority? = nil, assigneeId: EntityID? = nil
  ) {
    self.name = name
    self.template = template
    self.platform = platform
    self.config = config
    self.priority = priority
    self.assigneeId = assigneeId
  }
}

/// A change of a pipeline; `config` and `metadata` merge one level deep, null removes a key (ruling R45).
package struct UpdatePipelineBody: Codable, Hashable, Sendable {
  package var priority: Priority?
  package var status: PipelineStatus?
  package var config: [String: JSONValue]?
  /// `.null` takes the assignee away.
  package var assigneeId: JSONValue?
  package var metadata: [String: JSONValue]?

  package init(
    priority: Priority? = nil, status: PipelineStatus? = nil, config: [String: JSONValue]? = nil,
    assigneeId: JSONValue? = nil, metadata: [String: JSONValue]? = nil
  ) {
    self.priority = priority
    self.status = status
    self.config = config
    self.assigneeId = assigneeId
    self.metadata = metadata
  }
}

package struct AdvanceStageBody: Codable, Hashable, Sendable {
  package var targetStage: PipelineStage?
  package var skipValidation: Bool?
  package var notes: String?

  package init(targetStage: PipelineStage? = nil, skipValidation: Bool? = nil, notes: String? = nil) {
    self.targetStage = targetStage
    self.skipValidation = skipValidation
    self.notes = notes
  }
}

package struct AdvanceStageReply: Codable, Hashable, Sendable {
  package var stage: PipelineStageRecord
  package var tasksCreated: [FactoryTask]

  package init(stage: PipelineStageRecord, tasksCreated: [FactoryTask]) {
    self.stage = stage
    self.tasksCreated = tasksCreated
  }
}

package struct CreateTaskBody: Codable, Hashable, Sendable {
  package var pipelineId: EntityID?
  package var stageName: PipelineStage?
  package var type: TaskType
  package var title: String
  package var description: String?
  package var context: TaskContext
  package var priority: Priority?
  package var assigneeId: EntityID?
  package var slaDeadline: Timestamp?
  package var blocksStageAdvance: Bool?
  package var requiredApprovers: Int?
  package var key: String?

  package init(
    pipelineId: EntityID? = nil, stageName: PipelineStage? = nil, type: TaskType, title: String,
    description: String? = nil, context: TaskContext, priority: Priority? = nil, assigneeId: EntityID? = nil,
    slaDeadline: Timestamp? = nil, blocksStageAdvance: Bool? = nil, requiredApprovers: Int? = nil,
    key: String? = nil
  ) {
    self.pipelineId = pipelineId
    self.stageName = stageName
    self.type = type
    self.title = title
    self.description = description
    self.context = context
    self.priority = priority
    self.assigneeId = assigneeId
    self.slaDeadline = slaDeadline
    self.blocksStageAdvance = blocksStageAdvance
    self.requiredApprovers = requiredApprovers
    self.key = key
  }
}

package struct UpdateTaskBody: Codable, Hashable, Sendable {
  package var priority: Priority?

  package init(priority: Priority? = nil) {
    self.priority = priority
  }
}

package struct CompleteTaskBody: Codable, Hashable, Sendable {
  package var decision: TaskDecision
  package var notes: String?
  package var decisionData: [String: JSONValue]?
  /// 0–60; how long `undo` stays possible (ruling R54).
  package var graceSeconds: Int?

  package init(
    decision: TaskDecision, notes: String? = nil, decisionData: [String: JSONValue]? = nil,
    graceSeconds: Int? = nil
  ) {
    self.decision = decision
    self.notes = notes
    self.decisionData = decisionData
    self.graceSeconds = graceSeconds
  }
}

package struct ReassignTaskBody: Codable, Hashable, Sendable {
  package var assigneeId: EntityID
  package var reason: String?

  package init(assigneeId: EntityID, reason: String? = nil) {
    self.assigneeId = assigneeId
    self.reason = reason
  }
}

package struct WithdrawTaskBody: Codable, Hashable, Sendable {
  package var reason: String?

  package init(reason: String? = nil) {
    self.reason = reason
  }
}

package enum BulkAction: String, WireEnum {
  case approve, reject, `defer`
  case unknown
}

package struct BulkTaskBody: Codable, Hashable, Sendable {
  package var action: BulkAction
  package var taskIds: [EntityID]
  package var notes: String?
  package var graceSeconds: Int?
  /// What was shown of each, by task id (ruling R32).
  package var versions: [String: Int]?

  package init(
    action: BulkAction, taskIds: [EntityID], notes: String? = nil, graceSeconds: Int? = nil,
    versions: [String: Int]? = nil
  ) {
    self.action = action
    self.taskIds = taskIds
    self.notes = notes
    self.graceSeconds = graceSeconds
    self.versions = versions
  }
}

package struct BulkFailure: Codable, Hashable, Sendable {
  package var taskId: EntityID
  package var error: String

  package init(taskId: EntityID, error: String) {
    self.taskId = taskId
    self.error = error
  }
}

package struct BulkTaskReply: Codable, Hashable, Sendable {
  package var succeeded: [EntityID]
  package var failed: [BulkFailure]

  package init(succeeded: [EntityID], failed: [BulkFailure]) {
    self.succeeded = succeeded
    self.failed = failed
  }
}

package struct TaskStats: Codable, Hashable, Sendable {
  package var pending: Int
  package var inProgress: Int
  package var blocked: Int
  package var avgWaitTimeMinutes: Double
  package var slaBreaches: Int
  package var byPriority: [String: Int]
  package var byType: [String: Int]

  package init(
    pending: Int = 0, inProgress: Int = 0, blocked: Int = 0, avgWaitTimeMinutes: Double = 0, slaBreaches: Int = 0,
    byPriority: [String: Int] = [:], byType: [String: Int] = [:]
  ) {
    self.pending = pending
    self.inProgress = inProgress
    self.blocked = blocked
    self.avgWaitTimeMinutes = avgWaitTimeMinutes
    self.slaBreaches = slaBreaches
    self.byPriority = byPriority
    self.byType = byType
  }
}

package struct ApproveBody: Codable, Hashable, Sendable {
  package var notes: String?
  package var conditions: [String]?
  package var graceSeconds: Int?

  package init(notes: String? = nil, conditions: [String]? = nil, graceSeconds: Int? = nil) {
    self.notes = notes
    self.conditions = conditions
    self.graceSeconds = graceSeconds
  }
}

package struct RejectBody: Codable, Hashable, Sendable {
  package var reason: String
  package var requestedChanges: [String]?
  package var graceSeconds: Int?

  package init(reason: String, requestedChanges: [String]? = nil, graceSeconds: Int? = nil) {
    self.reason = reason
    self.requestedChanges = requestedChanges
    self.graceSeconds = graceSeconds
  }
}

package struct EscalateBody: Codable, Hashable, Sendable {
  package var escalateTo: EntityID?
  package var reason: String

  package init(escalateTo: EntityID? = nil, reason: String) {
    self.escalateTo = escalateTo
    self.reason = reason
  }
}

package struct PipelineCounts: Codable, Hashable, Sendable {
  package var active: Int
  package var paused: Int
  package var completed: Int
  package var failed: Int

  package init(active: Int = 0, paused: Int = 0, completed: Int = 0, failed: Int = 0) {
    self.active = active
    self.paused = paused
    self.completed = completed
    self.failed = failed
  }
}

package struct AgentCounts: Codable, Hashable, Sendable {
  package var total: Int
  package var active: Int
  package var idle: Int
  package var error: Int
  package var offline: Int

  package init(total: Int = 0, active: Int = 0, idle: Int = 0, error: Int = 0, offline: Int = 0) {
    self.total = total
    self.active = active
    self.idle = idle
    self.error = error
    self.offline = offline
  }
}

package struct SLAStatus: Codable, Hashable, Sendable {
  package var onTrack: Int
  package var warning: Int
  package var breached: Int

  package init(onTrack: Int = 0, warning: Int = 0, breached: Int = 0) {
    self.onTrack = onTrack
    self.warning = warning
    self.breached = breached
  }
}

package struct DashboardSummary: Codable, Hashable, Sendable {
  package var pipelines: PipelineCounts
  package var tasks: TaskStats
  package var agents: AgentCounts
  package var recentActivity: [AuditEntry]
  package var slaStatus: SLAStatus

  package init(
    pipelines: PipelineCounts = .init(), tasks: TaskStats = .init(), agents: AgentCounts = .init(),
    recentActivity: [AuditEntry] = [], slaStatus: SLAStatus = .init()
  ) {
    self.pipelines = pipelines
    self.tasks = tasks
    self.agents = agents
    self.recentActivity = recentActivity
    self.slaStatus = slaStatus
  }
}

package struct LoginBody: Codable, Hashable, Sendable {
  package var email: String
  package var password: String

  package init(email: String, password: String) {
    self.email = email
    self.password = password
  }
}

/// Tokens; `refresh_token` is absent in the answer of a refresh that did not rotate. Snake case as contract §1.2 writes it.
package struct TokenReply: Codable, Hashable, Sendable {
  package var accessToken: String
  package var refreshToken: String?
  /// Seconds.
  package var expiresIn: Int

  package init(accessToken: String, refreshToken: String? = nil, expiresIn: Int) {
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.expiresIn = expiresIn
  }

  private enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
    case expiresIn = "expires_in"
  }
}

/// What a refresh sends (contract §1.2).
package struct RefreshBody: Codable, Hashable, Sendable {
  package var refreshToken: String

  package init(refreshToken: String) { self.refreshToken = refreshToken }

  private enum CodingKeys: String, CodingKey { case refreshToken = "refresh_token" }
}

package struct CurrentUser: Codable, Hashable, Sendable {
  package var id: EntityID
  package var email: String
  package var name: String
  package var role: Role
  package var scopes: [Scope]

  package init(id: EntityID, email: String, name: String, role: Role, scopes: [Scope]) {
    self.id = id
    self.email = email
    self.name = name
    self.role = role
    self.scopes = scopes
  }
}

package enum UserStatus: String, WireEnum {
  case active, disabled
  case unknown
}

package struct User: Codable, Hashable, Sendable {
  package var id: EntityID
  package var email: String
  package var name: String
  package var role: Role
  package var status: UserStatus
  package var createdAt: Timestamp

  package init(
    id: EntityID, email: String, name: String, role: Role, status: UserStatus = .active, createdAt: Timestamp
  ) {
    self.id = id
    self.email = email
    self.name = name
    self.role = role
    self.status = status
    self.createdAt = createdAt
  }
}

package struct SnapshotHead: Codable, Hashable, Sendable {
  package var seq: Int64

  package init(seq: Int64) {
    self.seq = seq
  }
}

/// The first member says what an import or snapshot line holds: `task`, `pipeline` or `agent`.
package struct SnapshotLine: Codable, Hashable, Sendable {
  package var pipeline: Pipeline?
  package var task: FactoryTask?
  package var agent: Agent?

  package init(pipeline: Pipeline? = nil, task: FactoryTask? = nil, agent: Agent? = nil) {
    self.pipeline = pipeline
    self.task = task
    self.agent = agent
  }
}

/// One answer line for one line of an import (ruling R55).
package struct ImportResult: Codable, Hashable, Sendable {
  package var line: Int
  package var ok: Bool
  package var id: EntityID?
  package var error: APIError?

  package init(line: Int, ok: Bool, id: EntityID? = nil, error: APIError? = nil) {
    self.line = line
    self.ok = ok
    self.id = id
    self.error = error
  }
}
