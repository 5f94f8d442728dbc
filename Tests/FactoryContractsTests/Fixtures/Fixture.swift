// A declared type of the contract with JSON that was written from its declaration, and ways to send that JSON through the type.
import FactoryContracts
import FactoryLearningContracts
import Foundation
import Testing

struct Fixture: Sendable, CustomTestStringConvertible {
  /// The contract's name.
  let name: String
  /// `T | null`
  let nullable: [String]
  /// `name?:`
  let optional: [String]
  /// Members whose value is one of a closed set of strings, or a list of such.
  let enums: [String]
  /// Every member has a value.
  let full: JSONValue
  /// What may be absent is, what may be null is, lists and tables are empty.
  let bare: JSONValue
  /// The JSON of both as it was written, members in the contract's order.
  let texts: [String]
  private let through: @Sendable (Data, Bool) throws -> Data
  private let absences: @Sendable (Data) throws -> [String]

  init<Value: Codable & Sendable>(
    _ name: String, _ type: Value.Type, nullable: [String] = [], optional: [String] = [], enums: [String] = [],
    full: String, bare: String
  ) {
    self.name = name
    self.nullable = nullable
    self.optional = optional
    self.enums = enums
    self.full = Fixture.read(full, name)
    self.bare = Fixture.read(bare, name)
    texts = [full, bare]
    absences = { data in
      Mirror(reflecting: try FactoryJSON.decode(type, from: data)).children.compactMap { child in
        let value = Mirror(reflecting: child.value)
        return value.displayStyle == .optional && value.children.isEmpty ? child.label : nil
      }
    }
    through = { data, strict in
      let value =
        strict ? try FactoryJSON.decodeStrict(type, from: data) : try FactoryJSON.decode(type, from: data)
      return try FactoryJSON.encode(value)
    }
  }

  var testDescription: String { name }
  var members: [String] { (full.object ?? [:]).keys.sorted() }
  var required: [String] { members.filter { !nullable.contains($0) && !optional.contains($0) } }

  /// Decoded and encoded again; `strict` as a server reads requests.
  func echo(_ json: JSONValue, strict: Bool = false) throws -> JSONValue {
    try FactoryJSON.decode(JSONValue.self, from: try through(try FactoryJSON.encode(json), strict))
  }

  func echo(text: String) throws -> JSONValue {
    try FactoryJSON.decode(JSONValue.self, from: try through(Data(text.utf8), false))
  }

  /// Members of the Swift type for which the full JSON holds nothing.
  func uncovered() throws -> [String] { try absences(FactoryJSON.encode(full)) }

  func with(_ member: String, _ value: JSONValue?) -> JSONValue {
    var members = full.object ?? [:]
    members[member] = value
    return .object(members)
  }

  private static func read(_ text: String, _ name: String) -> JSONValue {
    do { return try FactoryJSON.decode(JSONValue.self, from: Data(text.utf8)) } catch {
      preconditionFailure("the fixture of \(name) is not JSON: \(error)")
    }
  }
}

/// A closed set of strings of the contract.
struct ClosedSet: Sendable, CustomTestStringConvertible {
  let name: String
  /// In the contract's order.
  let values: [String]
  let declared: [String]
  let unknown: String

  init<Value: WireEnum>(_ name: String, _ type: Value.Type, _ values: [String]) {
    self.name = name
    self.values = values
    declared = Value.declared.map(\.rawValue)
    unknown = Value.unknown.rawValue
  }

  var testDescription: String { name }
}

enum Fixtures {
  static let all =
    entities + work + bodies + access + pipelineBodies + taskBodies + events + modals + feedback + learning
    + crossCutting

  static func named(_ name: String) throws -> Fixture { try #require(all.first { $0.name == name }) }
}
