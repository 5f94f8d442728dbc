// A line of the log (contract §7.2).

/// From chatty to fatal.
package enum LogSeverity: String, WireEnum {
  case debug, info, warn, error, fatal
  case unknown
}

package enum LogService: String, WireEnum {
  case api
  case mcpServer = "mcp-server"
  case learning, ws, worker
  case unknown
}

package struct LogError: Codable, Hashable, Sendable {
  package var name: String
  package var message: String
  package var stack: String?
  package var code: String?

  package init(name: String, message: String, stack: String? = nil, code: String? = nil) {
    self.name = name
    self.message = message
    self.stack = stack
    self.code = code
  }
}

package struct LogEntry: Codable, Hashable, Sendable {
  package var timestamp: Timestamp
  package var level: LogSeverity
  package var message: String
  package var service: LogService
  package var requestId: String?
  package var userId: String?
  package var agentId: String?
  package var data: [String: JSONValue]?
  package var error: LogError?
  package var durationMs: Double?
  package var traceId: String?
  package var spanId: String?

  package init(
    timestamp: Timestamp, level: LogSeverity, message: String, service: LogService, requestId: String? = nil,
    userId: String? = nil, agentId: String? = nil, data: [String: JSONValue]? = nil, error: LogError? = nil,
    durationMs: Double? = nil, traceId: String? = nil, spanId: String? = nil
  ) {
    self.timestamp = timestamp
    self.level = level
    self.message = message
    self.service = service
    self.requestId = requestId
    self.userId = userId
    self.agentId = agentId
    self.data = data
    self.error = error
    self.durationMs = durationMs
    self.traceId = traceId
    self.spanId = spanId
  }
}
