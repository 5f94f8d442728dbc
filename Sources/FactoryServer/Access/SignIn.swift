// Signing in and out (contract §1.2): password to tokens, refresh tokens that are used once, and one's own password. The rules of
// families are the engine's (`Sessions`); secrets are made and hashed here.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation

struct SignIn: Sendable {
  let store: any FactoryStore
  let signer: TokenSigner
  let guardian = PasswordGuard()
  let hashing: HashingQueue
  /// Keys the hashes of bodies that hold a secret: a plain hash of a body would let a password be guessed from it. Of this process.
  let bodyKey = SecureRandom.bytes(32)
  let accessSeconds: Int
  let refreshSeconds: Int
  let ids: any IDSource

  init(
    store: any FactoryStore, signer: TokenSigner, accessSeconds: Int, refreshSeconds: Int, passwordCost: ScryptCost,
    ids: any IDSource
  ) {
    hashing = HashingQueue(cost: passwordCost)
    self.store = store
    self.signer = signer
    self.accessSeconds = accessSeconds
    self.refreshSeconds = refreshSeconds
    self.ids = ids
  }

  /// Whoever it is for, and whether there is such an account: the same work, the same sentence.
  func login(_ body: LoginBody, peer: Peer, now: Timestamp) async throws -> TokenReply {
    let account = Self.account(body.email)
    try guardian.begin(account: account, address: peer.address, now: now)
    let stored = try await store.read { try $0.user(email: account) }
    let matches = try await hashing.verify(password: body.password, hash: stored?.passwordHash)
    let token = SecureRandom.token()
    let seconds = Double(refreshSeconds)
    guard let known = stored, matches,
      let user = try await sessions(
        now,
        { useCases in
          try useCases.startSession(
            of: known.user.id, seen: known.passwordHash, token: Self.hash(token), seconds: seconds)
        })
    else { throw Refusal.unauthorized("E-mail and password do not match.") }
    guardian.succeeded(account: account, address: peer.address)
    return try reply(user, refresh: token, now: now)
  }

  func refresh(_ body: RefreshBody, now: Timestamp) async throws -> TokenReply {
    let token = SecureRandom.token()
    let user = try await sessions(now) { [self] useCases in
      try useCases.renewSession(
        token: Self.hash(body.refreshToken), next: Self.hash(token), seconds: Double(refreshSeconds))
    }
    guard let user else { throw Refusal.unauthorized("The refresh token is not valid any more; sign in again.") }
    return try reply(user, refresh: token, now: now)
  }

  /// Ends every sign-in of the caller.
  func logout(_ user: EntityID, now: Timestamp) async throws {
    try await sessions(now) { try $0.endSessions(of: user) }
  }

  // MARK: Passwords

  /// The hash of a password that may be used, or what is wrong with it.
  func newPassword(_ field: String, _ text: String) async throws -> NewPassword {
    if let problem = NewPassword.problem(field, text) { return NewPassword(problem: problem) }
    return NewPassword(hash: try await hashing.hash(text))
  }

  /// - Returns: the stored hash that the caller's current password was checked against.
  /// - Throws: FORBIDDEN when it does not match; RATE_LIMITED for who keeps trying.
  func confirm(_ current: String, _ request: ServerRequest) async throws -> String? {
    let caller = try request.caller()
    guard caller.actor.kind == .user else {
      throw APIError(code: .forbidden, message: "A person changes their password in person.")
    }
    let account = Self.account(caller.email)
    try guardian.begin(account: account, address: request.peer.address, now: request.now)
    let stored = try await store.read { try $0.user(caller.actor.id) }
    guard try await hashing.verify(password: current, hash: stored?.passwordHash) else {
      throw APIError(code: .forbidden, message: "The current password does not match.", field: "currentPassword")
    }
    guardian.succeeded(account: account, address: request.peer.address)
    return stored?.passwordHash
  }

  // MARK: Parts

  private func sessions<Value: Sendable>(
    _ now: Timestamp, _ work: @escaping @Sendable (UseCases) throws -> Value
  ) async throws -> Value {
    let ids = ids
    return try await store.write { tx in
      try work(UseCases(tx: tx, actor: .system, now: now, ids: ids, settings: EngineSettings()))
    }
  }

  /// As accounts are compared. No address is longer than that; what is remembered of a longer one stays small.
  private static func account(_ email: String) -> String {
    let account = email.trimmingCharacters(in: .whitespaces).lowercased()
    return account.utf8.count > 254 ? SHA256.hex(Data(account.utf8)) : account
  }

  private func reply(_ user: User, refresh token: String, now: Timestamp) throws -> TokenReply {
    let issued = Int(now.milliseconds / 1000)
    let claims = TokenClaims(
      sub: user.id, email: user.email, role: user.role, scopes: user.role.scopes, iat: issued,
      exp: issued + accessSeconds)
    return TokenReply(accessToken: try signer.sign(claims), refreshToken: token, expiresIn: accessSeconds)
  }

  private static func hash(_ text: String) -> Data { Data(SHA256.hash(Data(text.utf8))) }
}
