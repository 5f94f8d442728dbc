// Schemas of what is no object of named members: texts, numbers, lists, free-form JSON, events.

extension String: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { ["type": "string"] }
  package static var wireSample: String { "" }
}

extension Bool: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { ["type": "boolean"] }
  package static var wireSample: Bool { false }
}

extension Int: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { Int64.wireSchema(book) }
  package static var wireSample: Int { 0 }
}

extension Int64: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue {
    guard book.direction == .request else { return ["type": "integer", "format": "int64"] }
    return ["type": "integer", "format": "int64", "minimum": .integer(.min), "maximum": .integer(.max)]
  }
  package static var wireSample: Int64 { 0 }
}

extension Double: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { ["type": "number"] }
  package static var wireSample: Double { 0 }
}

extension EntityID: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { ["type": "string", "format": "uuid"] }
  package static var wireSample: EntityID { EntityID(high: 0, low: 0) }
}

extension Timestamp: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { ["type": "string", "format": "date-time"] }
  package static var wireSample: Timestamp { Timestamp(milliseconds: 0) }
}

extension JSONValue: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue { [:] }
  package static var wireSample: JSONValue { .null }
}

extension Array: WireDescribed where Element: Decodable {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue {
    ["type": "array", "items": book.schema(of: Element.self)]
  }
  package static var wireSample: [Element] { [] }
}

extension Dictionary: WireDescribed where Key == String, Value: Decodable {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue {
    ["type": "object", "additionalProperties": book.schema(of: Value.self)]
  }
  package static var wireSample: [String: Value] { [:] }
}

/// A job, the question that comes first, or a plan (ruling R46).
extension DeployReply: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue {
    let asked: JSONValue = [
      "type": "object", "required": ["task"], "properties": ["task": book.schema(of: FactoryTask.self)],
    ]
    return ["anyOf": [book.schema(of: Job.self), asked, book.schema(of: DeployPlan.self)]]
  }

  package static var wireSample: DeployReply {
    .plan(
      DeployPlan(
        pipelineId: .wireSample, target: .unknown, version: "", currentStage: .unknown, requiresApproval: false,
        steps: [], blockers: []))
  }
}

/// An event is one of its types, each with its own payload (contract §1.6).
extension WsEvent: WireDescribed {
  package static func wireSchema(_ book: SchemaBook) -> JSONValue {
    book.component("WsEvent") { ["oneOf": .array(EventType.declared.map { schema($0, book) })] }
  }

  package static var wireSample: WsEvent {
    WsEvent(timestamp: .wireSample, channel: "", seq: 0, event: .unknown(type: "", data: .null))
  }

  private static func schema(_ type: EventType, _ book: SchemaBook) -> JSONValue {
    let reader = PayloadSchema(book)
    _ = try? FactoryEvent(type: type.rawValue, from: reader)
    return [
      "type": "object", "required": ["type", "timestamp", "channel", "seq", "data"],
      "properties": [
        "type": ["const": .string(type.rawValue)], "timestamp": Timestamp.wireSchema(book),
        "channel": ["type": "string"], "seq": ["type": "integer", "format": "int64"], "data": reader.schema,
      ],
    ]
  }

  /// Learns which payload belongs to an event by being asked for it.
  private final class PayloadSchema: EventDataReader {
    private let book: SchemaBook
    private(set) var schema: JSONValue = [:]
    init(_ book: SchemaBook) { self.book = book }

    func read<Payload: Decodable>(_ type: Payload.Type) throws -> Payload {
      schema = book.schema(of: type)
      return try RecordingDecoder.sample(type)
    }
  }
}
