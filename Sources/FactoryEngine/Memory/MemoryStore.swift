// The store in memory: the twin of the durable ones, for tests and throw-away use. Writers take turns on one serial queue,
// which is also where commits are told; readers work on a copy of the last committed state, beside writers.
// Invariant: a transaction works on its own copy, so what it throws away was never there.
import Dispatch
import FactoryContracts
import Foundation
import Synchronization

package final class MemoryStore: FactoryStore {
  private struct Committed: Sendable {
    var state = MemoryState()
    var handlers: [@Sendable ([CommittedEvent]) -> Void] = []
    var isClosed = false
  }

  private let committed = Mutex(Committed())
  private let writer = DispatchQueue(label: "factory.memory-store")

  package init(slaPolicy: SLAPolicy = .contract) { committed.withLock { $0.state.slaPolicy = slaPolicy } }

  package func write<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryTransaction) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { caller in
      writer.async { [self] in caller.resume(with: Result { try transact(work) }) }
    }
  }

  /// On the writer's queue.
  private func transact<Value>(_ work: (any FactoryTransaction) throws -> Value) throws -> Value {
    let transaction = MemoryTransaction(try current())
    let value = try work(transaction)
    let events = transaction.fresh
    let handlers = committed.withLock { store in
      store.state = transaction.state
      return store.handlers
    }
    if !events.isEmpty { for handler in handlers { handler(events) } }
    return value
  }

  package func read<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryReader) throws -> Value
  ) async throws -> Value {
    try work(MemoryReader(state: try current()))
  }

  private func current() throws -> MemoryState {
    try committed.withLock { store in
      if store.isClosed { throw StoreFailure.unavailable("The store is closed.") }
      return store.state
    }
  }

  package func onCommit(_ handler: @escaping @Sendable ([CommittedEvent]) -> Void) {
    committed.withLock { $0.handlers.append(handler) }
  }

  package func close() async {
    await withCheckedContinuation { caller in
      writer.async { [self] in
        committed.withLock { $0.isClosed = true }
        caller.resume()
      }
    }
  }
}

/// Everything a store holds. A value: copies share what neither changed.
struct MemoryState: Sendable {
  struct AuditRow: Sendable {
    var entry: AuditEntry
    var pipelineId: EntityID?
    var hash: Data
  }

  struct LogRow: Sendable {
    var line: JobLogLine
    var job: EntityID
    var pipeline: EntityID
    var at: Timestamp
  }

  struct Remembered: Sendable {
    var answer: IdempotentAnswer
    var at: Timestamp
  }

  var slaPolicy = SLAPolicy.contract
  /// In list form.
  var tasks: [EntityID: FactoryTask] = [:]
  /// Whole contexts, as they were inserted.
  var evidence: [EntityID: TaskContext] = [:]
  /// Tasks in the order of their insertion.
  var taskOrder: [EntityID: Int] = [:]
  var approvers: [EntityID: [EntityID]] = [:]
  var pipelines: [EntityID: Pipeline] = [:]
  var slugs: [String: EntityID] = [:]
  var deletedPipelines: Set<EntityID> = []
  var stages: [EntityID: [PipelineStageRecord]] = [:]
  /// Oldest first.
  var approvals: [Approval] = []
  var agents: [Agent] = []
  /// In the order of their queueing.
  var jobs: [Job] = []
  var assets: [Asset] = []
  /// In the order of their numbers.
  var rules: [HookRule] = []
  /// Oldest first.
  var jobLog: [LogRow] = []
  var jobLogNumber: Int64 = 0
  /// Oldest first.
  var audit: [AuditRow] = []
  /// Oldest first.
  var events: [CommittedEvent] = []
  var seq: Int64 = 0
  /// In the order of their insertion.
  var notifications: [StoredNotification] = []
  /// In the order of their creation.
  var users: [StoredUser] = []
  var tokens: [Data: RefreshTokenRow] = [:]
  /// In the order of their creation.
  var keys: [StoredKey] = []
  var settings: [String: JSONValue] = [:]
  var answers: [IdempotencyScope: Remembered] = [:]
}

/// A view of one state; transactions and snapshots read alike.
protocol MemoryReading: FactoryReader {
  var state: MemoryState { get }
}

struct MemoryReader: MemoryReading {
  let state: MemoryState
}
