// Signing in and out (contract §1.2): password to tokens, refresh tokens that are used once, and what happens when one is used
// twice. Password hashes are checked on threads of their own, two at a time: each takes 32 MiB and tens of milliseconds.
//
// Refresh tokens of one sign-in are a family. Using a spent one means that somebody copied it: the family ends. A family's end
// and a user's sign-out are rows of the same table under derived hashes, so one look-up each decides.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import HTTPTypes

struct SignIn: Sendable {
  let store: any FactoryStore
  let signer: TokenSigner
  let guardian = PasswordGuard()
  let hashing = HashingQueue()
  let accessSeconds: Int
  let refreshSeconds: Int
  let ids: any IDSource

  func login(_ body: LoginBody, peer: Peer, now: Timestamp) async throws -> TokenReply {
    let account = body.email.trimmingCharacters(in: .whitespaces).lowercased()
    try guardian.check(account: account, address: peer.address, now: now)
    let stored = try await store.read { try $0.user(email: account) }
    let matches = await hashing.verify(password: body.password, hash: stored?.passwordHash)
    guard let user = stored?.user, matches, user.status == .active else {
      guardian.failed(account: account, address: peer.address, now: now)
      throw Refusal.unauthorized("E-mail and password do not match.")
    }
    guardian.succeeded(account: account)
    let family = ids.next(at: now)
    let (token, row) = refreshToken(family: family, user: user.id, now: now)
    try await store.write { try $0.insert(row) }
    return try reply(user, refresh: token, now: now)
  }

  func refresh(_ body: RefreshBody, now: Timestamp) async throws -> TokenReply {
    let hash = Self.hash(body.refreshToken)
    let (user, token) = try await store.write { transaction -> (User?, String) in
      guard var row = try transaction.refreshToken(hash: hash), row.expiresAt > now, row.revokedAt == nil,
        try !isEnded(row, transaction), let user = try transaction.user(row.userId)?.user, user.status == .active
      else { return (nil, "") }
      guard row.spentAt == nil else {
        try transaction.insert(Self.marker("family", row.family, user: row.userId, now: now))
        return (nil, "")
      }
      row.spentAt = now
      try transaction.update(row)
      let (token, next) = refreshToken(family: row.family, user: user.id, now: now)
      try transaction.insert(next)
      return (user, token)
    }
    guard let user else { throw Refusal.unauthorized("The refresh token is not valid any more; sign in again.") }
    return try reply(user, refresh: token, now: now)
  }

  /// Ends every sign-in of the caller.
  func logout(_ user: EntityID, now: Timestamp) async throws {
    try await store.write { transaction in
      var marker = Self.marker("user", user, user: user, now: now)
      if let existing = try transaction.refreshToken(hash: marker.hash) {
        marker.family = existing.family
        try transaction.update(marker)
      } else {
        try transaction.insert(marker)
      }
    }
  }

  private func isEnded(_ row: RefreshTokenRow, _ reader: any FactoryReader) throws -> Bool {
    if try reader.refreshToken(hash: Self.markerHash("family", row.family)) != nil { return true }
    guard let out = try reader.refreshToken(hash: Self.markerHash("user", row.userId))?.revokedAt else { return false }
    // A family's id tells when its sign-in was (ruling R1).
    return Int64(row.family.high >> 16) <= out.milliseconds
  }

  private func refreshToken(family: EntityID, user: EntityID, now: Timestamp) -> (String, RefreshTokenRow) {
    let token = SecureRandom.token()
    return (
      token,
      RefreshTokenRow(
        hash: Self.hash(token), family: family, userId: user, expiresAt: now.adding(seconds: Double(refreshSeconds)))
    )
  }

  private func reply(_ user: User, refresh token: String, now: Timestamp) throws -> TokenReply {
    let issued = Int(now.milliseconds / 1000)
    let claims = TokenClaims(
      sub: user.id, email: user.email, role: user.role, scopes: user.role.scopes, iat: issued,
      exp: issued + accessSeconds)
    return TokenReply(accessToken: try signer.sign(claims), refreshToken: token, expiresIn: accessSeconds)
  }

  private static func hash(_ text: String) -> Data { Data(SHA256.hash(Data(text.utf8))) }

  private static func markerHash(_ kind: String, _ id: EntityID) -> Data { hash("ended \(kind) \(id)") }

  private static func marker(_ kind: String, _ id: EntityID, user: EntityID, now: Timestamp) -> RefreshTokenRow {
    RefreshTokenRow(
      hash: markerHash(kind, id), family: id, userId: user, expiresAt: Timestamp(milliseconds: .max / 2), spentAt: now,
      revokedAt: now)
  }
}

/// Runs password hashes away from the event loops, a bounded number at a time.
struct HashingQueue: Sendable {
  private let queue: OperationQueue
  /// A hash that no password has: an unknown account takes as long as a known one.
  private static let decoy =
    "scrypt$32768$8$1$\(Base64URL.encode([UInt8](repeating: 0, count: 16)))$"
    + Base64URL.encode([UInt8](repeating: 0, count: 32))

  init() {
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = 2
  }

  func verify(password: String, hash: String?) async -> Bool {
    await withCheckedContinuation { continuation in
      queue.addOperation {
        let matches = Scrypt.verify(password: password, hash: hash ?? Self.decoy)
        continuation.resume(returning: matches && hash != nil)
      }
    }
  }
}
