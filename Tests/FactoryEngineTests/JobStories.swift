// Jobs as agents see them, over every store: the queue's order, leases and their end, logs, who may say what (ruling R47).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct JobStories {
  @Test(
    "a new pipeline waits at intake with its job, and taking it begins the scaffolding", arguments: StoreFactory.all)
  func intake(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    #expect(try await bench.pipeline(id).currentStage == .intake)
    let waiting = try #require(try await bench.openJobs(id).first)
    #expect(waiting.kind == .scaffold && waiting.status == .queued && waiting.stageName == .scaffolding)
    #expect(waiting.payload["platform"] == "shopify" && waiting.attempts == 0 && waiting.leaseExpiresAt == nil)
    let job = try #require(try await bench.claim(lease: 30))
    #expect(job.id == waiting.id && job.status == .running && job.attempts == 1 && job.agentId == Bench.robot.id)
    #expect(job.leaseExpiresAt == bench.clock.now.adding(seconds: 30) && job.startedAt == bench.clock.now)
    #expect(try await bench.pipeline(id).currentStage == .scaffolding)
    #expect(try await bench.openJobs(id).map(\.id) == [job.id])
    let agent = try await bench.agent(Bench.robot.id)
    #expect(agent.status == .active && agent.currentPipelineId == id && agent.name == "robot")
    #expect(bench.log.count("agent.status_changed") == 2 && bench.log.count("agent.heartbeat") == 2)
    #expect(try await bench.actions(job.id) == ["job.queued", "job.claimed"])
    #expect(try await bench.claim() == nil)
    await bench.store.close()
  }

  @Test("someone who advances by hand leaves the job to whoever takes it later")
  func advancedByHand() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .scaffolding).id
    let job = try #require(try await bench.openJobs(id).first)
    #expect(try await bench.openJobs(id).count == 1)
    try await bench.work(.scaffold)
    #expect(try await bench.job(job.id).status == .succeeded)
    #expect(try await bench.pipeline(id).currentStage == .building)
    #expect(try await bench.openJobs(id).map(\.kind) == [.build])
    // Moving on by hand takes the stage's job back.
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    #expect(try await bench.openJobs(id).map(\.kind) == [.test])
    let build = try #require(try await bench.store.read { try $0.latestJob(pipeline: id, kind: .build) })
    #expect(build.status == .canceled && build.error == "the pipeline moved to testing")
  }

  @Test("the most urgent goes first, then the oldest; kinds choose, paused pipelines wait", arguments: StoreFactory.all)
  func order(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let low = try await bench.create("low", priority: .low).id
    let first = try await bench.create("first", priority: .high).id
    let second = try await bench.create("second", priority: .high).id
    let paused = try await bench.create("paused", priority: .critical).id
    try await bench.run(Bench.ben) { try $0.updatePipeline(paused, UpdatePipelineBody(status: .paused), ifMatch: nil) }
    #expect(try await bench.claim(kinds: [.build, .deploy]) == nil)
    #expect(try await bench.claim(kinds: [.scaffold, .build])?.pipelineId == first)
    // A pipeline that became urgent overtakes.
    try await bench.run(Bench.ben) { try $0.updatePipeline(low, UpdatePipelineBody(priority: .critical), ifMatch: nil) }
    #expect(try await bench.claim()?.pipelineId == low)
    #expect(try await bench.claim()?.pipelineId == second)
    #expect(try await bench.claim() == nil)
    try await bench.run(Bench.ben) { try $0.updatePipeline(paused, UpdatePipelineBody(status: .active), ifMatch: nil) }
    #expect(try await bench.claim()?.pipelineId == paused)
    await bench.store.close()
  }

  @Test("only the holder logs and completes, and only while the lease lasts", arguments: StoreFactory.all)
  func holders(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    let job = try #require(try await bench.claim(lease: 10))
    let (log, done) = (JobLogBody(text: "one\n"), CompleteJobBody(status: .succeeded))
    #expect(try await bench.code(Bench.otherRobot) { try $0.logJob(job.id, log) } == 409)
    #expect(try await bench.code(Bench.otherRobot) { try $0.completeJob(job.id, done) } == 409)
    #expect(try await bench.code(Bench.vera) { try $0.completeJob(job.id, done) } == 403)
    let stale = CompleteJobBody(status: .succeeded, attempt: 0)
    #expect(try await bench.code(Bench.robot) { try $0.completeJob(job.id, stale) } == 409)
    bench.clock.advance(seconds: 8)
    try await bench.run(Bench.robot) { try $0.logJob(job.id, log) }
    // Prolonged by its own length, from the moment of the last word.
    #expect(try await bench.job(job.id).leaseExpiresAt == bench.clock.now.adding(seconds: 10))
    bench.clock.advance(seconds: 10)
    let late = try #require(try await bench.refusal(Bench.robot) { try $0.completeJob(job.id, done) })
    #expect(late.code == .conflict && late.details?["currentState"] == "running")
    #expect(try await bench.job(job.id).status == .running)
    #expect(try await bench.log(id).map(\.text) == ["one\n"])
    #expect(try await bench.code(Bench.robot) { try $0.completeJob(Sample.id(404), done) } == 404)
    #expect(try await bench.code(Bench.robot) { try $0.completeJob(job.id, CompleteJobBody(status: .queued)) } == 400)
    await bench.store.close()
  }

  @Test(
    "a dead agent's job returns, is taken over, and the dead one's word no longer counts", arguments: StoreFactory.all)
  func takeOver(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    let job = try #require(try await bench.claim(lease: 30))
    #expect(try await bench.store.read { try $0.nextDue() } == bench.clock.now.adding(seconds: 30))
    try await bench.wait(seconds: 29)
    #expect(try await bench.job(job.id).status == .running)
    try await bench.wait(seconds: 1)
    let back = try await bench.job(job.id)
    #expect(back.status == .queued && back.agentId == nil && back.attempts == 1 && back.leaseExpiresAt == nil)
    #expect(try await bench.agent(Bench.robot.id).status == .offline)
    let again = try #require(try await bench.claim(Bench.otherRobot, lease: 30))
    #expect(again.id == job.id && again.attempts == 2 && again.agentId == Bench.otherRobot.id)
    let done = CompleteJobBody(status: .failed, error: "late")
    #expect(try await bench.code(Bench.robot) { try $0.completeJob(job.id, done) } == 409)
    // One principal with two agents: the number of the taking tells them apart.
    let numbered = CompleteJobBody(status: .failed, attempt: 1)
    #expect(try await bench.code(Bench.otherRobot) { try $0.completeJob(job.id, numbered) } == 409)
    try await bench.complete(again, by: Bench.otherRobot)
    #expect(try await bench.pipeline(id).currentStage == .building)
    #expect(try await bench.actions(job.id).contains("job.lease_lapsed"))
    await bench.store.close()
  }

  @Test("a job that no agent survives fails in the end, and its pipeline asks for a fix", arguments: StoreFactory.all)
  func attempts(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    for attempt in 1...3 {
      let job = try #require(try await bench.claim(attempt == 2 ? Bench.otherRobot : Bench.robot, lease: 5))
      #expect(job.attempts == attempt)
      try await bench.wait(seconds: 5)
    }
    #expect(try await bench.claim() == nil)
    let job = try #require(try await bench.store.read { try $0.latestJob(pipeline: id, kind: .scaffold) })
    #expect(job.status == .failed && job.error?.contains("3 times") == true)
    #expect(try await bench.pipeline(id).status == .failed)
    #expect(try await bench.openTasks(id).map(\.type) == [.fixRequired])
    let retry = try await bench.run(Bench.ben) { try $0.retryPipeline(id, RetryPipelineBody()).task }
    try await bench.approve(retry.id, Bench.ada)
    #expect(try await bench.pipeline(id).status == .active)
    try await bench.work(.scaffold)
    #expect(try await bench.pipeline(id).currentStage == .building)
    let image = try await StoreImage.of(bench.store, now: bench.clock.now)
    try Invariants.check(image, told: bench.log.all)
    await bench.store.close()
  }

  @Test("logs are kept in order, continued by number, and bounded for each job", arguments: StoreFactory.all)
  func logs(factory: StoreFactory) async throws {
    var settings = EngineSettings()
    settings.jobLogBytes = 100
    settings.jobLogSeconds = 3600
    let bench = try await Bench(try factory.make(), settings: settings)
    let id = try await bench.create().id
    let other = try await bench.create("other").id
    let job = try #require(try await bench.claim(lease: 600))
    let second = try #require(try await bench.claim(lease: 600))
    for number in 1...6 {
      try await bench.run(Bench.robot) { try $0.logJob(job.id, JobLogBody(text: "line \(number)\n")) }
      try await bench.run(Bench.robot) { try $0.logJob(second.id, JobLogBody(text: "other \(number)\n")) }
    }
    let lines = try await bench.log(id)
    #expect(lines.map(\.text) == (1...6).map { "line \($0)\n" })
    #expect(try await bench.log(id, after: lines[3].number).map(\.text) == ["line 5\n", "line 6\n"])
    #expect(try await bench.log(id, job: second.id).isEmpty)
    #expect(try await bench.log(other, job: second.id).count == 6)
    let long = String(repeating: "x", count: 90)
    try await bench.run(Bench.robot) { try $0.logJob(job.id, JobLogBody(text: long)) }
    #expect(try await bench.log(id).map(\.text) == ["line 6\n", long])
    let tooMuch = String(repeating: "y", count: 200)
    try await bench.run(Bench.robot) { try $0.logJob(job.id, JobLogBody(text: tooMuch)) }
    // The last word is always kept; another job's log is not touched.
    #expect(try await bench.log(id).map(\.text) == [tooMuch])
    #expect(try await bench.log(other).count == 6)
    for text in ["", String(repeating: "z", count: JobLimits.logBytes + 1)] {
      #expect(try await bench.code(Bench.robot) { try $0.logJob(job.id, JobLogBody(text: text)) } == 400)
    }
    try await bench.wait(seconds: 3601)
    #expect(try await bench.log(id).isEmpty)
    await bench.store.close()
  }

  @Test("what nobody needs is canceled, and its agent learns so", arguments: StoreFactory.all)
  func canceling(factory: StoreFactory) async throws {
    for archives in [true, false] {
      let bench = try await Bench(try factory.make())
      let id = try await bench.create().id
      let job = try #require(try await bench.claim())
      if archives {
        try await bench.run(Bench.ben) { try $0.deletePipeline(id, archive: true) }
      } else {
        try await bench.run(Bench.ben) { try $0.failPipeline(id, FailPipelineBody(reason: "Disk full.")) }
      }
      #expect(try await bench.job(job.id).status == .canceled)
      #expect(try await bench.agent(Bench.robot.id).status == .idle)
      let done = CompleteJobBody(status: .succeeded)
      #expect(try await bench.code(Bench.robot) { try $0.completeJob(job.id, done) } == (archives ? 410 : 409))
      #expect(try await bench.claim() == nil)
      await bench.store.close()
    }
  }

  @Test(
    "however many agents pull at it, a job has one holder and one end", arguments: StoreFactory.all,
    [21, 22, 23] as [UInt64])
  func oneHolder(factory: StoreFactory, seed: UInt64) async throws {
    let bench = try await Bench(try factory.make())
    var random = SeededGenerator(seed: seed)
    for number in 1...4 { _ = try await bench.create("P\(number)") }
    var held: [EntityID: (actor: Actor, until: Timestamp, attempt: Int)] = [:]
    var ends: [EntityID: Int] = [:]
    for _ in 1...250 {
      let actor = Bool.random(using: &random) ? Bench.robot : Bench.otherRobot
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        guard let job = try await bench.claim(actor, lease: [5, 20, 60].randomElement(using: &random)) else { break }
        if let before = held[job.id] { #expect(before.until <= bench.clock.now, "taken from a living holder") }
        #expect(job.attempts == (held[job.id]?.attempt ?? 0) + 1)
        held[job.id] = (actor, try #require(job.leaseExpiresAt), job.attempts)
      case 2, 3:
        guard let (id, holder) = held.randomElement(using: &random) else { break }
        let status: JobStatus = Int.random(in: 0..<5, using: &random) == 0 ? .failed : .succeeded
        let body = CompleteJobBody(status: status, result: Bench.passed, attempt: holder.attempt)
        let code = try await bench.code(actor) { try $0.completeJob(id, body) }
        let running = holder.actor == actor && holder.until > bench.clock.now && ends[id] == nil
        if code == nil {
          #expect(running, "one who held no lease ended the job")
          ends[id, default: 0] += 1
        } else {
          #expect(code == 409 && !running)
        }
      case 4: bench.clock.advance(seconds: Double([1, 4, 21].randomElement(using: &random) ?? 1))
      default:
        bench.clock.advance(seconds: 1)
        _ = try await bench.engine.runDue(now: bench.clock.now)
        for gate in try await bench.store.read({ try $0.tasks(TaskQuery(), PageRequest(limit: 100)) }).rows {
          let task = try FactoryJSON.decode(FactoryTask.self, from: gate)
          if task.isOpen { try await bench.approve(task.id, Bench.olga) }
        }
      }
    }
    #expect(!ends.isEmpty && ends.values.allSatisfy { $0 == 1 })
    let image = try await StoreImage.of(bench.store, now: bench.clock.now)
    try Invariants.check(image, told: bench.log.all, "seed \(seed)")
    #expect(try await bench.store.read { try $0.auditBreak() } == nil)
    await bench.store.close()
  }

  /// What agents do at random, beside what people do.
  private func agentStep(_ bench: Bench, _ random: inout SeededGenerator) async throws {
    let actor = Bool.random(using: &random) ? Bench.robot : Bench.otherRobot
    let lease = [5, 60, 3600].randomElement(using: &random)
    let ends = Int.random(in: 0..<4, using: &random)
    guard let job = try await bench.claim(actor, lease: lease) else { return }
    let log = JobLogBody(text: "attempt \(job.attempts)\n")
    try await bench.run(actor) { try $0.logJob(job.id, log) }
    if ends > 0 { try await bench.complete(job, ends == 1 ? .failed : .succeeded, Bench.passed, by: actor) }
  }

  @Test("two stores that hear the same story of agents and people show the same", arguments: [31, 32, 33] as [UInt64])
  func twins(seed: UInt64) async throws {
    var images: [StoreImage] = []
    for factory in StoreFactory.all {
      let bench = try await Bench(try factory.make())
      var story = RandomStory(bench, seed: seed)
      var random = SeededGenerator(seed: seed)
      for _ in 1...120 {
        try await story.step()
        try await agentStep(bench, &random)
      }
      var image = try await StoreImage.of(bench.store, now: bench.clock.now)
      try Invariants.check(image, told: bench.log.all, "seed \(seed)")
      image.stats.avgWaitTimeMinutes = (image.stats.avgWaitTimeMinutes * 1000).rounded() / 1000
      images.append(image)
      await bench.store.close()
    }
    #expect(images.allSatisfy { $0 == images[0] })
    #expect(images[0].jobs.values.joined().contains { $0.status == .succeeded })
  }
}
