// Collects everything wrong with a request, so that the caller repairs it in one go (ruling R5).
import FactoryContracts

/// A list of problems that becomes one VALIDATION_ERROR.
struct Problems {
  private(set) var found: [ValidationProblem] = []

  mutating func add(_ field: String, _ message: String, received: JSONValue = .null, expected: String) {
    found.append(ValidationProblem(field: field, message: message, received: received, expected: expected))
  }

  mutating func add(_ problem: ValidationProblem) { found.append(problem) }

  /// Text of `range` characters that is not blank.
  mutating func text(_ field: String, _ value: String, max: Int) {
    let count = value.count
    if VisibleText.isBlank(value) {
      add(
        field, value.isEmpty ? "\(field) is empty." : "\(field) has no visible character.",
        received: .string(String(value.prefix(64))), expected: "1 to \(max) characters")
    } else if count > max {
      add(
        field, "\(field) has \(count) characters; at most \(max) are allowed.", received: .integer(Int64(count)),
        expected: "1 to \(max) characters")
    }
  }

  /// Text that may be absent or empty.
  mutating func text(_ field: String, optional value: String?, max: Int) {
    guard let value, value.utf8.count > max, value.count > max else { return }
    add(
      field, "\(field) has \(value.count) characters; at most \(max) are allowed.",
      received: .integer(Int64(value.count)), expected: "at most \(max) characters")
  }

  mutating func number(_ field: String, _ value: Int?, in range: ClosedRange<Int>) {
    guard let value, !range.contains(value) else { return }
    add(
      field, "\(field) is \(value); it must be from \(range.lowerBound) to \(range.upperBound).",
      received: .integer(Int64(value)), expected: "\(range.lowerBound) to \(range.upperBound)")
  }

  mutating func known<Value: WireEnum>(_ field: String, _ value: Value?) {
    guard value == .unknown else { return }
    let names = Value.declared.map(\.rawValue).joined(separator: ", ")
    add(field, "\(field) has an unknown value.", received: .string("unknown"), expected: "one of \(names)")
  }

  /// - Throws: VALIDATION_ERROR with all of them when there are any.
  func check() throws { if !found.isEmpty { throw APIError.validation(found) } }
}
