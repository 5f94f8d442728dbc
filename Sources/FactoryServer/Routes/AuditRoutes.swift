// The audit log as a whole: streamed as JSON Lines or CSV, oldest first.
import FactoryContracts
import FactoryEngine
import Foundation

extension RouteBuilder {
  static func auditFilter(_ query: inout QueryReader) -> AuditQuery {
    var filter = AuditQuery()
    filter.entityType = query.text("entityType")
    filter.entityId = query.id("entityId")
    filter.pipelineId = query.id("pipelineId")
    filter.actorId = query.id("actorId")
    filter.action = query.text("action")
    filter.since = query.time("since")
    filter.until = query.time("until")
    return filter
  }

  mutating func addAuditExport() {
    let services = services
    raw(Endpoints.exportAudit, body: .none) { request, _ in
      var query = QueryReader(request.query, Endpoints.exportAudit.description.query)
      let format: AuditFormat = query.named("format") ?? .jsonl
      let filter = Self.auditFilter(&query)
      try query.finish()
      if format == .csv { return try Self.table(filter, services) }
      return try Self.streamed("application/x-ndjson", services) { reader, output in
        try reader.auditRows(filter) { row in
          output.write(row)
          return output.write(Data("\n".utf8))
        }
      }
    }
  }

  private static func table(_ filter: AuditQuery, _ services: Services) throws -> Reply {
    try streamed("text/csv", services) { reader, output in
      output.write(AuditTable.head)
      try reader.auditRows(filter) { row in
        output.write(try AuditTable.line(try FactoryJSON.decode(AuditEntry.self, from: row)))
      }
    }
  }
}

/// Audit rows as CSV (RFC 4180): one line a row, what changed as JSON in a cell.
enum AuditTable {
  static let columns = [
    "createdAt", "action", "entityType", "entityId", "actorType", "actorId", "actorName", "changes", "metadata", "id",
  ]

  static let head = line(columns)

  static func line(_ entry: AuditEntry) throws -> Data {
    line([
      entry.createdAt.description, entry.action, entry.entityType, entry.entityId.description, entry.actorType.rawValue,
      entry.actorId?.description ?? "", entry.actorName ?? "", try json(entry.changes), try json(entry.metadata),
      entry.id.description,
    ])
  }

  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try FactoryJSON.canonical(value), as: UTF8.self)
  }

  static func line(_ cells: [String]) -> Data { Data((cells.map(cell).joined(separator: ",") + "\r\n").utf8) }

  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  private static func cell(_ text: String) -> String {
    let safe = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + text : text
    guard safe.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
      return safe
    }
    return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
