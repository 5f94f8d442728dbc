// The snapshot: everything a client builds its state from, streamed row by row from one read transaction, in the order in
// which a person needs it: what is open in the order of the queue, what it belongs to, then what is done, newest first.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func snapshot(_ request: SnapshotRequest, line: (Data) throws -> Bool) throws {
    for part in Self.parts(request) {
      let rows = try Row.fetchCursor(db.cachedStatement(sql: part.sql))
      while let row = try rows.next() {
        guard try line(JSONMember.object(part.name, row[0])) else { return }
      }
    }
  }

  private static func parts(_ request: SnapshotRequest) -> [(name: StaticString, sql: String)] {
    var parts: [(StaticString, String)] = []
    if request.tasks {
      parts.append(("task", "SELECT json FROM task INDEXED BY task_open WHERE open = 1 ORDER BY ord"))
    }
    if request.pipelines { parts.append(("pipeline", "SELECT json FROM pipeline ORDER BY created, id")) }
    if request.agents { parts.append(("agent", "SELECT json FROM agent ORDER BY n")) }
    if request.tasks, !request.openOnly {
      let sql = "SELECT json FROM task INDEXED BY task_updated WHERE open = 0 ORDER BY updated DESC, id DESC"
      parts.append(("task", sql))
    }
    return parts
  }
}
