// What every store does alike: the behaviour suite over `StoreFactory.all`. A new store joins the list and must pass it whole.
import FactoryContracts
import FactoryEngine
import Foundation
import Testing
import TestSupport

@Suite struct StoreSuite {
  struct Stop: Error {}

  @Test("what a thrown error leaves behind is nothing", arguments: StoreFactory.all)
  func rollback(factory: StoreFactory) async throws {
    let store = try factory.make()
    let log = EventLog()
    store.onCommit { log.add($0) }
    let empty = try await StoreImage.of(store, now: Sample.start)
    await #expect(throws: Stop.self) {
      try await store.write { tx in
        try Self.fill(tx)
        throw Stop()
      }
    }
    #expect(try await StoreImage.of(store, now: Sample.start) == empty)
    #expect(log.all.isEmpty)
    try await store.write { try Self.fill($0) }
    #expect(log.all.map(\.seq) == [1, 2])
    await store.close()
  }

  @Test("a savepoint undoes only its own part, and numbers stay without gaps", arguments: StoreFactory.all)
  func savepoints(factory: StoreFactory) async throws {
    let store = try factory.make()
    let log = EventLog()
    store.onCommit { log.add($0) }
    try await store.write { tx in
      try Self.ask(tx, 1)
      #expect(throws: Stop.self) {
        try tx.savepoint {
          try Self.ask(tx, 2)
          _ = try tx.savepoint { try Self.ask(tx, 3) }
          throw Stop()
        }
      }
      #expect(try tx.task(Sample.id(2)) == nil)
      #expect(try tx.task(Sample.id(3)) == nil)
      let kept = try tx.savepoint { try Self.ask(tx, 4) }
      #expect(kept == Sample.id(4))
    }
    #expect(log.all.map(\.taskId) == [Sample.id(1), Sample.id(4)])
    #expect(log.all.map(\.seq) == [1, 2])
    #expect(try await store.read { try $0.events(after: 0, limit: 10) } == log.all)
    #expect(try await store.read { try $0.auditBreak() } == nil)
    await store.close()
  }

  @Test("a transaction reads what it wrote, others do not before the commit", arguments: StoreFactory.all)
  func visibility(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in
      try tx.insert(Sample.task(1))
      #expect(try tx.task(Sample.id(1)) == Sample.task(1))
      var changed = Sample.task(1)
      changed.title = "Changed"
      try tx.update(changed)
      #expect(try tx.task(Sample.id(1))?.title == "Changed")
    }
    #expect(try await store.read { try $0.task(Sample.id(1))?.title } == "Changed")
    #expect(try await store.read { try $0.seq() } == 0)
    await store.close()
  }

  @Test("evidence is written once and kept through every update; rules see the light form", arguments: StoreFactory.all)
  func evidence(factory: StoreFactory) async throws {
    let store = try factory.make()
    let task = Sample.task(1, context: Sample.evidence())
    try await store.write { try $0.insert(task) }
    var light = try #require(try await store.read { try $0.task(task.id) })
    #expect(light == task.listForm)
    light.status = .completed
    light.decision = .approved
    try await store.write { [light] in try $0.update(light) }
    let whole = try #require(try await store.read { try $0.taskWithEvidence(task.id) })
    let read = try FactoryJSON.decode(FactoryTask.self, from: whole)
    #expect(read.context == task.context && read.decision == .approved)
    #expect(try await store.read { try $0.taskWithEvidence(Sample.id(2)) } == nil)
    await store.close()
  }

  @Test("a hundred writers at once keep one order without gaps", arguments: StoreFactory.all)
  func concurrentWriters(factory: StoreFactory) async throws {
    let store = try factory.make()
    let log = EventLog()
    store.onCommit { log.add($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...100 {
        group.addTask {
          try? await store.write { tx in
            try Self.ask(tx, number)
            if number % 10 == 0 { throw Stop() }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(log.all.map(\.seq) == (1...90).map { Int64($0) })
    #expect(try await store.read { try $0.taskStats(now: Sample.start).pending } == 90)
    #expect(try await store.read { try $0.auditBreak() } == nil)
    await store.close()
  }

  @Test("a closed store says so", arguments: StoreFactory.all)
  func closed(factory: StoreFactory) async throws {
    let store = try factory.make()
    await store.close()
    await #expect(throws: StoreFailure.self) { try await store.write { try $0.insert(Sample.task(1)) } }
    await #expect(throws: StoreFailure.self) { try await store.read { try $0.seq() } }
  }
}
