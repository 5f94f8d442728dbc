// The full-text index: filled on demand, asked with quoted terms only, so that nothing a person types is syntax.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

/// A table that is searched.
private struct SearchSource {
  let type: SearchType
  /// Part of the index's row numbers: stores hold it.
  let kind: Int64
  let table: String
  /// Id and pipeline of a row.
  let columns: String
  let texts: @Sendable (Data) throws -> (title: String, body: String)

  static let all: [SearchSource] = [
    SearchSource(type: .pipeline, kind: 1, table: "pipeline", columns: "id, id") { json in
      SearchTexts.of(try FactoryJSON.decode(Pipeline.self, from: json))
    },
    SearchSource(type: .task, kind: 2, table: "task", columns: "id, pipeline") { json in
      SearchTexts.of(try FactoryJSON.decode(FactoryTask.self, from: json))
    },
    SearchSource(type: .audit, kind: 3, table: "audit", columns: "id, pipeline") { json in
      SearchTexts.of(try FactoryJSON.decode(AuditEntry.self, from: json))
    },
    SearchSource(type: .asset, kind: 4, table: "asset", columns: "id, pipeline") { json in
      SearchTexts.of(try FactoryJSON.decode(Asset.self, from: json))
    },
  ]

  static func of(kind: Int64) -> SearchSource? { all.first { $0.kind == kind } }
}

/// Row numbers of the index leave room for eight kinds.
private let kinds: Int64 = 8

extension SQLiteReading {
  func hasUnindexed() throws -> Bool {
    try SearchSource.all.contains { source in
      let newest = try db.integer("SELECT max(n) FROM \(source.table)") ?? 0
      return try newest > mark(source)
    }
  }

  fileprivate func mark(_ source: SearchSource) throws -> Int64 {
    try db.integer("SELECT n FROM search_mark WHERE kind = ?", [source.kind]) ?? 0
  }

  func search(_ query: SearchQuery) throws -> [SearchResult] {
    let wanted = SearchSource.all.filter { query.types.contains($0.type) }.map { "\($0.kind)" }
    guard !wanted.isEmpty, !query.terms.isEmpty else { return [] }
    let sql = """
      SELECT rowid, title, snippet(search, 1, '', '', '…', 24), -bm25(search, 6.0, 1.0) FROM search
      WHERE search MATCH ? AND rowid % \(kinds) IN (\(wanted.joined(separator: ", ")))
      ORDER BY bm25(search, 6.0, 1.0), rowid DESC LIMIT ?
      """
    let hits = try db.all(sql, [Self.expression(query.terms), query.limit]) { row in
      (row: row[0] as Int64, title: row[1] as String, snippet: row[2] as String, score: row[3] as Double)
    }
    return try hits.compactMap { hit in
      guard let source = SearchSource.of(kind: hit.row % kinds) else { return nil }
      let sql = "SELECT \(source.columns) FROM \(source.table) WHERE n = ?"
      return try db.first(sql, [hit.row / kinds]) { row in
        SearchResult(
          entityType: source.type, id: row[0], title: hit.title, snippet: hit.snippet, score: hit.score,
          pipelineId: row[1])
      }
    }
  }

  /// Each term as a string of the index's own language: between quotes only the quote means something.
  private static func expression(_ terms: [SearchTerm]) -> String {
    terms.map { term in
      let text = term.text.replacingOccurrences(of: "\"", with: " ").replacingOccurrences(of: "\0", with: " ")
      return "\"\(text)\"" + (term.isPrefix ? "*" : "")
    }.joined(separator: " AND ")
  }
}

extension SQLiteTransaction {
  func indexForSearch(limit: Int) throws -> Int {
    var count = 0
    for source in SearchSource.all where count < limit {
      let sql = "SELECT n, json FROM \(source.table) WHERE n > ? ORDER BY n LIMIT ?"
      let rows = try db.all(sql, [try mark(source), limit - count]) { (number: $0[0] as Int64, json: $0[1] as Data) }
      for row in rows {
        // What cannot be read is not found by words, and stops nothing.
        let texts = (try? source.texts(row.json)) ?? (title: "", body: "")
        try change(
          "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
          [row.number * kinds + source.kind, texts.title, texts.body])
      }
      if let last = rows.last {
        try change("UPDATE search_mark SET n = ? WHERE kind = ?", [last.number, source.kind])
      }
      count += rows.count
    }
    return count
  }

  /// Before a pipeline's row goes: its number may be given to the next one.
  func forgetInSearch(pipeline: EntityID) throws {
    guard let number = try db.integer("SELECT n FROM pipeline WHERE id = ?", [pipeline]) else { return }
    try change("DELETE FROM search WHERE rowid >= ? AND rowid % \(kinds) = 1", [number * kinds])
    try change("UPDATE search_mark SET n = min(n, ?) WHERE kind = 1", [number - 1])
  }
}
