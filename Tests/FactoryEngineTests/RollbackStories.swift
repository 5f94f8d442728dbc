// Taking back what is deployed: a decision of somebody else, over both stores (contract §5.2, rulings R19, R46).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct RollbackStories {
  /// An answer of another kind than the story needs.
  private struct Unexpected: Error { let reply: DeployReply }

  private func deploy(_ bench: Bench, _ id: EntityID, _ body: DeployBody, by actor: Actor = Bench.ben) async throws
    -> DeployReply
  { try await bench.run(actor) { try $0.deploy(id, body) } }

  private func plan(_ bench: Bench, _ id: EntityID, version: String? = nil) async throws -> DeployPlan {
    let body = DeployBody(target: .production, version: version, dryRun: true, rollback: true)
    let reply = try await deploy(bench, id, body)
    guard case .plan(let plan) = reply else { throw Unexpected(reply: reply) }
    return plan
  }

  /// Published with 2.0, which replaced 1.0 at production.
  private func published(_ bench: Bench) async throws -> EntityID {
    let id = try await bench.create(config: ["stages": ["production": ["autoAdvance": false]]]).id
    try await bench.drive(id, to: .production)
    for gate in try await bench.openTasks(id) { try await bench.approve(gate.id, Bench.ada) }
    for version in ["1.0", "2.0"] {
      if version == "2.0" {
        let reply = try await deploy(bench, id, DeployBody(target: .production, version: version))
        guard case .task(let asked) = reply else { throw Unexpected(reply: reply) }
        try await bench.approve(asked.id, Bench.ada)
      }
      try await ran(bench, version)
    }
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    #expect(try await bench.pipeline(id).status == .completed)
    return id
  }

  @Test(
    "what is published goes back once another decided it, and no further back than it ran", arguments: StoreFactory.all)
  func publishedGoesBack(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await published(bench)
    let plan = try await plan(bench, id)
    #expect(plan.currentVersion == "2.0" && plan.version == "1.0" && plan.blockers.isEmpty && plan.requiresApproval)
    let body = DeployBody(target: .production, rollback: true, notes: "Orders are lost.")
    var asked: [FactoryTask] = []
    for _ in 1...2 { if case .task(let task) = try await deploy(bench, id, body) { asked.append(task) } }
    let question = try #require(asked.first)
    #expect(asked.count == 2 && asked.allSatisfy { $0.id == question.id }, "asked once")
    #expect(question.type == .approval && question.stageName == .production && question.createdBy == Bench.ben.id)
    #expect(question.title.hasPrefix("Roll back production to 1.0") && !question.blocksStageAdvance)
    #expect(question.context.summary.contains("from 2.0 to 1.0. Orders are lost."))
    #expect(try await self.plan(bench, id).blockers.count == 1, "the open question stands in a plan's way")
    #expect(try await bench.openJobs(id).isEmpty)
    let own = CompleteTaskBody(decision: .approved)
    #expect(try await bench.code(Bench.ben) { try $0.completeTask(question.id, own, ifMatch: nil) } == 403)
    #expect(try await bench.code(Bench.robot) { try $0.completeTask(question.id, own, ifMatch: nil) } == 403)
    try await bench.approve(question.id, Bench.ada)
    bench.clock.advance(seconds: 1)
    let job = try await bench.work(.deploy)
    #expect(job.payload["version"] == "1.0" && job.payload["target"] == "production")
    bench.clock.advance(seconds: 1)
    try await bench.work(.health, .succeeded, ["version": "1.0"])
    let after = try await bench.pipeline(id)
    #expect(after.currentStage == .published && after.status == .completed)
    #expect(try await bench.actions(id).last == "pipeline.rolled_back")
    // Going back is no step forward: 2.0 is not what ran before 1.0.
    let end = try await self.plan(bench, id)
    #expect(end.currentVersion == "1.0" && end.blockers.first?.contains("first version") == true)
    // By its name what was taken back can come again.
    guard
      case .task(let again) = try await deploy(
        bench, id, DeployBody(target: .production, version: "2.0", rollback: true))
    else { return }
    try await bench.approve(again.id, Bench.ada)
    try await ran(bench, "2.0")
    let forth = try await self.plan(bench, id)
    #expect(forth.currentVersion == "2.0" && forth.version == "1.0")
    #expect(try await bench.store.read { try $0.auditBreak() } == nil)
    await bench.store.close()
  }

  @Test("a rollback that does not come up fails no pipeline; a rejected one does nothing", arguments: StoreFactory.all)
  func failing(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await published(bench)
    let body = DeployBody(target: .production, version: "1.0", rollback: true)
    for approves in [false, true] {
      guard case .task(let task) = try await deploy(bench, id, body) else {
        Issue.record("a rollback was not asked for")
        return
      }
      if approves { try await bench.approve(task.id, Bench.ada) } else { try await bench.reject(task.id, Bench.ada) }
      #expect(try await bench.openJobs(id).count == (approves ? 1 : 0))
    }
    try await bench.work(.deploy, .failed)
    #expect(try await bench.pipeline(id).status == .completed)
    #expect(bench.log.count("deploy.failed") == 1 && bench.log.count("pipeline.failed") == 0)
    // It never ran, so nothing changed.
    #expect(try await plan(bench, id).currentVersion == "2.0")
    await bench.store.close()
  }

  @Test(
    "a failed pipeline's deploy can be taken back, and what waits outlives the failure", arguments: StoreFactory.all)
  func failedPipeline(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create(config: ["stages": ["staging": ["autoAdvance": false]]]).id
    try await bench.drive(id, to: .staging)
    for gate in try await bench.openTasks(id) { try await bench.approve(gate.id, Bench.ada) }
    for version in ["1", "2"] {
      if version == "2" { _ = try await deploy(bench, id, DeployBody(target: .staging, version: version)) }
      try await ran(bench, version)
    }
    guard case .task(let task) = try await deploy(bench, id, DeployBody(target: .staging, rollback: true)) else {
      Issue.record("staging went back without a question")
      return
    }
    try await bench.run(Bench.olga) { try $0.failPipeline(id, FailPipelineBody(reason: "It is slow.")) }
    #expect(try await bench.task(task.id).isOpen)
    try await bench.approve(task.id, Bench.ada)
    let job = try await bench.work(.deploy)
    #expect(job.payload["version"] == "1" && job.payload["target"] == "staging")
    #expect(try await bench.pipeline(id).status == .failed)
    await bench.store.close()
  }

  @Test(
    "a pipeline goes on by its own stage's work although something was taken back meanwhile",
    arguments: StoreFactory.all)
  func stageWorkIsTold(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create(config: ["stages": ["staging": ["autoAdvance": false]]]).id
    try await bench.drive(id, to: .staging)
    for gate in try await bench.openTasks(id) { try await bench.approve(gate.id, Bench.ada) }
    try await ran(bench, "1")
    _ = try await deploy(bench, id, DeployBody(target: .staging, version: "2"))
    try await ran(bench, "2")
    guard case .task(let gate) = try await deploy(bench, id, DeployBody(target: .production)) else { return }
    let approval = try await bench.approval(task: gate.id).id
    try await bench.run(Bench.ada) { try $0.approve(approval, ApproveBody(conditions: ["Tell support"]), ifMatch: nil) }
    try await ran(bench, "2")
    #expect(try await bench.pipeline(id).status == .active, "held by the condition")
    let back = DeployBody(target: .staging, rollback: true)
    guard case .task(let task) = try await deploy(bench, id, back) else { return }
    try await bench.approve(task.id, Bench.ada)
    try await ran(bench, "1")
    try await bench.run(Bench.ada) { try $0.meetCondition(approval, 0, note: "Done.") }
    #expect(try await bench.pipeline(id).status == .completed)
    await bench.store.close()
  }

  /// A deploy and its health check, with the version that answered.
  private func ran(_ bench: Bench, _ version: String) async throws {
    bench.clock.advance(seconds: 1)
    try await bench.work(.deploy)
    bench.clock.advance(seconds: 1)
    try await bench.work(.health, .succeeded, ["version": .string(version)])
  }

  @Test("a production gate's list says what runs, what would, and what is stored", arguments: StoreFactory.all)
  func checklist(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let rule: JSONValue = ["type": "required_asset", "config": ["assetType": "readme"]]
    let id = try await bench.create(config: ["stages": ["published": ["validationRules": [rule]]]]).id
    try await bench.work(.scaffold)
    try await bench.work(.build, .succeeded, ["version": "1.4.0"])
    try await bench.work(.test, .succeeded, Bench.passed)
    try await bench.approve(try #require(try await bench.openTasks(id).first).id, Bench.ada)
    let staging = try #require(try await bench.openTasks(id).first)
    #expect(DeployChecklist.read(staging.context.details ?? "").allSatisfy { $0.title != "Staging" })
    try await bench.approve(staging.id, Bench.ada)
    try await ran(bench, "1.4.0")
    let gate = try #require(try await bench.openTasks(id).first)
    let items = DeployChecklist.read(gate.context.details ?? "")
    func item(_ title: String) -> ChecklistItem? { items.first { $0.title == title } }
    #expect(item("Version")?.finding == "nothing runs there now, then 1.4.0")
    #expect(item("Staging")?.state == .holds && item("Staging")?.finding.hasPrefix("1.4.0 runs there") == true)
    #expect(item("Assets")?.state == .fails && item("Assets")?.finding == "missing: readme")
    #expect(item("Tests")?.state == .holds && item("Code review")?.state == .holds)
    #expect(item("Rollback plan")?.state == .open, "it is the first deploy there")
    await bench.store.close()
  }

  @Test("what cannot be taken back is refused with what can")
  func refusals() async throws {
    let bench = try await Bench()
    let fresh = try await bench.create("fresh").id
    let back = DeployBody(target: .production, rollback: true)
    let none = try await bench.refusal(Bench.ben) { try $0.deploy(fresh, back) }
    #expect(none?.code == .conflict && none?.message.contains("Nothing of fresh") == true)
    let id = try await published(bench)
    for (version, words) in [("2.0", "runs there already"), ("9.9", "never ran there")] {
      let body = DeployBody(target: .production, version: version, rollback: true)
      let refusal = try await bench.refusal(Bench.ben) { try $0.deploy(id, body) }
      #expect(refusal?.code == .conflict && refusal?.message.contains(words) == true)
      #expect(refusal?.message.contains("1.0") == true)
    }
    #expect(try await bench.code(Bench.vera) { try $0.deploy(id, back) } == 403)
    #expect(try await bench.code(Bench.robot) { try $0.deploy(id, back) } == 403)
    let staging = try await bench.refusal(Bench.ben) { try $0.deploy(id, DeployBody(target: .staging, rollback: true)) }
    #expect(staging?.code == .conflict, "only one version ran at staging")
    try await bench.run(Bench.olga) { try $0.deletePipeline(id, archive: true) }
    #expect(try await bench.code(Bench.ben) { try $0.deploy(id, back) } == 410)
  }
}
