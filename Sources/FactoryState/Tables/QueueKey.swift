// The order of the queue (ruling R49) as one comparable value: priority, not deferred before deferred, deadline, age.
import FactoryContracts

package struct QueueKey: Comparable, Hashable, Sendable {
  /// Twice the urgency, one more when deferred.
  package let rank: UInt8
  /// Where the row lies in the table; not part of the order. Here it takes no space of its own.
  package let slot: Int32
  /// Milliseconds; without a deadline the greatest.
  package let deadline: Int64
  package let created: Int64
  package let id: EntityID

  init(_ row: TaskRow, slot: Int32) {
    rank = row.priority.urgency * 2 + (row.deferredAt == nil ? 0 : 1)
    deadline = row.slaDeadline?.milliseconds ?? .max
    created = row.createdAt.milliseconds
    id = row.id
    self.slot = slot
  }

  package static func < (left: QueueKey, right: QueueKey) -> Bool {
    if left.rank != right.rank { return left.rank < right.rank }
    if left.deadline != right.deadline { return left.deadline < right.deadline }
    if left.created != right.created { return left.created < right.created }
    return left.id < right.id
  }

  package static func == (left: QueueKey, right: QueueKey) -> Bool {
    left.id == right.id && left.rank == right.rank && left.deadline == right.deadline && left.created == right.created
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

package typealias OrderedKeys = SortedArray<QueueKey>

extension Priority {
  /// 0 is the most urgent.
  var urgency: UInt8 {
    switch self {
    case .critical: 0
    case .high: 1
    case .medium: 2
    case .low: 3
    case .unknown: 4
    }
  }
}

/// A moment at which a row changes its SLA state by itself.
struct SLAMoment: Comparable, Sendable {
  let at: Int64
  let slot: Int32

  static func < (left: SLAMoment, right: SLAMoment) -> Bool {
    left.at != right.at ? left.at < right.at : left.slot < right.slot
  }
}
