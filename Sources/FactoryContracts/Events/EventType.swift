// Every event type of the socket (contract §1.6, additive ones of ruling R21).

/// What happened. The last four are additive: older clients skip them.
package enum EventType: String, WireEnum {
  case pipelineCreated = "pipeline.created"
  case pipelineUpdated = "pipeline.updated"
  case pipelineStageChanged = "pipeline.stage_changed"
  case pipelineCompleted = "pipeline.completed"
  case pipelineFailed = "pipeline.failed"
  case pipelineBlocked = "pipeline.blocked"
  case taskCreated = "task.created"
  case taskClaimed = "task.claimed"
  case taskCompleted = "task.completed"
  case taskSlaWarning = "task.sla_warning"
  case taskSlaBreached = "task.sla_breached"
  case taskEscalated = "task.escalated"
  case approvalPending = "approval.pending"
  case approvalApproved = "approval.approved"
  case approvalRejected = "approval.rejected"
  case agentStatusChanged = "agent.status_changed"
  case agentHeartbeat = "agent.heartbeat"
  case assetCreated = "asset.created"
  case assetUpdated = "asset.updated"
  case deployStarted = "deploy.started"
  case deploySucceeded = "deploy.succeeded"
  case deployFailed = "deploy.failed"
  case feedbackReceived = "feedback.received"
  case feedbackProcessed = "feedback.processed"
  case taskUpdated = "task.updated"
  case approvalUpdated = "approval.updated"
  case notificationCreated = "notification.created"
  case unknown

  /// `task` of `task.created`: what channels are matched by (ruling R22).
  package var family: Substring { rawValue.prefix { $0 != "." } }
}
