// The audit log: rows numbered without gaps, each with the keyed hash over the one before and itself, so that an edited, removed
// or added row shows and nobody without the key can make it fit again. The head is read and moved inside the transaction that appends.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import GRDB

/// What the hash of a row covers: everything in it.
private struct AuditLink {
  var number: Int64
  var created: Int64
  var pipeline: EntityID?
  var actor: EntityID?
  var action: String
  var entityType: String
  var entity: EntityID
  var json: Data

  /// Each part is preceded by its length, so that no two different rows give the same bytes.
  /// - Parameter key: nil for rows from before rows were signed: a plain hash.
  func hash(after previous: Data, key: HMACKey?) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count + 256)
    let numbers = UInt64(bitPattern: number).bigEndianBytes + UInt64(bitPattern: created).bigEndianBytes
    let texts = [Data(action.utf8), Data(entityType.utf8)]
    for part in [previous, numbers, pipeline?.bytes ?? Data(), actor?.bytes ?? Data(), entity.bytes] + texts + [json] {
      withUnsafeBytes(of: UInt32(part.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: part)
    }
    guard let key else { return Data(SHA256.hash(bytes)) }
    return Data(key.code(for: bytes))
  }
}

extension SQLiteReading {
  func audit(_ query: AuditQuery, _ page: PageRequest) throws -> EncodedPage {
    let conditions = Self.conditions(query)
    let order = try AuditOrder.of(page.sort)
    let list = ListQuery(source: "audit", conditions: conditions, order: order, page: page)
    return try list.run(db, total: auditTotal(conditions))
  }

  private static func conditions(_ query: AuditQuery) -> Conditions {
    var conditions = Conditions()
    if let type = query.entityType { conditions.add("entity_type = ?", type) }
    if let entity = query.entityId { conditions.add("entity = ?", entity) }
    if let pipeline = query.pipelineId { conditions.add("pipeline = ?", pipeline) }
    if let actor = query.actorId { conditions.add("actor = ?", actor) }
    if let action = query.action { conditions.add("action = ?", action) }
    if let since = query.since { conditions.add("created >= ?", since) }
    if let until = query.until { conditions.add("created <= ?", until) }
    return conditions
  }

  /// Rows are never removed, so without a filter the last number is the total.
  private func auditTotal(_ conditions: Conditions) throws -> Int {
    guard conditions.isEmpty else { return try ListQuery.count(db, "audit", conditions) }
    return Int(try db.integer("SELECT max(n) FROM audit") ?? 0)
  }

  func auditRows(_ query: AuditQuery, row: (Data) throws -> Bool) throws {
    let conditions = Self.conditions(query)
    let sql = "SELECT json FROM audit\(conditions.sql) ORDER BY n"
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: sql), arguments: StatementArguments(conditions.values))
    while let next = try rows.next() { guard try row(next[0]) else { return } }
  }

  func auditBreak() throws -> EntityID? { try auditFault()?.id }

  /// nil when the chain is whole.
  func auditFault() throws -> AuditFault? {
    var previous = Data()
    var number: Int64 = 0
    var last: EntityID?
    let sql = "SELECT n, created, pipeline, actor, action, entity_type, entity, json, id, hash FROM audit ORDER BY n"
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql))
    while let row = try rows.next() {
      number += 1
      let link = AuditLink(
        number: row[0], created: row[1], pipeline: row[2], actor: row[3], action: row[4], entityType: row[5],
        entity: row[6], json: row[7])
      last = row[8]
      let isNext = link.number == number && link.hash(after: previous, key: auditKeys.key(of: number)) == row[9] as Data
      if !isNext { return AuditFault(row: link.number, id: row[8], isEnd: false) }
      previous = row[9]
    }
    let head = try auditHead()
    if head.number == number, head.hash == previous { return nil }
    return AuditFault(row: number, id: last ?? EntityID(high: 0, low: 0), isEnd: true)
  }

  /// The last row's number and hash, kept beside the log: rows cut off its end show against it.
  func auditHead() throws -> AuditHead {
    try db.first("SELECT n, hash FROM audit_head") { row in AuditHead(number: row[0], hash: row[1]) }
      ?? AuditHead(number: 0, hash: Data())
  }
}

private enum AuditOrder {
  /// By the chain, which is the order of time; newest first unless asked otherwise.
  static func of(_ sort: FactoryEngine.SortOrder?) throws -> ListOrder {
    guard let sort else { return ListOrder(40, [("n", .integer)], descending: true) }
    guard sort.field == "createdAt" else { throw APIError.unknownSort(sort.field, AuditQuery.sortFields) }
    return ListOrder(40, [("n", .integer)], descending: sort.descending)
  }
}

extension SQLiteTransaction {
  func append(_ entry: AuditEntry, pipelineId: EntityID?) throws {
    let head = try held.head ?? memory.head ?? auditHead()
    let link = AuditLink(
      number: head.number + 1, created: entry.createdAt.milliseconds,
      pipeline: pipelineId ?? (entry.entityType == "pipeline" ? entry.entityId : nil), actor: entry.actorId,
      action: entry.action, entityType: entry.entityType, entity: entry.entityId,
      json: try FactoryJSON.canonical(entry))
    let hash = link.hash(after: head.hash, key: auditKeys.key(of: link.number))
    try change(
      """
      INSERT INTO audit (n, id, created, pipeline, actor, action, entity_type, entity, json, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        link.number, entry.id, link.created, link.pipeline, link.actor, link.action, link.entityType, link.entity,
        link.json, hash,
      ])
    held.head = AuditHead(number: link.number, hash: hash)
    held.isHeadWritten = false
  }
}
