// Undo and decision in one box: a decision never leaves after its undo.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct OutboxUndoTests {
  @Test func offlineBothGoWithoutBeingSent() throws {
    let bench = try OutboxBench(online: false)
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    box.enqueue(Entries.decide(2, key: 102))
    #expect(bench.waits(for: "waiting 101"))
    box.enqueue(Entries.undo(1, key: 103))
    #expect(bench.waits(for: "confirmed 103"))
    #expect(bench.told.contains("confirmed 101"))
    try bench.comeBack()
    box.nudge()
    #expect(bench.waits(for: "confirmed 102"))
    #expect(bench.decisions.log == ["approved 2"])
    #expect(box.stop() == 0)
  }

  @Test func onlineItFollowsItsDecision() throws {
    let bench = try OutboxBench()
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "confirmed 101"))
    box.enqueue(Entries.undo(1, key: 102))
    #expect(bench.waits(for: "confirmed 102"))
    #expect(bench.decisions.log == ["approved 1", "undo 1"])
    #expect(box.stop() == 0)
  }

  @Test func whatMayHaveArrivedIsSentFirst() throws {
    let bench = try OutboxBench()
    // Executed, but the answer is lost; then the server is gone until the undo is in the box.
    bench.decisions.loseNext([.close])
    for _ in 0..<400 { bench.decisions.loseNext(FakeReply.error(503, "SERVICE_UNAVAILABLE")) }
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "waiting 101"))
    box.enqueue(Entries.undo(1, key: 102))
    #expect(bench.waits(for: "stored 102"))
    bench.decisions.state.withLock { $0.after = [] }
    box.nudge()
    #expect(bench.waits(for: "confirmed 102"))
    #expect(bench.decisions.log == ["approved 1", "undo 1"])
    #expect(bench.nothingDoubled)
    #expect(box.stop() == 0)
  }

  @Test func aNewDecisionAfterTheUndoIsSent() throws {
    let bench = try OutboxBench(online: false)
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    box.enqueue(Entries.undo(1, key: 102))
    box.enqueue(Entries.decide(1, key: 103, .rejected))
    #expect(bench.waits(for: "confirmed 102"))
    try bench.comeBack()
    box.nudge()
    #expect(bench.waits(for: "confirmed 103"))
    #expect(bench.decisions.log == ["rejected 1"])
    #expect(box.stop() == 0)
  }

  @Test func afterAKillUnsentPairsStillCancelOut() throws {
    let bench = try OutboxBench(online: false)
    let first = bench.outbox()
    first.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "waiting 101"))
    first.abandon()
    try bench.comeBack()
    bench.goOffline()
    let second = bench.outbox()
    second.enqueue(Entries.undo(1, key: 102))
    #expect(bench.waits(for: "confirmed 102"))
    try bench.comeBack()
    second.nudge()
    second.enqueue(Entries.decide(2, key: 103))
    #expect(bench.waits(for: "confirmed 103"))
    #expect(bench.decisions.log == ["approved 2"])
    #expect(second.stop() == 0)
  }

  @Test func theUndoOfAnOldDecisionReplacesIt() throws {
    let bench = try OutboxBench()
    // Executed a day ago, the answer was lost.
    bench.decisions.loseNext([.close])
    for _ in 0..<400 { bench.decisions.loseNext(FakeReply.error(503, "SERVICE_UNAVAILABLE")) }
    let first = bench.outbox()
    first.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "waiting 101"))
    first.abandon()
    bench.decisions.state.withLock { $0.after = [] }
    bench.ahead.withLock { $0 = 90_000 }
    let second = bench.outbox()
    #expect(bench.waits(for: "stale 101"))
    second.enqueue(Entries.undo(1, key: 102, at: WallTime.now.adding(seconds: 90_000)))
    #expect(bench.waits(for: "confirmed 102"))
    #expect(bench.told.contains("refused 101 CONFLICT"))
    #expect(bench.decisions.log == ["approved 1", "undo 1"])
    #expect(second.stop() == 0)
  }

  @Test func oneOfABulkFollowsTheBulk() throws {
    let bench = try OutboxBench(online: false)
    let box = bench.outbox()
    box.enqueue(
      OutboxEntry(
        key: Sample.id(101), taskIds: [Sample.id(1), Sample.id(2)], verb: "approve", title: "2 tasks",
        path: "/v1/tasks/bulk", body: "{}", createdAt: WallTime.now))
    box.enqueue(Entries.undo(1, key: 102))
    #expect(bench.waits(for: "waiting 101"))
    try bench.comeBack()
    box.nudge()
    #expect(bench.waits(for: "refused 102 CONFLICT"))
    #expect(bench.decisions.log == ["bulk", "undo 1"])
    #expect(box.stop() == 0)
  }
}
