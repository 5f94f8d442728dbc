// Reading tasks: by id, by key, due ones, lists and numbers.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func task(_ id: EntityID) throws -> FactoryTask? { try storedTask(id) }

  func storedTask(_ id: EntityID) throws -> FactoryTask? {
    try db.first("SELECT json FROM task WHERE id = ?", [id]) { try Self.task($0) }
  }

  func taskWithEvidence(_ id: EntityID) throws -> Data? {
    let sql = """
      SELECT json, context FROM task LEFT JOIN task_evidence ON task_evidence.n = task.n WHERE id = ?
      """
    return try db.first(sql, [id]) { row in
      let json: Data = row[0]
      guard let context = row[1] as Data? else { return json }
      return try JSONMember.replacing("context", in: json, by: context)
    }
  }

  func openTask(key: String, createdBy: EntityID) throws -> FactoryTask? {
    try db.first("SELECT json FROM task WHERE open = 1 AND creator = ? AND key = ? ORDER BY n", [createdBy, key]) {
      try Self.task($0)
    }
  }

  func openTasks(pipeline: EntityID) throws -> [FactoryTask] {
    try db.all("SELECT json FROM task WHERE pipeline = ? AND open = 1 ORDER BY created, id", [pipeline]) {
      try Self.task($0)
    }
  }

  func tasks(_ query: TaskQuery, _ page: PageRequest) throws -> EncodedPage {
    try TaskListing(query: query, page: page).run(self)
  }

  func taskCounts(_ scope: TaskScope) throws -> TaskCounts {
    scope == .all ? try allTaskCounts() : try scopedTaskCounts(scope)
  }

  func taskStats(now: Timestamp) throws -> TaskStats { try allTaskCounts().stats(now: now) }

  func duePendingDecisions(now: Timestamp, limit: Int) throws -> [EntityID] { try due("due", now, limit) }
  func lapsedClaims(now: Timestamp, limit: Int) throws -> [EntityID] { try due("lapse", now, limit) }
  func dueSLA(now: Timestamp, limit: Int) throws -> [EntityID] { try due("step", now, limit) }

  private func due(_ column: String, _ now: Timestamp, _ limit: Int) throws -> [EntityID] {
    try db.all("SELECT id FROM task WHERE \(column) <= ? ORDER BY \(column) LIMIT ?", [now, limit]) { $0[0] }
  }

  func nextDue() throws -> Timestamp? {
    let moments = try Self.moments.compactMap { column, table in
      try db.integer("SELECT \(column) FROM \(table) WHERE \(column) IS NOT NULL ORDER BY \(column) LIMIT 1")
    }
    let task = moments.min().map { Timestamp(milliseconds: $0) }
    return [task, try nextNotification()].compactMap(\.self).min()
  }

  /// Where moments are kept at which something is due.
  private static var moments: [(column: String, table: String)] {
    [("due", "task"), ("lapse", "task"), ("step", "task"), ("lease", "job"), ("silent", "agent")]
  }

  func approvers(task: EntityID) throws -> [EntityID] {
    try db.all("SELECT principal FROM approver WHERE task = ? ORDER BY at, n", [task]) { $0[0] }
  }

  func latestTestTask(pipeline: EntityID) throws -> FactoryTask? {
    let sql = "SELECT json FROM task WHERE pipeline = ? AND tests = 1 ORDER BY created DESC, n DESC LIMIT 1"
    return try db.first(sql, [pipeline]) { try Self.task($0) }
  }

  func slaStatus(now: Timestamp) throws -> SLAStatus {
    let sql = """
      SELECT count(*), ifnull(sum(sla <= ?1), 0), ifnull(sum(warn <= ?1 AND sla > ?1), 0)
      FROM task INDEXED BY task_warn WHERE warn IS NOT NULL
      """
    return try db.first(sql, [now]) { row in
      let (all, breached, warning): (Int, Int, Int) = (row[0], row[1], row[2])
      return SLAStatus(onTrack: all - breached - warning, warning: warning, breached: breached)
    } ?? SLAStatus()
  }

  private static func task(_ row: Row) throws -> FactoryTask { try FactoryJSON.decode(FactoryTask.self, from: row[0]) }
}
