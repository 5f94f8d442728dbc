// Writers share commits, and each still stands alone: its savepoint, its error, its events.
import FactoryContracts
import FactoryEngine
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FactoryStorage

@Suite struct GroupCommitTests {
  /// Holds the writer inside a transaction until all the others are queued behind it.
  private func gathering(
    _ store: SQLiteStore, _ count: Int, _ work: @escaping @Sendable (Int, any FactoryTransaction) throws -> Void
  ) async throws -> [Result<Void, any Error>] {
    let gate = DispatchSemaphore(value: 0)
    let entered = DispatchSemaphore(value: 0)
    let coming = DispatchSemaphore(value: 0)
    async let first: Void = store.write { _ in
      entered.signal()
      gate.wait()
    }
    await offThread { entered.wait() }
    async let opened: Void = offThread {
      for _ in 0..<count { coming.wait() }
      gate.signal()
    }
    let results = await withTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
      for index in 0..<count {
        group.addTask {
          coming.signal()
          return (index, await Self.outcome { try await store.write { try work(index, $0) } })
        }
      }
      return await group.reduce(into: [Int: Result<Void, any Error>]()) { $0[$1.0] = $1.1 }
    }
    await opened
    try await first
    return (0..<count).compactMap { results[$0] }
  }

  private static func outcome(_ work: @Sendable () async throws -> Void) async -> Result<Void, any Error> {
    do {
      return .success(try await work())
    } catch {
      return .failure(error)
    }
  }

  @Test func concurrentWritersShareCommits() async throws {
    try await StoreFolder.withStore { store in
      let before = store.statistics
      let results = try await gathering(store, 64) { try $1.insert(Sample.task($0 + 1)) }
      #expect(results.count == 64)
      for result in results { try result.get() }
      let made = store.statistics
      #expect(made.writes - before.writes == 65)
      #expect(made.commits - before.commits < 30)
      let total = try await store.read { try $0.tasks(TaskQuery(), PageRequest()).total }
      #expect(total == 64)
    }
  }

  @Test func aRefusedWriterLeavesNothingAndItsNeighboursStay() async throws {
    try await StoreFolder.withStore { store in
      let results = try await gathering(store, 30) { index, transaction in
        try transaction.insert(Sample.task(index + 1))
        try transaction.append(Sample.auditEntry(index + 1), pipelineId: nil)
        try transaction.append(EventDraft(.taskCreated(TaskPayload(task: Sample.task(index + 1))), at: Sample.start))
        if index % 3 == 0 { throw RuleRefusal() }
      }
      for (index, result) in results.enumerated() {
        switch result {
        case .success: #expect(index % 3 != 0)
        case .failure(let error): #expect(index % 3 == 0 && error is RuleRefusal)
        }
      }
      let (total, audit, seq, events) = try await store.read { reader in
        (
          try reader.tasks(TaskQuery(), PageRequest()).total, try reader.audit(AuditQuery(), PageRequest()).total,
          try reader.seq(), try reader.events(after: 0, limit: 100)
        )
      }
      #expect(total == 20)
      #expect(audit == 20)
      #expect(seq == 20)
      #expect(events.map(\.seq) == Array(1...20))
      let report = try await store.verify()
      #expect(report.problems == [])
    }
  }

  /// Counters and settings that the writer holds back or remembers: whoever reads in between sees them, and nothing undone stays.
  @Test func whatIsHeldBackIsSeenAndUndone() async throws {
    try await StoreFolder.withStore { store in
      try await store.write { transaction in
        try transaction.set("selfDecision", to: .bool(true))
        try transaction.insert(Sample.task(1))
        #expect(try transaction.tasks(TaskQuery(), PageRequest()).total == 1)
        #expect(throws: RuleRefusal.self) {
          try transaction.savepoint {
            try transaction.insert(Sample.task(2))
            try transaction.append(Sample.auditEntry(2), pipelineId: nil)
            try transaction.set("selfDecision", to: .bool(false))
            #expect(try transaction.setting("selfDecision") == .bool(false))
            #expect(try transaction.tasks(TaskQuery(), PageRequest()).total == 2)
            throw RuleRefusal()
          }
        }
        #expect(try transaction.setting("selfDecision") == .bool(true))
        #expect(try transaction.tasks(TaskQuery(), PageRequest()).total == 1)
        try transaction.append(Sample.auditEntry(1), pipelineId: nil)
      }
      // Another commit goes on behind the first one's last row.
      try await store.write { transaction in
        #expect(try transaction.setting("selfDecision") == .bool(true))
        try transaction.append(Sample.auditEntry(3), pipelineId: nil)
      }
      #expect(try await store.read { try $0.audit(AuditQuery(), PageRequest()).total } == 2)
      #expect(try await store.verify().problems == [])
    }
  }

  @Test func anInnerSavepointUndoesRowsAuditEventsAndCounters() async throws {
    try await StoreFolder.withStore { store in
      try await store.write { transaction in
        try transaction.insert(Sample.task(1))
        #expect(throws: RuleRefusal.self) {
          try transaction.savepoint {
            try transaction.insert(Sample.task(2))
            try transaction.append(Sample.auditEntry(2), pipelineId: nil)
            try transaction.append(EventDraft(.taskCreated(TaskPayload(task: Sample.task(2))), at: Sample.start))
            throw RuleRefusal()
          }
        }
        try transaction.append(EventDraft(.taskCreated(TaskPayload(task: Sample.task(1))), at: Sample.start))
      }
      let (two, events) = try await store.read { (try $0.task(Sample.id(2)), try $0.events(after: 0, limit: 9)) }
      #expect(two == nil)
      #expect(events.map(\.seq) == [1])
      #expect(try await store.verify().problems == [])
    }
  }

  @Test func eventsArriveAfterTheirCommitInOrderEachOnce() async throws {
    try await StoreFolder.withStore { store in
      let seen = SeenNumbers()
      store.onCommit { events in seen.numbers.withLock { $0 += events.map(\.seq) } }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 1...50 {
          group.addTask {
            _ = try? await store.write { transaction in
              try transaction.insert(Sample.task(index))
              let event = FactoryEvent.taskCreated(TaskPayload(task: Sample.task(index)))
              try transaction.append(EventDraft(event, at: Sample.start))
              if index % 5 == 0 { throw RuleRefusal() }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(seen.numbers.withLock { $0 } == Array(1...40))
    }
  }

  @Test func aFullQueueRefusesAtOnce() async throws {
    try await StoreFolder.withStore(queueBound: 4) { store in
      let results = try await gathering(store, 40) { try $1.insert(Sample.task($0 + 1)) }
      let refused = results.filter {
        if case .failure(let error) = $0 { error as? StoreFailure == .queueFull } else { false }
      }
      let kept = try await store.read { try $0.tasks(TaskQuery(), PageRequest()).total }
      #expect(refused.count + kept == 40)
      #expect(kept >= 4)
    }
  }

  @Test func aClosedStoreSaysSo() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    await store.close()
    await store.close()
    await #expect(throws: StoreFailure.unavailable("The store is closed.")) { try await store.write { _ in } }
    await #expect(throws: StoreFailure.unavailable("The store is closed.")) { try await store.read { _ in } }
  }
}

private final class SeenNumbers: Sendable {
  let numbers = Mutex<[Int64]>([])
}

func offThread(_ work: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { caller in
    Thread.detachNewThread {
      work()
      caller.resume()
    }
  }
}
