// Rows about assets. On the thread of their connection.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func asset(_ id: EntityID) throws -> Asset? {
    try db.first("SELECT json FROM asset WHERE id = ?", [id]) { try FactoryJSON.decode(Asset.self, from: $0[0]) }
  }

  func asset(pipeline: EntityID, name: String, version: Int?) throws -> Asset? {
    let sql = """
      SELECT json FROM asset WHERE pipeline = ? AND name = ? AND version <= ? ORDER BY version DESC LIMIT 1
      """
    let found = try db.first(sql, [pipeline, name, version ?? Int(Int32.max)]) {
      try FactoryJSON.decode(Asset.self, from: $0[0])
    }
    return version == nil || found?.version == version ? found : nil
  }

  func assets(_ query: AssetQuery, _ page: PageRequest) throws -> EncodedPage {
    let list = try assetList(query, page)
    return try list.run(db, total: ListQuery.count(db, "asset", list.conditions))
  }

  /// What `assets` asks SQLite.
  func assetList(_ query: AssetQuery, _ page: PageRequest) throws -> ListQuery {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, AssetQuery.sortFields) }
    var conditions = Conditions()
    conditions.add("pipeline = ?", query.pipelineId)
    if let type = query.type { conditions.add("type = ?", type.rawValue) }
    if let stage = query.stage { conditions.add("stage = ?", stage.rawValue) }
    let order = ListOrder(70, [("created", .integer), ("id", .blob)], descending: page.sort?.descending ?? true)
    return ListQuery(source: "asset", conditions: conditions, order: order, page: page)
  }

  func assetTypes(pipeline: EntityID) throws -> Set<String> {
    let rows = try db.all("SELECT DISTINCT type, name FROM asset WHERE pipeline = ?", [pipeline]) { row in
      [row[0] as String, row[1] as String]
    }
    return Set(rows.joined().map { $0.lowercased() })
  }
}

extension SQLiteTransaction {
  func insert(_ asset: Asset) throws {
    try change(
      """
      INSERT INTO asset (id, pipeline, name, version, type, stage, created, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        asset.id, asset.pipelineId, asset.name, asset.version, asset.type.rawValue, asset.stageName?.rawValue,
        asset.createdAt, try FactoryJSON.canonical(asset),
      ])
  }
}
