// Events: numbered without gaps inside the transaction, with the payload encoded once; they leave after the commit.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  /// SQLite's own counter of the table: it survives trimming, and a rolled back event gives its number back.
  func seq() throws -> Int64 { try db.integer("SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0 }

  func events(after seq: Int64, limit: Int) throws -> [CommittedEvent] {
    let sql = """
      SELECT seq, at, type, pipeline, task, pending, user, data FROM event WHERE seq > ? ORDER BY seq LIMIT ?
      """
    return try db.all(sql, [seq, limit]) { row in
      CommittedEvent(
        seq: row[0], timestamp: row[1], type: row[2], pipelineId: row[3], taskId: row[4], concernsPending: row[5],
        userId: row[6], data: row[7])
    }
  }

  func oldestEvent() throws -> Int64? { try db.integer("SELECT min(seq) FROM event") }
}

extension SQLiteTransaction {
  func append(_ draft: EventDraft) throws {
    var event = CommittedEvent(
      seq: 0, timestamp: draft.timestamp, type: draft.event.wireName, pipelineId: draft.event.pipelineId,
      taskId: draft.taskId, concernsPending: draft.concernsPending, userId: draft.userId,
      data: try encoded(draft.event))
    try change(
      "INSERT INTO event (at, type, pipeline, task, pending, user, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        event.timestamp, event.type, event.pipelineId, event.taskId, event.concernsPending, event.userId, event.data,
      ])
    event.seq = db.lastInsertedRowID
    publish(event)
  }

  /// Keeps a run without gaps: everything before the first event that is young enough goes.
  func trimEvents(before: Timestamp) throws {
    let first = try db.integer("SELECT seq FROM event WHERE at >= ? ORDER BY seq LIMIT 1", [before])
    try change("DELETE FROM event WHERE seq < ?", [first ?? .max])
  }

  /// The payload; an entity that this use case just wrote is not encoded a second time.
  private func encoded(_ event: FactoryEvent) throws -> Data {
    let known: Data? =
      switch event {
      case .taskCreated(let payload), .taskClaimed(let payload), .taskEscalated(let payload), .taskUpdated(let payload):
        written(payload.task).map { JSONMember.object("task", $0) }
      case .taskCompleted(let payload): written(payload.task).map { Self.completed(payload, task: $0) }
      case .pipelineCreated(let payload), .pipelineUpdated(let payload), .pipelineCompleted(let payload),
        .pipelineFailed(let payload):
        written(payload.pipeline).map { JSONMember.object("pipeline", $0) }
      default: nil
      }
    return try known ?? FactoryJSON.canonical(EventDataEncoding(event: event))
  }

  func encoded(_ task: FactoryTask) throws -> Data { try written(task) ?? FactoryJSON.encode(task) }

  private func written(_ task: FactoryTask) -> Data? {
    guard let last = writtenTasks[task.id] else { return nil }
    return last.task == task || last.task == task.listForm ? last.json : nil
  }

  private func written(_ pipeline: Pipeline) -> Data? {
    writtenPipelines[pipeline.id].flatMap { $0.pipeline == pipeline ? $0.json : nil }
  }

  private static func completed(_ payload: TaskCompletedPayload, task: Data) -> Data {
    var json = Data("{".utf8)
    if let by = payload.decidedBy { json.append(Data("\"decidedBy\":\"\(by)\",".utf8)) }
    if let decision = payload.decision { json.append(Data("\"decision\":\"\(decision.rawValue)\",".utf8)) }
    json.append(JSONMember.object("task", task).dropFirst())
    return json
  }
}

extension FactoryEvent {
  /// The name as it goes over the wire, also of an event from a newer program.
  fileprivate var wireName: String {
    if case .unknown(let name, _) = self { name } else { type.rawValue }
  }
}
