// Counters kept in the transaction that changes a task, so that totals and statistics cost the same at a thousand and at a
// million tasks: one number for each kind of task, over all and for each pipeline and assignee.
import FactoryContracts
import Foundation
import GRDB

/// The kind of a task, as far as totals tell tasks apart.
struct TaskCell: Hashable {
  var status: Int
  var rank: Int
  var type: Int
  var isBreached: Bool
  var isBlocking: Bool

  var isOpen: Bool { status != Codes.of(TaskStatus.completed) }

  init(status: Int, rank: Int, type: Int, isBreached: Bool, isBlocking: Bool) {
    self.status = status
    self.rank = rank
    self.type = type
    self.isBreached = isBreached
    self.isBlocking = isBlocking
  }

  init(_ task: FactoryTask) {
    self.init(
      status: Codes.of(task.status), rank: Codes.of(task.priority), type: Codes.of(task.type),
      isBreached: task.slaBreached, isBlocking: task.blocksStageAdvance)
  }

  var code: Int { ((status * 16 + rank) * 16 + type) * 4 + (isBreached ? 2 : 0) + (isBlocking ? 1 : 0) }

  init(code: Int) {
    self.init(
      status: code / 1024, rank: code / 64 % 16, type: code / 4 % 16, isBreached: code & 2 != 0,
      isBlocking: code & 1 != 0)
  }
}

/// Which counters a task counts in.
struct TaskTally: Equatable {
  var cell: TaskCell
  var pipeline: EntityID?
  var assignee: EntityID?
  var created: Int64

  /// Creation times are summed from here, so that the sum of millions of them fits.
  static let epoch: Int64 = 1_700_000_000_000

  private var scopes: [TaskScope] {
    [.all] + (pipeline.map { [.pipeline($0)] } ?? []) + (assignee.map { [.assignee($0)] } ?? [])
  }

  /// Counts the task in (`sign` 1) or out (-1).
  func count(_ sign: Int64, in held: inout HeldWrites) {
    for scope in scopes {
      held.count(.init(scope: scope, code: cell.code), tasks: sign, created: sign * (created - Self.epoch))
    }
  }
}

/// Over which tasks a counter counts.
enum TaskScope: Hashable {
  case all
  case pipeline(EntityID)
  case assignee(EntityID)

  var bytes: Data {
    switch self {
    case .all: Data()
    case .pipeline(let id): Data([1]) + id.bytes
    case .assignee(let id): Data([2]) + id.bytes
    }
  }
}

/// The counters of one scope.
struct TaskCounts: Sendable {
  struct Count: Sendable {
    var cell: TaskCell
    var count: Int
    /// Sum of creation times since `TaskTally.epoch`, in milliseconds.
    var created: Int64
  }
  let counts: [Count]

  init(_ db: Database, _ scope: TaskScope) throws {
    counts = try db.all("SELECT cell, n, created FROM task_count WHERE scope = ? AND n <> 0", [scope.bytes]) { row in
      Count(cell: TaskCell(code: row[0]), count: row[1], created: row[2])
    }
  }

  func total(where matches: (TaskCell) -> Bool = { _ in true }) -> Int {
    counts.reduce(0) { matches($1.cell) ? $0 + $1.count : $0 }
  }

  func stats(now: Timestamp) -> TaskStats {
    var stats = TaskStats()
    stats.pending = total { $0.status == Codes.of(TaskStatus.pending) }
    stats.inProgress = total { $0.status == Codes.of(TaskStatus.inProgress) }
    stats.blocked = total { $0.isOpen && $0.isBlocking }
    stats.slaBreaches = total { $0.isOpen && $0.isBreached }
    stats.avgWaitTimeMinutes = averageWait(now)
    for priority in Priority.declared {
      stats.byPriority[priority.rawValue] = total { $0.isOpen && $0.rank == Codes.of(priority) }
    }
    for type in TaskType.declared {
      stats.byType[type.rawValue] = total { $0.isOpen && $0.type == Codes.of(type) }
    }
    return stats
  }

  private func averageWait(_ now: Timestamp) -> Double {
    let open = counts.filter(\.cell.isOpen)
    let count = open.reduce(0) { $0 + $1.count }
    guard count > 0 else { return 0 }
    let created = Double(open.reduce(0) { $0 + $1.created }) / Double(count) + Double(TaskTally.epoch)
    return max(0, (Double(now.milliseconds) - created) / 60_000)
  }
}
