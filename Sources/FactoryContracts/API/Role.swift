// Who may do what (contract §1.2).

package enum Role: String, WireEnum {
  case owner, admin, `operator`, viewer, agent
  case unknown
}

package enum Scope: String, WireEnum {
  case pipelinesRead = "pipelines:read"
  case pipelinesWrite = "pipelines:write"
  case tasksRead = "tasks:read"
  case tasksApprove = "tasks:approve"
  case tasksReject = "tasks:reject"
  case deployStaging = "deploy:staging"
  case deployProduction = "deploy:production"
  case agentsManage = "agents:manage"
  case assetsRead = "assets:read"
  case assetsWrite = "assets:write"
  case auditRead = "audit:read"
  case feedbackRead = "feedback:read"
  case feedbackWrite = "feedback:write"
  case learningRead = "learning:read"
  case learningWrite = "learning:write"
  case unknown
}

extension Role {
  /// The scopes that come with a role; an agent never holds `tasks:approve` (ruling R18).
  package var scopes: [Scope] {
    switch self {
    case .owner, .admin: Scope.declared
    case .operator:
      Scope.declared.filter { $0 != .agentsManage && $0 != .learningWrite }
    case .viewer: [.pipelinesRead, .tasksRead, .assetsRead, .auditRead, .feedbackRead, .learningRead]
    case .agent:
      [
        .pipelinesRead, .pipelinesWrite, .tasksRead, .assetsRead, .assetsWrite, .feedbackRead, .learningRead,
        .deployStaging,
      ]
    case .unknown: []
    }
  }
}

/// The claims of an access token (contract §1.2); times in Unix seconds.
package struct TokenClaims: Codable, Hashable, Sendable {
  package var sub: EntityID
  package var email: String
  package var role: Role
  package var scopes: [Scope]
  package var iat: Int
  package var exp: Int

  package init(sub: EntityID, email: String, role: Role, scopes: [Scope], iat: Int, exp: Int) {
    self.sub = sub
    self.email = email
    self.role = role
    self.scopes = scopes
    self.iat = iat
    self.exp = exp
  }
}
