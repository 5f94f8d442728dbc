// What the details of an error hold for its code (contract §7.1).

/// The facts behind a refusal. Read from and written to `APIError.details`, which may hold more.
package struct FactoryErrorDetails: Codable, Hashable, Sendable {
  /// With CONFLICT: the entity's state, and the state the call needs.
  package var currentState: String?
  package var requiredState: String?
  /// With VALIDATION_ERROR.
  package var validationErrors: [ValidationProblem]?
  /// With FORBIDDEN.
  package var requiredScope: Scope?
  package var userScopes: [Scope]?

  package init(
    currentState: String? = nil, requiredState: String? = nil, validationErrors: [ValidationProblem]? = nil,
    requiredScope: Scope? = nil, userScopes: [Scope]? = nil
  ) {
    self.currentState = currentState
    self.requiredState = requiredState
    self.validationErrors = validationErrors
    self.requiredScope = requiredScope
    self.userScopes = userScopes
  }
}

extension FactoryErrorDetails {
  /// Reads the declared members; one of another shape than declared counts as absent.
  package init(_ details: [String: JSONValue]?) {
    self.init(
      currentState: details?["currentState"]?.string, requiredState: details?["requiredState"]?.string,
      validationErrors: details?["validationErrors"]?.array?.compactMap(ValidationProblem.init),
      requiredScope: details?["requiredScope"]?.string.map { Scope.named($0) ?? .unknown },
      userScopes: details?["userScopes"]?.array?.compactMap(\.string).map { Scope.named($0) ?? .unknown })
  }

  /// As `APIError.details` holds them.
  package var json: [String: JSONValue] {
    var json: [String: JSONValue] = [:]
    json["currentState"] = currentState.map(JSONValue.string)
    json["requiredState"] = requiredState.map(JSONValue.string)
    json["validationErrors"] = validationErrors.map { .array($0.map(\.json)) }
    json["requiredScope"] = requiredScope.map { .string($0.rawValue) }
    json["userScopes"] = userScopes.map { .array($0.map { .string($0.rawValue) }) }
    return json
  }
}

extension ValidationProblem {
  fileprivate init?(_ json: JSONValue) {
    guard let field = json["field"]?.string, let message = json["message"]?.string else { return nil }
    self.init(
      field: field, message: message, received: json["received"] ?? .null, expected: json["expected"]?.string ?? "")
  }

  fileprivate var json: JSONValue {
    ["field": .string(field), "message": .string(message), "received": received, "expected": .string(expected)]
  }
}

extension APIError {
  /// The declared details.
  package var facts: FactoryErrorDetails { FactoryErrorDetails(details) }
}
