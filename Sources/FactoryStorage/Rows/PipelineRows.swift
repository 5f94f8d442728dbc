// Pipelines and their stays in stages.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func pipeline(_ id: EntityID) throws -> Pipeline? {
    try db.first("SELECT json FROM pipeline WHERE id = ?", [id]) { try FactoryJSON.decode(Pipeline.self, from: $0[0]) }
  }

  func pipeline(slug: String) throws -> Pipeline? {
    try db.first("SELECT json FROM pipeline WHERE slug = ?", [slug]) {
      try FactoryJSON.decode(Pipeline.self, from: $0[0])
    }
  }

  func pipelineIsDeleted(_ id: EntityID) throws -> Bool {
    try db.integer("SELECT 1 FROM pipeline_deleted WHERE id = ?", [id]) != nil
  }

  func pipelines(_ query: PipelineQuery, _ page: PageRequest) throws -> EncodedPage {
    var conditions = Conditions()
    if let status = query.status {
      conditions.add("status = ?", Codes.of(status))
    } else {
      conditions.add("status <> ?", Codes.of(PipelineStatus.archived))
    }
    if let stage = query.stage { conditions.add("stage = ?", Codes.of(stage)) }
    if let priority = query.priority { conditions.add("rank = ?", Codes.of(priority)) }
    if let assignee = query.assigneeId { conditions.add("assignee = ?", assignee) }
    if let search = query.search, !search.isEmpty { conditions.add("instr(search, ?) > 0", search.lowercased()) }
    let list = ListQuery(
      source: "pipeline", conditions: conditions, order: try PipelineOrder.of(page.sort), page: page)
    return try list.run(db, total: ListQuery.count(db, "pipeline", conditions))
  }

  func pipelineCounts() throws -> PipelineCounts {
    let rows = try db.all("SELECT status, count(*) FROM pipeline GROUP BY status") { row in
      (row[0] as Int, row[1] as Int)
    }
    let counts = Dictionary(rows, uniquingKeysWith: +)
    func count(_ status: PipelineStatus) -> Int { counts[Codes.of(status)] ?? 0 }
    return PipelineCounts(
      active: count(.active), paused: count(.paused), completed: count(.completed), failed: count(.failed))
  }

  func stages(pipeline: EntityID) throws -> [PipelineStageRecord] {
    try db.all("SELECT json FROM stage WHERE pipeline = ? ORDER BY n", [pipeline]) {
      try FactoryJSON.decode(PipelineStageRecord.self, from: $0[0])
    }
  }
}

private enum PipelineOrder {
  /// Newest first unless asked otherwise.
  static func of(_ sort: FactoryEngine.SortOrder?) throws -> ListOrder {
    let down = sort?.descending ?? true
    switch sort?.field ?? "createdAt" {
    case "createdAt": return ListOrder(20, [("created", .integer), ("id", .blob)], descending: down)
    case "updatedAt": return ListOrder(21, [("updated", .integer), ("id", .blob)], descending: down)
    case "slaDeadline": return ListOrder(22, [("sla", .integer), ("id", .blob)], descending: down)
    case "name": return ListOrder(23, [("name", .text), ("id", .blob)], descending: down)
    case "currentStage": return ListOrder(24, [("stage", .integer), ("id", .blob)], descending: down)
    // By urgency: critical first when descending (ruling R49).
    case "priority": return ListOrder(25, [("rank", .integer), ("id", .blob)], descending: !down)
    case let other: throw APIError.unknownSort(other, PipelineQuery.sortFields)
    }
  }
}

extension SQLiteTransaction {
  func insert(_ pipeline: Pipeline) throws {
    let json = try FactoryJSON.canonical(pipeline)
    try change(
      """
      INSERT INTO pipeline (slug, status, stage, rank, assignee, created, updated, sla, name, search, json, id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, columns(pipeline, json))
    writtenPipelines[pipeline.id] = (pipeline, json)
  }

  func update(_ pipeline: Pipeline) throws {
    let json = try FactoryJSON.canonical(pipeline)
    try change(
      """
      UPDATE pipeline SET slug = ?, status = ?, stage = ?, rank = ?, assignee = ?, created = ?, updated = ?, sla = ?,
      name = ?, search = ?, json = ? WHERE id = ?
      """, columns(pipeline, json))
    guard db.changesCount == 1 else { throw APIError.missing("pipeline", pipeline.id) }
    writtenPipelines[pipeline.id] = (pipeline, json)
  }

  private func columns(_ pipeline: Pipeline, _ json: Data) -> [Bind] {
    [
      pipeline.slug, Codes.of(pipeline.status), Codes.of(pipeline.currentStage), Codes.of(pipeline.priority),
      pipeline.assigneeId, pipeline.createdAt, pipeline.updatedAt, pipeline.slaDeadline?.milliseconds ?? .max,
      TaskColumns.sortTitle(pipeline.name), "\(pipeline.name)\n\(pipeline.slug)\n\(pipeline.platform)".lowercased(),
      json, pipeline.id,
    ]
  }

  func deletePipeline(_ id: EntityID, at: Timestamp) throws {
    try forgetInSearch(pipeline: id)
    try change("DELETE FROM pipeline WHERE id = ?", [id])
    try change("INSERT INTO pipeline_deleted (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", [id, at])
  }

  func insert(_ stage: PipelineStageRecord) throws {
    try change(
      "INSERT INTO stage (id, pipeline, json) VALUES (?, ?, ?)",
      [stage.id, stage.pipelineId, try FactoryJSON.canonical(stage)])
  }

  func update(_ stage: PipelineStageRecord) throws {
    try change("UPDATE stage SET json = ? WHERE id = ?", [try FactoryJSON.canonical(stage), stage.id])
    guard db.changesCount == 1 else { throw APIError.missing("stage record", stage.id) }
  }
}
