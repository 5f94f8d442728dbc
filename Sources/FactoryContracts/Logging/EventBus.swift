// Names of the event bus that several server processes share (contract §7.7).

package enum EventStream: String, WireEnum {
  case pipelines = "factory.pipelines"
  case tasks = "factory.tasks"
  case agents = "factory.agents"
  case deploys = "factory.deploys"
  case notifications = "factory.notifications"
  case feedback = "factory.feedback"
  case unknown
}

/// Each reads every stream for itself; an effect happens once within a group (ruling R40).
package enum ConsumerGroup: String, WireEnum {
  case wsBroadcaster = "ws-broadcaster"
  case notificationWorker = "notification-worker"
  case discordBridge = "discord-bridge"
  case slaMonitor = "sla-monitor"
  case auditWriter = "audit-writer"
  case mcpResourceUpdater = "mcp-resource-updater"
  case feedbackProcessor = "feedback-processor"
  case unknown
}

/// An event as the bus carries it.
package struct RedisStreamEvent: Codable, Hashable, Sendable {
  /// The stream's own id: time and sequence.
  package var id: String
  package var type: EventType
  package var timestamp: Timestamp
  /// The payload as JSON text.
  package var data: String
  /// Which service sent it.
  package var source: String

  package init(id: String, type: EventType, timestamp: Timestamp, data: String, source: String) {
    self.id = id
    self.type = type
    self.timestamp = timestamp
    self.data = data
    self.source = source
  }
}
