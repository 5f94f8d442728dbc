// The tasks of `FactoryState`: rows in slots that do not move, found by id, with order, counts and the moments of their SLA kept beside
// them. Main thread. Invariants: `order` holds exactly the open rows; `counts` the waiting ones; an older state of a row never replaces a
// newer one (by `updatedAt`, then by the event's sequence number).
import FactoryContracts

package struct TaskTable: Sendable {
  /// Free slots hold `TaskRow.vacant`.
  var rows: [TaskRow] = []
  /// Sequence number that each row includes.
  var seqs: [Int64] = []
  var bits: [SectionBits] = []
  /// Generation of the snapshot that last mentioned the row.
  var stamps: [UInt32] = []
  var slots: [EntityID: Int32] = [:]
  var freeSlots: [Int32] = []
  /// Open tasks in the order of ruling R49.
  package internal(set) var order = OrderedKeys()
  var moments = SortedArray<SLAMoment>()
  /// Waiting tasks by section.
  package internal(set) var counts = SectionCounts()
  package internal(set) var breachedCount = 0
  package internal(set) var tallies: [EntityID: PipelineTally] = [:]
  /// Decided tasks in the order in which they came; the oldest are let go.
  var closed: [EntityID] = []
  var closedHead = 0
  var me: EntityID?
  var now = Timestamp(milliseconds: 0)
  var generation: UInt32 = 0
  var batch: Batch?
  /// Names of who asked, each once.
  var askers: Set<String> = []

  static let askersLimit = 1000
  /// Decided tasks that are kept; the server has the rest.
  package static let closedLimit = 5000

  /// Changes of the sorted arrays that wait for one merge.
  struct Batch: Sendable {
    var removedKeys: [QueueKey] = []
    var insertedKeys: [QueueKey] = []
    var removedMoments: [SLAMoment] = []
    var insertedMoments: [SLAMoment] = []
  }

  package init() {}

  package var count: Int { slots.count }
  package subscript(id: EntityID) -> TaskRow? { slots[id].map { rows[Int($0)] } }
  package subscript(key: QueueKey) -> TaskRow? {
    rows[Int(key.slot)].id == key.id ? rows[Int(key.slot)] : nil
  }
  package var ids: some Sequence<EntityID> { slots.keys }

  package func key(of id: EntityID) -> QueueKey? {
    slots[id].map { QueueKey(rows[Int($0)], slot: $0) }
  }

  func seq(of id: EntityID) -> Int64 { slots[id].map { seqs[Int($0)] } ?? 0 }
}

/// What one change did to one row.
package struct TaskChange: Sendable {
  package let id: EntityID
  package let old: TaskRow?
  package let new: TaskRow?
  /// Their places in the order; a slot does not move while a row lives.
  let oldKey: QueueKey?
  let newKey: QueueKey?
}

extension TaskChange {
  /// One change for each row: from what it was before all of them to what it is after.
  static func coalesced(_ changes: [TaskChange]) -> [TaskChange] {
    guard changes.count > 1 else { return changes }
    var places: [EntityID: Int] = [:]
    var result: [TaskChange] = []
    for change in changes {
      guard let place = places[change.id] else {
        places[change.id] = result.count
        result.append(change)
        continue
      }
      let first = result[place]
      result[place] = TaskChange(
        id: change.id, old: first.old, new: change.new, oldKey: first.oldKey, newKey: change.newKey)
    }
    return result
  }
}

/// What the tasks of one pipeline add up to.
package struct PipelineTally: Hashable, Sendable {
  package var open = 0
  /// Open, and nobody's decision is in its grace.
  package var waiting = 0
  package var late = 0
  package var soon = 0
  /// Open tasks that keep it from advancing.
  package var blocking = 0
  package var tests: TestTally?
  var testsAt: Timestamp?
}
