// Turns a credential into a principal: the local owner's token, a user's access token or an API key (contract §1.2, rulings R23,
// R42, R58). Secrets are compared in constant time and never logged.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import HTTPTypes

struct Authenticator: Sendable {
  let owner: LocalOwner?
  let signer: TokenSigner
  let directory: AccessDirectory
  /// Slows down who tries keys (ruling R9).
  let guesses: PasswordGuard

  func authenticate(_ call: ServerRequest) async throws -> Principal {
    try await authenticate(
      authorization: call.headers[.authorization], apiKey: call.headers[.apiKey], peer: call.peer, now: call.now)
  }

  /// - Throws: UNAUTHORIZED; RATE_LIMITED for who tries keys.
  func authenticate(
    authorization: String?, apiKey: String?, peer: Peer, now: Timestamp
  ) async throws -> Principal {
    guard let authorization else {
      if let apiKey { return try await authenticate(apiKey: apiKey, peer: peer, now: now) }
      throw Refusal.unauthorized("A credential is needed: Authorization: Bearer … or X-API-Key: …")
    }
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Refusal.unauthorized("The header Authorization must be: Bearer and a token.")
    }
    return try await authenticate(token: String(parts[1]), peer: peer, now: now)
  }

  func authenticate(token: String, peer: Peer, now: Timestamp) async throws -> Principal {
    if KeySecret.isMeant(token) { return try await authenticate(apiKey: token, peer: peer, now: now) }
    if let owner, constantTimeEqual(token, owner.token) {
      guard peer.isLocal else { throw Refusal.unauthorized("This token is valid only on the server's own machine.") }
      return Principal(actor: owner.actor, email: owner.email, isLocalOwner: true, credential: .localOwner)
    }
    let claims: TokenClaims
    do {
      claims = try signer.verify(token, now: now)
    } catch {
      if case .expired = error { throw Refusal.unauthorized("The token has expired.") }
      throw Refusal.unauthorized("The token is not valid.")
    }
    return try await principal(claims, now: now)
  }

  /// The user as they are now: a disabled one is out, a lower role takes its scopes away at once.
  private func principal(_ claims: TokenClaims, now: Timestamp) async throws -> Principal {
    guard let user = try await directory.user(claims.sub, now: now), user.status == .active else {
      throw Refusal.unauthorized("The token is not valid.")
    }
    return Principal(
      actor: Actor(
        kind: user.role == .agent ? .agent : .user, id: user.id, name: user.name, role: user.role,
        scopes: Set(claims.scopes).intersection(user.role.scopes)),
      email: user.email, expiresAt: Timestamp(milliseconds: Int64(claims.exp) * 1000))
  }

  // MARK: API keys

  func authenticate(apiKey text: String, peer: Peer, now: Timestamp) async throws -> Principal {
    guard let secret = KeySecret(text) else { throw Self.noKey }
    // Who tries many keys waits, and no store is asked meanwhile; a key that is known to be good goes on working.
    if !directory.isProven(secret.prefix) { try guesses.checkKeys(address: peer.address, now: now) }
    guard let known = try await directory.key(secret.prefix, now: now),
      constantTimeEqual(secret.hash, known.stored.hash)
    else {
      guesses.failedKey(address: peer.address, now: now)
      throw Self.noKey
    }
    guard known.stored.key.isLive(at: now), known.principal.status == .active else { throw Self.noKey }
    directory.prove(secret.prefix)
    directory.used(known.stored.key.id, now: now)
    return Self.principal(known)
  }

  /// One sentence for every reason: what a key was is nobody's business.
  private static let noKey = Refusal.unauthorized("This API key is not valid.")

  /// A key has its principal's id, never more than the principal's scopes of today, and no role that rules favour (ruling R42).
  private static func principal(_ known: AccessDirectory.KnownKey) -> Principal {
    let (user, key) = (known.principal, known.stored.key)
    let isAgent = user.role == .agent
    let role: Role = user.role == .owner || user.role == .admin ? .operator : user.role
    return Principal(
      actor: Actor(
        kind: isAgent ? .agent : .apiKey, id: user.id, name: isAgent ? user.name : "\(user.name) (key \(key.name))",
        role: role, scopes: Set(key.scopes).intersection(user.role.scopes), keyId: key.id),
      email: user.email, credential: .apiKey, expiresAt: key.endsAt)
  }
}
