// Users, their refresh tokens, settings and remembered answers.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func user(_ id: EntityID) throws -> StoredUser? { try users("WHERE id = ?", [id]).first }

  /// Addresses are compared without regard to case.
  func user(email: String) throws -> StoredUser? { try users("WHERE email = ?", [email.lowercased()]).first }

  func users() throws -> [StoredUser] { try users("ORDER BY n", []) }

  func users(_ query: UserQuery, _ page: PageRequest) throws -> EncodedPage {
    var conditions = Conditions()
    if let role = query.role { conditions.add("json_extract(CAST(json AS TEXT), '$.role') = ?", role.rawValue) }
    if let status = query.status { conditions.add("json_extract(CAST(json AS TEXT), '$.status') = ?", status.rawValue) }
    if let search = query.search?.lowercased() {
      conditions.add(
        "(instr(email, ?) > 0 OR instr(lower(json_extract(CAST(json AS TEXT), '$.name')), ?) > 0)", search, search)
    }
    let down = page.sort?.descending ?? false
    let order: ListOrder =
      switch page.sort?.field ?? "createdAt" {
      case "createdAt": ListOrder(51, [("n", .integer)], descending: down)
      case "email": ListOrder(52, [("email", .text)], descending: down)
      case let other: throw APIError.unknownSort(other, UserQuery.sortFields)
      }
    let list = ListQuery(source: "user", conditions: conditions, order: order, page: page)
    return try list.run(db, total: ListQuery.count(db, "user", conditions))
  }

  private func users(_ tail: String, _ values: [Bind]) throws -> [StoredUser] {
    try db.all("SELECT json, password FROM user \(tail)", values) { row in
      StoredUser(user: try FactoryJSON.decode(User.self, from: row[0]), passwordHash: row[1])
    }
  }

  func refreshToken(hash: Data) throws -> RefreshTokenRow? {
    let sql = "SELECT family, user, expires, spent, revoked FROM refresh_token WHERE hash = ?"
    return try db.first(sql, [hash]) { row in
      RefreshTokenRow(
        hash: hash, family: row[0], userId: row[1], expiresAt: row[2], spentAt: row[3], revokedAt: row[4])
    }
  }

  func setting(_ name: String) throws -> JSONValue? { try storedSetting(name) }

  func storedSetting(_ name: String) throws -> JSONValue? {
    try db.first("SELECT json FROM setting WHERE name = ?", [name]) {
      try FactoryJSON.decode(JSONValue.self, from: $0[0])
    }
  }

  func idempotent(_ scope: IdempotencyScope) throws -> IdempotentAnswer? {
    let sql = """
      SELECT body_hash, status, body FROM idempotency
      WHERE principal = ? AND key = ? AND method = ? AND path = ?
      """
    return try db.first(sql, [scope.principal, scope.key, scope.method, scope.path]) { row in
      IdempotentAnswer(bodyHash: row[0], status: row[1], body: row[2])
    }
  }
}

extension SQLiteTransaction {
  func setting(_ name: String) throws -> JSONValue? {
    if let known = memory.settings[name] { return known }
    let stored = try storedSetting(name)
    memory.settings[name] = .some(stored)
    return stored
  }

  func insert(_ user: StoredUser) throws {
    try change("INSERT INTO user (email, password, json, id) VALUES (?, ?, ?, ?)", try columns(user))
  }

  func update(_ user: StoredUser) throws {
    try change("UPDATE user SET email = ?, password = ?, json = ? WHERE id = ?", try columns(user))
    guard db.changesCount == 1 else { throw APIError.missing("user", user.user.id) }
  }

  private func columns(_ user: StoredUser) throws -> [Bind] {
    [user.user.email.lowercased(), user.passwordHash, try FactoryJSON.canonical(user.user), user.user.id]
  }

  func insert(_ token: RefreshTokenRow) throws {
    try change(
      "INSERT INTO refresh_token (family, user, expires, spent, revoked, hash) VALUES (?, ?, ?, ?, ?, ?)",
      columns(token))
  }

  func update(_ token: RefreshTokenRow) throws {
    try change(
      "UPDATE refresh_token SET family = ?, user = ?, expires = ?, spent = ?, revoked = ? WHERE hash = ?",
      columns(token))
  }

  func trimRefreshTokens(before: Timestamp) throws {
    try change("DELETE FROM refresh_token WHERE expires <= ?", [before])
  }

  private func columns(_ token: RefreshTokenRow) -> [Bind] {
    [token.family, token.userId, token.expiresAt, token.spentAt, token.revokedAt, token.hash]
  }

  func set(_ name: String, to value: JSONValue) throws {
    memory.settings.removeValue(forKey: name)
    try change(
      "INSERT INTO setting (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json",
      [name, try FactoryJSON.canonical(value)])
  }

  func remember(_ answer: IdempotentAnswer, for scope: IdempotencyScope, at: Timestamp) throws {
    try change(
      """
      INSERT INTO idempotency (principal, key, method, path, body_hash, status, body, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (principal, key, method, path)
      DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status, body = excluded.body, at = excluded.at
      """,
      [
        scope.principal, scope.key, scope.method, scope.path, answer.bodyHash, answer.status, answer.body, at,
      ])
  }

  func forgetIdempotency(before: Timestamp) throws { try change("DELETE FROM idempotency WHERE at < ?", [before]) }
}
