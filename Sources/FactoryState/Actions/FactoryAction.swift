// Changes of the factory's state, as contract §4.5 names them, and those that our additive events need.
import FactoryContracts

package enum FactoryAction: Sendable, Hashable {
  case pipelineUpdated(Pipeline)
  case taskCreated(FactoryTask)
  case taskCompleted(FactoryTask)
  case taskSlaWarning(TaskSlaPayload)
  case agentStatus(AgentStatusPayload)
  case deployUpdate(DeployPayload)
  case notification(FactoryNotification)
  case setTasks([FactoryTask])
  case setPipelines([Pipeline])
  case setAgents([Agent])
  // Additive: what the event table of §4.5 and rulings R20 and R21 tell beside these.
  case taskUpdated(FactoryTask)
  case taskSlaBreached(TaskSlaPayload)
  case pipelineStageChanged(PipelineStageChangedPayload)
  case pipelineBlocked(PipelineBlockedPayload)
  case agentHeartbeat(AgentHeartbeatPayload)
  case feedbackReceived(FeedbackReceivedPayload)
  case connected(Bool)
}
