// API keys: their JSON as lists show it, and the hash of the secret.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func apiKey(_ id: EntityID) throws -> StoredKey? { try key("id = ?", id) }
  func apiKey(prefix: String) throws -> StoredKey? { try key("prefix = ?", prefix) }

  private func key(_ condition: String, _ value: Bind) throws -> StoredKey? {
    try db.first("SELECT json, hash FROM api_key WHERE \(condition)", [value]) { row in
      StoredKey(key: try FactoryJSON.decode(APIKey.self, from: row[0]), hash: row[1])
    }
  }

  func apiKeys(_ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, ["createdAt"]) }
    let order = ListOrder(50, [("created", .integer), ("id", .blob)], descending: page.sort?.descending ?? true)
    let list = ListQuery(source: "api_key", conditions: Conditions(), order: order, page: page)
    return try list.run(db, total: ListQuery.count(db, "api_key", Conditions()))
  }
}

extension SQLiteTransaction {
  func insert(_ key: StoredKey) throws {
    try change(
      "INSERT INTO api_key (prefix, hash, created, json, id) VALUES (?, ?, ?, ?, ?)", try columns(key))
  }

  func update(_ key: StoredKey) throws {
    try change(
      "UPDATE api_key SET prefix = ?, hash = ?, created = ?, json = ? WHERE id = ?", try columns(key))
    guard db.changesCount == 1 else { throw APIError.missing("API key", key.key.id) }
  }

  private func columns(_ key: StoredKey) throws -> [Bind] {
    [key.key.prefix, key.hash, key.key.createdAt, try FactoryJSON.canonical(key.key), key.key.id]
  }
}
