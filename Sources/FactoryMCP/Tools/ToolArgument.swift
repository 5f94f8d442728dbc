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
  }

  package let name: String
  package let kind: Kind
  package let meaning: String
  package let isRequired: Bool
  package let fallback: JSONValue?

  init(_ name: String, _ kind: Kind, _ meaning: String, required: Bool = false, fallback: JSONValue? = nil) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    isRequired = required
    self.fallback = fallback
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
    var faults: [String] = []
    for name in given.keys.sorted() where !tool.arguments.contains(where: { $0.name == name }) {
      let names = tool.arguments.map(\.name).joined(separator: ", ")
      faults.append("\(Steps.shown(name)) is no argument of \(tool.name); it takes \(names)")
    }
    for argument in tool.arguments {
      if let value = given[argument.name] {
        if !argument.takes(value) {
          faults.append("\(argument.name): \(argument.expected) was expected, found \(Self.shown(value))")
        }
      } else if argument.isRequired {
        faults.append("\(argument.name) is missing: \(argument.expected) was expected")
      }
    }
    guard faults.isEmpty else {
      throw ToolFailure(faults.joined(separator: "; ") + ".", next: "Correct it and call again.")
    }
    values = given.merging(tool.arguments.compactMap { row in row.fallback.map { (row.name, $0) } }) { mine, _ in mine }
  }

  private static func shown(_ value: JSONValue) -> String {
    let text = String(decoding: RPCText.text(value), as: UTF8.self)
    return text.count > 80 ? text.prefix(80) + "…" : text
  }

  func text(_ name: String) -> String? { values[name]?.string }
  func flag(_ name: String) -> Bool { values[name]?.bool ?? false }
  func whole(_ name: String) -> Int? { values[name]?.int }
  func texts(_ name: String) -> [String] { values[name]?.array?.compactMap(\.string) ?? [] }
  func choice<Value: WireEnum>(_ name: String) -> Value? { text(name).flatMap { Value.named($0) } }
  func id(_ name: String) -> EntityID? { text(name).flatMap { EntityID($0) } }

  /// An id that the check has seen.
  func needId(_ name: String) throws(ToolFailure) -> EntityID {
    guard let id = id(name) else { throw ToolFailure("\(name) is missing: a UUID was expected.") }
    return id
  }
}
