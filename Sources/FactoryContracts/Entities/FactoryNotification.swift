// A notification in the app (contract §1.4; Foundation's `Notification` keeps its name).

package enum NotificationType: String, WireEnum {
  case taskAssigned = "task_assigned"
  case approvalPending = "approval_pending"
  case slaWarning = "sla_warning"
  case slaBreach = "sla_breach"
  case deployStatus = "deploy_status"
  case pipelineCompleted = "pipeline_completed"
  case agentError = "agent_error"
  case feedbackProcessed = "feedback_processed"
  case unknown
}

package enum NotificationChannel: String, WireEnum {
  case dashboard, discord, email, sms, push
  case unknown
}

package struct FactoryNotification: Codable, Hashable, Sendable {
  package var id: EntityID
  package var userId: EntityID
  package var type: NotificationType
  package var title: String
  @Nullable package var body: String?
  package var data: [String: JSONValue]
  package var channels: [NotificationChannel]
  package var deliveredVia: [NotificationChannel]
  package var read: Bool
  @Nullable package var readAt: Timestamp?
  package var dismissed: Bool
  @Nullable package var entityType: String?
  @Nullable package var entityId: EntityID?
  @Nullable package var actionUrl: String?
  package var createdAt: Timestamp

  package init(
    id: EntityID, userId: EntityID, type: NotificationType, title: String, body: String? = nil,
    data: [String: JSONValue] = [:], channels: [NotificationChannel] = [.dashboard],
    deliveredVia: [NotificationChannel] = [], read: Bool = false, readAt: Timestamp? = nil,
    dismissed: Bool = false, entityType: String? = nil, entityId: EntityID? = nil, actionUrl: String? = nil,
    createdAt: Timestamp
  ) {
    self.id = id
    self.userId = userId
    self.type = type
    self.title = title
    self.body = body
    self.data = data
    self.channels = channels
    self.deliveredVia = deliveredVia
    self.read = read
    self.readAt = readAt
    self.dismissed = dismissed
    self.entityType = entityType
    self.entityId = entityId
    self.actionUrl = actionUrl
    self.createdAt = createdAt
  }
}
