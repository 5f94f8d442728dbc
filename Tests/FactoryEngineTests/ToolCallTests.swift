// Calls that come through the tools of an MCP session: named in the audit log, and with fewer rights than the same person has elsewhere
// (contract §5.2, ruling R19).
import FactoryContracts
import FactoryEngine
import TestSupport
import Testing

@Suite struct ToolCallTests {
  private func through(_ tool: String, _ actor: Actor) -> Actor {
    var actor = actor
    actor.tool = tool
    return actor
  }

  private static let approval = CompleteTaskBody(decision: .approved)

  @Test(
    "what a session's account asked for is not decided through its tools, whatever the store allows",
    arguments: StoreFactory.all)
  func ownQuestion(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make(), settings: EngineSettings(selfDecision: true))
    let task = try await bench.question(by: Bench.ben)
    let session = through("factory_approve_task", Bench.ben)
    #expect(try await bench.code(session) { try $0.completeTask(task.id, Self.approval, ifMatch: nil) } == 403)
    // The person may, in the command center; another account may through tools.
    let other = try await bench.question(by: Bench.ada)
    #expect(try await bench.code(session) { try $0.completeTask(other.id, Self.approval, ifMatch: nil) } == nil)
    #expect(try await bench.code(Bench.ben) { try $0.completeTask(task.id, Self.approval, ifMatch: nil) } == nil)
    await bench.store.close()
  }

  @Test("a gate that a tool's deploy waits for is not passed by the same account's tools", arguments: StoreFactory.all)
  func ownDeploy(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .staging).id
    let gate = try #require(try await bench.openTasks(id).first)
    #expect(gate.createdBy == nil)
    let deployer = through("factory_deploy", Bench.ben)
    let reply = try await bench.run(deployer) { try $0.deploy(id, DeployBody(target: .staging)) }
    guard case .task(let asked) = reply else { throw Missing() }
    #expect(asked.id == gate.id)
    let session = through("factory_approve_task", Bench.ben)
    #expect(try await bench.code(session) { try $0.completeTask(gate.id, Self.approval, ifMatch: nil) } == 403)
    // Asking again leaves no second trace.
    let count = try await bench.actions(id).count
    try await bench.run(deployer) { try $0.deploy(id, DeployBody(target: .staging)) }
    #expect(try await bench.actions(id).count == count)
    #expect(try await bench.code(Bench.ben) { try $0.completeTask(gate.id, Self.approval, ifMatch: nil) } == nil)
    await bench.store.close()
  }

  @Test("every row that a tool causes names it") func audit() async throws {
    let bench = try await Bench()
    let task = try await bench.question(by: Bench.ada)
    try await bench.run(through("factory_reject_task", Bench.ben)) {
      try $0.completeTask(task.id, CompleteTaskBody(decision: .rejected, notes: "No."), ifMatch: nil)
    }
    var query = AuditQuery()
    query.entityId = task.id
    let page = try await bench.store.read { [query] in try $0.audit(query, PageRequest(limit: 10)) }
    let rows = try page.rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0) }
    #expect(rows.map { $0.metadata["tool"] } == ["factory_reject_task", nil])
  }

  @Test("what a tool changed is told to those above, once for each call, and not counted with questions")
  func told() async throws {
    let settings = EngineSettings(notifications: NotificationSettings(batchSeconds: 300, quiet: nil))
    let bench = try await Bench(settings: settings)
    let session = through("factory_create_pipeline", Bench.ben)
    for name in ["one", "two", "three"] {
      try await bench.run(session) { try $0.createPipeline(CreatePipelineBody(name: name, platform: "shopify")) }
    }
    _ = try await bench.question(by: Bench.ben)
    let titles = try await bench.notifications(Bench.olga).map(\.title)
    #expect(titles.contains("A session of Ben used factory_create_pipeline: pipeline.created"))
    #expect(titles.contains("2 changes were made through tools"))
    #expect(titles.contains("Which way?"))
    #expect(try await bench.notifications(Bench.ada).map(\.title) == ["Which way?"])
  }

  @Test("the question of a deploy carries the checklist", arguments: StoreFactory.all)
  func checklist(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .staging).id
    let gate = try #require(try await bench.openTasks(id).first)
    let details = try #require(try await bench.task(gate.id).context.details)
    for words in [
      "to staging", "[ ] Tests: no test run is known", "[x] Code review: approved", "README", "Rollback plan",
    ] {
      #expect(details.contains(words), "\(details)")
    }
    await bench.store.close()
  }
}

private struct Missing: Error {}
