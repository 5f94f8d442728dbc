// Gates from opening to effect, told as stories over every store: approval, rework, several approvers, four eyes, conditions,
// failing and retrying (rulings R10–R14, R19, R35, R36).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct GateStories {
  @Test("from intake to published, with everything that is told on the way", arguments: StoreFactory.all)
  func wholePath(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .published).id
    let pipeline = try await bench.pipeline(id)
    #expect(pipeline.status == .completed && pipeline.completedAt != nil)
    let stages = try await bench.store.read { try $0.stages(pipeline: id) }
    #expect(stages.map(\.stageName) == PipelineStage.declared)
    #expect(stages.allSatisfy { $0.status == .completed && $0.completedAt != nil })
    #expect(bench.log.count("pipeline.stage_changed") == 7)
    #expect(bench.log.count("approval.pending") == 3)
    #expect(bench.log.count("approval.approved") == 3)
    #expect(bench.log.count("pipeline.blocked") == 3)
    #expect(bench.log.count("pipeline.completed") == 1)
    #expect(try await bench.store.read { try $0.auditBreak() } == nil)
    await bench.store.close()
  }

  @Test("task and approval are one decision, from either side", arguments: StoreFactory.all)
  func oneDecision(factory: StoreFactory) async throws {
    for fromApproval in [false, true] {
      let bench = try await Bench(try factory.make())
      let id = try await bench.pipeline(at: .review).id
      let gate = try #require(try await bench.openTasks(id).first)
      let approval = try await bench.approval(task: gate.id)
      #expect(approval.status == .pending && approval.stageName == .review)
      if fromApproval {
        let body = ApproveBody(notes: "Fine.")
        try await bench.run(Bench.ada) { try $0.approve(approval.id, body, ifMatch: approval.version) }
      } else {
        try await bench.approve(gate.id, Bench.ada)
      }
      let (task, decided) = (try await bench.task(gate.id), try await bench.approval(task: gate.id))
      #expect(task.decision == .approved && task.decidedBy == Bench.ada.id)
      #expect(decided.status == .approved && decided.approvedBy == Bench.ada.id && decided.approvedAt == task.decidedAt)
      #expect(try await bench.pipeline(id).currentStage == .staging)
      let body = RejectBody(reason: "Late.")
      let refusal = try await bench.refusal(Bench.cleo) { try $0.reject(approval.id, body, ifMatch: nil) }
      #expect(refusal?.code == .conflict && refusal?.details?["decidedByName"] == "Ada")
      await bench.store.close()
    }
  }

  @Test("a rejection sends the pipeline back with its reason; config and the rejecter may name the stage")
  func rework() async throws {
    let rows: [([String: JSONValue], [String: JSONValue]?, PipelineStage)] = [
      ([:], nil, .building), (["reworkStage": "scaffolding"], nil, .scaffolding),
      (["reworkStage": "scaffolding"], ["returnTo": "testing"], .testing),
    ]
    for (config, data, stage) in rows {
      let bench = try await Bench()
      let id = try await bench.pipeline(at: .review, config: config).id
      let gate = try #require(try await bench.openTasks(id).first)
      try await bench.reject(gate.id, Bench.ada, "The retry is missing.", data: data)
      let pipeline = try await bench.pipeline(id)
      #expect(pipeline.currentStage == stage && pipeline.status == .active)
      #expect(pipeline.metadata["rework"]?["reason"] == "The retry is missing.")
      let approval = try await bench.approval(task: gate.id)
      #expect(approval.status == .rejected && approval.rejectionReason == "The retry is missing.")
      #expect(try await bench.openTasks(id).isEmpty)
      let stages = try await bench.store.read { try $0.stages(pipeline: id) }
      #expect(stages.last?.stageName == stage && stages.last?.status == .active)
      #expect(stages.filter { $0.status == .active }.count == 1)
    }
  }

  @Test("of two required approvers each counts once and the last one decides", arguments: StoreFactory.all)
  func severalApprovers(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .testing, config: ["requiredApprovers": 2]).id
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    let gate = try #require(try await bench.openTasks(id).first).id
    let first = try await bench.approve(gate, Bench.ada)
    #expect(first.status == .pending && first.currentApprovers == 1 && first.decision == nil)
    #expect(try await bench.approval(task: gate).currentApprovers == 1)
    #expect(try await bench.code(Bench.ada) { try $0.completeTask(gate, Self.approved, ifMatch: nil) } == 409)
    #expect(try await bench.pipeline(id).currentStage == .review)
    try await bench.approve(gate, Bench.cleo, grace: 5)
    try await bench.wait(seconds: 5)
    let last = try await bench.task(gate)
    #expect(last.decision == .approved && last.currentApprovers == 2)
    #expect(try await bench.approval(task: gate).currentApprovers == 2)
    #expect(try await bench.pipeline(id).currentStage == .staging)
    #expect(bench.log.count("task.completed") == 1)
    await bench.store.close()
  }

  @Test("one rejection is enough, whoever approved before")
  func rejectionWins() async throws {
    let bench = try await Bench()
    let task = try await bench.question(required: 3).id
    try await bench.approve(task, Bench.ada)
    #expect(try await bench.reject(task, Bench.cleo).decision == .rejected)
  }

  @Test("a gate that nobody could satisfy is refused when it is made")
  func impossibleGates() async throws {
    let bench = try await Bench()
    // Olga, Ada, Ben and Cleo can approve; Vera only looks.
    let pipeline = CreatePipelineBody(name: "P", platform: "x", config: ["requiredApprovers": 5])
    let refused = try await bench.refusal(Bench.ben) { try $0.createPipeline(pipeline) }
    #expect(refused?.code == .validationError && refused?.field == "config.requiredApprovers")
    let task = CreateTaskBody(
      type: .decision, title: "T", context: TaskContext(summary: "s"), requiredApprovers: 4)
    // Ben asks, so three are left.
    #expect(try await bench.refusal(Bench.ben) { try $0.createTask(task).task }?.field == "requiredApprovers")
    let id = try await bench.pipeline(at: .testing, config: ["requiredApprovers": 4]).id
    try await bench.run(Bench.olga) { try $0.disableUser(Bench.cleo.id) }
    #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) } == 409)
    #expect(try await bench.pipeline(id).currentStage == .testing)
  }

  @Test("moving a pipeline into its gate is not asking, unless the pipeline has four eyes")
  func fourEyes() async throws {
    for fourEyes in [false, true] {
      let bench = try await Bench()
      let id = try await bench.pipeline(at: .testing, config: ["fourEyes": .bool(fourEyes)]).id
      try await bench.run(Bench.ada) { try $0.advanceStage(id, AdvanceStageBody()) }
      let gate = try #require(try await bench.openTasks(id).first).id
      let code = try await bench.code(Bench.ada) { try $0.completeTask(gate, Self.approved, ifMatch: nil) }
      #expect(code == (fourEyes ? 403 : nil))
    }
  }

  @Test("the store's setting wins over the program's, and only an owner changes it")
  func selfDecision() async throws {
    let bench = try await Bench()
    #expect(try await bench.code(Bench.ada) { try $0.setSelfDecision(true) } == 403)
    try await bench.run(Bench.olga) { try $0.setSelfDecision(true) }
    let task = try await bench.question().id
    #expect(try await bench.approve(task, Bench.ben).decision == .approved)
    try await bench.run(Bench.olga) { try $0.setSelfDecision(false) }
    let other = try await bench.question().id
    #expect(try await bench.code(Bench.ben) { try $0.completeTask(other, Self.approved, ifMatch: nil) } == 403)
  }

  @Test("conditions are kept on the approval and hold the publication until they are met")
  func conditions() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .production).id
    let gate = try #require(try await bench.openTasks(id).first).id
    let approval = try await bench.approval(task: gate).id
    let body = ApproveBody(conditions: ["Watch the error rate", "Tell support"])
    let approved = try await bench.run(Bench.ada) { try $0.approve(approval, body, ifMatch: nil) }
    #expect(approved.conditions == ["Watch the error rate", "Tell support"])
    let refusal = try await bench.refusal(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    #expect(refusal?.details?["openConditions"] == ["Watch the error rate", "Tell support"])
    #expect(try await bench.code(Bench.ada) { try $0.meetCondition(approval, 0, note: " ") } == 400)
    #expect(try await bench.code(Bench.ada) { try $0.meetCondition(approval, 2, note: "x") } == 400)
    for index in 0..<2 { try await bench.run(Bench.ada) { try $0.meetCondition(approval, index, note: "Done.") } }
    #expect(try await bench.code(Bench.ada) { try $0.meetCondition(approval, 0, note: "Again.") } == 409)
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    #expect(try await bench.pipeline(id).status == .completed)
  }

  @Test(
    "a failed pipeline asks for a fix, and re-enters its stage once the retry is approved", arguments: StoreFactory.all)
  func failAndRetry(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .review).id
    let gate = try #require(try await bench.openTasks(id).first).id
    let failed = try await bench.run(Bench.robot) { try $0.failPipeline(id, FailPipelineBody(reason: "Disk full.")) }
    #expect(failed.status == .failed && failed.currentStage == .review)
    #expect(try await bench.approval(task: gate).status == .expired)
    let fix = try #require(try await bench.openTasks(id).first)
    #expect(fix.type == .fixRequired && fix.blocksStageAdvance)
    #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) } == 409)
    let retry = try await bench.run(Bench.ben) { try $0.retryPipeline(id, RetryPipelineBody()).task }
    let again = try await bench.run(Bench.ben) { try $0.retryPipeline(id, RetryPipelineBody()).task }
    #expect(retry.type == .approval && retry.id == again.id)
    try await bench.approve(retry.id, Bench.ada)
    let back = try await bench.pipeline(id)
    #expect(back.status == .active && back.currentStage == .review)
    let open = try await bench.openTasks(id)
    #expect(open.map(\.type) == [.review])
    #expect(try await bench.task(fix.id).withdrawnAt != nil)
    #expect(bench.log.count("pipeline.failed") == 1)
    await bench.store.close()
  }

  @Test("a paused pipeline's gate waits; archiving answers 410 to every change")
  func pausedAndArchived() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .review).id
    let gate = try #require(try await bench.openTasks(id).first).id
    try await bench.run(Bench.ben) { try $0.updatePipeline(id, UpdatePipelineBody(status: .paused), ifMatch: nil) }
    #expect(try await bench.code(Bench.ada) { try $0.completeTask(gate, Self.approved, ifMatch: nil) } == 409)
    #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) } == 409)
    #expect(try await bench.code(Bench.ben) { try $0.withdrawTask(gate, WithdrawTaskBody()) } == 403)
    try await bench.run(Bench.ben) { try $0.deletePipeline(id, archive: true) }
    let patch = UpdatePipelineBody(priority: .low)
    #expect(try await bench.code(Bench.ben) { try $0.updatePipeline(id, patch, ifMatch: nil) } == 410)
    #expect(try await bench.code(Bench.ben) { try $0.deletePipeline(id, archive: true) } == 410)
    #expect(try await bench.code(Bench.ben) { try $0.deletePipeline(id, archive: false) } == 403)
    try await bench.run(Bench.olga) { try $0.deletePipeline(id, archive: false) }
    #expect(try await bench.code(Bench.olga) { try $0.updatePipeline(id, patch, ifMatch: nil) } == 410)
    #expect(
      try await bench.code(Bench.olga) { try $0.failPipeline(Sample.id(1), FailPipelineBody(reason: "x")) } == 404)
  }

  @Test("a gate that config adds, and gates that pass by themselves")
  func configuredGates() async throws {
    let bench = try await Bench()
    let added: [String: JSONValue] = ["stages": ["building": ["requiresApproval": true, "approval": "manual_check"]]]
    let id = try await bench.pipeline(at: .building, config: added).id
    let gate = try #require(try await bench.openTasks(id).first)
    #expect(try await bench.approval(task: gate.id).type == .manualCheck)
    #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) } == 409)
    try await bench.approve(gate.id, Bench.ada)
    try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    let auto: [String: JSONValue] = [
      "stages": [
        "review": ["approvalType": "conditional"], "staging": ["approvalType": "conditional"],
        "production": ["approvalType": "auto"],
      ]
    ]
    let other = try await bench.pipeline(at: .testing, config: auto).id
    try await bench.run(Bench.ben) { try $0.advanceStage(other, AdvanceStageBody()) }
    // Review is of low risk and passes; a deploy is not and asks.
    #expect(try await bench.pipeline(other).currentStage == .staging)
    let deploy = try #require(try await bench.openTasks(other).first)
    try await bench.approve(deploy.id, Bench.ada)
    try await bench.run(Bench.ben) { try $0.advanceStage(other, AdvanceStageBody()) }
    #expect(try await bench.openTasks(other).isEmpty)
    try await bench.run(Bench.ben) { try $0.advanceStage(other, AdvanceStageBody()) }
    #expect(try await bench.pipeline(other).status == .completed)
  }

  static let approved = CompleteTaskBody(decision: .approved)
}
