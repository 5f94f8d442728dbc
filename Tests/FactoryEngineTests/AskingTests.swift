// Asking, changing and importing: what is accepted, what is refused with every problem at once (rulings R5, R44, R45, R55, R57).
import FactoryContracts
import FactoryEngine
import Foundation
import Testing
import TestSupport

@Suite struct AskingTests {
  @Test("every problem of a question is named at once, the first one as field")
  func problems() async throws {
    let bench = try await Bench()
    var context = Sample.evidence(summary: " ")
    context.testResults?.coveragePercent = 101
    context.testResults?.failed = -1
    context.metrics = ["a": .infinity]
    let body = CreateTaskBody(
      pipelineId: Sample.id(404), type: .unknown, title: String(repeating: "x", count: 301), context: context,
      assigneeId: Sample.id(405), slaDeadline: bench.clock.now, requiredApprovers: 0, key: "factory:own")
    let refusal = try #require(try await bench.refusal(Bench.ben) { try $0.createTask(body).task })
    #expect(refusal.code == .validationError && refusal.field == "title")
    let fields = refusal.details?["validationErrors"]?.array?.compactMap { $0["field"]?.string } ?? []
    #expect(
      Set(fields) == [
        "title", "type", "requiredApprovers", "key", "slaDeadline", "context.summary",
        "context.testResults.coveragePercent", "context.testResults.failed", "context.metrics.a", "pipelineId",
        "assigneeId",
      ])
    for row in refusal.details?["validationErrors"]?.array ?? [] {
      #expect(row["message"]?.string?.isEmpty == false && row["expected"]?.string?.isEmpty == false)
    }
    #expect(bench.log.all.isEmpty)
  }

  @Test("evidence over the limit is refused with its size")
  func evidenceLimit() async throws {
    let bench = try await Bench()
    var context = Sample.evidence()
    context.diffSummary?.files[0].patch = String(repeating: "x", count: TaskLimits.evidenceBytes)
    let body = CreateTaskBody(type: .review, title: "Big", context: context)
    let refusal = try await bench.refusal(Bench.ben) { try $0.createTask(body).task }
    #expect(refusal?.field == "context")
  }

  @Test("a question gets its deadline, version and asker; events and answers carry no patches")
  func defaults() async throws {
    let bench = try await Bench()
    for priority in Priority.declared {
      let task = try await bench.question(priority: priority)
      #expect(task.slaDeadline == bench.clock.now.adding(seconds: EngineSettings.contractSLA[priority] ?? 0))
      #expect(task.version == 1 && task.createdBy == Bench.ben.id && task.createdByName == "Ben")
      #expect(task == task.listForm && task.currentApprovers == 0 && task.requiredApprovers == 1)
    }
    #expect(bench.log.all.allSatisfy { !String(decoding: $0.data, as: UTF8.self).contains("@@ -1 +1 @@") })
    #expect(bench.log.all.allSatisfy { $0.concernsPending })
  }

  @Test("a blocking question holds its pipeline until it is decided, either way")
  func blocking() async throws {
    for decision in [TaskDecision.approved, .rejected] {
      let bench = try await Bench()
      let id = try await bench.pipeline(at: .building).id
      let task = try await bench.question(pipeline: id, blocks: true)
      #expect(task.blocksPipelineId == id && bench.log.count("pipeline.blocked") == 1)
      let refusal = try await bench.refusal(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
      #expect(refusal?.details?["taskIds"] == [.string(task.id.description)])
      let body = CompleteTaskBody(decision: decision, notes: "n")
      try await bench.run(Bench.ada) { try $0.completeTask(task.id, body, ifMatch: nil) }
      #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) } == nil)
    }
  }

  @Test("a withdrawn question closes without a decision and tells whoever waits")
  func withdraw() async throws {
    let bench = try await Bench()
    let task = try await bench.question(by: Bench.robot).id
    let body = WithdrawTaskBody(reason: "The build was superseded.")
    let closed = try await bench.run(Bench.robot) { try $0.withdrawTask(task, body) }
    #expect(closed.status == .completed && closed.decision == nil && closed.withdrawnAt == bench.clock.now)
    #expect(bench.log.count("task.completed") == 1)
  }

  @Test("a pipeline's change merges one level deep, null removes, versions guard")
  func pipelinePatch() async throws {
    let bench = try await Bench()
    let body = CreatePipelineBody(
      name: "Shop", platform: "shopify", config: ["a": 1, "b": ["c": 2]], assigneeId: Bench.ada.id)
    let id = try await bench.run(Bench.ben) { try $0.createPipeline(body).id }
    let json = Data(#"{"assigneeId":null,"config":{"a":null,"b":{"d":3}},"metadata":{"x":true}}"#.utf8)
    let patch = try FactoryJSON.decodeStrict(UpdatePipelineBody.self, from: json)
    let changed = try await bench.run(Bench.ben) { try $0.updatePipeline(id, patch, ifMatch: 1) }
    #expect(changed.config == ["b": ["d": 3]] && changed.metadata == ["x": true])
    #expect(changed.assigneeId == nil && changed.version == 2)
    let refusal = try await bench.refusal(Bench.ben) { try $0.updatePipeline(id, patch, ifMatch: 1) }
    #expect(refusal?.code == .conflict && refusal?.details?["version"] == 2)
    // What changes nothing writes nothing.
    let seq = try await bench.store.read { try $0.seq() }
    try await bench.run(Bench.ben) { try $0.updatePipeline(id, UpdatePipelineBody(status: .active), ifMatch: nil) }
    #expect(try await bench.store.read { try $0.seq() } == seq)
    for status in [PipelineStatus.completed, .failed] {
      let body = UpdatePipelineBody(status: status)
      #expect(try await bench.code(Bench.ben) { try $0.updatePipeline(id, body, ifMatch: nil) } == 409)
    }
  }

  @Test("bad config is refused field by field")
  func badConfig() async throws {
    let bench = try await Bench()
    let config: [String: JSONValue] = [
      "requiredApprovers": 0, "fourEyes": "yes", "reworkStage": "moon", "coverageThreshold": 200,
      "stages": ["moon": [:], "testing": ["validationRules": [["type": "luck"]]]],
    ]
    let body = CreatePipelineBody(name: "P", platform: "x", config: config)
    let refusal = try await bench.refusal(Bench.ben) { try $0.createPipeline(body) }
    let fields = refusal?.details?["validationErrors"]?.array?.compactMap { $0["field"]?.string } ?? []
    #expect(
      Set(fields) == [
        "config.requiredApprovers", "config.fourEyes", "config.reworkStage", "config.coverageThreshold",
        "config.stages.moon", "config.stages.testing.validationRules",
      ])
  }

  @Test("slugs of pipelines of one name differ")
  func slugs() async throws {
    let bench = try await Bench()
    var slugs: [String] = []
    for _ in 1...3 {
      let body = CreatePipelineBody(name: "Shop Sync", platform: "x")
      slugs.append(try await bench.run(Bench.ben) { try $0.createPipeline(body).slug })
    }
    #expect(slugs == ["shop-sync", "shop-sync-2", "shop-sync-3"])
  }

  // MARK: - Bulk

  @Test("a bulk gives a result per task, and a failing item leaves nothing", arguments: StoreFactory.all)
  func bulk(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    var ids: [EntityID] = []
    for _ in 1...4 { ids.append(try await bench.question().id) }
    let own = try await bench.question(by: Bench.ada).id
    try await bench.approve(ids[3], Bench.cleo)
    let asked = ids + [own, Sample.id(404), ids[0]]
    let body = BulkTaskBody(action: .approve, taskIds: asked, versions: [ids[1].description: 7])
    let reply = try await bench.run(Bench.ada) { try $0.bulkTasks(body) }
    #expect(reply.succeeded == [ids[0], ids[2]])
    #expect(reply.failed.map(\.taskId) == [ids[1], ids[3], own, Sample.id(404)])
    let codes = reply.failed.map { $0.error.prefix { $0 != ":" } }
    #expect(codes == ["CONFLICT", "CONFLICT", "FORBIDDEN", "NOT_FOUND"])
    #expect(try await bench.task(ids[1]).status == .pending)
    #expect(bench.log.count("task.completed") == 3)
    await bench.store.close()
  }

  @Test("a bulk rejection needs its reason and its scope before anything happens")
  func bulkRefusals() async throws {
    let bench = try await Bench()
    let id = try await bench.question().id
    let reject = BulkTaskBody(action: .reject, taskIds: [id])
    #expect(try await bench.code(Bench.ada) { try $0.bulkTasks(reject) } == 400)
    #expect(try await bench.code(Bench.vera) { try $0.bulkTasks(reject) } == 403)
    #expect(try await bench.code(Bench.ada) { try $0.bulkTasks(BulkTaskBody(action: .approve, taskIds: [])) } == 400)
  }

  // MARK: - Import, people, dashboard

  @Test("an import's audit row carries the decision that it says", arguments: StoreFactory.all)
  func importedDecisions(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = Sample.decidedTask(3)
    try await bench.run(Bench.olga) { try $0.importLine(SnapshotLine(task: task)) }
    let rows = try await bench.store.read { try $0.audit(AuditQuery(), PageRequest(limit: 100)).rows }
    let row = try #require(
      rows.compactMap { try? FactoryJSON.decode(JSONValue.self, from: $0) }.first { $0["action"] == "task.imported" })
    #expect(row["metadata"]?["imported"] == true)
    #expect(row["metadata"]?["decision"]?.string == task.decision?.rawValue)
    #expect(row["metadata"]?["decidedBy"]?.string == task.decidedBy?.description)
    #expect(row["metadata"]?["decidedAt"]?.string == task.decidedAt?.description)
    #expect(row["metadata"]?["decidedByIsKnown"] == false)
  }

  @Test("an import keeps ids, and refuses what is there, unknown or orphaned", arguments: StoreFactory.all)
  func importing(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let pipeline = Sample.pipeline(1)
    var task = Sample.task(1, status: .inProgress, pipelineId: pipeline.id, context: Sample.evidence())
    task.pendingDecision = PendingDecision(decision: .approved, by: Sample.decider, effectiveAt: Sample.start)
    let rows: [(SnapshotLine, Int?)] = [
      (SnapshotLine(task: task), 400), (SnapshotLine(pipeline: pipeline), nil), (SnapshotLine(task: task), nil),
      (SnapshotLine(task: task), 409), (SnapshotLine(pipeline: pipeline), 409),
      (SnapshotLine(agent: Sample.agent()), nil),
      (SnapshotLine(agent: Sample.agent()), 409), (SnapshotLine(), 400),
      (SnapshotLine(pipeline: pipeline, task: task), 400), (SnapshotLine(task: Sample.decidedTask(3)), nil),
      (SnapshotLine(task: Sample.task(4, status: .completed)), 400),
    ]
    for (line, code) in rows {
      #expect(try await bench.code(Bench.olga) { try $0.importLine(line) } == code)
    }
    // A decision under way belongs to the store it was made in.
    let stored = try await bench.task(task.id)
    #expect(stored.status == .pending && stored.pendingDecision == nil)
    let whole = try await bench.store.read { [id = task.id] in try $0.taskWithEvidence(id) }
    #expect(String(decoding: try #require(whole), as: UTF8.self).contains("@@ -1 +1 @@"))
    await bench.store.close()
  }

  @Test("users: one account per address, disabled ones keep their history")
  func users() async throws {
    let bench = try await Bench()
    let user = try await bench.run(.system) {
      try $0.createUser(email: "Dora@Example.org", name: "Dora", role: .operator, passwordHash: "h")
    }
    #expect(user.email == "dora@example.org")
    for (email, code) in [("DORA@example.org", 409), ("dora", 400), ("a b@c", 400), ("@x", 400)] {
      let result = try await bench.code(.system) {
        try $0.createUser(email: email, name: "D", role: .viewer, passwordHash: "h")
      }
      #expect(result == code)
    }
    try await bench.run(.system) { try $0.disableUser(user.id) }
    #expect(try await bench.store.read { try $0.user(user.id)?.user.status } == .disabled)
    #expect(try await bench.code(.system) { try $0.setPassword(Sample.id(404), hash: "x") } == 404)
  }

  @Test("the dashboard adds up", arguments: StoreFactory.all)
  func dashboard(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    _ = try await bench.pipeline(at: .review)
    _ = try await bench.question(priority: .critical)
    try await bench.run(Bench.olga) { try $0.importLine(SnapshotLine(agent: Sample.agent())) }
    try await bench.wait(seconds: 3600)
    let now = bench.clock.now
    let summary = try await bench.engine.read { try Reads.dashboard($0, now: now) }
    #expect(summary.pipelines == PipelineCounts(active: 1))
    #expect(summary.tasks.pending == 2 && summary.tasks.slaBreaches == 1 && summary.tasks.blocked == 1)
    #expect(summary.agents == AgentCounts(total: 1, idle: 1))
    #expect(summary.slaStatus == SLAStatus(onTrack: 1, breached: 1))
    #expect(summary.recentActivity.count <= 20)
    #expect(zip(summary.recentActivity, summary.recentActivity.dropFirst()).allSatisfy { $0.createdAt >= $1.createdAt })
    await bench.store.close()
  }
}
