// The life of a decision within its grace, moment by moment (ruling R54), claims and sleeps (R33, R34) and the SLA (R37).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct GraceTests {
  @Test("a held decision is visible, takes effect at its moment, in its decider's name", arguments: StoreFactory.all)
  func timeline(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question().id
    let made = bench.clock.now
    let held = try await bench.approve(task, Bench.ada, grace: 5)
    #expect(held.status == .inProgress)
    #expect(held.pendingDecision?.by == Bench.ada.id && held.pendingDecision?.byName == "Ada")
    #expect(held.pendingDecision?.effectiveAt == made.adding(seconds: 5))
    #expect(held.decision == nil && held.version == 2)
    #expect(bench.log.types == ["task.created", "task.updated"])
    let next = try await bench.wait(seconds: 4.999)
    #expect(next == made.adding(seconds: 5))
    #expect(try await bench.task(task).status == .inProgress)
    try await bench.wait(seconds: 0.001)
    let done = try await bench.task(task)
    #expect(done.status == .completed && done.decision == .approved)
    #expect(done.decidedBy == Bench.ada.id && done.decidedByName == "Ada" && done.decidedAt == made)
    #expect(done.pendingDecision == nil && done.version == 3)
    #expect(bench.log.types == ["task.created", "task.updated", "task.completed"])
    try await bench.wait(seconds: 0)
    #expect(bench.log.count("task.completed") == 1)
    #expect(try await bench.actions(task) == ["task.created", "task.decision_made", "task.approved"])
    await bench.store.close()
  }

  @Test("undo by the decider within the grace gives the task back; later it is refused")
  func undo() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    try await bench.approve(task, Bench.ada, grace: 5)
    bench.clock.advance(seconds: 4.999)
    #expect(try await bench.code(Bench.cleo) { try $0.undoTask(task) } == 403)
    let back = try await bench.run(Bench.ada) { try $0.undoTask(task) }
    #expect(back.status == .pending && back.pendingDecision == nil && back.version == 3)
    try await bench.wait(seconds: 60)
    #expect(try await bench.task(task).decision == nil)
    try await bench.approve(task, Bench.ada, grace: 5)
    bench.clock.advance(seconds: 5)
    // Not yet carried out, but its moment has come.
    #expect(try await bench.code(Bench.ada) { try $0.undoTask(task) } == 409)
    try await bench.wait(seconds: 0)
    #expect(try await bench.code(Bench.ada) { try $0.undoTask(task) } == 409)
    #expect(try await bench.task(task).decision == .approved)
  }

  @Test("undo gives back the status it found")
  func undoRestores() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    let up = CompleteTaskBody(decision: .escalated, notes: "Above me.")
    try await bench.run(Bench.cleo) { try $0.completeTask(task, up, ifMatch: nil) }
    try await bench.approve(task, Bench.olga, grace: 5)
    #expect(try await bench.run(Bench.olga) { try $0.undoTask(task) }.status == .escalated)
  }

  @Test("an effect that is asked for early or twice does nothing")
  func effectIsIdempotent() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    try await bench.approve(task, Bench.ada, grace: 5)
    try await bench.run(.system) { try $0.takeEffect(task) }
    #expect(try await bench.task(task).status == .inProgress)
    bench.clock.advance(seconds: 5)
    for _ in 0..<3 { try await bench.run(.system) { try $0.takeEffect(task) } }
    #expect(bench.log.count("task.completed") == 1)
  }

  @Test("a held decision of every kind has the same effect as one without grace", arguments: TaskDecision.declared)
  func sameEffect(decision: TaskDecision) async throws {
    var ends: [FactoryTask] = []
    for grace in [0, 30] {
      let bench = try await Bench()
      let task = try await bench.question().id
      let body = CompleteTaskBody(decision: decision, notes: "Because.", graceSeconds: grace)
      try await bench.run(Bench.ada) { try $0.completeTask(task, body, ifMatch: nil) }
      try await bench.wait(seconds: 31)
      var end = try await bench.task(task)
      end.version = nil
      end.updatedAt = end.createdAt
      ends.append(end)
    }
    #expect(ends[0] == ends[1])
  }

  @Test("a pipeline that is archived meanwhile ends what was held, and nothing takes effect")
  func archivedMeanwhile() async throws {
    let bench = try await Bench()
    let pipeline = try await bench.pipeline(at: .review).id
    let gate = try #require(try await bench.openTasks(pipeline).first).id
    try await bench.approve(gate, Bench.ada, grace: 30)
    try await bench.run(Bench.olga) { try $0.deletePipeline(pipeline, archive: true) }
    try await bench.wait(seconds: 60)
    let task = try await bench.task(gate)
    #expect(task.status == .completed && task.decision == nil && task.withdrawnAt != nil)
    #expect(try await bench.approval(task: gate).status == .expired)
    #expect(try await bench.pipeline(pipeline).currentStage == .review)
  }

  // MARK: - Claims and sleeps

  @Test("a claim is a lease: renewed by its holder, lapsing to pending, then free for others")
  func claims() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    let claimed = try await bench.run(Bench.ada) { try $0.claimTask(task) }
    #expect(claimed.status == .claimed && claimed.claimedByName == "Ada")
    #expect(claimed.claimExpiresAt == bench.clock.now.adding(minutes: 15))
    let refusal = try await bench.refusal(Bench.cleo) { try $0.claimTask(task) }
    #expect(refusal?.details?["claimedByName"] == "Ada")
    bench.clock.advance(minutes: 10)
    try await bench.run(Bench.ada) { try $0.reassignTask(task, ReassignTaskBody(assigneeId: Bench.cleo.id)) }
    try await bench.wait(seconds: 14 * 60)
    #expect(try await bench.task(task).status == .claimed)
    try await bench.wait(seconds: 61)
    let lapsed = try await bench.task(task)
    #expect(lapsed.status == .pending && lapsed.claimedBy == nil && lapsed.claimExpiresAt == nil)
    #expect(lapsed.version == 1)
    #expect(try await bench.code(Bench.cleo) { try $0.claimTask(task) } == nil)
  }

  @Test("a deferral with an end sleeps and wakes; its SLA runs on")
  func sleeps() async throws {
    let bench = try await Bench()
    let task = try await bench.question()
    let until = bench.clock.now.adding(minutes: 90)
    let body = CompleteTaskBody(
      decision: .deferred, notes: "After lunch.", decisionData: ["until": .string(until.description)])
    let asleep = try await bench.run(Bench.ada) { try $0.completeTask(task.id, body, ifMatch: nil) }
    #expect(asleep.status == .pending && asleep.decision == nil)
    #expect(asleep.deferredAt == bench.clock.now && asleep.deferredUntil == until)
    #expect(asleep.slaDeadline == task.slaDeadline)
    try await bench.wait(seconds: 90 * 60 - 1)
    #expect(try await bench.task(task.id).deferredUntil == until)
    try await bench.wait(seconds: 1)
    let awake = try await bench.task(task.id)
    #expect(awake.deferredUntil == nil && awake.deferredAt == nil)
  }

  // MARK: - SLA

  @Test("the steps of an SLA come in order; one beyond a later one is left out")
  func slaSteps() {
    let start = Sample.start
    func minutes(_ hours: Double) -> [Int] {
      SLASteps.all(createdAt: start, deadline: start.adding(minutes: hours * 60)).map {
        Int($0.at.seconds(since: start) / 60)
      }
    }
    #expect(minutes(1) == [30, 45, 60, 180])
    #expect(minutes(4) == [30, 120, 180, 240, 360])
    #expect(minutes(24) == [30, 120, 18 * 60, 24 * 60, 26 * 60])
    #expect(minutes(0.5) == [22, 30, 150])
    #expect(minutes(-1) == [-60, 60])
  }

  @Test("reminders, warning, breach and expiry raise the level and never lower it")
  func slaTimeline() async throws {
    let bench = try await Bench()
    let task = try await bench.question(priority: .critical).id
    var seen: [String] = []
    for _ in 0..<7 {
      try await bench.wait(seconds: 30 * 60)
      let now = try await bench.task(task)
      seen.append("\(now.escalationLevel) \(now.slaWarningsSent) \(now.slaBreached) \(now.status.rawValue)")
    }
    #expect(
      seen == [
        "1 1 false pending", "3 2 true pending", "3 2 true pending", "3 2 true pending", "3 2 true pending",
        "4 2 true expired", "4 2 true expired",
      ])
    #expect(bench.log.count("task.sla_warning") == 1)
    #expect(bench.log.count("task.sla_breached") == 1)
    #expect(bench.log.count("task.escalated") == 1)
    #expect(try await bench.approve(task, Bench.ada).status == .completed)
  }

  @Test("a change of priority moves the deadline, but never so near that it breaches at once")
  func priorityChange() async throws {
    let bench = try await Bench()
    let task = try await bench.question(priority: .low)
    bench.clock.advance(minutes: 48 * 60)
    let raised = try await bench.run(Bench.ben) { try $0.updateTask(task.id, UpdateTaskBody(priority: .critical)) }
    #expect(raised.slaDeadline == bench.clock.now.adding(minutes: 15))
    let lowered = try await bench.run(Bench.ben) { try $0.updateTask(task.id, UpdateTaskBody(priority: .low)) }
    #expect(lowered.slaDeadline == task.createdAt.adding(minutes: 72 * 60))
    #expect(lowered.version == 3)
  }
}
