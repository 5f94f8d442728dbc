// The outbox against a server that keeps the contract's promises: what is sent, what is told, what stays on disk.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct OutboxTests {
  @Test func aDecisionIsStoredSentAndConfirmed() throws {
    let bench = try OutboxBench()
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "confirmed 101"))
    #expect(bench.told == ["stored 101", "sending 101", "confirmed 101"])
    let request = try #require(bench.requests.first)
    #expect(request.headers["idempotency-key"] == Sample.id(101).description)
    #expect(request.headers["if-match"] == "\"1\"")
    guard case .confirmed(_, let task, _) = bench.updates.all.last else { return #expect(Bool(false)) }
    #expect(task?.pendingDecision?.decision == .approved)
    #expect(box.stop() == 0)
    #expect(bench.inspector.count() == 0)
  }

  @Test func itIsOnDiskBeforeItIsSent() throws {
    let bench = try OutboxBench()
    let seen = Recorder<Int>()
    let inspector = bench.inspector
    let box = bench.outbox { update in
      if case .sending = update { seen.add(inspector.count()) }
      bench.updates.add(update)
    }
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "confirmed 101"))
    #expect(seen.all == [1])
    #expect(box.stop() == 0)
  }

  @Test func offlineItWaitsAndANudgeSendsAtOnce() throws {
    let bench = try OutboxBench(online: false)
    let box = bench.outbox()
    for number in 1...5 { box.enqueue(Entries.decide(number, key: 100 + number)) }
    #expect(bench.waits(for: "waiting 101"))
    #expect(eventually { bench.inspector.count() == 5 })
    #expect(bench.decisions.log.isEmpty)
    try bench.comeBack()
    box.nudge()
    #expect(bench.waits(for: "confirmed 105"))
    #expect(bench.decisions.log == (1...5).map { "approved \($0)" })
    #expect(bench.nothingDoubled)
    #expect(box.stop() == 0)
  }

  @Test func stoppingOfflineKeepsAndCounts() throws {
    let bench = try OutboxBench(online: false)
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    box.enqueue(Entries.decide(2, key: 102))
    var left = 0
    #expect(elapsed { left = box.stop() } < 3)
    #expect(left == 2)
    let contents = bench.inspector.box(origin: bench.address.origin, principal: Sample.decider.description)
    #expect(contents.entries.map(\.key) == [Sample.id(101), Sample.id(102)])
    #expect(bench.inspector.boxes().map(\.principal) == [Sample.decider.description])
    box.enqueue(Entries.decide(3, key: 103))
    #expect(bench.inspector.count() == 2)
  }

  @Test func aSilentServerDoesNotHoldTheStop() throws {
    let bench = try OutboxBench()
    bench.decisions.failNext([.wait(milliseconds: 60_000)])
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "sending 101"))
    var left = 0
    #expect(elapsed { left = box.stop() } < 4)
    #expect(left == 1)
  }

  @Test(arguments: [
    FakeReply.error(500, "INTERNAL_ERROR"), FakeReply.error(503, "SERVICE_UNAVAILABLE"),
    FakeReply.error(429, "RATE_LIMITED"), FakeReply.error(401, "UNAUTHORIZED"),
    FakeReply.json("<html>sign in to the hotel</html>"), FakeReply.json("[]", status: 404),
    FakeReply.json("", status: 302, ["Location: /"]), [.close],
  ])
  func whatIsNoFinalAnswerKeepsIt(steps: [FakeStep]) throws {
    let bench = try OutboxBench()
    bench.decisions.failNext(steps)
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "confirmed 101"))
    #expect(bench.told.contains("waiting 101"))
    #expect(bench.decisions.log == ["approved 1"])
    #expect(box.stop() == 0)
  }

  @Test(arguments: [(400, "VALIDATION_ERROR"), (403, "FORBIDDEN"), (404, "NOT_FOUND"), (410, "GONE")])
  func finalAnswersEndItAndShowTheTask(status: Int, code: String) throws {
    let bench = try OutboxBench()
    bench.decisions.state.withLock { $0.tasks[Sample.id(1)] = Sample.task(1, title: "As it is now") }
    bench.decisions.failNext(FakeReply.error(status, code))
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "refused 101 \(code)"))
    guard case .refused(_, _, let current) = bench.updates.all.last else { return #expect(Bool(false)) }
    #expect(current?.title == "As it is now")
    #expect(box.stop() == 0)
  }

  @Test(arguments: [
    (TaskDecision.approved, Sample.decider, true), (.rejected, Sample.decider, false), (.approved, Sample.asker, false),
  ])
  func aConflictWithOnesOwnDecisionIsAConfirmation(decision: TaskDecision, by: EntityID, same: Bool) throws {
    for pending in [true, false] {
      let bench = try OutboxBench()
      var task = Sample.task(1)
      if pending {
        task.pendingDecision = PendingDecision(decision: decision, by: by, effectiveAt: Sample.start)
      } else {
        task.status = .completed
        task.decision = decision
        task.decidedBy = by
      }
      bench.decisions.state.withLock { [task] in $0.tasks[Sample.id(1)] = task }
      let box = bench.outbox()
      box.enqueue(Entries.decide(1, key: 101, .approved))
      #expect(bench.waits(for: same ? "confirmed 101" : "refused 101 CONFLICT"), "\(bench.told)")
      #expect(box.stop() == 0)
    }
  }

  @Test func bulkAnswersAreHandedOver() throws {
    let bench = try OutboxBench()
    let box = bench.outbox()
    box.enqueue(
      OutboxEntry(
        key: Sample.id(101), taskIds: [Sample.id(1), Sample.id(2)], verb: "approve", title: "2 tasks",
        path: "/v1/tasks/bulk", body: "{}", createdAt: WallTime.now))
    #expect(bench.waits(for: "confirmed 101"))
    guard case .confirmed(_, nil, let bulk) = bench.updates.all.last else { return #expect(Bool(false)) }
    #expect(bulk?.succeeded == [Sample.id(1)])
    #expect(box.stop() == 0)
  }

  @Test func oneStuckTaskDoesNotHoldOthers() throws {
    let bench = try OutboxBench()
    for _ in 0..<3 { bench.decisions.failNext(FakeReply.error(500, "INTERNAL_ERROR")) }
    let box = bench.outbox()
    for number in 1...4 { box.enqueue(Entries.decide(number, key: 100 + number)) }
    #expect(eventually { bench.decisions.log.count == 4 })
    #expect(eventually { bench.inspector.count() == 0 })
    #expect(bench.nothingDoubled)
    #expect(box.stop() == 0)
  }

  @Test func whatIsOlderThanADayAsksFirst() throws {
    let bench = try OutboxBench()
    let box = bench.outbox()
    let old = WallTime.now.adding(seconds: -90_000)
    box.enqueue(Entries.decide(1, key: 101, at: old))
    box.enqueue(Entries.decide(1, key: 102, .rejected))
    box.enqueue(Entries.decide(2, key: 103))
    box.enqueue(Entries.decide(3, key: 104, at: old))
    #expect(bench.waits(for: "confirmed 103"))
    #expect(bench.waits(for: "stale 101"))
    #expect(bench.waits(for: "stale 104"))
    #expect(bench.decisions.log == ["approved 2"], "a later entry of the same task waits too")
    box.release(Sample.id(101))
    #expect(bench.waits(for: "refused 102 CONFLICT"))
    #expect(bench.decisions.log == ["approved 2", "approved 1", "conflict 1"])
    box.drop(Sample.id(104))
    #expect(eventually { bench.inspector.count() == 0 })
    #expect(box.stop() == 0)
    #expect(bench.told.filter { $0.hasPrefix("stale") }.count == 2)
  }

  @Test func withoutADiskItSaysSo() throws {
    let bench = try OutboxBench()
    try Data().write(to: URL(fileURLWithPath: bench.folder.path + "/outbox"))
    let box = bench.outbox()
    box.enqueue(Entries.decide(1, key: 101))
    #expect(bench.waits(for: "notStored 101"))
    guard case .notStored(_, let reason) = bench.updates.all.last else { return #expect(Bool(false)) }
    #expect(reason.contains("/outbox"))
    #expect(bench.decisions.log.isEmpty)
    #expect(box.stop() == 0)
  }
}
