// Stores of older versions open and keep what they hold; a step that was released is never edited.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FactoryStorage

@Suite struct MigrationTests {
  /// SHA-256 of each step's statements. A step that is in a release keeps its line for good; a new one adds a line.
  private static let released: [String: String] = [
    "v001": "83c750f574902a40548602dda2baf5ed205ab3ec010a768394cda84d0ec5d005",
    "v002": "c0433e0eb3e7a4a5dd7d22c2a7b2db258033da262d7067897c40afa7d2be5b70",
    "v003": "85159528854a8d9630ad3e13b66dd25e21a5d4e6e592fab9656ab8965a78d4c4",
    "v004": "3512a1662c6bfc714bd764c4882fb7354f1adef4d791bec9e6ad7bc805c4c1ed",
    "v005": "d435ae93b025194b70d5ade964f824f3c9fee4be407e6c94b4be24413cc3e5f0",
    "v006": "c3b382a2c88ff817e9bec57b043bbe2f2d9d7cfc5eb4e69cbe11519cd654679b",
    "v007": "b0ca8953a775b6a32f42a770f8bdd7b2017a4d98e11ed7199ed24e246ed22539",
    "v008": "571d2d3c9d4dfe00626d65c23857407b7bbf127f1c6300a0f7c2b4056ea40d25",
  ]

  @Test func everyStepIsAsItWasReleased() {
    for step in Schema.steps {
      #expect(SHA256.hex(Data(step.sql.utf8)) == Self.released[step.name], "\(step.name)")
    }
    #expect(Schema.steps.map(\.name) == Schema.steps.map(\.name).sorted())
  }

  /// A store as each version left it: made by that version's steps alone, with rows written by plain SQL.
  @Test(arguments: Schema.steps.indices)
  func aStoreOfEveryVersionOpensWithItsRows(_ last: Int) async throws {
    let folder = try StoreFolder()
    let old = try DatabasePool(path: folder.database)
    try await old.write { db in
      try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      for step in Schema.steps[...last] {
        try db.execute(sql: step.sql)
        try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [step.name])
      }
      try db.execute(sql: Self.rows)
    }
    try old.close()
    let store = try folder.open()
    let (task, event, setting) = try await store.read { reader in
      (
        try reader.task(key: "kept"), try reader.events(after: 0, limit: 1).first, try reader.setting("selfDecision")
      )
    }
    #expect(task?.title == "Kept")
    #expect(event?.data == Data("{}".utf8))
    #expect(setting == true)
    #expect(try await store.verify().problems == [])
    try await store.write { transaction in
      guard var task else { return }
      task.status = .completed
      try transaction.update(task)
    }
    #expect(try await store.verify().problems == [])
    await store.close()
  }

  /// Rows in the form of the first version.
  private static let rows = """
    INSERT INTO task (id, ord, status, rank, type, open, breached, blocking, creator, key, created, updated, sla, title,
      tests, json)
    VALUES (x'019c0000000070008000000000000001', x'0200', 0, 2, 0, 1, 0, 0, x'019c0000000070008000000000002329', 'kept',
      1772366400000, 1772366400000, 9223372036854775807, 'kept', 0,
      CAST('{"blocksStageAdvance":false,"context":{"summary":"s"},"createdAt":"2026-03-01T12:00:00.000Z",\
    "createdBy":"019c0000-0000-7000-8000-000000002329","decisionData":{},"escalationLevel":0,\
    "id":"019c0000-0000-7000-8000-000000000001","key":"kept","priority":"medium","slaBreached":false,\
    "slaWarningsSent":0,"status":"pending","title":"Kept","type":"approval",\
    "updatedAt":"2026-03-01T12:00:00.000Z"}' AS BLOB));
    INSERT INTO task_search VALUES (1, 'kept');
    INSERT INTO task_count VALUES (x'', 128, 1, 72366400000);
    INSERT INTO event (at, type, pending, data) VALUES (1772366400000, 'task.created', 1, CAST('{}' AS BLOB));
    INSERT INTO setting VALUES ('selfDecision', CAST('true' AS BLOB));
    """

  @Test func aNewerStoreIsRefusedUntouched() async throws {
    let folder = try StoreFolder()
    await (try folder.open()).close()
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')") }
    try queue.close()
    let sentence = "The database \(folder.database) was written by a newer version of this program."
    #expect(throws: StoreFailure.unavailable(sentence)) { try folder.open() }
    #expect(throws: StoreFailure.unavailable(sentence)) { try folder.open() }
  }
}

extension FactoryReader {
  fileprivate func task(key: String) throws -> FactoryTask? {
    try openTask(key: key, createdBy: EntityID(high: 0x019c_0000_0000_7000, low: 0x8000_0000_0000_2329))
  }
}
