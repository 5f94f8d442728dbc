// Bodies and answers of tasks (contract §1.5, rulings R44, R54).

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

package struct EscalateBody: Codable, Hashable, Sendable {
  package var escalateTo: EntityID?
  package var reason: String

  package init(escalateTo: EntityID? = nil, reason: String) {
    self.escalateTo = escalateTo
    self.reason = reason
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
