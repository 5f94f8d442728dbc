// Turns a credential into a principal: the local owner's token or a user's access token (contract §1.2, rulings R23, R58).
// Credentials are compared in constant time and never logged.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import HTTPTypes

struct Authenticator: Sendable {
  let owner: LocalOwner?
  let signer: TokenSigner
  let people: UserDirectory

  func authenticate(_ call: ServerRequest) async throws -> Principal {
    try await authenticate(
      authorization: call.headers[.authorization], apiKey: call.headers[.apiKey], peer: call.peer, now: call.now)
  }

  /// - Throws: UNAUTHORIZED.
  func authenticate(
    authorization: String?, apiKey: String?, peer: Peer, now: Timestamp
  ) async throws -> Principal {
    guard let authorization else {
      throw Refusal.unauthorized(
        apiKey == nil ? "A credential is needed: Authorization: Bearer …" : "This API key is not valid.")
    }
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Refusal.unauthorized("The header Authorization must be: Bearer and a token.")
    }
    return try await authenticate(token: String(parts[1]), peer: peer, now: now)
  }

  func authenticate(token: String, peer: Peer, now: Timestamp) async throws -> Principal {
    if let owner, constantTimeEqual(token, owner.token) {
      guard peer.isLocal else { throw Refusal.unauthorized("This token is valid only on the server's own machine.") }
      return Principal(actor: owner.actor, email: owner.email, isLocalOwner: true)
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
    guard let user = try await people.user(claims.sub, now: now), user.status == .active else {
      throw Refusal.unauthorized("The token is not valid.")
    }
    return Principal(
      actor: Actor(
        kind: user.role == .agent ? .agent : .user, id: user.id, name: user.name, role: user.role,
        scopes: Set(claims.scopes).intersection(user.role.scopes)),
      email: user.email, expiresAt: Timestamp(milliseconds: Int64(claims.exp) * 1000))
  }
}
