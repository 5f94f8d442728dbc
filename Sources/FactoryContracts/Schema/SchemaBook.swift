// JSON Schemas of the types that cross the wire, derived from their own decoding: a decoder that records what is asked of it says
// which members there are, of which type, and which may be missing. Encoding a recorded value then tells `T | null` from `T?`
// (ruling R3). So no schema is written by hand beside a type; what a type cannot say (lengths, ranges) is in `FieldRules`.
import Foundation

/// The schemas of one direction. A value's named types become components; used on one thread.
package final class SchemaBook {
  /// A request may leave out or write null what may be absent; an answer always carries `T | null` and never writes null for `T?`.
  package enum Direction: Sendable {
    case request, answer
  }

  package let direction: Direction
  /// By the name under which `$ref` finds them.
  package private(set) var components: [String: JSONValue] = [:]

  package init(_ direction: Direction) { self.direction = direction }

  /// The schema of a type; a `$ref` where it has a name.
  package func schema(of type: any Decodable.Type) -> JSONValue {
    if let known = type as? any WireDescribed.Type { return known.wireSchema(self) }
    if let closed = type as? any WireEnum.Type { return component("\(closed)") { Self.schema(of: closed) } }
    return component(componentName("\(type)")) { self.record(type) }
  }

  /// A reference to what `make` describes; asked for once for each name.
  func component(_ name: String, _ make: () -> JSONValue) -> JSONValue {
    if components[name] == nil {
      components[name] = .null  // stands for itself while it is being made: a type may hold its own kind
      components[name] = make()
    }
    return ["$ref": .string("#/components/schemas/" + name)]
  }

  /// Enums are the same in both directions; anything else differs in what may be absent.
  private func componentName(_ name: String) -> String {
    direction == .request && !name.hasSuffix("Body") ? name + "Input" : name
  }

  private static func schema<Value: WireEnum>(of type: Value.Type) -> JSONValue {
    ["type": "string", "enum": .array(Value.declared.map { .string($0.rawValue) })]
  }

  private func record(_ type: any Decodable.Type) -> JSONValue {
    let record = SchemaRecord()
    let sample: any Decodable
    do { sample = try type.init(from: RecordingDecoder(record)) } catch { return ["type": "object"] }
    let nulls = Self.nulls(of: sample)
    var properties: [String: JSONValue] = [:]
    var required: [JSONValue] = []
    for member in record.members {
      let isNullable = member.mayBeAbsent && nulls.contains(member.name)
      let schema = FieldRules.narrow(self.schema(of: member.type), "\(type).\(member.name)", self)
      let allowsNull = direction == .request ? member.mayBeAbsent : isNullable
      properties[member.name] = allowsNull ? Self.orNull(schema) : schema
      if !member.mayBeAbsent || (direction == .answer && isNullable) { required.append(.string(member.name)) }
    }
    var object: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { object["required"] = .array(required) }
    return .object(object)
  }

  /// Members that are written as null.
  private static func nulls(of sample: any Decodable) -> Set<String> {
    guard let sample = sample as? any Encodable, let data = try? JSONEncoder().encode(sample),
      let members = try? JSONDecoder().decode(JSONValue.self, from: data).object
    else { return [] }
    return Set(members.filter { $0.value == .null }.keys)
  }

  package static func orNull(_ schema: JSONValue) -> JSONValue {
    guard case .object(var members) = schema, !members.isEmpty else { return schema }
    if let type = members["type"]?.string, members["enum"] == nil {
      members["type"] = [.string(type), "null"]
      return .object(members)
    }
    return ["anyOf": [schema, ["type": "null"]]]
  }
}

/// Types whose schema is not the record of their members.
package protocol WireDescribed: Decodable {
  static func wireSchema(_ book: SchemaBook) -> JSONValue
  /// Any valid value, for reading on behind it.
  static var wireSample: Self { get }
}
