// API keys (rulings R18, R19, R42). The secret is made outside and passed in; only its hash and public beginning are written.
//
// Invariants: a key acts for a person (its maker) or for an agent, in that principal's id, so that neither one vote counts twice nor
// anyone decides through a key what they asked; nobody gets a key that acts for another person, not by rotating it either.
import FactoryContracts
import FactoryCrypto
import Foundation

extension UseCases {
  package func createKey(_ body: CreateKeyBody, secret: KeySecret) throws -> KeyReply {
    try requireAdministrator()
    let scopes = Scope.declared.filter(body.scopes.contains)
    for scope in scopes where !actor.scopes.contains(scope) {
      throw APIError.forbidden("A key never holds a scope its maker lacks.", scope: scope, held: actor.scopes)
    }
    let principal = try checkNew(body, scopes)
    let key = APIKey(
      id: newID(), name: body.name, prefix: secret.prefix, scopes: scopes, principalId: principal,
      createdBy: actor.id, createdAt: now,
      expiresAt: body.expiresInDays.map { now.adding(seconds: Double($0) * 86_400) })
    return try add(key, secret)
  }

  /// Who the key acts for.
  private func checkNew(_ body: CreateKeyBody, _ scopes: [Scope]) throws -> EntityID {
    var problems = Problems()
    problems.text("name", body.name, max: 100)
    problems.number("expiresInDays", body.expiresInDays, in: 1...3650)
    if scopes.isEmpty {
      problems.add("scopes", "scopes is empty.", received: .array([]), expected: "at least one scope")
    }
    let principal = body.principalId ?? actor.id
    if principal != actor.id { try checkAgent(principal, scopes, &problems) }
    try problems.check()
    return principal
  }

  private func checkAgent(_ id: EntityID, _ scopes: [Scope], _ problems: inout Problems) throws {
    guard let user = try tx.user(id)?.user, user.status == .active, user.role == .agent else {
      return problems.add(
        "principalId", "principalId is no active agent; a key acts for its maker or for an agent.", received: .id(id),
        expected: "the id of an active user whose role is agent")
    }
    for scope in scopes where !user.role.scopes.contains(scope) {
      problems.add(
        "scopes", "An agent never holds \(scope.rawValue).", received: .string(scope.rawValue),
        expected: "some of " + user.role.scopes.map(\.rawValue).joined(separator: ", "))
    }
  }

  /// A new key in place of an old one, which goes on for the grace. A key replaces only itself; an owner or admin their own keys
  /// and those of agents.
  package func rotateKey(_ body: RotateKeyBody, secret: KeySecret) throws -> KeyReply {
    if actor.keyId == nil { try requireAdministrator() }
    guard let id = body.keyId ?? actor.keyId else {
      throw APIError.validation("key_id", "key_id is absent, and no key is calling.", expected: "the id of a key")
    }
    var old = try storedKey(id)
    let scopes = try refuseForeign(old.key)
    var problems = Problems()
    problems.number("graceSeconds", body.graceSeconds, in: 0...604_800)
    try problems.check()
    try refuseEnded(old.key)
    var key = old.key
    (key.id, key.prefix, key.createdBy, key.createdAt) = (newID(), secret.prefix, actor.id, now)
    (key.scopes, key.lastUsedAt) = (scopes, nil)
    // A person decides anew how long; a key cannot prolong its own life.
    if actor.keyId == nil {
      key.expiresAt = old.key.expiresAt.map { now.adding(seconds: $0.seconds(since: old.key.createdAt)) }
    }
    let end = now.adding(seconds: Double(body.graceSeconds ?? 0))
    (old.key.revokedAt, old.key.replacedBy) = (end, key.id)
    try tx.update(old)
    try audit(
      "key.rotated", "api_key", id, pipeline: nil,
      changes: ["replacedBy": AuditChange(to: .id(key.id)), "revokedAt": AuditChange(to: .time(end))])
    reply.accessChanges.append(.key(id, endsAt: end))
    return try add(key, secret)
  }

  /// - Returns: what the new key may hold: no more than its principal may today.
  private func refuseForeign(_ key: APIKey) throws -> [Scope] {
    if let own = actor.keyId, own != key.id { throw APIError.forbidden("A key replaces only itself.") }
    guard let user = try tx.user(key.principalId)?.user else { throw APIError.notFound("user", key.principalId) }
    guard key.principalId == actor.id || user.role == .agent else {
      throw APIError.forbidden("Only its owner replaces a person's key; revoke it instead.")
    }
    return key.scopes.filter(user.role.scopes.contains)
  }

  private func refuseEnded(_ key: APIKey) throws {
    let state = key.replacedBy != nil ? "rotated" : key.isLive(at: now) ? "active" : "ended"
    guard state != "active" else { return }
    throw APIError.conflict(
      "This key was \(state == "rotated" ? "replaced" : "revoked or ran out").", current: state, required: "active")
  }

  /// A revoked key is refused at once. Revoking one that has ended changes nothing.
  package func revokeKey(_ id: EntityID) throws {
    try requireAdministrator()
    var stored = try storedKey(id)
    guard stored.key.isLive(at: now) else { return }
    let before = stored.key.revokedAt
    stored.key.revokedAt = now
    try tx.update(stored)
    try audit(
      "key.revoked", "api_key", id, pipeline: nil,
      changes: ["revokedAt": AuditChange(from: .time(before), to: .time(now))])
    reply.accessChanges.append(.key(id, endsAt: now))
  }

  /// Notes that a key was used; called at most once a minute for each key, away from any request. No audit row: nothing was decided.
  package func noteUse(ofKey id: EntityID, at moment: Timestamp) throws {
    guard var stored = try tx.apiKey(id), stored.key.lastUsedAt.map({ $0 < moment }) ?? true else { return }
    stored.key.lastUsedAt = moment
    try tx.update(stored)
  }

  private func add(_ key: APIKey, _ secret: KeySecret) throws -> KeyReply {
    try tx.insert(StoredKey(key: key, hash: secret.hash))
    try audit(
      "key.created", "api_key", key.id, pipeline: nil,
      changes: [
        "name": AuditChange(to: .string(key.name)), "principalId": AuditChange(to: .id(key.principalId)),
        "scopes": AuditChange(to: .array(key.scopes.map { .string($0.rawValue) })),
        "expiresAt": AuditChange(to: .time(key.expiresAt)),
      ])
    let shown = KeyReply(apiKey: secret.text, keyId: key.id, scopes: key.scopes)
    var kept = shown
    kept.apiKey = nil
    reply.isSpread = true
    reply.remembered = try FactoryJSON.encode(kept)
    return shown
  }

  private func storedKey(_ id: EntityID) throws -> StoredKey {
    guard let key = try tx.apiKey(id) else { throw APIError.notFound("API key", id) }
    return key
  }

  /// Users and keys are the business of owners and admins in person (rulings R18, R42).
  func requireAdministrator() throws {
    guard actor.kind == .system || actor.isAdministrator else {
      throw APIError.forbidden("Only an owner or admin may do this.")
    }
  }
}
