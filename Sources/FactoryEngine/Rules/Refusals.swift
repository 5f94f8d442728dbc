// The refusals of rules, made in one place so that code, sentence and details agree (contract §7.1, rulings R5 and R6).
import FactoryContracts

extension APIError {
  /// Nothing has that id.
  static func notFound(_ kind: String, _ id: EntityID) -> APIError {
    APIError(code: .notFound, message: "There is no \(kind) \(id).")
  }

  /// The entity is in a state that the call cannot start from.
  static func conflict(
    _ message: String, current: String, required: String, details: [String: JSONValue] = [:]
  ) -> APIError {
    var all = details
    all["currentState"] = .string(current)
    all["requiredState"] = .string(required)
    return APIError(code: .conflict, message: message, details: all)
  }

  static func forbidden(_ message: String, scope: Scope? = nil, held: Set<Scope> = []) -> APIError {
    guard let scope else { return APIError(code: .forbidden, message: message) }
    let names = held.map(\.rawValue).sorted().map { JSONValue.string($0) }
    return APIError(
      code: .forbidden, message: message,
      details: ["requiredScope": .string(scope.rawValue), "userScopes": .array(names)])
  }

  static func gone(_ message: String) -> APIError { APIError(code: .gone, message: message) }

  /// Every problem at once; `field` names the first (ruling R5).
  static func validation(_ problems: [ValidationProblem]) -> APIError {
    let rows = problems.map { problem -> JSONValue in
      [
        "field": .string(problem.field), "message": .string(problem.message), "received": problem.received,
        "expected": .string(problem.expected),
      ]
    }
    let more = problems.count > 1 ? " (\(problems.count) problems in all)" : ""
    return APIError(
      code: .validationError, message: (problems.first?.message ?? "The request is not valid.") + more,
      details: ["validationErrors": .array(rows)], field: problems.first?.field)
  }

  static func validation(
    _ field: String, _ message: String, received: JSONValue = .null, expected: String
  ) -> APIError {
    validation([ValidationProblem(field: field, message: message, received: received, expected: expected)])
  }

  /// Whether the answer is final, so that the same key repeats it (ruling R8).
  package var isRemembered: Bool { [400, 404, 409, 410].contains(code.status) }
}
