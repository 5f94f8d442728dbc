// The columns of a task row beside its JSON. Values in, values out.
// Invariant: they follow from the task and the store's SLA policy alone, so that any row can be checked against its JSON.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

/// What a row is found, ordered and counted by.
struct TaskColumns: Equatable {
  static let names = [
    "ord", "status", "rank", "type", "open", "breached", "blocking", "pipeline", "assignee", "creator", "key",
    "created", "updated", "sla", "title", "due", "lapse", "step", "warn", "tests",
  ]

  let values: [DatabaseValue]
  let tally: TaskTally

  init(_ task: FactoryTask, _ policy: SLAPolicy = .contract) {
    let cell = TaskCell(task)
    tally = TaskTally(
      cell: cell, pipeline: task.pipelineId, assignee: task.assigneeId, created: task.createdAt.milliseconds)
    let columns: [Bind] = [
      QueueKey.of(task), cell.status, cell.rank, cell.type, task.isOpen, cell.isBreached, cell.isBlocking,
      task.pipelineId, task.assigneeId, task.createdBy, task.key, task.createdAt, task.updatedAt,
      task.slaDeadline?.milliseconds ?? .max, Self.sortTitle(task.title), Self.due(task), Self.lapse(task),
      SLASteps.next(for: task, policy), Self.warning(task, policy), task.context.testResults != nil,
    ]
    values = columns.map { $0?.databaseValue ?? .null }
  }

  /// Reads a row of `names`, after `skipped` other columns.
  init(_ row: Row, after skipped: Int) {
    values = Self.names.indices.map { row[$0 + skipped] as DatabaseValue }
    let cell = TaskCell(
      status: row[skipped + 1], rank: row[skipped + 2], type: row[skipped + 3], isBreached: row[skipped + 5],
      isBlocking: row[skipped + 6])
    tally = TaskTally(
      cell: cell, pipeline: row[skipped + 7], assignee: row[skipped + 8], created: row[skipped + 11])
  }

  /// The columns whose values differ: an index is touched only when what it holds changed.
  func changes(from old: TaskColumns) -> [Int] {
    values.indices.filter { values[$0] != old.values[$0] }
  }

  /// When the grace of a decision is over (ruling R54).
  private static func due(_ task: FactoryTask) -> Timestamp? { task.isOpen ? task.pendingDecision?.effectiveAt : nil }

  /// When a claim's lease or a deferred task's sleep is over, the earlier of both (rulings R33, R34).
  private static func lapse(_ task: FactoryTask) -> Timestamp? {
    task.isOpen ? [task.claimExpiresAt, task.deferredUntil].compactMap(\.self).min() : nil
  }

  /// From when on the task counts as close to its deadline (ruling R16).
  static func warning(_ task: FactoryTask, _ policy: SLAPolicy) -> Timestamp? {
    guard task.isOpen, let deadline = task.slaDeadline else { return nil }
    return SLASteps.warning(createdAt: task.createdAt, deadline: deadline, policy)
  }

  static func sortTitle(_ title: String) -> String { String(title.lowercased().prefix(120)) }

  /// What a search looks into.
  static func searchText(_ task: FactoryTask) -> String {
    [task.title, task.description ?? "", task.context.summary].joined(separator: "\n").lowercased()
  }
}
