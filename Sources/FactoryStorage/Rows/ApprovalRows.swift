// Approvals and agents.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func approval(_ id: EntityID) throws -> Approval? { try approval("id = ?", [id]) }

  func approval(task: EntityID) throws -> Approval? { try approval("task = ? ORDER BY n DESC LIMIT 1", [task]) }

  func latestApproval(pipeline: EntityID, stage: PipelineStage) throws -> Approval? {
    try approval("pipeline = ? AND stage = ? ORDER BY created DESC, n DESC LIMIT 1", [pipeline, Codes.of(stage)])
  }

  private func approval(_ condition: String, _ values: [Bind]) throws -> Approval? {
    try db.first("SELECT json FROM approval WHERE \(condition)", values) {
      try FactoryJSON.decode(Approval.self, from: $0[0])
    }
  }

  func approvals(_ query: ApprovalQuery, _ page: PageRequest) throws -> EncodedPage {
    var conditions = Conditions()
    if let status = query.status { conditions.add("status = ?", Codes.of(status)) }
    if let pipeline = query.pipelineId { conditions.add("pipeline = ?", pipeline) }
    if let assignee = query.assigneeId {
      conditions.add("task IN (SELECT id FROM task WHERE assignee = ?)", assignee)
    }
    let list = ListQuery(
      source: "approval", conditions: conditions, order: try ApprovalOrder.of(page.sort), page: page)
    return try list.run(db, total: ListQuery.count(db, "approval", conditions))
  }

  func agents() throws -> [Agent] {
    try db.all("SELECT json FROM agent ORDER BY n") { try FactoryJSON.decode(Agent.self, from: $0[0]) }
  }
}

private enum ApprovalOrder {
  /// Newest first unless asked otherwise.
  static func of(_ sort: FactoryEngine.SortOrder?) throws -> ListOrder {
    let down = sort?.descending ?? true
    switch sort?.field ?? "createdAt" {
    case "createdAt": return ListOrder(30, [("created", .integer), ("id", .blob)], descending: down)
    case "status":
      return ListOrder(31, [("status", .integer), ("id", .blob)], descending: down)
    case let other: throw APIError.unknownSort(other, ApprovalQuery.sortFields)
    }
  }
}

extension SQLiteTransaction {
  func insert(_ approval: Approval) throws {
    try change(
      "INSERT INTO approval (task, pipeline, stage, status, created, json, id) VALUES (?, ?, ?, ?, ?, ?, ?)",
      try columns(approval))
  }

  func update(_ approval: Approval) throws {
    try change(
      "UPDATE approval SET task = ?, pipeline = ?, stage = ?, status = ?, created = ?, json = ? WHERE id = ?",
      try columns(approval))
    guard db.changesCount == 1 else { throw APIError.missing("approval", approval.id) }
  }

  private func columns(_ approval: Approval) throws -> [Bind] {
    [
      approval.taskId, approval.pipelineId, Codes.of(approval.stageName), Codes.of(approval.status),
      approval.createdAt, try FactoryJSON.canonical(approval), approval.id,
    ]
  }

  func upsert(_ agent: Agent) throws {
    try change(
      """
      INSERT INTO agent (id, json, silent) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET json = excluded.json, silent = excluded.silent
      """, [agent.id, try FactoryJSON.canonical(agent), agent.silentAt])
  }
}
