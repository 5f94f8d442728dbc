// The arguments of tools: one declaration gives the schema a client sees, the check of what arrives, and the reference. Pure.
import FactoryContracts

package struct ToolArgument: Sendable {
  package enum Kind: Sendable {
    case id
    /// Not blank, up to so many characters.
    case text(Int)
    case choice([String])
    case flag
    case whole(ClosedRange<Int>)
    /// Texts that are not blank: how many, how long.
    case texts(Int, Int)
    case choices([String])
    /// An id, or `me`.
    case person
    /// An object, whatever is in it.
    case members
  }

  package let name: String
  package let kind: Kind
  package let meaning: String
  package let isRequired: Bool
  package let fallback: JSONValue?
  /// Whether the person at the client is asked for it when it is missing; never what decides something of high risk.
  package let isAsked: Bool

  init(
    _ name: String, _ kind: Kind, _ meaning: String, required: Bool = false, fallback: JSONValue? = nil,
    asked: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    isRequired = required
    self.fallback = fallback
    isAsked = asked
  }

  package var schema: JSONValue {
    var members = kindSchema
    members["description"] = .string(meaning)
    members["default"] = fallback
    return .object(members)
  }

  private var kindSchema: [String: JSONValue] {
    switch kind {
    case .id: ["type": "string", "format": "uuid"]
    case .person: ["type": "string"]
    case .members: ["type": "object"]
    case .text(let length): ["type": "string", "minLength": 1, "maxLength": .integer(Int64(length))]
    case .choice(let names): ["type": "string", "enum": .array(names.map { .string($0) })]
    case .flag: ["type": "boolean"]
    case .whole(let range):
      [
        "type": "number", "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound)),
      ]
    case .texts(let count, let length):
      [
        "type": "array", "maxItems": .integer(Int64(count)),
        "items": ["type": "string", "minLength": 1, "maxLength": .integer(Int64(length))],
      ]
    case .choices(let names):
      ["type": "array", "items": ["type": "string", "enum": .array(names.map { .string($0) })]]
    }
  }

  /// What it takes, in words.
  package var expected: String {
    switch kind {
    case .id: "a UUID, as lists show it"
    case .person: "a UUID of a person, or me"
    case .members: "an object"
    case .text(let length): "a text of 1 to \(length) characters"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .flag: "true or false"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .texts(let count, let length): "a list of up to \(count) texts of 1 to \(length) characters"
    case .choices(let names): "a list of \(names.joined(separator: ", "))"
    }
  }

  func takes(_ value: JSONValue) -> Bool {
    switch kind {
    case .id: value.string.map { EntityID($0) != nil } ?? false
    case .person: value.string.map { $0 == "me" || EntityID($0) != nil } ?? false
    case .members: value.object != nil
    case .text(let length): Self.isText(value, length)
    case .choice(let names): value.string.map(names.contains) ?? false
    case .flag: value.bool != nil
    case .whole(let range): value.int.map(range.contains) ?? false
    case .texts(let count, let length):
      value.array.map { $0.count <= count && $0.allSatisfy { Self.isText($0, length) } } ?? false
    case .choices(let names): value.array.map { $0.allSatisfy { $0.string.map(names.contains) ?? false } } ?? false
    }
  }

  private static func isText(_ value: JSONValue, _ length: Int) -> Bool {
    guard let text = value.string else { return false }
    return !text.allSatisfy(\.isWhitespace) && text.count <= length
  }
}

/// The arguments of one call after the check.
package struct ToolInput: Sendable {
  private let values: [String: JSONValue]

  init(_ tool: Tool, _ given: [String: JSONValue]) throws(ToolFailure) {
    // A null is what some clients send for an argument that is left out.
    let given = given.filter { $0.value != .null }
    let faults =
      Self.wrong(tool, given)
      + Self.missing(tool, given).map { "\($0.name) is missing: \($0.expected) was expected" }
    guard faults.isEmpty else {
      throw ToolFailure(faults.joined(separator: "; ") + ".", next: "Correct it and call again.")
    }
    values = given.merging(tool.arguments.compactMap { row in row.fallback.map { (row.name, $0) } }) { mine, _ in mine }
  }

  /// What is given and may not be, in words.
  static func wrong(_ tool: Tool, _ given: [String: JSONValue]) -> [String] {
    let unknown =
      tool.takesMore ? [] : given.keys.sorted().filter { name in !tool.arguments.contains { $0.name == name } }
    let names = tool.arguments.map(\.name).joined(separator: ", ")
    return unknown.map { "\(Steps.shown($0)) is no argument of \(tool.name); it takes \(names)" }
      + tool.arguments.compactMap { argument in
        guard let value = given[argument.name], value != .null, !argument.takes(value) else { return nil }
        return "\(argument.name): \(argument.expected) was expected, found \(shown(value))"
      }
  }

  static func missing(_ tool: Tool, _ given: [String: JSONValue]) -> [ToolArgument] {
    tool.arguments.filter { $0.isRequired && given[$0.name] ?? .null == .null }
  }

  private static func shown(_ value: JSONValue) -> String {
    let text = String(decoding: RPCText.text(value), as: UTF8.self)
    return text.count > 80 ? text.prefix(80) + "…" : text
  }

  func text(_ name: String) -> String? { values[name]?.string }
  func flag(_ name: String) -> Bool { values[name]?.bool ?? false }
  func whole(_ name: String) -> Int? { values[name]?.int }
  func members(_ name: String) -> [String: JSONValue] { values[name]?.object ?? [:] }
  func texts(_ name: String) -> [String] { values[name]?.array?.compactMap(\.string) ?? [] }
  func choice<Value: WireEnum>(_ name: String) -> Value? { text(name).flatMap { Value.named($0) } }
  func id(_ name: String) -> EntityID? { text(name).flatMap { EntityID($0) } }

  /// An id that the check has seen.
  func needId(_ name: String) throws(ToolFailure) -> EntityID {
    guard let id = id(name) else { throw ToolFailure("\(name) is missing: a UUID was expected.") }
    return id
  }
}
