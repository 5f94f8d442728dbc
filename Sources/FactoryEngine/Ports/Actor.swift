// Who does something: the principal behind a credential, as rules see it (rulings R15, R18, R19).
import FactoryContracts

/// The principal of a request.
package struct Actor: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A person, signed in by password or as the local owner.
    case user
    case agent
    case apiKey
    /// The factory itself: timers, monitors.
    case system
  }

  package var kind: Kind
  package var id: EntityID
  package var name: String
  package var role: Role
  package var scopes: Set<Scope>
  /// The API key through which it acts; nil: in person.
  package var keyId: EntityID?
  /// The tool of an MCP session through which it acts; nil: not through one. It only ever takes rights away (ruling R19).
  package var tool: String?

  package init(
    kind: Kind, id: EntityID, name: String, role: Role, scopes: Set<Scope>? = nil,
    keyId: EntityID? = nil
  ) {
    self.kind = kind
    self.id = id
    self.name = name
    self.role = role
    self.scopes = scopes ?? Set(role.scopes)
    self.keyId = keyId
  }

  /// Rules for owners and admins; a key carries no role of its own (ruling R42).
  package var isAdministrator: Bool { kind == .user && (role == .owner || role == .admin) }

  package var auditType: ActorType {
    switch kind {
    case .user, .apiKey: .user
    case .agent: .agent
    case .system: .system
    }
  }
}
