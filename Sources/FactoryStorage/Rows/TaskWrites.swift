// Writing tasks: the row with its JSON, encoded once; its evidence, which is written once and kept apart; its counters.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteTransaction {
  /// What this use case read or wrote itself is not read and decoded again.
  func task(_ id: EntityID) throws -> FactoryTask? {
    if let known = known(id) { return known }
    guard let row = try taskRow(id) else { return nil }
    let task = try FactoryJSON.decode(FactoryTask.self, from: row.json)
    readTasks[id] = task
    return task
  }

  private func known(_ id: EntityID) -> FactoryTask? { writtenTasks[id]?.task ?? readTasks[id] }

  func insert(_ task: FactoryTask) throws {
    let light = task.listForm
    let json = try FactoryJSON.canonical(light)
    let columns = TaskColumns(light, slaPolicy)
    let hasEvidence = light.context != task.context
    let names = (["id"] + TaskColumns.names + ["evidence", "json"]).joined(separator: ", ")
    let marks = repeatElement("?", count: TaskColumns.names.count + 3).joined(separator: ", ")
    let values: [Bind] = [task.id] + columns.values.map { $0 as Bind } + [hasEvidence, json]
    try change("INSERT INTO task (\(names)) VALUES (\(marks))", values)
    let row = db.lastInsertedRowID
    try change("INSERT INTO task_search (n, text) VALUES (?, ?)", [row, TaskColumns.searchText(light)])
    if hasEvidence {
      let context = try FactoryJSON.canonical(task.context)
      try change("INSERT INTO task_evidence (n, context) VALUES (?, ?)", [row, context])
    }
    columns.tally.count(1, in: &held)
    writtenTasks[task.id] = (light, json)
  }

  func update(_ task: FactoryTask) throws {
    let light = task.listForm
    guard let old = try taskRow(task.id) else { throw APIError.missing("task", task.id) }
    let json = try FactoryJSON.canonical(light)
    let columns = TaskColumns(light, slaPolicy)
    try write(json, columns, over: old)
    // Most changes leave the texts alone; then neither they nor the evidence are looked at.
    let before = known(task.id)
    if before?.hasTexts(of: light) != true {
      let text = TaskColumns.searchText(light)
      try change("UPDATE task_search SET text = ?1 WHERE n = ?2 AND text <> ?1", [text, old.row])
    }
    if old.hasEvidence, before?.context != light.context { try keepEvidence(of: old, under: light, json) }
    if columns.tally != old.columns.tally {
      old.columns.tally.count(-1, in: &held)
      columns.tally.count(1, in: &held)
    }
    writtenTasks[task.id] = (light, json)
    taskRows[task.id] = StoredTask(row: old.row, hasEvidence: old.hasEvidence, json: json, columns: columns)
  }

  private func write(_ json: Data, _ columns: TaskColumns, over old: StoredTask) throws {
    let changes = columns.changes(from: old.columns)
    let assignments = changes.map { TaskColumns.names[$0] + " = ?, " }.joined()
    try change(
      "UPDATE task SET \(assignments)json = ? WHERE n = ?",
      changes.map { columns.values[$0] as Bind } + [json, old.row])
  }

  /// The evidence stays; only when the light part of the context changed, it is laid over the new one.
  private func keepEvidence(of old: StoredTask, under task: FactoryTask, _ json: Data) throws {
    let (before, after) = (JSONMember.range("context", in: old.json), JSONMember.range("context", in: json))
    if let before, let after, old.json[before] == json[after] { return }
    let stored = try db.first("SELECT context FROM task_evidence WHERE n = ?", [old.row]) { $0[0] as Data }
    guard let stored else { return }
    let evidence = try FactoryJSON.decode(TaskContext.self, from: stored)
    let merged = try FactoryJSON.canonical(task.context.carrying(evidence))
    try change("UPDATE task_evidence SET context = ? WHERE n = ?", [merged, old.row])
  }

  /// Read once by a use case; nothing but `update` changes it.
  private func taskRow(_ id: EntityID) throws -> StoredTask? {
    if let known = taskRows[id] { return known }
    let names = TaskColumns.names.joined(separator: ", ")
    let stored = try db.first("SELECT n, evidence, json, \(names) FROM task WHERE id = ?", [id]) { row in
      StoredTask(row: row[0], hasEvidence: row[1], json: row[2], columns: TaskColumns(row, after: 3))
    }
    taskRows[id] = stored
    return stored
  }

  func addApprover(task: EntityID, principal: EntityID, at: Timestamp) throws {
    try change(
      "INSERT INTO approver (task, principal, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [task, principal, at])
  }

  func removeApprovers(task: EntityID) throws { try change("DELETE FROM approver WHERE task = ?", [task]) }
}

/// A task's row before it is changed.
struct StoredTask {
  var row: Int64
  var hasEvidence: Bool
  var json: Data
  var columns: TaskColumns
}

extension FactoryTask {
  /// Whether a search looks into the same texts.
  fileprivate func hasTexts(of other: FactoryTask) -> Bool {
    title == other.title && description == other.description && context.summary == other.context.summary
  }
}

extension TaskContext {
  /// This light context with the patches and failure details of `evidence`, matched by path.
  fileprivate func carrying(_ evidence: TaskContext) -> TaskContext {
    var full = self
    full.testResults?.failureDetails = evidence.testResults?.failureDetails
    let patches = Dictionary(
      (evidence.diffSummary?.files ?? []).map { ($0.path, $0.patch) }, uniquingKeysWith: { first, _ in first })
    for index in full.diffSummary?.files.indices ?? 0..<0 {
      guard let path = full.diffSummary?.files[index].path else { continue }
      full.diffSummary?.files[index].patch = patches[path].flatMap(\.self)
    }
    return full
  }
}

extension APIError {
  static func missing(_ kind: String, _ id: EntityID) -> APIError {
    APIError(code: .notFound, message: "There is no \(kind) with the id \(id).")
  }
}
