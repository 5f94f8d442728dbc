// Sign-ins: families of refresh tokens, each used once (contract §1.2). Tokens come as SHA-256 hashes; nothing else is known of them.
//
// Using a spent token means that somebody copied it: its family ends. A family's end and a user's sign-out are rows of the same table
// under derived hashes, so one look-up each decides; they outlive every token they speak of.
import FactoryContracts
import FactoryCrypto
import Foundation

extension UseCases {
  /// The first token of a new family.
  /// - Parameter seen: the password hash that was checked; another one by now starts nothing.
  /// - Returns: the user as they are now; nil when they may not come in.
  package func startSession(of id: EntityID, seen: String?, token: Data, seconds: Double) throws -> User? {
    guard let stored = try tx.user(id), stored.user.status == .active, stored.passwordHash == seen else { return nil }
    try tx.insert(
      RefreshTokenRow(hash: token, family: newID(), userId: id, expiresAt: now.adding(seconds: seconds)))
    return stored.user
  }

  /// Spends a token for the next one of its family.
  /// - Returns: whose it is; nil when it buys nothing.
  package func renewSession(token: Data, next: Data, seconds: Double) throws -> User? {
    guard var row = try tx.refreshToken(hash: token), row.expiresAt > now, row.revokedAt == nil, try !isEnded(row),
      let user = try tx.user(row.userId)?.user, user.status == .active
    else { return nil }
    guard row.spentAt == nil else {
      try tx.insert(marker(.family, row.family, user: row.userId))
      try audit(
        "session.reused", "user", row.userId, pipeline: nil, metadata: ["signIn": .id(row.family)])
      return nil
    }
    row.spentAt = now
    try tx.update(row)
    try tx.insert(
      RefreshTokenRow(hash: next, family: row.family, userId: user.id, expiresAt: now.adding(seconds: seconds)))
    return user
  }

  /// Ends every sign-in of a person.
  package func endSessions(of user: EntityID) throws {
    let row = marker(.user, user, user: user)
    if try tx.refreshToken(hash: row.hash) == nil { try tx.insert(row) } else { try tx.update(row) }
  }

  private func isEnded(_ row: RefreshTokenRow) throws -> Bool {
    if try tx.refreshToken(hash: Self.hash(.family, row.family)) != nil { return true }
    guard let out = try tx.refreshToken(hash: Self.hash(.user, row.userId))?.revokedAt else { return false }
    // A family's id tells when its sign-in was (ruling R1).
    return Int64(row.family.high >> 16) <= out.milliseconds
  }

  private enum Ending: String { case family, user }

  private static func hash(_ ending: Ending, _ id: EntityID) -> Data {
    Data(SHA256.hash(Data("ended \(ending.rawValue) \(id)".utf8)))
  }

  /// The longest life that the configuration gives a token: every token this speaks of is gone before.
  private static let longestSeconds = 31_536_000.0

  private func marker(_ ending: Ending, _ id: EntityID, user: EntityID) -> RefreshTokenRow {
    RefreshTokenRow(
      hash: Self.hash(ending, id), family: id, userId: user, expiresAt: now.adding(seconds: Self.longestSeconds),
      spentAt: now, revokedAt: now)
  }
}
