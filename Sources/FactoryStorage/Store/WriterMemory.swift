// What the one writer need not read or write for each use case: what only it changes is remembered from one commit to the next, and what
// every use case changes is written once for all of a commit. On the commit thread.
// Invariant: whoever reads it inside a transaction finds it written (`SQLiteTransaction.writeHeld`); a rolled back use case leaves no trace.
import FactoryContracts
import FactoryEngine
import Foundation

/// The last row of the audit log.
struct AuditHead {
  var number: Int64
  var hash: Data
}

/// From commit to commit.
final class WriterMemory {
  /// As it was committed last; nil: not read yet.
  var head: AuditHead?
  /// As they are in the database, those that are not there too.
  var settings: [String: JSONValue?] = [:]

  /// After a commit that failed nothing is certain.
  func forget() {
    head = nil
    settings = [:]
  }
}

/// Of one commit, until right before it.
struct HeldWrites {
  struct Cell: Hashable {
    var scope: TaskScope
    var code: Int
  }

  /// nil: no row was appended.
  var head: AuditHead?
  /// What is to be added to the counters: tasks, and the sum of their creation times.
  private(set) var counts: [Cell: (tasks: Int64, created: Int64)] = [:]
  /// Whether `head` is in the database.
  var isHeadWritten = false

  mutating func count(_ cell: Cell, tasks: Int64, created: Int64) {
    let sum = counts[cell] ?? (0, 0)
    counts[cell] = (sum.tasks + tasks, sum.created + created)
  }

  mutating func takeCounts() -> [Cell: (tasks: Int64, created: Int64)] {
    defer { counts.removeAll() }
    return counts.filter { $0.value != (0, 0) }
  }
}
