// A factory on a test bench: an engine over a store, people, a clock moved by hand, and every event that left.
import FactoryContracts
import FactoryEngine
import Foundation
import Synchronization
import TestSupport
import Testing

/// Events in the order they left the store.
final class EventLog: Sendable {
  private let rows = Mutex<[CommittedEvent]>([])
  func add(_ events: [CommittedEvent]) { rows.withLock { $0 += events } }
  var all: [CommittedEvent] { rows.withLock { $0 } }
  var types: [String] { all.map(\.type) }
  func count(_ type: String) -> Int { types.count { $0 == type } }
}

struct Bench: Sendable {
  let store: any FactoryStore
  let engine: Engine
  let clock = TestClock()
  let log = EventLog()

  static let olga = Actor(kind: .user, id: Sample.id(9101), name: "Olga", role: .owner)
  static let ada = Actor(kind: .user, id: Sample.id(9102), name: "Ada", role: .operator)
  static let ben = Actor(kind: .user, id: Sample.id(9103), name: "Ben", role: .operator)
  static let cleo = Actor(kind: .user, id: Sample.id(9104), name: "Cleo", role: .operator)
  static let vera = Actor(kind: .user, id: Sample.id(9105), name: "Vera", role: .viewer)
  static let robot = Actor(kind: .agent, id: Sample.id(9106), name: "robot", role: .agent)
  static let people = [olga, ada, ben, cleo, vera]

  init(_ store: any FactoryStore = MemoryStore(), settings: EngineSettings = EngineSettings()) async throws {
    self.store = store
    engine = Engine(store: store, ids: SequenceIDs(), settings: settings)
    store.onCommit { [log] in log.add($0) }
    try await store.write { tx in
      for person in Self.people {
        let user = User(
          id: person.id, email: "\(person.name.lowercased())@example.org", name: person.name, role: person.role,
          createdAt: Sample.start)
        try tx.insert(StoredUser(user: user, passwordHash: nil))
      }
    }
  }

  @discardableResult
  func run<Value: Sendable>(
    _ actor: Actor, _ work: @escaping @Sendable (UseCases) throws -> Value
  ) async throws -> Value {
    try await engine.run(actor, now: clock.now, work)
  }

  /// The error code of a call; nil when it succeeded.
  func code<Value: Sendable>(
    _ actor: Actor, _ work: @escaping @Sendable (UseCases) throws -> Value
  ) async throws -> Int? {
    try await refusal(actor, work)?.code.status
  }

  func refusal<Value: Sendable>(
    _ actor: Actor, _ work: @escaping @Sendable (UseCases) throws -> Value
  ) async throws -> APIError? {
    do {
      try await run(actor, work)
      return nil
    } catch let error as APIError {
      return error
    }
  }

  // MARK: What the store holds

  func task(_ id: EntityID) async throws -> FactoryTask {
    try #require(try await store.read { try $0.task(id) })
  }

  func pipeline(_ id: EntityID) async throws -> Pipeline {
    try #require(try await store.read { try $0.pipeline(id) })
  }

  func approval(task: EntityID) async throws -> Approval {
    try #require(try await store.read { try $0.approval(task: task) })
  }

  func openTasks(_ pipeline: EntityID) async throws -> [FactoryTask] {
    try await store.read { try $0.openTasks(pipeline: pipeline) }
  }

  func actions(_ entity: EntityID) async throws -> [String] {
    var query = AuditQuery()
    query.entityId = entity
    let page = try await store.read { [query] in try $0.audit(query, PageRequest(limit: 100)) }
    return try page.rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0).action }.reversed()
  }

  // MARK: Beginnings

  /// A question of Ben's without a pipeline.
  func question(
    by actor: Actor = ben, required: Int? = nil, priority: Priority? = nil, pipeline: EntityID? = nil,
    blocks: Bool = false, key: String? = nil
  ) async throws -> FactoryTask {
    let body = CreateTaskBody(
      pipelineId: pipeline, type: .decision, title: "Which way?", context: Sample.evidence(), priority: priority,
      blocksStageAdvance: blocks, requiredApprovers: required, key: key)
    return try await run(actor) { try $0.createTask(body).task }
  }

  /// A pipeline that was advanced by Ben to a stage; at a gate the gate is open.
  func pipeline(
    at stage: PipelineStage, config: [String: JSONValue] = [:]
  ) async throws -> Pipeline {
    let body = CreatePipelineBody(name: "Shop sync", platform: "shopify", config: config)
    var pipeline = try await run(Self.ben) { try $0.createPipeline(body) }
    while pipeline.currentStage != stage {
      let id = pipeline.id
      for task in try await openTasks(id) { try await approve(task.id, Self.olga) }
      let before = pipeline.currentStage
      pipeline = try await self.pipeline(id)
      // An approved review has moved on by itself.
      if pipeline.currentStage != before { continue }
      try await run(Self.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
      pipeline = try await self.pipeline(id)
    }
    return pipeline
  }

  @discardableResult
  func approve(_ task: EntityID, _ actor: Actor, grace: Int? = nil) async throws -> FactoryTask {
    let body = CompleteTaskBody(decision: .approved, graceSeconds: grace)
    return try await run(actor) { try $0.completeTask(task, body, ifMatch: nil) }
  }

  @discardableResult
  func reject(
    _ task: EntityID, _ actor: Actor, _ notes: String = "Not yet.", data: [String: JSONValue]? = nil
  ) async throws -> FactoryTask {
    let body = CompleteTaskBody(decision: .rejected, notes: notes, decisionData: data)
    return try await run(actor) { try $0.completeTask(task, body, ifMatch: nil) }
  }

  @discardableResult
  func wait(seconds: Double) async throws -> Timestamp? {
    clock.advance(seconds: seconds)
    return try await engine.runDue(now: clock.now)
  }
}
