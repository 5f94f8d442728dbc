// What the factory looks like, as far as this program knows it (contract §4.5): snapshot plus events.
// Pure values on the main thread. Invariants: every number here is kept with each change, never counted again;
// an older state of an entity never replaces a newer one; `seq` never goes back except with a new snapshot.
import FactoryContracts

package struct FactoryState: Sendable {
  package internal(set) var pipelines = PipelineTable()
  package internal(set) var tasks = TaskTable()
  package internal(set) var agents: [EntityID: Agent] = [:]
  /// Newest first, at most `notificationLimit`.
  package internal(set) var notifications: [FactoryNotification] = []
  /// Unread ones on the server, also those that are not here.
  package internal(set) var unreadCount = 0
  package internal(set) var wsConnected = false
  package internal(set) var isInitialLoading = true
  /// When the last change arrived; nil before the first.
  package internal(set) var lastUpdated: Timestamp?
  /// Everything up to this sequence number is included (ruling R20).
  package internal(set) var seq: Int64 = 0
  /// A snapshot being read, if any.
  package internal(set) var snapshot: SnapshotProgress?

  package static let notificationLimit = 200

  package init() {}

  /// Open tasks that nobody has decided.
  package var pendingTaskCount: Int { tasks.counts[.all] }
  /// Those of them whose SLA the server has marked as breached.
  package var slaBreachCount: Int { tasks.breachedCount }
}

/// A snapshot on its way in (ruling R55): rows are merged as they come, so that nothing flickers; what it did not
/// mention and no later event told is removed at its end.
package struct SnapshotProgress: Sendable {
  package var seq: Int64
  package internal(set) var received = 0
  var seenPipelines: Set<EntityID> = []
  var seenAgents: Set<EntityID> = []
  /// Changes without a whole entity that came meanwhile: put again on top of the row that the snapshot brings.
  var slaPatches: [EntityID: [SLAPatch]] = [:]

  init(seq: Int64) { self.seq = seq }
}

/// An SLA event that came while a snapshot was read.
struct SLAPatch: Hashable, Sendable {
  var payload: TaskSlaPayload
  var isBreached: Bool
  var seq: Int64
}
