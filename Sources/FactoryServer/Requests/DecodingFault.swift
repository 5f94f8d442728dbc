// A decoder's error as facts: which field, what was expected there, and values that might stand in to read on.
import FactoryContracts
import Foundation

struct DecodingFault {
  /// Keys and indexes from the root.
  let path: [any CodingKey]
  let expected: String
  let isMissing: Bool

  init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      path = context.codingPath + [key]
      expected = "a value"
      isMissing = true
    case .valueNotFound(let type, let context):
      path = context.codingPath
      expected = Self.words(type)
      isMissing = false
    case .typeMismatch(let type, let context):
      path = context.codingPath
      expected = Self.words(type)
      isMissing = false
    case .dataCorrupted(let context):
      path = context.codingPath
      expected = Self.words(context.debugDescription)
      isMissing = false
    @unknown default:
      path = []
      expected = "another value"
      isMissing = false
    }
  }

  /// A number that is no whole number of 64 bits where one was expected.
  init(number path: [any CodingKey]) {
    self.path = path
    expected = "a whole number"
    isMissing = false
  }

  /// Foundation's decoder names no field when a number does not fit.
  static func isAboutSomeNumber(_ error: DecodingError) -> Bool {
    guard case .dataCorrupted(let context) = error else { return false }
    return context.codingPath.isEmpty && !context.debugDescription.hasSuffix(" was expected")
  }

  /// `context.testResults.files[3].path`; `body` for the root.
  var name: String {
    var name = ""
    for key in path {
      if let index = key.intValue {
        name += "[\(index)]"
      } else {
        name += name.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    return name.isEmpty ? "body" : name
  }

  func problem(in document: JSONValue) -> ValidationProblem {
    let received = document.value(at: path[...])?.short ?? .null
    return ValidationProblem(
      field: name, message: isMissing ? "is required" : "must be \(expected), not \(received.words)",
      received: received, expected: expected)
  }

  /// Values to try in its place, the likeliest first.
  var standIns: [JSONValue] {
    var values: [JSONValue] = []
    if expected.hasPrefix("one of "), let name = expected.dropFirst(7).split(separator: ",").first {
      values.append(.string(String(name)))
    }
    values += [
      "", 0, false, [:], [], "00000000-0000-7000-8000-000000000000", "2026-01-01T00:00:00.000Z",
    ]
    values += Self.firstNames.map { .string($0) }
    return values
  }

  /// For required enums that are absent: one value of each that request bodies hold.
  private static let firstNames = [
    TaskType.declared[0].rawValue, TaskDecision.declared[0].rawValue, BulkAction.declared[0].rawValue,
  ]

  private static func words(_ type: any Any.Type) -> String {
    let name = "\(type)"
    if name == "String" { return "a string" }
    if name.hasPrefix("Int") { return "a whole number" }
    if name == "Double" { return "a number" }
    if name == "Bool" { return "true or false" }
    return name.hasPrefix("Array") ? "an array" : "an object"
  }

  private static func words(_ description: String) -> String {
    let tail = " was expected"
    if description.hasSuffix(tail) { return String(description.dropLast(tail.count)) }
    return description.contains("fit in") ? "a whole number within 64 bits" : "another value"
  }
}

extension JSONValue {
  /// The value at a path; nil where there is none.
  fileprivate func value(at path: ArraySlice<any CodingKey>) -> JSONValue? {
    guard let key = path.first else { return self }
    if let index = key.intValue {
      guard case .array(let items) = self, items.indices.contains(index) else { return nil }
      return items[index].value(at: path.dropFirst())
    }
    return self[key: key.stringValue]?.value(at: path.dropFirst())
  }

  fileprivate subscript(key name: String) -> JSONValue? { object?[name] }

  /// A copy with another value at the path; objects on the way are made where they are missing.
  func replacing(_ path: ArraySlice<any CodingKey>, with value: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    if let index = key.intValue {
      guard case .array(var items) = self, items.indices.contains(index) else { return self }
      items[index] = items[index].replacing(rest, with: value)
      return .array(items)
    }
    var members = object ?? [:]
    members[key.stringValue] = (members[key.stringValue] ?? .object([:])).replacing(rest, with: value)
    return .object(members)
  }

  /// Where numbers stand that are not whole or do not fit into 64 bits.
  var oddNumbers: [[any CodingKey]] {
    switch self {
    case .number: [[]]
    case .array(let items):
      items.enumerated().flatMap { index, item in item.oddNumbers.map { [PlaceKey(index)] + $0 } }
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { name, item in item.oddNumbers.map { [PlaceKey(name)] + $0 } }
    default: []
    }
  }

  /// For a sentence; only of what `short` returned.
  fileprivate var words: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text) where text.hasPrefix("an array of ") || text == "an object": text
    case .string(let text): "“\(text)”"
    case .array, .object: "an object"
    }
  }

  /// Small enough to send back: long strings are cut, containers only named.
  fileprivate var short: JSONValue {
    switch self {
    case .string(let text): .string(text.count > 64 ? text.prefix(64) + "…" : text)
    case .array(let items): .string("an array of \(items.count)")
    case .object: .string("an object")
    default: self
    }
  }
}

/// A key or an index, to say where something stands.
struct PlaceKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(_ index: Int) {
    stringValue = "\(index)"
    intValue = index
  }

  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}
