// A check of the whole store: the file, the counters against a recount, the audit chain. Reads one snapshot.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

/// What a check found; a sentence for each thing that is wrong.
package struct StoreReport: Sendable, Hashable {
  package var tasks: Int
  package var auditRows: Int
  package var events: Int
  package var problems: [String]

  package var isSound: Bool { problems.isEmpty }
}

extension SQLiteStore {
  /// Checks the store while it goes on working.
  package func verify() async throws -> StoreReport {
    let anchors = AuditAnchorFile.lines(anchors.path)
    return try await read { reader in
      guard let reader = reader as? SQLiteReader else { preconditionFailure("this store makes its own readers") }
      return try reader.report(anchors)
    }
  }
}

extension SQLiteReader {
  fileprivate func report(_ anchors: [Substring]) throws -> StoreReport {
    let problems = try pageProblems() + counterProblems() + AuditCheck.report(self, anchors).problems
    return StoreReport(
      tasks: try count("task"), auditRows: try count("audit"), events: try count("event"), problems: problems)
  }

  private func count(_ table: String) throws -> Int { Int(try db.integer("SELECT count(*) FROM \(table)") ?? 0) }

  private func pageProblems() throws -> [String] {
    let lines = try db.all("PRAGMA quick_check(5)") { $0[0] as String }
    return lines == ["ok"] ? [] : lines.map { "The database file is damaged: \($0)." }
  }

  private func counterProblems() throws -> [String] {
    let tasks = try db.all(Self.recount) { row in
      let scope: String = row[0]
      return "The task counter \(scope.isEmpty ? "of all tasks" : scope) does not match a recount."
    }
    let notifications = try db.all(Self.notificationRecount) { row in
      "The notification counter of the user \(row[0] as String) does not match a recount."
    }
    return tasks + notifications
  }

  private static let notificationRecount = """
    WITH truth AS (SELECT user, type, unread, count(*) AS n FROM notification GROUP BY 1, 2, 3),
      kept AS (SELECT user, type, unread, n FROM notification_count WHERE n <> 0)
    SELECT hex(user) FROM (SELECT * FROM truth EXCEPT SELECT * FROM kept)
    UNION SELECT hex(user) FROM (SELECT * FROM kept EXCEPT SELECT * FROM truth)
    """

  /// Rows of a recount that differ from the counters, either way.
  private static let recount: String = {
    let cell = "((status * 16 + rank) * 16 + type) * 4 + breached * 2 + blocking"
    func counted(_ scope: String, _ filter: String) -> String {
      """
      SELECT \(scope) AS scope, \(cell) AS cell, count(*) AS n, sum(created - \(TaskTally.epoch)) AS created
      FROM task \(filter) GROUP BY 1, 2
      """
    }
    let truth = [
      counted("x''", ""), counted("CAST(x'01' || pipeline AS BLOB)", "WHERE pipeline IS NOT NULL"),
      counted("CAST(x'02' || assignee AS BLOB)", "WHERE assignee IS NOT NULL"),
    ].joined(separator: " UNION ALL ")
    let kept = "SELECT scope, cell, n, created FROM task_count WHERE n <> 0 OR created <> 0"
    return """
      WITH truth AS (\(truth)), kept AS (\(kept))
      SELECT hex(scope) FROM (SELECT * FROM truth EXCEPT SELECT * FROM kept)
      UNION SELECT hex(scope) FROM (SELECT * FROM kept EXCEPT SELECT * FROM truth)
      """
  }()
}
