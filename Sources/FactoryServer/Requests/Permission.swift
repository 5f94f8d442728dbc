// Whether a principal may use an endpoint (contract §1.2, rulings R18, R42).
import FactoryContracts
import FactoryEngine

enum Permission {
  static func check(_ access: Access, _ principal: Principal?) throws {
    switch access {
    case .open, .local: return
    case .signedIn: if principal == nil { throw Refusal.unauthorized("A credential is needed.") }
    case .scope(let scope): try require(scope, principal)
    case .administrator:
      guard let principal else { throw Refusal.unauthorized("A credential is needed.") }
      if !principal.actor.isAdministrator {
        throw APIError(
          code: .forbidden, message: "Only an owner or admin may do this.",
          details: ["requiredRole": "admin", "userScopes": scopes(principal)])
      }
    }
  }

  static func require(_ scope: Scope, _ principal: Principal?) throws {
    guard let principal else { throw Refusal.unauthorized("A credential is needed.") }
    if principal.actor.scopes.contains(scope) { return }
    throw APIError(
      code: .forbidden, message: "This needs the scope \(scope.rawValue).",
      details: ["requiredScope": .string(scope.rawValue), "userScopes": scopes(principal)])
  }

  private static func scopes(_ principal: Principal) -> JSONValue {
    .array(Scope.declared.filter { principal.actor.scopes.contains($0) }.map { .string($0.rawValue) })
  }
}
