// The audit log: what it lists, and that no row can be changed, removed, cut off or slipped in without showing.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct AuditChainTests {
  private static let edits: [(String, Int?)] = [
    ("UPDATE audit SET json = CAST(replace(CAST(json AS TEXT), 'Ada', 'Bob') AS BLOB) WHERE n = 4", 4),
    ("UPDATE audit SET action = 'task.rejected' WHERE n = 1", 1),
    ("UPDATE audit SET created = created + 1 WHERE n = 7", 7),
    ("UPDATE audit SET pipeline = x'00' WHERE n = 2", 2),
    ("UPDATE audit SET actor = NULL WHERE n = 3", 3),
    ("UPDATE audit SET hash = x'00' WHERE n = 5", 5),
    ("DELETE FROM audit WHERE n = 4", 5),
    ("DELETE FROM audit WHERE n = 1", 2),
    ("DELETE FROM audit WHERE n = 10", 9),
    ("DELETE FROM audit WHERE n > 3", 3),
    (
      "INSERT INTO audit SELECT 11, x'01', created, pipeline, actor, action, entity_type, entity, json, hash FROM audit WHERE n = 10",
      nil
    ),
    ("DELETE FROM audit", nil),
  ]

  @Test(arguments: edits)
  func anyTamperingShowsAtItsRow(_ sql: String, _ row: Int?) async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await write(store)
    #expect(try await store.read { try $0.auditBreak() } == nil)
    await store.close()
    try await edit(folder, sql)
    let reopened = try folder.open()
    let found = try await reopened.read { try $0.auditBreak() }
    #expect(found != nil)
    if let row { #expect(found == Sample.auditEntry(row).id) }
    #expect(try await reopened.verify().problems.count == 1)
    await reopened.close()
  }

  private func write(_ store: SQLiteStore) async throws {
    for number in 1...10 {
      try await store.write { try $0.append(Sample.auditEntry(number), pipelineId: Sample.id(1001)) }
    }
  }

  private func edit(_ folder: StoreFolder, _ sql: String) async throws {
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.write { db in try db.execute(sql: sql) }
    try queue.close()
  }

  @Test func theChainGoesOnAfterReopening() async throws {
    let folder = try StoreFolder()
    let first = try folder.open()
    try await write(first)
    await first.close()
    let second = try folder.open()
    try await second.write { try $0.append(Sample.auditEntry(11), pipelineId: nil) }
    #expect(try await second.read { try $0.auditBreak() } == nil)
    let page = try await second.read { try $0.audit(AuditQuery(), PageRequest(limit: 3)) }
    #expect(page.total == 11)
    let entries = try page.rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0) }
    #expect(entries.map(\.id) == [11, 10, 9].map { Sample.auditEntry($0).id })
    await second.close()
  }

  @Test func filtersFindWhatHappenedToAPipeline() async throws {
    try await StoreFolder.withStore { store in
      let pipeline = Sample.pipeline(1)
      try await store.write { transaction in
        for number in 1...6 {
          var entry = Sample.auditEntry(number, action: number == 6 ? "task.approved" : "task.created")
          entry.createdAt = Sample.start.adding(minutes: Double(number))
          if number == 5 {
            (entry.entityType, entry.entityId, entry.action) = ("pipeline", pipeline.id, "pipeline.updated")
          }
          try transaction.append(entry, pipelineId: number % 2 == 0 ? pipeline.id : nil)
        }
      }
      func numbers(_ set: (inout AuditQuery) -> Void) async throws -> [Int] {
        var query = AuditQuery()
        set(&query)
        let page = try await store.read { [query] in try $0.audit(query, PageRequest()) }
        #expect(page.total == page.rows.count)
        let ids = try page.rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0).id }
        return ids.compactMap { id in (1...6).first { Sample.auditEntry($0).id == id } }
      }
      #expect(try await numbers { $0.pipelineId = pipeline.id } == [6, 5, 4, 2])
      #expect(try await numbers { $0.action = "task.approved" } == [6])
      #expect(try await numbers { $0.entityType = "pipeline" } == [5])
      #expect(try await numbers { $0.entityId = Sample.id(3) } == [3])
      #expect(try await numbers { $0.actorId = Sample.asker } == [6, 5, 4, 3, 2, 1])
      #expect(try await numbers { $0.since = Sample.start.adding(minutes: 4) } == [6, 5, 4])
      #expect(
        try await numbers {
          ($0.until, $0.pipelineId) = (Sample.start.adding(minutes: 4), pipeline.id)
        } == [4, 2])
    }
  }
}
