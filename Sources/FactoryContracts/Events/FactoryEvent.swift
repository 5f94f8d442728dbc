// An event with its payload: one case for each event type, so that the compiler lists what a new type still needs.

/// What happened, typed. `unknown` keeps what a newer server sent.
package enum FactoryEvent: Hashable, Sendable {
  case pipelineCreated(PipelinePayload)
  case pipelineUpdated(PipelinePayload)
  case pipelineStageChanged(PipelineStageChangedPayload)
  case pipelineCompleted(PipelinePayload)
  case pipelineFailed(PipelinePayload)
  case pipelineBlocked(PipelineBlockedPayload)
  case taskCreated(TaskPayload)
  case taskClaimed(TaskPayload)
  case taskCompleted(TaskCompletedPayload)
  case taskSlaWarning(TaskSlaPayload)
  case taskSlaBreached(TaskSlaPayload)
  case taskEscalated(TaskPayload)
  case approvalPending(ApprovalPayload)
  case approvalApproved(ApprovalPayload)
  case approvalRejected(ApprovalPayload)
  case agentStatusChanged(AgentStatusPayload)
  case agentHeartbeat(AgentHeartbeatPayload)
  case assetCreated(AssetPayload)
  case assetUpdated(AssetPayload)
  case deployStarted(DeployPayload)
  case deploySucceeded(DeployPayload)
  case deployFailed(DeployPayload)
  case feedbackReceived(FeedbackReceivedPayload)
  case feedbackProcessed(FeedbackReceivedPayload)
  case taskUpdated(TaskPayload)
  case approvalUpdated(ApprovalPayload)
  case notificationCreated(NotificationPayload)
  case unknown(type: String, data: JSONValue)
}

extension FactoryEvent {
  package var type: EventType {
    switch self {
    case .pipelineCreated: .pipelineCreated
    case .pipelineUpdated: .pipelineUpdated
    case .pipelineStageChanged: .pipelineStageChanged
    case .pipelineCompleted: .pipelineCompleted
    case .pipelineFailed: .pipelineFailed
    case .pipelineBlocked: .pipelineBlocked
    case .taskCreated: .taskCreated
    case .taskClaimed: .taskClaimed
    case .taskCompleted: .taskCompleted
    case .taskSlaWarning: .taskSlaWarning
    case .taskSlaBreached: .taskSlaBreached
    case .taskEscalated: .taskEscalated
    case .approvalPending: .approvalPending
    case .approvalApproved: .approvalApproved
    case .approvalRejected: .approvalRejected
    case .agentStatusChanged: .agentStatusChanged
    case .agentHeartbeat: .agentHeartbeat
    case .assetCreated: .assetCreated
    case .assetUpdated: .assetUpdated
    case .deployStarted: .deployStarted
    case .deploySucceeded: .deploySucceeded
    case .deployFailed: .deployFailed
    case .feedbackReceived: .feedbackReceived
    case .feedbackProcessed: .feedbackProcessed
    case .taskUpdated: .taskUpdated
    case .approvalUpdated: .approvalUpdated
    case .notificationCreated: .notificationCreated
    case .unknown: .unknown
    }
  }

  /// The pipeline the event is about: `pipeline:<id>` gets it (ruling R22).
  package var pipelineId: EntityID? {
    switch self {
    case .pipelineCreated(let payload), .pipelineUpdated(let payload), .pipelineCompleted(let payload),
      .pipelineFailed(let payload):
      payload.pipeline.id
    case .pipelineStageChanged(let payload): payload.pipelineId
    case .pipelineBlocked(let payload): payload.pipelineId
    case .taskCreated(let payload), .taskClaimed(let payload), .taskEscalated(let payload), .taskUpdated(let payload):
      payload.task.pipelineId
    case .taskCompleted(let payload): payload.task.pipelineId
    case .taskSlaWarning(let payload), .taskSlaBreached(let payload): payload.pipelineId
    case .approvalPending(let payload), .approvalApproved(let payload), .approvalRejected(let payload),
      .approvalUpdated(let payload):
      payload.approval.pipelineId
    case .assetCreated(let payload), .assetUpdated(let payload): payload.asset.pipelineId
    case .deployStarted(let payload), .deploySucceeded(let payload), .deployFailed(let payload): payload.pipelineId
    case .feedbackReceived(let payload), .feedbackProcessed(let payload): payload.pipelineId
    case .agentStatusChanged, .agentHeartbeat, .notificationCreated, .unknown: nil
    }
  }
}
