// Thousands of calls by many people in random order, seeded: whatever happens, the invariants hold.
import FactoryContracts
import FactoryEngine
import Foundation
import Testing
import TestSupport

/// SplitMix64: the same seed gives the same story on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// One random story on a bench.
struct RandomStory {
  let bench: Bench
  var random: SeededGenerator
  var pipelines: [EntityID] = []
  var refused = 0
  var done = 0

  init(_ bench: Bench, seed: UInt64) {
    self.bench = bench
    random = SeededGenerator(seed: seed)
  }

  private static let actors = Bench.people + [Bench.robot]
  private static let config: [[String: JSONValue]] = [
    [:], ["requiredApprovers": 2], ["fourEyes": true], ["reworkStage": "testing"],
    ["stages": ["review": ["approvalType": "auto"]]],
  ]

  mutating func step() async throws {
    let actor = Self.actors.randomElement(using: &random) ?? Bench.ada
    let task = try await anyTask()
    let pipeline = pipelines.randomElement(using: &random)
    switch Int.random(in: 0..<22, using: &random) {
    case 0, 1: try await create(actor)
    case 2, 3: try await ask(actor, pipeline)
    case 4, 5, 6: try await decide(actor, task, .approved)
    case 7: try await decide(actor, task, .rejected)
    case 8: try await decide(actor, task, .deferred)
    case 9: try await decide(actor, task, .escalated)
    case 10: try await call(actor, task) { _ = try $0.claimTask($1) }
    case 11: try await call(actor, task) { _ = try $0.undoTask($1) }
    case 12: try await call(actor, task) { _ = try $0.withdrawTask($1, WithdrawTaskBody()) }
    case 13, 14, 15, 16: try await call(actor, pipeline) { _ = try $0.advanceStage($1, AdvanceStageBody()) }
    case 17: try await turn(actor, pipeline)
    case 18: try await bulk(actor)
    case 19: try await reprioritise(actor, task)
    default: try await pass()
    }
  }

  private mutating func call(
    _ actor: Actor, _ id: EntityID?, _ work: @escaping @Sendable (UseCases, EntityID) throws -> Void
  ) async throws {
    guard let id else { return }
    let refusal = try await bench.refusal(actor) { try work($0, id) }
    if let refusal {
      refused += 1
      #expect((400..<500).contains(refusal.code.status))
    } else {
      done += 1
    }
  }

  private mutating func anyTask() async throws -> EntityID? {
    var query = TaskQuery()
    if Int.random(in: 0..<5, using: &random) > 0 { query.open = true }
    let page = try await bench.store.read { [query] in try $0.tasks(query, PageRequest(limit: 100)) }
    return try page.rows.randomElement(using: &random).map { try FactoryJSON.decode(FactoryTask.self, from: $0).id }
  }

  private mutating func create(_ actor: Actor) async throws {
    // Gates that pass by themselves are set up by people.
    let chosen = Self.config.randomElement(using: &random) ?? [:]
    let config = actor.kind == .user ? chosen : chosen.filter { $0.key != "stages" }
    let body = CreatePipelineBody(name: "P", platform: "x", config: config)
    pipelines.append(try await bench.run(actor) { try $0.createPipeline(body).id })
  }

  private mutating func ask(_ actor: Actor, _ pipeline: EntityID?) async throws {
    let attached = Bool.random(using: &random) ? pipeline : nil
    let body = CreateTaskBody(
      pipelineId: attached, type: TaskType.declared.randomElement(using: &random) ?? .decision, title: "Q",
      context: Sample.evidence(), priority: Priority.declared.randomElement(using: &random),
      blocksStageAdvance: attached != nil && Bool.random(using: &random),
      requiredApprovers: Int.random(in: 1...2, using: &random))
    try await call(actor, EntityID(high: 0, low: 0)) { cases, _ in _ = try cases.createTask(body) }
  }

  private mutating func decide(_ actor: Actor, _ task: EntityID?, _ decision: TaskDecision) async throws {
    let grace = [0, 0, 5, 60].randomElement(using: &random) ?? 0
    var data: [String: JSONValue] = [:]
    if decision == .deferred, Bool.random(using: &random) {
      data["until"] = .string(bench.clock.now.adding(minutes: 20).description)
    }
    let body = CompleteTaskBody(decision: decision, notes: "n", decisionData: data, graceSeconds: grace)
    try await call(actor, task) { _ = try $0.completeTask($1, body, ifMatch: nil) }
  }

  private mutating func bulk(_ actor: Actor) async throws {
    var ids: [EntityID] = [Sample.id(99)]
    for _ in 0..<4 { if let id = try await anyTask() { ids.append(id) } }
    let action = BulkAction.declared.randomElement(using: &random) ?? .approve
    let body = BulkTaskBody(action: action, taskIds: ids, notes: "n")
    try await call(actor, ids[0]) { cases, _ in _ = try cases.bulkTasks(body) }
  }

  private mutating func reprioritise(_ actor: Actor, _ task: EntityID?) async throws {
    let priority = Priority.declared.randomElement(using: &random)
    try await call(actor, task) { _ = try $0.updateTask($1, UpdateTaskBody(priority: priority)) }
  }

  /// The rarer turns in the life of a pipeline.
  private mutating func turn(_ actor: Actor, _ pipeline: EntityID?) async throws {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: try await call(actor, pipeline) { try $0.deletePipeline($1, archive: true) }
    case 1, 2, 3: try await call(actor, pipeline) { _ = try $0.failPipeline($1, FailPipelineBody(reason: "r")) }
    case 4, 5, 6: try await call(actor, pipeline) { _ = try $0.retryPipeline($1, RetryPipelineBody()) }
    case let turn:
      let status: PipelineStatus = turn == 7 ? .paused : .active
      try await call(actor, pipeline) {
        _ = try $0.updatePipeline($1, UpdatePipelineBody(status: status), ifMatch: nil)
      }
    }
  }

  private mutating func pass() async throws {
    bench.clock.advance(seconds: Double([1, 5, 61, 1000, 8000].randomElement(using: &random) ?? 1))
    _ = try await bench.engine.runDue(now: bench.clock.now)
  }
}

@Suite struct RandomStories {
  @Test("invariants hold under random calls", arguments: StoreFactory.all, [1, 2, 3, 4, 5, 6] as [UInt64])
  func invariants(factory: StoreFactory, seed: UInt64) async throws {
    let bench = try await Bench(try factory.make())
    var story = RandomStory(bench, seed: seed)
    for number in 1...300 {
      try await story.step()
      guard number % 50 == 0 else { continue }
      let image = try await StoreImage.of(bench.store, now: bench.clock.now)
      try Invariants.check(image, told: bench.log.all, "seed \(seed), step \(number)")
    }
    // A story in which nearly everything is refused would prove nothing.
    #expect(story.done > 80 && story.refused > 20, "done \(story.done), refused \(story.refused)")
    #expect(try await bench.store.read { try $0.auditBreak() } == nil)
    await bench.store.close()
  }

  @Test("two stores that hear the same story show the same", arguments: [11, 12, 13] as [UInt64])
  func twins(seed: UInt64) async throws {
    var images: [StoreImage] = []
    for factory in StoreFactory.all {
      let bench = try await Bench(try factory.make())
      var story = RandomStory(bench, seed: seed)
      for _ in 1...200 { try await story.step() }
      var image = try await StoreImage.of(bench.store, now: bench.clock.now)
      image.stats.avgWaitTimeMinutes = (image.stats.avgWaitTimeMinutes * 1000).rounded() / 1000
      images.append(image)
      await bench.store.close()
    }
    #expect(images.allSatisfy { $0 == images[0] })
  }
}
