// The life of a pipeline that agents and people share, over every store, in fake time: Appendix A with its triggers, failures and
// the way back, rules that hold, conditions (rulings R10, R13–R15, R35, R45).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct PipelineLife {
  @Test("agents work, people decide three gates, and the product is published", arguments: StoreFactory.all)
  func wholeLife(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    try await bench.work(.scaffold)
    try await bench.work(.build, .succeeded, ["version": "1.4.0"])
    try await bench.work(.test, .succeeded, Bench.passed)
    #expect(try await bench.claim() == nil)
    let review = try #require(try await bench.openTasks(id).first)
    #expect(review.type == .review && review.context.testResults?.coveragePercent == 91.5)
    try await bench.approve(review.id, Bench.ada)
    for (stage, target) in [(PipelineStage.staging, "staging"), (.production, "production")] {
      #expect(try await bench.pipeline(id).currentStage == stage)
      #expect(try await bench.claim() == nil, "nothing is deployed before its gate is passed")
      let gate = try #require(try await bench.openTasks(id).first)
      #expect(gate.type == .approval)
      try await bench.approve(gate.id, Bench.ada)
      let deploy = try await bench.work(.deploy, .succeeded, ["url": .string("https://\(target).example.org")])
      #expect(deploy.payload["target"]?.string == target && deploy.payload["version"] == "1.4.0")
      #expect(try await bench.pipeline(id).currentStage == stage, "not before the health check")
      let health = try await bench.work(.health)
      #expect(health.payload["deployJobId"]?.string == deploy.id.description)
    }
    let done = try await bench.pipeline(id)
    #expect(done.currentStage == .published && done.status == .completed && done.completedAt == bench.clock.now)
    #expect(try await bench.stages(id).map(\.stageName) == PipelineStage.declared)
    #expect(try await bench.stages(id).allSatisfy { $0.status == .completed })
    #expect(bench.log.count("pipeline.stage_changed") == 7 && bench.log.count("pipeline.completed") == 1)
    #expect(bench.log.count("deploy.started") == 2 && bench.log.count("deploy.succeeded") == 2)
    let told = try #require(bench.log.all.last { $0.type == "deploy.succeeded" })
    let payload = try FactoryJSON.decode(DeployPayload.self, from: told.data)
    #expect(payload.url == "https://production.example.org" && payload.version == "1.4.0")
    let image = try await StoreImage.of(bench.store, now: bench.clock.now)
    try Invariants.check(image, told: bench.log.all)
    #expect(try await bench.store.read { try $0.auditBreak() } == nil)
    await bench.store.close()
  }

  @Test("every pair of stages that the matrix has not is refused and moves nothing", arguments: PipelineStage.declared)
  func refusedMoves(from: PipelineStage) async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: from).id
    for task in try await bench.openTasks(id) where from != .review { try await bench.approve(task.id, Bench.olga) }
    let before = try await bench.store.read { try $0.seq() }
    for target in PipelineStage.declared where target != from.next {
      let body = AdvanceStageBody(targetStage: target)
      let refusal = try #require(try await bench.refusal(Bench.ben) { try $0.advanceStage(id, body) })
      #expect(refusal.code == .conflict && refusal.details?["currentState"]?.string != nil, "to \(target)")
    }
    #expect(try await bench.pipeline(id).currentStage == from)
    #expect(try await bench.store.read { try $0.seq() } == before)
  }

  static let workers: [(PipelineStage, JobKind)] = [
    (.scaffolding, .scaffold), (.building, .build), (.testing, .test), (.staging, .deploy), (.staging, .health),
    (.production, .deploy), (.production, .health),
  ]

  @Test("work that fails fails the pipeline; the approved retry enters the stage again", arguments: workers)
  func failing(stage: PipelineStage, kind: JobKind) async throws {
    let bench = try await Bench()
    let id = try await bench.create().id
    if stage != .scaffolding { try await bench.drive(id, to: stage) }
    for gate in try await bench.openTasks(id) { try await bench.approve(gate.id, Bench.olga) }
    if kind == .health { try await bench.work(.deploy) }
    try await bench.work(kind, .failed)
    let failed = try await bench.pipeline(id)
    #expect(failed.status == .failed && failed.currentStage == stage)
    #expect(failed.metadata["failure"]?["reason"]?.string?.contains("it broke") == true)
    #expect(try await bench.stages(id).last?.status == .failed)
    #expect(try await bench.openTasks(id).map(\.type) == [.fixRequired])
    #expect(try await bench.openJobs(id).isEmpty)
    #expect(bench.log.count("pipeline.failed") == 1)
    #expect(bench.log.count("deploy.failed") == (kind == .deploy || kind == .health ? 1 : 0))
    let retry = try await bench.run(Bench.ben) { try $0.retryPipeline(id, RetryPipelineBody()).task }
    #expect(retry.type == .approval)
    try await bench.approve(retry.id, Bench.ada)
    #expect(try await bench.pipeline(id).status == .active)
    #expect(try await bench.pipeline(id).currentStage == stage)
    try await bench.drive(id, to: .published)
    let image = try await StoreImage.of(bench.store, now: bench.clock.now)
    try Invariants.check(image, told: bench.log.all)
  }

  @Test("rules that do not hold keep a pipeline that is done with its work, and say so", arguments: StoreFactory.all)
  func held(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create(config: ["coverageThreshold": 80]).id
    try await bench.drive(id, to: .testing)
    let poor: [String: JSONValue] = ["testResults": ["total": 5, "passed": 4, "failed": 1, "coveragePercent": 60]]
    try await bench.work(.test, .succeeded, poor)
    #expect(try await bench.pipeline(id).currentStage == .testing)
    let held = try #require(try await bench.openTasks(id).first)
    #expect(held.type == .manualAction && held.context.summary.contains("1 of 5 tests fail"))
    #expect(held.context.summary.contains("60 %"))
    #expect(bench.log.count("pipeline.blocked") == 1)
    let refusal = try #require(try await bench.refusal(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) })
    #expect(
      refusal.details?["failedRules"]?.array?.compactMap { $0["rule"]?.string } == ["tests_passing", "test_coverage"])
    // Looking again without a change asks again.
    try await bench.approve(held.id, Bench.ada)
    let second = try #require(try await bench.openTasks(id).first)
    #expect(second.id != held.id && second.type == .manualAction)
    let run = try await bench.run(Bench.ben) { try $0.runTests(id, TestRunBody(testType: .unit)) }
    #expect(run.payload["testType"] == "unit" && run.payload["environment"] == "ci")
    try await bench.work(.test, .succeeded, Bench.passed)
    #expect(try await bench.pipeline(id).currentStage == .review)
    #expect(try await bench.task(second.id).withdrawnAt != nil)
    #expect(try await bench.openTasks(id).map(\.type) == [.review])
    await bench.store.close()
  }

  @Test("a stage that does not advance by itself waits for someone; a blocking question holds it too")
  func waiting() async throws {
    let bench = try await Bench()
    let id = try await bench.create(config: ["stages": ["building": ["autoAdvance": false]]]).id
    try await bench.drive(id, to: .building)
    try await bench.work(.build)
    #expect(try await bench.pipeline(id).currentStage == .building)
    #expect(try await bench.openTasks(id).isEmpty)
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    let question = try await bench.question(by: Bench.ben, pipeline: id, blocks: true)
    try await bench.work(.test, .succeeded, Bench.passed)
    #expect(try await bench.pipeline(id).currentStage == .testing)
    try await bench.approve(question.id, Bench.ada)
    #expect(try await bench.pipeline(id).currentStage == .review)
  }

  @Test("work that is under way is not walked past, except with a reason; what was walked past is canceled")
  func underWay() async throws {
    let bench = try await Bench()
    let id = try await bench.create().id
    try await bench.drive(id, to: .building)
    let build = try #require(try await bench.claim())
    let refusal = try #require(try await bench.refusal(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) })
    #expect(refusal.details?["failedRules"]?.array?.first?["message"] == "the build is still running")
    let skip = AdvanceStageBody(skipValidation: true, notes: "Built by hand.")
    try await bench.run(Bench.olga) { try $0.advanceStage(id, skip) }
    #expect(try await bench.job(build.id).status == .canceled)
    let done = CompleteJobBody(status: .succeeded)
    #expect(try await bench.code(Bench.robot) { try $0.completeJob(build.id, done) } == 409)
  }

  @Test("open conditions hold the publication until the last one is met", arguments: StoreFactory.all)
  func conditions(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    try await bench.drive(id, to: .production)
    let gate = try #require(try await bench.openTasks(id).first).id
    let approval = try await bench.approval(task: gate).id
    try await bench.run(Bench.ada) {
      try $0.approve(approval, ApproveBody(conditions: ["Tell support", "Watch"]), ifMatch: nil)
    }
    try await bench.work(.deploy)
    try await bench.work(.health)
    #expect(try await bench.pipeline(id).status == .active)
    #expect(try await bench.openTasks(id).first?.context.summary.contains("Tell support") == true)
    try await bench.run(Bench.ada) { try $0.meetCondition(approval, 1, note: "Done.") }
    #expect(try await bench.pipeline(id).status == .active)
    try await bench.run(Bench.ada) { try $0.meetCondition(approval, 0, note: "Done.") }
    #expect(try await bench.pipeline(id).status == .completed)
    #expect(try await bench.openTasks(id).isEmpty)
    await bench.store.close()
  }

  @Test("what an agent finished while its pipeline paused takes effect when it goes on", arguments: StoreFactory.all)
  func pausing(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    let job = try #require(try await bench.claim())
    try await bench.run(Bench.ben) { try $0.updatePipeline(id, UpdatePipelineBody(status: .paused), ifMatch: nil) }
    try await bench.complete(job)
    #expect(try await bench.pipeline(id).currentStage == .scaffolding)
    let on = try await bench.run(Bench.ben) {
      try $0.updatePipeline(id, UpdatePipelineBody(status: .active), ifMatch: nil)
    }
    #expect(on.currentStage == .building)
    await bench.store.close()
  }

  @Test("rework begins the work anew, with the reason in the job", arguments: StoreFactory.all)
  func rework(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let rule: JSONValue = ["type": "approval_count", "config": ["min": 1]]
    let id = try await bench.create(config: ["stages": ["staging": ["validationRules": [rule]]]]).id
    try await bench.drive(id, to: .staging)
    bench.clock.advance(seconds: 1)
    let gate = try #require(try await bench.openTasks(id).first).id
    try await bench.reject(gate, Bench.ada, "The retry is missing.")
    #expect(try await bench.pipeline(id).currentStage == .building)
    let build = try #require(try await bench.openJobs(id).first)
    #expect(build.kind == .build && build.payload["rework"]?["reason"] == "The retry is missing.")
    let builds = try await bench.store.read {
      try $0.jobs(JobQuery(pipelineId: id), PageRequest(limit: 100)).rows
    }.map { try FactoryJSON.decode(Job.self, from: $0) }.filter { $0.kind == .build }
    #expect(builds.count == 2)
    bench.clock.advance(seconds: 1)
    try await bench.drive(id, to: .published)
    #expect(try await bench.stages(id).map(\.stageName).filter { $0 == .building }.count == 2)
    await bench.store.close()
  }

  @Test("gates that config adds hold the work behind them; gates that pass by themselves do not")
  func gatesAndWork() async throws {
    let bench = try await Bench()
    let gated: [String: JSONValue] = ["stages": ["building": ["requiresApproval": true]]]
    let id = try await bench.create(config: gated).id
    try await bench.drive(id, to: .building)
    #expect(try await bench.openJobs(id).isEmpty)
    let gate = try #require(try await bench.openTasks(id).first)
    try await bench.approve(gate.id, Bench.ada)
    #expect(try await bench.openJobs(id).map(\.kind) == [.build])
    let free: [String: JSONValue] = [
      "stages": [
        "review": ["approvalType": "auto"], "staging": ["approvalType": "auto"], "production": ["approvalType": "auto"],
      ]
    ]
    let other = try await bench.create("other", config: free).id
    for _ in 0..<20 {
      guard let job = try await bench.claim() else { break }
      try await bench.complete(job, .succeeded, Bench.passed)
    }
    #expect(try await bench.pipeline(other).status == .completed)
  }
}
