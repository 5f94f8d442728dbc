// The store as the engine sees it: synchronous work inside one transaction; SQLite, PostgreSQL and memory implement it.
//
// Invariants every store keeps (one behaviour suite runs over all of them):
// 1. `write` returns only after the commit is on disk; writers that wait at the same time may share one commit.
// 2. What a thrown error leaves behind is nothing: no row, no audit, no event, no number used up in `seq` that a reader could see.
// 3. Events become visible to `onCommit` and to readers only after their commit, in the order of `seq`, each once.
import Foundation
import FactoryContracts

package protocol FactoryStore: Sendable {
  /// Runs `work` in a transaction of its own (a savepoint where commits are shared) and returns after the commit.
  /// - Throws: what `work` throws, or `StoreFailure`.
  func write<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryTransaction) throws -> Value
  ) async throws -> Value

  /// Runs `work` on one consistent snapshot, beside writers.
  func read<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryReader) throws -> Value
  ) async throws -> Value

  /// Calls `handler` after each commit with its events, in order, on the store's own thread; it must not block.
  func onCommit(_ handler: @escaping @Sendable ([CommittedEvent]) -> Void)

  /// What the store counts, for whoever watches the server.
  var figures: [StoreFigure] { get }

  /// Finishes what waits, checkpoints and closes.
  func close() async
}

extension FactoryStore {
  package var figures: [StoreFigure] { [] }
}

/// One number with its name; names follow Prometheus' rules.
package struct StoreFigure: Sendable, Hashable {
  package let name: String
  package let help: String
  package let value: Double
  /// Only grows while the process lives.
  package let isCounter: Bool

  package init(_ name: String, _ help: String, _ value: Double, isCounter: Bool) {
    self.name = name
    self.help = help
    self.value = value
    self.isCounter = isCounter
  }
}

/// Why a store could not do its work; the server answers 503 (ruling R61).
package enum StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case unavailable(String)
  case queueFull
  case corrupt(String)

  /// One sentence for whoever runs the program.
  package var description: String {
    switch self {
    case .unavailable(let sentence), .corrupt(let sentence): sentence
    case .queueFull: "The store has more work waiting than it takes; try again in a moment."
    }
  }
}

/// An event after its commit, with its payload already encoded: it is encoded once, whoever receives it.
package struct CommittedEvent: Sendable, Hashable {
  package var seq: Int64
  package var timestamp: Timestamp
  package var type: String
  package var pipelineId: EntityID?
  /// The task it is about, where it is about one.
  package var taskId: EntityID?
  /// Whether `tasks:pending` gets it: the task is or was pending (ruling R51).
  package var concernsPending: Bool
  /// The user it is for; only `notification.created` has one.
  package var userId: EntityID?
  /// The JSON of the payload.
  package var data: Data

  package init(
    seq: Int64, timestamp: Timestamp, type: String, pipelineId: EntityID?, taskId: EntityID? = nil,
    concernsPending: Bool = false, userId: EntityID? = nil, data: Data
  ) {
    self.seq = seq
    self.timestamp = timestamp
    self.type = type
    self.pipelineId = pipelineId
    self.taskId = taskId
    self.concernsPending = concernsPending
    self.userId = userId
    self.data = data
  }
}

/// An event on its way into the transaction.
package struct EventDraft: Sendable {
  package var event: FactoryEvent
  package var timestamp: Timestamp
  package var taskId: EntityID?
  package var concernsPending: Bool
  package var userId: EntityID?

  package init(
    _ event: FactoryEvent, at timestamp: Timestamp, taskId: EntityID? = nil, concernsPending: Bool = false,
    userId: EntityID? = nil
  ) {
    self.event = event
    self.timestamp = timestamp
    self.taskId = taskId
    self.concernsPending = concernsPending
    self.userId = userId
  }
}

/// Rows of a list as they go over the wire: encoded once, when they were written.
package struct EncodedPage: Sendable, Hashable {
  package var rows: [Data]
  /// Under the filter, over all pages.
  package var total: Int
  package var nextCursor: String?

  package init(rows: [Data], total: Int, nextCursor: String? = nil) {
    self.rows = rows
    self.total = total
    self.nextCursor = nextCursor
  }
}
