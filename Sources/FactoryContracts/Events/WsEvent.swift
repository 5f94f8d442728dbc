// The event as it crosses the socket (contract §1.6) with its sequence number (ruling R20).

/// `{ type, timestamp, channel, seq, data }`.
package struct WsEvent: Hashable, Sendable {
  package var timestamp: Timestamp
  /// The channel it came through, such as `tasks:*`.
  package var channel: String
  /// Store-wide and increasing.
  package var seq: Int64
  package var event: FactoryEvent

  package init(timestamp: Timestamp, channel: String, seq: Int64, event: FactoryEvent) {
    self.timestamp = timestamp
    self.channel = channel
    self.seq = seq
    self.event = event
  }
}

extension WsEvent: Codable {
  fileprivate enum CodingKeys: String, CodingKey { case type, timestamp, channel, seq, data }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    timestamp = try container.decode(Timestamp.self, forKey: .timestamp)
    channel = try container.decode(String.self, forKey: .channel)
    seq = try container.decodeIfPresent(Int64.self, forKey: .seq) ?? 0
    let name = try container.decode(String.self, forKey: .type)
    event = try FactoryEvent(type: name, from: EventData(container: container))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if case .unknown(let name, _) = event {
      try container.encode(name, forKey: .type)
    } else {
      try container.encode(event.type, forKey: .type)
    }
    try container.encode(timestamp, forKey: .timestamp)
    try container.encode(channel, forKey: .channel)
    try container.encode(seq, forKey: .seq)
    try container.encode(EventDataEncoding(event: event), forKey: .data)
  }

  fileprivate struct EventData: EventDataReader {
    let container: KeyedDecodingContainer<CodingKeys>
    func read<Payload: Decodable>(_ type: Payload.Type) throws -> Payload {
      try container.decode(Payload.self, forKey: .data)
    }
  }
}

/// Hands out the payload of an event as the type that its name asks for.
package protocol EventDataReader {
  func read<Payload: Decodable>(_ type: Payload.Type) throws -> Payload
}

/// Writes only the payload of an event.
package struct EventDataEncoding: Encodable, Sendable {
  package let event: FactoryEvent
  package init(event: FactoryEvent) { self.event = event }

  package func encode(to encoder: any Encoder) throws {
    switch event {
    case .pipelineCreated(let payload), .pipelineUpdated(let payload), .pipelineCompleted(let payload),
      .pipelineFailed(let payload):
      try payload.encode(to: encoder)
    case .pipelineStageChanged(let payload): try payload.encode(to: encoder)
    case .pipelineBlocked(let payload): try payload.encode(to: encoder)
    case .taskCreated(let payload), .taskClaimed(let payload), .taskEscalated(let payload), .taskUpdated(let payload):
      try payload.encode(to: encoder)
    case .taskCompleted(let payload): try payload.encode(to: encoder)
    case .taskSlaWarning(let payload), .taskSlaBreached(let payload): try payload.encode(to: encoder)
    case .approvalPending(let payload), .approvalApproved(let payload), .approvalRejected(let payload),
      .approvalUpdated(let payload):
      try payload.encode(to: encoder)
    case .agentStatusChanged(let payload): try payload.encode(to: encoder)
    case .agentHeartbeat(let payload): try payload.encode(to: encoder)
    case .assetCreated(let payload), .assetUpdated(let payload): try payload.encode(to: encoder)
    case .deployStarted(let payload), .deploySucceeded(let payload), .deployFailed(let payload):
      try payload.encode(to: encoder)
    case .feedbackReceived(let payload), .feedbackProcessed(let payload): try payload.encode(to: encoder)
    case .notificationCreated(let payload): try payload.encode(to: encoder)
    case .unknown(_, let data): try data.encode(to: encoder)
    }
  }
}

extension FactoryEvent {
  /// Reads the payload that belongs to a type's name; a name this program does not know keeps its data as it came.
  package init(type name: String, from data: some EventDataReader) throws {
    self =
      switch EventType(rawValue: name) ?? .unknown {
      case .pipelineCreated: .pipelineCreated(try data.read(PipelinePayload.self))
      case .pipelineUpdated: .pipelineUpdated(try data.read(PipelinePayload.self))
      case .pipelineStageChanged: .pipelineStageChanged(try data.read(PipelineStageChangedPayload.self))
      case .pipelineCompleted: .pipelineCompleted(try data.read(PipelinePayload.self))
      case .pipelineFailed: .pipelineFailed(try data.read(PipelinePayload.self))
      case .pipelineBlocked: .pipelineBlocked(try data.read(PipelineBlockedPayload.self))
      case .taskCreated: .taskCreated(try data.read(TaskPayload.self))
      case .taskClaimed: .taskClaimed(try data.read(TaskPayload.self))
      case .taskCompleted: .taskCompleted(try data.read(TaskCompletedPayload.self))
      case .taskSlaWarning: .taskSlaWarning(try data.read(TaskSlaPayload.self))
      case .taskSlaBreached: .taskSlaBreached(try data.read(TaskSlaPayload.self))
      case .taskEscalated: .taskEscalated(try data.read(TaskPayload.self))
      case .approvalPending: .approvalPending(try data.read(ApprovalPayload.self))
      case .approvalApproved: .approvalApproved(try data.read(ApprovalPayload.self))
      case .approvalRejected: .approvalRejected(try data.read(ApprovalPayload.self))
      case .agentStatusChanged: .agentStatusChanged(try data.read(AgentStatusPayload.self))
      case .agentHeartbeat: .agentHeartbeat(try data.read(AgentHeartbeatPayload.self))
      case .assetCreated: .assetCreated(try data.read(AssetPayload.self))
      case .assetUpdated: .assetUpdated(try data.read(AssetPayload.self))
      case .deployStarted: .deployStarted(try data.read(DeployPayload.self))
      case .deploySucceeded: .deploySucceeded(try data.read(DeployPayload.self))
      case .deployFailed: .deployFailed(try data.read(DeployPayload.self))
      case .feedbackReceived: .feedbackReceived(try data.read(FeedbackReceivedPayload.self))
      case .feedbackProcessed: .feedbackProcessed(try data.read(FeedbackReceivedPayload.self))
      case .taskUpdated: .taskUpdated(try data.read(TaskPayload.self))
      case .approvalUpdated: .approvalUpdated(try data.read(ApprovalPayload.self))
      case .notificationCreated: .notificationCreated(try data.read(NotificationPayload.self))
      case .unknown: .unknown(type: name, data: try data.read(JSONValue.self))
      }
  }
}
