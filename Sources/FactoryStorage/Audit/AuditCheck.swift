// Whether the audit log is what was written: the chain, the keys, the anchors. Reads one snapshot; works beside a running server.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

/// What a check of the audit log found; a sentence for each thing that is wrong.
package struct AuditReport: Sendable, Hashable, Codable {
  package var rows: Int64
  /// The first signed row; nil where none is.
  package var signedSince: Int64?
  package var anchors: Int
  package var problems: [String]

  package var isWhole: Bool { problems.isEmpty }
}

package enum AuditCheck {
  /// Checks the log of a database file through a connection that only reads, whether or not a server runs on it.
  /// - Throws: `StoreFailure` when there is no such store or its key file cannot be used.
  package static func run(database path: String) throws -> AuditReport {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StoreFailure.unavailable("There is no database at \(path).")
    }
    // Before the snapshot: what is anchored was committed.
    let anchors = AuditAnchorFile.lines(AuditAnchorFile.file(of: path))
    let keys = try AuditKeys.load(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    do {
      return try DatabaseQueue(path: path, configuration: configuration).read { db in
        try report(SQLiteReader(db, .contract, cache: SnapshotCache(), auditKeys: keys), anchors)
      }
    } catch {
      throw StoreFailure.wrapping(error, at: path)
    }
  }

  static func report(_ reader: some SQLiteReading, _ lines: [Substring]) throws -> AuditReport {
    let rows = try reader.db.integer("SELECT max(n) FROM audit") ?? 0
    var report = AuditReport(rows: rows, signedSince: reader.auditKeys.signedSince, anchors: lines.count, problems: [])
    report.problems = try lostKeys(reader, rows)
    if let fault = try reader.auditFault() {
      report.problems.append(fault.sentence)
    } else if let problem = try anchorProblem(reader, lines, rows) {
      report.problems.append(problem)
    }
    return report
  }

  /// Keys that signed rows which are there, and are not here.
  private static func lostKeys(_ reader: some SQLiteReading, _ rows: Int64) throws -> [String] {
    guard try reader.db.tableExists("audit_key") else { return [] }
    let here = Set(reader.auditKeys.epochs.map(\.id))
    let used = try reader.db.all("SELECT id, since FROM audit_key ORDER BY n") { ($0[0] as String, $0[1] as Int64) }
    let ends = used.dropFirst().map(\.1) + [rows + 1]
    let signing = zip(used, ends).filter { key, end in key.1 < end }.map(\.0)
    return signing.filter { !here.contains($0.0) }.map { id, since in
      "The key \(id), which signs audit rows from \(since) on, is not in the key file beside the database."
    }
  }

  private static func anchorProblem(_ reader: some SQLiteReading, _ lines: [Substring], _ rows: Int64) throws -> String?
  {
    for (index, line) in lines.enumerated() {
      guard let anchor = AuditAnchor(line), let key = reader.auditKeys.key(of: anchor.row), anchor.isSigned(with: key)
      else { return "Line \(index + 1) of the anchor file was not written by this store." }
      if anchor.row > rows {
        return "The audit log once had \(anchor.row) rows and has \(rows) now: its end was cut off."
      }
      let hash = try reader.db.first("SELECT hash FROM audit WHERE n = ?", [anchor.row]) { $0[0] as Data }
      if hash != anchor.hash { return "Row \(anchor.row) of the audit log is not the one that was anchored." }
    }
    return nil
  }
}

/// Where the chain breaks.
struct AuditFault: Sendable, Hashable {
  /// 0 where no row is left.
  var row: Int64
  var id: EntityID
  /// Whether the rows fit and only their end does not.
  var isEnd: Bool

  var sentence: String {
    isEnd
      ? "The audit log ends at row \(row), and should not: rows were cut off or added."
      : "The audit log does not follow from itself at row \(row) (\(id)): it or a row before it was changed, removed or slipped in."
  }
}
