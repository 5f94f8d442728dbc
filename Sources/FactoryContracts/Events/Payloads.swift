// One payload type for each kind of event (contract §1.6). Events without a declared payload carry their entity (ruling R21).

package struct PipelinePayload: Codable, Hashable, Sendable {
  package var pipeline: Pipeline

  package init(pipeline: Pipeline) {
    self.pipeline = pipeline
  }
}

package struct PipelineStageChangedPayload: Codable, Hashable, Sendable {
  package var pipelineId: EntityID
  package var pipelineName: String
  package var fromStage: PipelineStage
  package var toStage: PipelineStage
  /// User or agent.
  package var triggeredBy: EntityID

  package init(
    pipelineId: EntityID, pipelineName: String, fromStage: PipelineStage, toStage: PipelineStage,
    triggeredBy: EntityID
  ) {
    self.pipelineId = pipelineId
    self.pipelineName = pipelineName
    self.fromStage = fromStage
    self.toStage = toStage
    self.triggeredBy = triggeredBy
  }
}

package struct PipelineBlockedPayload: Codable, Hashable, Sendable {
  package var pipelineId: EntityID
  package var pipelineName: String
  package var blockedAt: PipelineStage
  package var reason: String
  package var taskId: EntityID

  package init(
    pipelineId: EntityID, pipelineName: String, blockedAt: PipelineStage, reason: String, taskId: EntityID
  ) {
    self.pipelineId = pipelineId
    self.pipelineName = pipelineName
    self.blockedAt = blockedAt
    self.reason = reason
    self.taskId = taskId
  }
}

package struct TaskPayload: Codable, Hashable, Sendable {
  package var task: FactoryTask

  package init(task: FactoryTask) {
    self.task = task
  }
}

package struct TaskCompletedPayload: Codable, Hashable, Sendable {
  package var task: FactoryTask
  /// Absent when the task was closed without a decision (ruling R37).
  package var decision: TaskDecision?
  package var decidedBy: EntityID?

  package init(task: FactoryTask, decision: TaskDecision? = nil, decidedBy: EntityID? = nil) {
    self.task = task
    self.decision = decision
    self.decidedBy = decidedBy
  }
}

package struct TaskSlaPayload: Codable, Hashable, Sendable {
  package var taskId: EntityID
  package var taskTitle: String
  @Nullable package var pipelineId: EntityID?
  package var slaDeadline: Timestamp
  /// Negative once breached.
  package var minutesRemaining: Double
  package var escalationLevel: Int

  package init(
    taskId: EntityID, taskTitle: String, pipelineId: EntityID? = nil, slaDeadline: Timestamp,
    minutesRemaining: Double, escalationLevel: Int
  ) {
    self.taskId = taskId
    self.taskTitle = taskTitle
    self.pipelineId = pipelineId
    self.slaDeadline = slaDeadline
    self.minutesRemaining = minutesRemaining
    self.escalationLevel = escalationLevel
  }
}

package struct ApprovalPayload: Codable, Hashable, Sendable {
  package var approval: Approval

  package init(approval: Approval) {
    self.approval = approval
  }
}

package struct AgentStatusPayload: Codable, Hashable, Sendable {
  package var agentId: EntityID
  package var agentName: String
  package var fromStatus: AgentStatus
  package var toStatus: AgentStatus
  @Nullable package var currentTaskId: EntityID?

  package init(
    agentId: EntityID, agentName: String, fromStatus: AgentStatus, toStatus: AgentStatus,
    currentTaskId: EntityID? = nil
  ) {
    self.agentId = agentId
    self.agentName = agentName
    self.fromStatus = fromStatus
    self.toStatus = toStatus
    self.currentTaskId = currentTaskId
  }
}

package struct AgentHeartbeatPayload: Codable, Hashable, Sendable {
  package var agentId: EntityID
  package var agentName: String
  package var status: AgentStatus
  package var health: AgentHealth

  package init(agentId: EntityID, agentName: String, status: AgentStatus, health: AgentHealth) {
    self.agentId = agentId
    self.agentName = agentName
    self.status = status
    self.health = health
  }
}

package struct AssetPayload: Codable, Hashable, Sendable {
  package var asset: Asset

  package init(asset: Asset) {
    self.asset = asset
  }
}

package enum DeployTarget: String, WireEnum {
  case staging, production
  case unknown
}

package enum DeployStatus: String, WireEnum {
  case started, succeeded, failed
  case unknown
}

package struct DeployPayload: Codable, Hashable, Sendable {
  package var pipelineId: EntityID
  package var pipelineName: String
  package var target: DeployTarget
  package var version: String
  package var status: DeployStatus
  package var url: String?
  package var error: String?

  package init(
    pipelineId: EntityID, pipelineName: String, target: DeployTarget, version: String, status: DeployStatus,
    url: String? = nil, error: String? = nil
  ) {
    self.pipelineId = pipelineId
    self.pipelineName = pipelineName
    self.target = target
    self.version = version
    self.status = status
    self.url = url
    self.error = error
  }
}

package struct FeedbackReceivedPayload: Codable, Hashable, Sendable {
  package var feedbackId: EntityID
  @Nullable package var pipelineId: EntityID?
  package var modalType: String
  @Nullable package var decision: String?

  package init(feedbackId: EntityID, pipelineId: EntityID? = nil, modalType: String, decision: String? = nil) {
    self.feedbackId = feedbackId
    self.pipelineId = pipelineId
    self.modalType = modalType
    self.decision = decision
  }
}

package struct NotificationPayload: Codable, Hashable, Sendable {
  package var notification: FactoryNotification

  package init(notification: FactoryNotification) {
    self.notification = notification
  }
}
