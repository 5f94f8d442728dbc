// Reads the query string of lists. Every problem is collected; `finish` throws them all at once (ruling R5).
// Values are judged by the kind that the endpoint declares for them; what a handler reads then needs no second opinion.
// Parameters that no list knows are ignored, as unknown fields are (ruling R3).
import FactoryContracts
import FactoryEngine
import Foundation

struct QueryReader {
  private var values: [String: String] = [:]
  private var problems: [ValidationProblem] = []

  /// - Parameter declared: What the endpoint's descriptor says of its parameters.
  init(_ query: String, _ declared: [QueryParameter] = []) {
    for item in query.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(pair[0]), let value = Self.decode(pair.count > 1 ? pair[1] : "") else {
        problem(String(pair[0]), .string("invalid percent-encoding"), "percent-encoded UTF-8")
        continue
      }
      if values[name] == nil { values[name] = value }
    }
    for parameter in declared { check(parameter) }
  }

  /// An empty text counts as absent; an empty number, id or name is wrong.
  private mutating func check(_ parameter: QueryParameter) {
    guard let value = values[parameter.name] else {
      if parameter.isRequired { problem(parameter.name, .null, parameter.kind.words) }
      return
    }
    if !parameter.kind.admits(value) {
      problem(parameter.name, .string(String(value.prefix(64))), parameter.kind.words)
    }
  }

  static func decode(_ text: Substring) -> String? {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
    return text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
  }

  mutating func problem(_ field: String, _ received: JSONValue, _ expected: String) {
    if problems.contains(where: { $0.field == field }) { return }
    problems.append(
      ValidationProblem(field: field, message: "must be \(expected)", received: received, expected: expected))
  }

  /// nil when absent or empty.
  func text(_ name: String) -> String? {
    guard let value = values[name], !value.isEmpty else { return nil }
    return value
  }

  /// Reads with `parse`; nil from it is a problem.
  mutating func value<Value>(_ name: String, _ expected: String, _ parse: (String) -> Value?) -> Value? {
    guard let text = text(name) else { return nil }
    if let value = parse(text) { return value }
    problem(name, .string(String(text.prefix(64))), expected)
    return nil
  }

  mutating func named<Value: WireEnum>(_ name: String, _ type: Value.Type = Value.self) -> Value? {
    value(name, "one of " + Value.declared.map(\.rawValue).joined(separator: ", ")) { Value.named($0) }
  }

  mutating func id(_ name: String) -> EntityID? { value(name, "a UUID") { EntityID($0) } }

  /// A user, or `me`.
  mutating func person(_ name: String, me: EntityID) -> EntityID? {
    value(name, "a UUID or me") { $0 == "me" ? me : EntityID($0) }
  }

  mutating func flag(_ name: String) -> Bool? { value(name, "true or false") { Bool($0) } }

  mutating func time(_ name: String) -> Timestamp? {
    value(name, "a time such as 2026-01-31T09:05:00Z") { Timestamp($0) }
  }

  mutating func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    let words =
      range.upperBound == .max
      ? "a number from \(range.lowerBound)" : "a number from \(range.lowerBound) to \(range.upperBound)"
    return value(name, words) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
  }

  /// Page, limit, sort and cursor (contract §1.3, ruling R49). `fields`: what the list can be sorted by.
  mutating func page(sortFields fields: [String]) -> PageRequest {
    PageRequest(
      page: number("page", 1...1_000_000) ?? 1, limit: number("limit", 1...100) ?? 20,
      sort: value("sort", QueryParameter.Kind.sort(fields).words) { text in
        SortField.read(text, of: fields).map { SortOrder(field: $0.field, descending: $0.descending) }
      },
      cursor: text("cursor"))
  }

  func finish() throws {
    if !problems.isEmpty { throw ValidationErrors.error(problems) }
  }
}
