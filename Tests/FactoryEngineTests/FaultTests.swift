// A store that breaks at each step of each call in turn: after every break nothing of the call is there, and the next try works.
import FactoryContracts
import FactoryEngine
import Foundation
import Testing
import TestSupport

@Suite struct FaultTests {
  struct Call: Sendable, CustomStringConvertible {
    let description: String
    let actor: Actor
    let prepare: @Sendable (Bench) async throws -> EntityID
    let perform: @Sendable (UseCases, EntityID) throws -> Void
  }

  static let calls = [
    Call(
      description: "approving a review, which moves the pipeline and opens the next gate", actor: Bench.ada,
      prepare: { bench in
        let id = try await bench.pipeline(at: .review).id
        return try #require(try await bench.openTasks(id).first).id
      },
      perform: { _ = try $0.completeTask($1, CompleteTaskBody(decision: .approved), ifMatch: nil) }),
    Call(
      description: "rejecting a deploy, which sends the pipeline back", actor: Bench.ada,
      prepare: { bench in
        let id = try await bench.pipeline(at: .staging).id
        return try #require(try await bench.openTasks(id).first).id
      },
      perform: { _ = try $0.completeTask($1, CompleteTaskBody(decision: .rejected, notes: "No."), ifMatch: nil) }),
    Call(
      description: "a held approval taking effect", actor: .system,
      prepare: { bench in
        let id = try await bench.pipeline(at: .review).id
        let gate = try #require(try await bench.openTasks(id).first).id
        try await bench.approve(gate, Bench.ada, grace: 5)
        bench.clock.advance(seconds: 5)
        return gate
      },
      perform: { try $0.takeEffect($1) }),
    Call(
      description: "failing a pipeline at its gate", actor: Bench.robot,
      prepare: { try await $0.pipeline(at: .review).id },
      perform: { _ = try $0.failPipeline($1, FailPipelineBody(reason: "Broken.")) }),
    Call(
      description: "archiving a pipeline with open questions", actor: Bench.olga,
      prepare: { bench in
        let id = try await bench.pipeline(at: .production).id
        _ = try await bench.question(pipeline: id, blocks: true)
        return id
      },
      perform: { try $0.deletePipeline($1, archive: true) }),
    Call(
      description: "a job's success, which moves the pipeline and opens its gate", actor: Bench.robot,
      prepare: { bench in
        let id = try await bench.create().id
        try await bench.drive(id, to: .testing)
        return try #require(try await bench.claim()).id
      },
      perform: { _ = try $0.completeJob($1, CompleteJobBody(status: .succeeded, result: Bench.passed)) }),
    Call(
      description: "a lease that runs out for the last time, which fails the pipeline", actor: .system,
      prepare: { bench in
        _ = try await bench.create()
        for _ in 1...2 {
          _ = try await bench.claim(lease: 5)
          try await bench.wait(seconds: 5)
        }
        let job = try #require(try await bench.claim(lease: 5)).id
        bench.clock.advance(seconds: 5)
        return job
      },
      perform: { try $0.lapseLease($1) }),
    Call(
      description: "a bulk approval", actor: Bench.ada,
      prepare: { bench in
        _ = try await bench.question(priority: .low)
        return try await bench.question().id
      },
      perform: { cases, id in
        let all = try cases.tx.tasks(TaskQuery(), PageRequest()).rows
        let ids = try all.map { try FactoryJSON.decode(FactoryTask.self, from: $0).id }
        _ = try cases.bulkTasks(BulkTaskBody(action: .approve, taskIds: ids))
      }),
  ]

  @Test("a break at any step leaves nothing", arguments: calls, StoreFactory.all)
  func breaks(call: Call, factory: StoreFactory) async throws {
    let store = FailingStore(try factory.make())
    let bench = try await Bench(store)
    let id = try await call.prepare(bench)
    let before = try await StoreImage.of(store, now: bench.clock.now)
    var step = 0
    var succeeded = false
    while !succeeded, step < 200 {
      step += 1
      store.fail(atStep: step)
      do {
        try await bench.run(call.actor) { try call.perform($0, id) }
        succeeded = true
      } catch is StoreFailure {
        let after = try await StoreImage.of(store, now: bench.clock.now)
        #expect(after == before, "broken at step \(step)")
        #expect(bench.log.all == before.events, "told at step \(step)")
      }
    }
    store.fail(atStep: nil)
    #expect(succeeded && step > 3)
    let after = try await StoreImage.of(store, now: bench.clock.now)
    #expect(after != before)
    try Invariants.check(after, told: bench.log.all)
    #expect(try await store.read { try $0.auditBreak() } == nil)
    await store.close()
  }

  @Test("timers go on past a broken store and catch up")
  func timersCatchUp() async throws {
    let store = FailingStore(MemoryStore())
    let bench = try await Bench(store)
    let task = try await bench.question().id
    try await bench.approve(task, Bench.ada, grace: 5)
    bench.clock.advance(seconds: 5)
    store.fail(atStep: 2)
    await #expect(throws: StoreFailure.self) { try await bench.engine.runDue(now: bench.clock.now) }
    store.fail(atStep: nil)
    try await bench.wait(seconds: 0)
    #expect(try await bench.task(task).decision == .approved)
    #expect(bench.log.count("task.completed") == 1)
  }
}
