// Bodies and answers of rules (additive endpoints).

/// A rule out of a task that shows a call, or out of a call as it would be shown.
package struct CreateRuleBody: Codable, Hashable, Sendable {
  package var scope: RuleScope
  /// The task whose call it is about; instead of `call`.
  package var taskId: EntityID?
  package var call: AgentCall?
  /// Whose calls it covers; nil: those of who asked the task, else the caller's own.
  package var principalId: EntityID?
  /// nil: `RuleLimits.standardSeconds` from now.
  package var expiresAt: Timestamp?

  package init(
    scope: RuleScope, taskId: EntityID? = nil, call: AgentCall? = nil, principalId: EntityID? = nil,
    expiresAt: Timestamp? = nil
  ) {
    self.scope = scope
    self.taskId = taskId
    self.call = call
    self.principalId = principalId
    self.expiresAt = expiresAt
  }
}

package struct CheckRuleBody: Codable, Hashable, Sendable {
  package var call: AgentCall
  package init(call: AgentCall) { self.call = call }
}

/// Whether a call may go on without asking.
package struct RuleAnswer: Codable, Hashable, Sendable {
  package var allowed: Bool
  /// One sentence: by which rule, or why by none.
  package var reason: String
  /// Numbers of the rules that cover it.
  package var rules: [Int]

  package init(allowed: Bool, reason: String, rules: [Int] = []) {
    self.allowed = allowed
    self.reason = reason
    self.rules = rules
  }
}

/// A rule that a decision makes, as `decisionData.allowMore` carries it.
package struct AllowMore: Codable, Hashable, Sendable {
  package static let member = "allowMore"
  package var scope: RuleScope
  package var expiresAt: Timestamp?

  package init(scope: RuleScope, expiresAt: Timestamp? = nil) {
    self.scope = scope
    self.expiresAt = expiresAt
  }

  /// As a member of `decisionData`.
  package var data: [String: JSONValue] {
    var members: [String: JSONValue] = ["scope": .string(scope.rawValue)]
    if let expiresAt { members["expiresAt"] = .string(expiresAt.description) }
    return [Self.member: .object(members)]
  }
}

package enum RuleLimits {
  package static let standardSeconds = 8.0 * 3600
  package static let longestSeconds = 30.0 * 86_400
  /// Rules of one principal that are in force.
  package static let live = 200
  /// Bytes of a command or path that a rule can be made of, and characters of names.
  package static let text = 4096
  package static let name = 200
  package static let others = 20
}
