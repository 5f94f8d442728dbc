// People and agents who can come in, and settings of the store (contract §1.2, rulings R18, R19). Passwords are hashed outside.
//
// Invariants: there is always an active owner; only an owner makes, changes or unmakes an owner, so that an admin cannot become
// one; whoever is disabled or gets another password is signed out in the same transaction.
import FactoryContracts
import FactoryCrypto

/// A password on its way to an account: its hash, or what is wrong with it.
package struct NewPassword: Sendable, Hashable {
  package var hash: String?
  package var problem: ValidationProblem?

  package init(hash: String) { self.hash = hash }
  package init(problem: ValidationProblem) { self.problem = problem }

  package static let length = 8...1024

  /// nil: it may be used.
  package static func problem(_ field: String, _ text: String) -> ValidationProblem? {
    guard text.count < length.lowerBound || text.utf8.count > length.upperBound else { return nil }
    return ValidationProblem(
      field: field, message: "\(field) has \(text.count) characters.", received: .integer(Int64(text.count)),
      expected: "\(length.lowerBound) or more characters, at most \(length.upperBound) bytes")
  }
}

extension UseCases {
  package func createUser(_ body: CreateUserBody, password: NewPassword?) throws -> User {
    try requireAdministrator()
    var problems = Problems()
    if let problem = password?.problem { problems.add(problem) }
    if body.role == .agent, password != nil {
      problems.add("password", "An agent has no password; make an API key for it.", expected: "no password")
    } else if body.role != .agent, password == nil {
      problems.add("password", "password is absent.", expected: "\(NewPassword.length.lowerBound) or more characters")
    }
    let name = body.name ?? String(body.email.prefix { $0 != "@" })
    return try createUser(email: body.email, name: name, role: body.role, passwordHash: password?.hash, &problems)
  }

  package func createUser(email: String, name: String, role: Role, passwordHash: String?) throws -> User {
    try requireAdministrator()
    var problems = Problems()
    return try createUser(email: email, name: name, role: role, passwordHash: passwordHash, &problems)
  }

  private func createUser(
    email: String, name: String, role: Role, passwordHash: String?, _ problems: inout Problems
  ) throws -> User {
    if role == .owner { try requireOwner("Only an owner makes an owner.") }
    let email = email.lowercased()
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

  package func updateUser(_ id: EntityID, _ body: UpdateUserBody) throws -> User {
    try requireAdministrator()
    var stored = try storedUser(id)
    let old = stored.user
    if old.role == .owner || body.role == .owner { try requireOwner("Only an owner changes an owner or makes one.") }
    try check(body, old)
    stored.user.name = body.name ?? old.name
    stored.user.role = body.role ?? old.role
    stored.user.status = body.status ?? old.status
    if stored.user == old { return old }
    try refuseLastOwner(old, stored.user)
    try tx.update(stored)
    try audit(action(old, stored.user), "user", id, pipeline: nil, changes: UserFields.changes(old, stored.user))
    if stored.user.status == .disabled { try endSessions(of: id) }
    if old.status != stored.user.status || old.role != stored.user.role {
      reply.accessChanges.append(.user(id))
      try tellImpossibleGates()
    }
    return stored.user
  }

  private func check(_ body: UpdateUserBody, _ user: User) throws {
    var problems = Problems()
    if let name = body.name { problems.text("name", name, max: 200) }
    problems.known("role", body.role)
    problems.known("status", body.status)
    if let role = body.role, role != user.role, role == .agent || user.role == .agent {
      problems.add(
        "role", "An agent stays an agent, and a person a person.", received: .string(role.rawValue),
        expected: user.role == .agent ? "agent" : "owner, admin, operator or viewer")
    }
    try problems.check()
  }

  private func refuseLastOwner(_ old: User, _ new: User) throws {
    let was = old.role == .owner && old.status == .active
    guard was, new.role != .owner || new.status != .active else { return }
    if try tx.setting(SettingName.localOwner)?.string == old.id.description {
      throw APIError.conflict(
        "This is the person whose machine the server runs on.", current: "local owner", required: "another user")
    }
    let others = try tx.users().contains { $0.user.id != old.id && $0.user.role == .owner && $0.user.status == .active }
    if !others {
      throw APIError.conflict("The last owner stays one.", current: "last owner", required: "another active owner")
    }
  }

  private func action(_ old: User, _ new: User) -> String {
    if old.status != new.status { return new.status == .disabled ? "user.disabled" : "user.enabled" }
    return old.role != new.role ? "user.role_changed" : "user.renamed"
  }

  /// A disabled user signs in no more and counts for no gate; what they decided stays.
  package func disableUser(_ id: EntityID) throws { _ = try updateUser(id, UpdateUserBody(status: .disabled)) }

  // MARK: Passwords

  package func setPassword(_ id: EntityID, _ password: NewPassword) throws {
    try requireAdministrator()
    let stored = try storedUser(id)
    if stored.user.role == .owner, stored.user.id != actor.id {
      try requireOwner("Only an owner gives an owner a password.")
    }
    var problems = Problems()
    if let problem = password.problem { problems.add(problem) }
    try problems.check()
    if stored.user.role == .agent {
      throw APIError.conflict(
        "An agent has no password; make an API key for it.", current: "agent", required: "a person")
    }
    try replacePassword(stored, password.hash)
  }

  package func setPassword(_ id: EntityID, hash: String) throws { try setPassword(id, NewPassword(hash: hash)) }

  /// - Parameter seen: the stored hash that the current password was checked against.
  package func changeOwnPassword(_ password: NewPassword, seen: String?) throws {
    guard actor.kind == .user else { throw APIError.forbidden("A person changes their password in person.") }
    let stored = try storedUser(actor.id)
    var problems = Problems()
    if let problem = password.problem { problems.add(problem) }
    try problems.check()
    guard stored.passwordHash == seen else {
      throw APIError.conflict("The password was changed meanwhile.", current: "changed", required: "unchanged")
    }
    try replacePassword(stored, password.hash)
  }

  private func replacePassword(_ old: StoredUser, _ hash: String?) throws {
    var stored = old
    stored.passwordHash = hash
    try tx.update(stored)
    try audit("user.password_changed", "user", old.user.id, pipeline: nil)
    try endSessions(of: old.user.id)
    reply.accessChanges.append(.user(old.user.id))
  }

  private func storedUser(_ id: EntityID) throws -> StoredUser {
    guard let user = try tx.user(id) else { throw APIError.notFound("user", id) }
    return user
  }

  private func requireOwner(_ sentence: String) throws {
    guard actor.kind == .system || (actor.kind == .user && actor.role == .owner) else {
      throw APIError.forbidden(sentence)
    }
  }

  /// Whether people may decide what their own programs submitted; only an owner changes it (ruling R19).
  package func setSelfDecision(_ allowed: Bool) throws {
    try requireOwner("Only an owner changes selfDecision.")
    let old = try selfDecision()
    try tx.set(SettingName.selfDecision, to: .bool(allowed))
    try audit(
      "setting.changed", "setting", EntityID(high: 0, low: 0), pipeline: nil,
      changes: [SettingName.selfDecision: AuditChange(from: .bool(old), to: .bool(allowed))])
  }
}
