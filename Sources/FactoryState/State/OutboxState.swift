// What became of the operator's decisions. Invariant: an entry is here from the key press until some seconds after
// the server confirmed or refused it, and forever when it is neither.
import FactoryContracts

package struct OutboxState: Sendable {
  package internal(set) var items: [EntityID: OutboxItem] = [:]
  /// The latest entry of each task.
  package internal(set) var latest: [EntityID: EntityID] = [:]
  /// Decisions that the server has not confirmed.
  package internal(set) var unsentCount = 0
  /// Versions that the operator's own decisions and undoes made: they are no change that has to be looked at.
  var ownVersions: [EntityID: Set<Int>] = [:]

  package func item(ofTask id: EntityID) -> OutboxItem? { latest[id].flatMap { items[$0] } }
}

package struct OutboxItem: Hashable, Sendable {
  package var entry: OutboxEntry
  package var phase: OutboxPhase
  package var since: Timestamp
  /// Per item, for a bulk entry that was answered.
  package var failures: [BulkFailure] = []
}

package enum OutboxPhase: Hashable, Sendable {
  /// Handed to the outbox; not yet known to be on disk.
  case queued
  case stored, sending
  /// No answer; it is kept and tried again.
  case waiting(reason: String)
  /// Older than a day: it asks before it is sent.
  case stale
  case confirmed(at: Timestamp)
  case refused(APIError, at: Timestamp)
  /// Could not be put on disk: not accepted.
  case notStored(reason: String, at: Timestamp)

  /// Not answered by the server.
  package var isOpen: Bool {
    switch self {
    case .queued, .stored, .sending, .waiting, .stale: true
    case .confirmed, .refused, .notStored: false
    }
  }
}

/// What `u` takes back.
package struct UndoItem: Hashable, Sendable {
  /// Key of the decision's outbox entry.
  package var key: EntityID
  package var taskIds: [EntityID]
  package var decision: TaskDecision
  package var title: String
  package var decidedAt: Timestamp
  /// End of the grace; nil while the server has not said it has the decision.
  package var until: Timestamp?
}
