// The two faces of an open transaction: reading, and reading and writing. Their methods are grouped in the other files of
// this folder. Valid only within the closure they are handed to, on the thread that runs it.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

/// What reads need: the connection, and counters that may be remembered for as long as nothing was committed.
protocol SQLiteReading: FactoryReader {
  var db: Database { get }
  var auditKeys: AuditKeys { get }
  func allTaskCounts() throws -> TaskCounts
  func scopedTaskCounts(_ scope: TaskScope) throws -> TaskCounts
}

/// Counters of the last snapshot that a reader's connection saw. Owned by one reader thread.
final class SnapshotCache {
  fileprivate var version: Int64?
  fileprivate var counts: TaskCounts?
}

struct SQLiteReader: SQLiteReading {
  let db: Database
  let slaPolicy: SLAPolicy
  let auditKeys: AuditKeys
  private let cache: SnapshotCache

  init(_ db: Database, _ slaPolicy: SLAPolicy, cache: SnapshotCache, auditKeys: AuditKeys) {
    self.db = db
    self.slaPolicy = slaPolicy
    self.cache = cache
    self.auditKeys = auditKeys
  }

  func allTaskCounts() throws -> TaskCounts {
    // SQLite changes this number for a connection whenever another one committed.
    let version = try db.integer("PRAGMA data_version")
    if let known = cache.counts, version != nil, cache.version == version { return known }
    let counts = try TaskCounts(db, .all)
    cache.version = version
    cache.counts = counts
    return counts
  }

  func scopedTaskCounts(_ scope: TaskScope) throws -> TaskCounts { try TaskCounts(db, scope) }
}

final class SQLiteTransaction: SQLiteReading, FactoryTransaction {
  let db: Database
  let slaPolicy: SLAPolicy
  let auditKeys: AuditKeys
  let memory: WriterMemory
  var held = HeldWrites()
  /// Of every use case so far in this commit.
  private(set) var events: [CommittedEvent] = []
  /// Tasks as this use case read them: read once, and a write sees what it leaves as it was.
  var readTasks: [EntityID: FactoryTask] = [:]
  /// Their rows as they are in the database.
  var taskRows: [EntityID: StoredTask] = [:]
  /// What this use case wrote last, with its JSON: events mostly carry just that.
  var writtenTasks: [EntityID: (task: FactoryTask, json: Data)] = [:]
  var writtenPipelines: [EntityID: (pipeline: Pipeline, json: Data)] = [:]

  init(_ db: Database, _ slaPolicy: SLAPolicy, auditKeys: AuditKeys, memory: WriterMemory) {
    self.db = db
    self.slaPolicy = slaPolicy
    self.auditKeys = auditKeys
    self.memory = memory
  }

  func allTaskCounts() throws -> TaskCounts { try scopedTaskCounts(.all) }

  func scopedTaskCounts(_ scope: TaskScope) throws -> TaskCounts {
    try writeHeld()
    return try TaskCounts(db, scope)
  }

  /// Before a read that must see it, and before the commit.
  func writeHeld() throws {
    for (cell, sum) in held.takeCounts() {
      try change(
        """
        INSERT INTO task_count (scope, cell, n, created) VALUES (?, ?, ?, ?)
        ON CONFLICT (scope, cell) DO UPDATE SET n = n + excluded.n, created = created + excluded.created
        """, [cell.scope.bytes, cell.code, sum.tasks, sum.created])
    }
    guard let head = held.head, !held.isHeadWritten else { return }
    try change("UPDATE audit_head SET n = ?, hash = ?", [head.number, head.hash])
    held.isHeadWritten = true
  }

  /// The commit is on the disk.
  func remember() { if let head = held.head { memory.head = head } }

  func publish(_ event: CommittedEvent) { events.append(event) }

  func forgetEncodings() {
    readTasks.removeAll(keepingCapacity: true)
    taskRows.removeAll(keepingCapacity: true)
    writtenTasks.removeAll(keepingCapacity: true)
    writtenPipelines.removeAll(keepingCapacity: true)
  }

  /// Runs a statement that writes. After SQLite gave the transaction up (a full or broken disk) nothing is written any more, because
  /// each statement would be a commit of its own.
  func change(_ sql: String, _ values: [Bind] = []) throws {
    guard db.isInsideTransaction else { throw SQLiteTransaction.givenUp }
    try db.run(sql, values)
  }

  static let givenUp = StoreFailure.unavailable("The database gave the transaction up; check its disk.")

  func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
    let (before, heldBefore) = (events.count, held)
    try change("SAVEPOINT one")
    do {
      let value = try body()
      try db.run("RELEASE one")
      return value
    } catch {
      events.removeSubrange(before...)
      held = heldBefore
      memory.settings = [:]
      forgetEncodings()
      // A full or broken disk makes SQLite give up the whole transaction; then there is nothing to go back to.
      if db.isInsideTransaction {
        try db.run("ROLLBACK TO one")
        try db.run("RELEASE one")
      }
      throw error
    }
  }
}
