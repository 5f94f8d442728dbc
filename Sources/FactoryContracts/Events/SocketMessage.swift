// Everything else that crosses the socket (contract §1.6, rulings R20, R23, R60).

/// From client to server.
package enum ClientMessage: Hashable, Sendable {
  /// `since`: replay what came after this sequence number (ruling R20).
  case subscribe(channels: [String], since: Int64?)
  case unsubscribe(channels: [String])
  case ping
  case viewing(taskId: EntityID?)
}

/// From server to client.
package enum ServerMessage: Hashable, Sendable {
  case event(WsEvent)
  case subscribed(channels: [String], seq: Int64)
  case pong
  case presence(taskId: EntityID, viewers: [Viewer])
  case error(APIError)
}

extension ClientMessage: Codable {
  private enum CodingKeys: String, CodingKey { case type, channels, since, taskId }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let type = try container.decode(String.self, forKey: .type)
    switch type {
    case "subscribe":
      self = .subscribe(
        channels: try container.decode([String].self, forKey: .channels),
        since: try container.decodeIfPresent(Int64.self, forKey: .since))
    case "unsubscribe": self = .unsubscribe(channels: try container.decode([String].self, forKey: .channels))
    case "ping": self = .ping
    case "viewing": self = .viewing(taskId: try container.decodeIfPresent(EntityID.self, forKey: .taskId))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: "one of subscribe, unsubscribe, ping, viewing was expected")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .subscribe(let channels, let since):
      try container.encode("subscribe", forKey: .type)
      try container.encode(channels, forKey: .channels)
      try container.encodeIfPresent(since, forKey: .since)
    case .unsubscribe(let channels):
      try container.encode("unsubscribe", forKey: .type)
      try container.encode(channels, forKey: .channels)
    case .ping: try container.encode("ping", forKey: .type)
    case .viewing(let taskId):
      try container.encode("viewing", forKey: .type)
      if let taskId {
        try container.encode(taskId, forKey: .taskId)
      } else {
        try container.encodeNil(forKey: .taskId)
      }
    }
  }
}

extension ServerMessage: Codable {
  private enum CodingKeys: String, CodingKey { case type, channels, seq, taskId, viewers, error }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .type) {
    case "subscribed":
      self = .subscribed(
        channels: try container.decode([String].self, forKey: .channels),
        seq: try container.decodeIfPresent(Int64.self, forKey: .seq) ?? 0)
    case "pong": self = .pong
    case "presence":
      self = .presence(
        taskId: try container.decode(EntityID.self, forKey: .taskId),
        viewers: try container.decode([Viewer].self, forKey: .viewers))
    case "error": self = .error(try container.decode(SocketError.self, forKey: .error).asAPIError)
    default: self = .event(try WsEvent(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    if case .event(let event) = self { return try event.encode(to: encoder) }
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .event: break
    case .subscribed(let channels, let seq):
      try container.encode("subscribed", forKey: .type)
      try container.encode(channels, forKey: .channels)
      try container.encode(seq, forKey: .seq)
    case .pong: try container.encode("pong", forKey: .type)
    case .presence(let taskId, let viewers):
      try container.encode("presence", forKey: .type)
      try container.encode(taskId, forKey: .taskId)
      try container.encode(viewers, forKey: .viewers)
    case .error(let error):
      try container.encode("error", forKey: .type)
      try container.encode(error, forKey: .error)
    }
  }

  /// The socket's error may carry only code and message.
  private struct SocketError: Codable {
    var code: ErrorCode
    var message: String
    var details: [String: JSONValue]?
    var field: String?
    var requestId: String?
    var asAPIError: APIError {
      APIError(code: code, message: message, details: details, field: field, requestId: requestId ?? "")
    }
  }
}
