// People who can sign in, and settings of the store (contract §1.2, ruling R19). Password hashes come from outside.
import FactoryContracts

extension UseCases {
  package func createUser(email: String, name: String, role: Role, passwordHash: String?) throws -> User {
    let email = email.lowercased()
    var problems = Problems()
    problems.text("email", email, max: 254)
    problems.text("name", name, max: 200)
    problems.known("role", role)
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    if parts.count != 2 || parts.contains(where: \.isEmpty) || email.contains(where: \.isWhitespace) {
      problems.add("email", "This is no e-mail address.", received: .string(email), expected: "name@host")
    }
    try problems.check()
    guard try tx.user(email: email) == nil else {
      throw APIError.conflict("\(email) has an account already.", current: "exists", required: "absent")
    }
    let user = User(id: newID(), email: email, name: name, role: role, createdAt: now)
    try tx.insert(StoredUser(user: user, passwordHash: passwordHash))
    try audit(
      "user.created", "user", user.id, pipeline: nil,
      changes: ["email": AuditChange(to: .string(email)), "role": AuditChange(to: .string(role.rawValue))])
    return user
  }

  package func setPassword(_ id: EntityID, hash: String) throws {
    var stored = try storedUser(id)
    stored.passwordHash = hash
    try tx.update(stored)
    try audit("user.password_changed", "user", id, pipeline: nil)
  }

  /// A disabled user signs in no more and counts for no gate; what they decided stays.
  package func disableUser(_ id: EntityID) throws {
    var stored = try storedUser(id)
    guard stored.user.status == .active else { return }
    stored.user.status = .disabled
    try tx.update(stored)
    try audit(
      "user.disabled", "user", id, pipeline: nil,
      changes: ["status": AuditChange(from: "active", to: "disabled")])
    try tellImpossibleGates()
  }

  private func storedUser(_ id: EntityID) throws -> StoredUser {
    guard let user = try tx.user(id) else { throw APIError.notFound("user", id) }
    return user
  }

  /// Whether people may decide what their own programs submitted; only an owner changes it (ruling R19).
  package func setSelfDecision(_ allowed: Bool) throws {
    guard actor.kind == .system || (actor.kind == .user && actor.role == .owner) else {
      throw APIError.forbidden("Only an owner changes selfDecision.")
    }
    let old = try selfDecision()
    try tx.set(SettingName.selfDecision, to: .bool(allowed))
    try audit(
      "setting.changed", "setting", EntityID(high: 0, low: 0), pipeline: nil,
      changes: [SettingName.selfDecision: AuditChange(from: .bool(old), to: .bool(allowed))])
  }
}
