// Ruling R19 by every use case that could decide, or make a decision unnecessary or another one than was shown: agents and keys, on what they
// caused. Each refusal has the contract's code, and nothing moves.
import FactoryContracts
import FactoryEngine
import TestSupport
import Testing

@Suite struct AdversaryTests {
  static let key = Actor(kind: .apiKey, id: Bench.ben.id, name: "Ben", role: .operator, keyId: Sample.id(7))

  private static let approval = CompleteTaskBody(decision: .approved)

  /// A way to decide: what it is called, and the code that it must end with.
  private struct Way: Sendable {
    let name: String
    let code: Int
    let work: @Sendable (UseCases) throws -> Void
    init(_ name: String, _ code: Int, _ work: @escaping @Sendable (UseCases) throws -> Void) {
      (self.name, self.code, self.work) = (name, code, work)
    }
  }

  private static func deciding(_ id: EntityID, me: EntityID) -> [Way] {
    [
      Way("complete", 403) { _ = try $0.completeTask(id, approval, ifMatch: nil) },
      Way("reject", 403) {
        _ = try $0.completeTask(id, CompleteTaskBody(decision: .rejected, notes: "x"), ifMatch: nil)
      },
      Way("defer", 403) { _ = try $0.completeTask(id, CompleteTaskBody(decision: .deferred), ifMatch: nil) },
      Way("with a grace", 403) {
        _ = try $0.completeTask(id, CompleteTaskBody(decision: .approved, graceSeconds: 5), ifMatch: nil)
      },
      Way("mine first, then complete", 403) {
        do { _ = try $0.reassignTask(id, ReassignTaskBody(assigneeId: me)) } catch is APIError {}
        _ = try $0.completeTask(id, approval, ifMatch: nil)
      },
      Way("undo", 409) { _ = try $0.undoTask(id) },
    ]
  }

  @Test("an agent decides neither what it asked nor what others did, by no way", arguments: StoreFactory.all)
  func agents(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make(), settings: EngineSettings(selfDecision: true))
    let own = try await bench.question(by: Bench.robot)
    let other = try await bench.question(by: Bench.ben)
    for task in [own, other] {
      for way in Self.deciding(task.id, me: Bench.robot.id) {
        #expect(try await bench.code(Bench.robot, way.work) == way.code, "\(way.name)")
      }
      let bulk = BulkTaskBody(action: .approve, taskIds: [task.id])
      #expect(try await bench.code(Bench.robot) { try $0.bulkTasks(bulk) } == 403)
      #expect(try await bench.code(Bench.robot) { try $0.claimTask(task.id) } == 403)
      let now = try await bench.task(task.id)
      #expect(now.decision == nil && now.isOpen)
    }
    // What a person decided within its grace is not the agent's to take back.
    try await bench.approve(other.id, Bench.ada, grace: 30)
    #expect(try await bench.code(Bench.robot) { try $0.undoTask(other.id) } == 403)
    await bench.store.close()
  }

  @Test("who brings a question in under another's name does not decide it", arguments: StoreFactory.all)
  func imports(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    var task = Sample.task(70)
    (task.pipelineId, task.stageName, task.createdBy, task.importedBy) = (nil, nil, Bench.ben.id, Bench.cleo.id)
    try await bench.run(Bench.olga) { [task] in try $0.importLine(SnapshotLine(task: task)) }
    #expect(try await bench.task(task.id).importedBy == Bench.olga.id, "whatever the line says")
    for actor in [Bench.olga, Bench.ben] {
      for way in Self.deciding(task.id, me: actor.id) {
        #expect(try await bench.code(actor, way.work) == way.code, "\(actor.name): \(way.name)")
      }
    }
    try await bench.approve(task.id, Bench.cleo)
    #expect(try await bench.task(task.id).decision == .approved)
    await bench.store.close()
  }

  @Test("a key decides nothing of what its person asked, whatever the store allows", arguments: StoreFactory.all)
  func keys(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make(), settings: EngineSettings(selfDecision: true))
    let own = try await bench.question(by: Self.key)
    for way in Self.deciding(own.id, me: Self.key.id) {
      #expect(try await bench.code(Self.key, way.work) == way.code, "\(way.name)")
    }
    let bulk = BulkTaskBody(action: .approve, taskIds: [own.id])
    let reply = try await bench.run(Self.key) { try $0.bulkTasks(bulk) }
    #expect(reply.succeeded.isEmpty && reply.failed.first?.error.hasPrefix("FORBIDDEN") == true)
    #expect(try await bench.task(own.id).isOpen)
    await bench.store.close()
  }

  @Test("what its deploys and rollbacks ask is decided by neither", arguments: [Bench.robot, key])
  func gates(actor: Actor) async throws {
    let bench = try await Bench(settings: EngineSettings(selfDecision: true))
    let id = try await bench.create(config: ["fourEyes": true]).id
    try await bench.drive(id, to: .staging)
    let gate = try #require(try await bench.openTasks(id).first)
    _ = try await bench.run(actor) { try $0.deploy(id, DeployBody(target: .staging)) }
    if actor.kind == .agent {
      let approval = try await bench.approval(task: gate.id).id
      #expect(try await bench.code(actor) { try $0.approve(approval, ApproveBody(), ifMatch: nil) } == 403)
      #expect(try await bench.code(actor) { try $0.completeTask(gate.id, Self.approval, ifMatch: nil) } == 403)
    }
    #expect(try await bench.code(actor) { try $0.withdrawTask(gate.id, WithdrawTaskBody()) } == 403)
    #expect(try await bench.code(actor) { try $0.advanceStage(id, AdvanceStageBody()) } == 409)
    let skip = AdvanceStageBody(skipValidation: true, notes: "x")
    #expect(try await bench.code(actor) { try $0.advanceStage(id, skip) } == 403)
    #expect(try await bench.pipeline(id).currentStage == .staging)
  }

  /// Gates that would pass by themselves, or ask fewer people, made by one who may not decide at them.
  static let loosening: [[String: JSONValue]] = [
    ["stages": ["review": ["approvalType": "auto"]]], ["stages": ["production": ["approvalType": "conditional"]]],
    ["stages": .null], ["requiredApprovers": 1], ["requiredApprovers": .null], ["fourEyes": false], ["fourEyes": .null],
  ]

  @Test("nobody but a person makes a gate ask less", arguments: loosening)
  func looserGates(config: [String: JSONValue]) async throws {
    let bench = try await Bench()
    let strict: [String: JSONValue] = [
      "requiredApprovers": 2, "fourEyes": true, "stages": ["building": ["requiresApproval": true]],
    ]
    let id = try await bench.create(config: strict).id
    let patch = UpdatePipelineBody(config: config)
    for actor in [Bench.robot, Self.key] {
      let refusal = try await bench.refusal(actor) { try $0.updatePipeline(id, patch, ifMatch: nil) }
      #expect(refusal?.code == .forbidden, "\(actor.kind) \(config)")
    }
    #expect(try await bench.pipeline(id).config == strict)
    #expect(try await bench.code(Bench.ben) { try $0.updatePipeline(id, patch, ifMatch: nil) } == nil)
  }

  @Test("a pipeline that is made by an agent or a key has all its gates")
  func newPipelines() async throws {
    let bench = try await Bench()
    let auto: [String: JSONValue] = ["stages": ["review": ["approvalType": "auto"]]]
    let body = CreatePipelineBody(name: "free", platform: "x", config: auto)
    for actor in [Bench.robot, Self.key] {
      #expect(try await bench.code(actor) { try $0.createPipeline(body) } == 403)
      let strict = CreatePipelineBody(name: "held", platform: "x", config: ["fourEyes": true, "coverageThreshold": 80])
      #expect(try await bench.code(actor) { try $0.createPipeline(strict) } == nil)
    }
    #expect(try await bench.code(Bench.ben) { try $0.createPipeline(body) } == nil)
  }

  @Test("rules that leaving a stage asks for are not changed by the agents that work for it")
  func rules() async throws {
    let bench = try await Bench()
    let id = try await bench.create(config: ["coverageThreshold": 80]).id
    for config in [
      ["coverageThreshold": 0], ["stages": ["testing": ["validationRules": []]]],
    ] as [[String: JSONValue]] {
      let patch = UpdatePipelineBody(config: config)
      #expect(try await bench.code(Bench.robot) { try $0.updatePipeline(id, patch, ifMatch: nil) } == 403)
      #expect(try await bench.code(Self.key) { try $0.updatePipeline(id, patch, ifMatch: nil) } == nil, "as CI does")
    }
  }

  @Test(
    "what a deploy's question showed is what is deployed: nobody writes the wish but by asking",
    arguments: [Bench.robot, Bench.ben])
  func wishes(actor: Actor) async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .staging).id
    for member in ["deployVersion", "deployAsked", "rework"] {
      let patch = UpdatePipelineBody(metadata: [member: ["staging": "9.9"]])
      let refusal = try await bench.refusal(actor) { try $0.updatePipeline(id, patch, ifMatch: nil) }
      #expect(refusal?.code == .validationError && refusal?.field == "metadata.\(member)")
    }
    let health = UpdatePipelineBody(metadata: ["health": "healthy"])
    #expect(try await bench.code(actor) { try $0.updatePipeline(id, health, ifMatch: nil) } == nil)
  }
}
