// Deploys and test runs that somebody asks for, gates that became impossible, gates that come with an import
// (contract §5.2, rulings R18, R19, R36, R46, R57).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct DeployStories {
  private func deploy(
    _ bench: Bench, _ id: EntityID, _ target: DeployTarget, by actor: Actor = Bench.ben, version: String? = nil,
    dryRun: Bool? = nil
  ) async throws -> DeployReply {
    let body = DeployBody(target: target, version: version, dryRun: dryRun)
    return try await bench.run(actor) { try $0.deploy(id, body) }
  }

  @Test("an open gate is the question; behind it staging deploys again at once", arguments: StoreFactory.all)
  func staging(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create(config: ["stages": ["staging": ["autoAdvance": false]]]).id
    try await bench.drive(id, to: .staging)
    let gate = try #require(try await bench.openTasks(id).first)
    guard case .task(let asked) = try await deploy(bench, id, .staging, version: "2.0") else {
      Issue.record("an open gate was deployed past")
      return
    }
    #expect(asked.id == gate.id)
    try await bench.approve(gate.id, Bench.ben)
    let busy = try await bench.refusal(Bench.ben) { try $0.deploy(id, DeployBody(target: .staging)) }
    #expect(busy?.code == .conflict && busy?.details?["jobId"]?.string != nil)
    let first = try await bench.work(.deploy)
    #expect(first.payload["version"] == "2.0")
    try await bench.work(.health)
    guard case .job(let again) = try await deploy(bench, id, .staging, version: "2.1") else {
      Issue.record("a deploy to staging asked once more")
      return
    }
    #expect(again.status == .queued && again.payload["version"] == "2.1")
    // The health of the one before says nothing about this one.
    let early = try await bench.refusal(Bench.ben) { try $0.deploy(id, DeployBody(target: .production)) }
    #expect(early?.code == .conflict)
    try await bench.work(.deploy)
    try await bench.work(.health)
    guard case .task(let production) = try await deploy(bench, id, .production) else {
      Issue.record("production was deployed without a question")
      return
    }
    #expect(production.type == .approval && production.createdBy == Bench.ben.id)
    #expect(try await bench.pipeline(id).currentStage == .production)
    // Who asked for it does not decide it (ruling R19).
    let own = CompleteTaskBody(decision: .approved)
    #expect(try await bench.code(Bench.ben) { try $0.completeTask(production.id, own, ifMatch: nil) } == 403)
    try await bench.approve(production.id, Bench.ada)
    #expect(try await bench.openJobs(id).map(\.kind) == [.deploy])
    await bench.store.close()
  }

  @Test("production once more is a question that another decides, asked once", arguments: StoreFactory.all)
  func productionAgain(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create(config: ["stages": ["production": ["autoAdvance": false]]]).id
    try await bench.drive(id, to: .production)
    for gate in try await bench.openTasks(id) { try await bench.approve(gate.id, Bench.ada) }
    try await bench.work(.deploy)
    try await bench.work(.health)
    var asked: [FactoryTask] = []
    for _ in 1...2 {
      if case .task(let task) = try await deploy(bench, id, .production, version: "3.0") { asked.append(task) }
    }
    let question = try #require(asked.first)
    #expect(asked.count == 2 && asked.allSatisfy { $0.id == question.id } && question.title.contains("3.0"))
    #expect(try await bench.openJobs(id).isEmpty)
    let approved = CompleteTaskBody(decision: .approved)
    #expect(try await bench.code(Bench.ben) { try $0.completeTask(question.id, approved, ifMatch: nil) } == 403)
    try await bench.approve(question.id, Bench.ada)
    #expect(try await bench.openJobs(id).first?.payload["version"] == "3.0")
    // A rejected one deploys nothing.
    try await bench.work(.deploy)
    try await bench.work(.health)
    if case .task(let task) = try await deploy(bench, id, .production, version: "4.0") {
      try await bench.reject(task.id, Bench.ada)
    }
    #expect(try await bench.openJobs(id).isEmpty)
    await bench.store.close()
  }

  @Test("who may not, what is not its turn, and what a dry run says")
  func refusals() async throws {
    let bench = try await Bench()
    let id = try await bench.create().id
    let (staging, production) = (DeployBody(target: .staging), DeployBody(target: .production))
    #expect(try await bench.code(Bench.vera) { try $0.deploy(id, staging) } == 403)
    // An agent may ask for staging, never for production.
    #expect(try await bench.code(Bench.robot) { try $0.deploy(id, production) } == 403)
    #expect(try await bench.code(Bench.robot) { try $0.deploy(id, staging) } == 409)
    #expect(try await bench.code(Bench.ben) { try $0.deploy(Sample.id(404), staging) } == 404)
    #expect(try await bench.code(Bench.ben) { try $0.deploy(id, DeployBody(target: .staging, version: " ")) } == 400)
    let before = try await bench.store.read { try $0.seq() }
    guard case .plan(let blocked) = try await deploy(bench, id, .staging, dryRun: true) else {
      Issue.record("a dry run did something")
      return
    }
    #expect(blocked.blockers.count == 1 && blocked.steps.isEmpty && blocked.version == "latest")
    #expect(try await bench.store.read { try $0.seq() } == before)
    try await bench.drive(id, to: .staging)
    guard case .plan(let plan) = try await deploy(bench, id, .staging, version: "9", dryRun: true) else { return }
    #expect(plan.blockers.isEmpty && plan.requiresApproval && plan.version == "9" && plan.steps.count == 4)
    try await bench.run(Bench.ben) { try $0.deletePipeline(id, archive: true) }
    #expect(try await bench.code(Bench.ben) { try $0.deploy(id, staging) } == 410)
    #expect(try await bench.code(Bench.ben) { try $0.runTests(id, TestRunBody()) } == 410)
  }

  @Test("a test run beside the stage's own work moves nothing and fails nothing", arguments: StoreFactory.all)
  func testRuns(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .review).id
    let run = try await bench.run(Bench.ben) { try $0.runTests(id, TestRunBody(testType: .e2e, environment: .local)) }
    #expect(run.status == .queued && run.stageRecordId == nil && run.payload["environment"] == "local")
    try await bench.work(.test, .failed)
    #expect(try await bench.pipeline(id).status == .active)
    _ = try await bench.run(Bench.ben) { try $0.runTests(id, TestRunBody()) }
    try await bench.work(.test, .succeeded, Bench.passed)
    let pipeline = try await bench.pipeline(id)
    #expect(pipeline.currentStage == .review && pipeline.metadata["lastTestRun"]?["passed"] == 10)
    try await bench.run(Bench.ben) { try $0.updatePipeline(id, UpdatePipelineBody(status: .paused), ifMatch: nil) }
    #expect(try await bench.code(Bench.ben) { try $0.runTests(id, TestRunBody()) } == 409)
    #expect(try await bench.code(Bench.vera) { try $0.runTests(id, TestRunBody()) } == 403)
    #expect(try await bench.code(Bench.ben) { try $0.runTests(id, TestRunBody(testType: .unknown)) } == 400)
    await bench.store.close()
  }

  @Test("a gate that became impossible is told as a blocker", arguments: StoreFactory.all)
  func impossibleLater(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .testing, config: ["requiredApprovers": 3]).id
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    let gate = try #require(try await bench.openTasks(id).first)
    let before = bench.log.count("pipeline.blocked")
    try await bench.run(Bench.olga) { try $0.disableUser(Bench.cleo.id) }
    #expect(bench.log.count("pipeline.blocked") == before)
    // Ada's approval stays when she leaves, so Olga, Ben and her vote still suffice.
    try await bench.approve(gate.id, Bench.ada)
    try await bench.run(Bench.olga) { try $0.disableUser(Bench.ada.id) }
    #expect(bench.log.count("pipeline.blocked") == before)
    try await bench.run(Bench.olga) { try $0.disableUser(Bench.ben.id) }
    #expect(bench.log.count("pipeline.blocked") == before + 1)
    let told = try #require(bench.log.all.last { $0.type == "pipeline.blocked" })
    let payload = try FactoryJSON.decode(PipelineBlockedPayload.self, from: told.data)
    #expect(payload.taskId == gate.id && payload.reason.contains("only 2 can approve"))
    await bench.store.close()
  }

  @Test(
    "an imported pipeline at a gate has its question and approval, its own one if it comes too",
    arguments: StoreFactory.all)
  func importedGates(factory: StoreFactory) async throws {
    for bringsTask in [false, true] {
      let source = try await Bench()
      let id = try await source.pipeline(at: .review).id
      let (pipeline, task) = (try await source.pipeline(id), try #require(try await source.openTasks(id).first))
      let bench = try await Bench(try factory.make())
      try await bench.run(Bench.olga) { try $0.importLine(SnapshotLine(pipeline: pipeline)) }
      if bringsTask { try await bench.run(Bench.olga) { try $0.importLine(SnapshotLine(task: task)) } }
      let open = try await bench.openTasks(id)
      #expect(open.count == 1 && open.first?.type == .review)
      if bringsTask { #expect(open.first?.id == task.id && open.first?.createdBy == nil) }
      let gate = try #require(open.first)
      #expect(try await bench.approval(task: gate.id).status == .pending)
      #expect(try await bench.code(Bench.olga) { try $0.advanceStage(id, AdvanceStageBody()) } == 409)
      try await bench.approve(gate.id, Bench.olga)
      #expect(try await bench.pipeline(id).currentStage == .staging)
      let image = try await StoreImage.of(bench.store, now: bench.clock.now)
      try Invariants.check(image, told: bench.log.all)
      await bench.store.close()
    }
  }

  @Test(
    "config that no rule could be read from is refused with every place",
    arguments: [
      (
        ["validationRules": [["type": "test_coverage", "config": ["minPercent": 120]]]],
        "validationRules[0].config.minPercent"
      ),
      (["validationRules": [["type": "required_asset", "config": [:]]]], "validationRules[0].config.assetType"),
      (["validationRules": [["type": "approval_count", "config": ["min": 0]]]], "validationRules[0].config.min"),
      (["validationRules": [["type": "custom", "config": [:]]]], "validationRules[0].config.name"),
      (["validationRules": [["type": "custom", "config": ["job": "dance"]]]], "validationRules[0].config.job"),
      (["validationRules": [["type": "luck", "config": [:]]]], "validationRules"),
      (["approval": "deploy"], "approval"), (["approvalType": "maybe"], "approvalType"),
      (["autoAdvance": "yes"], "autoAdvance"),
    ] as [([String: JSONValue], String)])
  func configFaults(stage: [String: JSONValue], field: String) async throws {
    let bench = try await Bench()
    let config: [String: JSONValue] = ["stages": ["testing": .object(stage)]]
    let body = CreatePipelineBody(name: "P", platform: "x", config: config)
    let refusal = try #require(try await bench.refusal(Bench.ben) { try $0.createPipeline(body) })
    #expect(refusal.code == .validationError && refusal.field == "config.stages.testing." + field)
  }

  @Test("rules about assets and jobs are judged by what is there")
  func assetRules() {
    let asset = ValidationRule(type: .requiredAsset, config: ["assetType": "readme"])
    let built = ValidationRule(type: .custom, config: ["job": "build"])
    let known = ValidationRule(type: .custom, config: ["job": "build", "whereKnown": true])
    let rows: [(ValidationRule, StageEvidence, Bool)] = [
      (asset, StageEvidence(assets: ["docs", "readme.md"]), true), (asset, StageEvidence(assets: ["readme"]), true),
      (asset, StageEvidence(assets: ["docs", "readmes"]), false), (built, StageEvidence(), false),
      (built, StageEvidence(work: [.build: .succeeded]), true), (built, StageEvidence(work: [.build: .queued]), false),
      (known, StageEvidence(), true), (known, StageEvidence(work: [.build: .queued]), true),
      (known, StageEvidence(work: [.build: .running]), false), (known, StageEvidence(work: [.build: .failed]), false),
    ]
    for (rule, evidence, holds) in rows {
      #expect(RuleCheck.failures([rule], evidence).isEmpty == holds, "\(rule) against \(evidence)")
    }
  }
}
