// The event table of contract §4.5: what each event changes. Exhaustive, so that a new event type does not compile until it is here.
import FactoryContracts

enum EventMapping {
  /// An event that changes nothing here gives no action: approvals are told again by their tasks (ruling R12),
  /// and a new asset goes to the list that shows it (`noteAsset`).
  static func actions(for event: FactoryEvent) -> [FactoryAction] {
    switch event {
    case .pipelineCreated(let payload), .pipelineUpdated(let payload), .pipelineCompleted(let payload),
      .pipelineFailed(let payload):
      [.pipelineUpdated(payload.pipeline)]
    case .pipelineStageChanged(let payload): [.pipelineStageChanged(payload)]
    case .pipelineBlocked(let payload): [.pipelineBlocked(payload)]
    case .taskCreated(let payload): [.taskCreated(payload.task)]
    case .taskClaimed(let payload), .taskEscalated(let payload), .taskUpdated(let payload): [.taskUpdated(payload.task)]
    case .taskCompleted(let payload): [.taskCompleted(payload.task)]
    case .taskSlaWarning(let payload): [.taskSlaWarning(payload)]
    case .taskSlaBreached(let payload): [.taskSlaBreached(payload)]
    case .approvalPending, .approvalApproved, .approvalRejected, .approvalUpdated: []
    case .agentStatusChanged(let payload): [.agentStatus(payload)]
    case .agentHeartbeat(let payload): [.agentHeartbeat(payload)]
    case .assetCreated, .assetUpdated: []
    case .deployStarted(let payload), .deploySucceeded(let payload), .deployFailed(let payload):
      [.deployUpdate(payload)]
    case .feedbackReceived(let payload), .feedbackProcessed(let payload): [.feedbackReceived(payload)]
    case .notificationCreated(let payload): [.notification(payload.notification)]
    case .unknown: []
    }
  }
}
