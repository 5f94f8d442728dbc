// What keeps pipelines from advancing, as a table of situations (rulings R35, R36, R53). Over both stores.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct BlockerTests {
  private static func rows(_ bench: Bench, _ id: EntityID? = nil) async throws -> [BlockerInfo] {
    let (settings, now) = (bench.engine.settings, bench.clock.now)
    return try await bench.store.read { reader in
      let blockers = try Blockers(reader, settings: settings, now: now)
      return try id.map { try blockers.all(of: $0) } ?? blockers.all()
    }
  }

  /// `type: reason` of every row.
  private static func reasons(_ bench: Bench, _ id: EntityID? = nil) async throws -> [String] {
    try await rows(bench, id).map { "\($0.blockerType.rawValue): \($0.blockReason)" }
  }

  @Test("a pipeline on its way has none; an open gate is one, with how long it waits", arguments: StoreFactory.all)
  func gates(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let free = try await bench.pipeline(at: .building)
    #expect(try await Self.rows(bench).isEmpty)
    let held = try await bench.pipeline(at: .review)
    let gate = try #require(try await bench.openTasks(held.id).first)
    bench.clock.advance(minutes: 90)
    let row = try #require(try await Self.rows(bench).first)
    #expect(row.blockerType == .task && row.entityId == gate.id && row.title == gate.title)
    #expect(row.pipelineId == held.id && row.pipelineName == held.name && row.priority == held.priority)
    #expect(row.hoursBlocked == 1.5 && row.blockReason == "it waits for a decision")
    #expect(row.suggestedAction?.contains(gate.id.short) == true)
    #expect(try await Self.rows(bench).count == 1)
    #expect(try await Self.rows(bench, free.id).isEmpty)
    #expect(try await Self.rows(bench, held.id) == [row])
    try await bench.approve(gate.id, Bench.olga)
    // The review's approval opened the gate of staging.
    #expect(try await Self.reasons(bench, held.id) == ["task: it waits for a decision"])
    await bench.store.close()
  }

  @Test(
    "a suggestion says what was done before in such a case, of the same pipeline first", arguments: StoreFactory.all)
  func precedents(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let first = try await bench.pipeline(at: .review).id
    let gate = try #require(try await bench.openTasks(first).first)
    #expect(
      try await Self.rows(bench).first?.suggestedAction?.contains("Before") == false, "nobody decided anything yet")
    bench.clock.advance(minutes: 1)
    try await bench.reject(gate.id, Bench.ada, "No retry.\nAt all.")
    bench.clock.advance(minutes: 180)
    let second = try await bench.pipeline(at: .review).id
    let other = try #require(try await Self.rows(bench, second).first)
    #expect(
      other.suggestedAction?.contains("Before, “\(gate.title)” (3 h ago), Ada rejected it: “No retry. At all.”") == true
    )
    try await bench.approve(try #require(try await bench.openTasks(second).first).id, Bench.cleo)
    bench.clock.advance(minutes: 5)
    // What the same pipeline's people said counts more than what is newer elsewhere.
    try await bench.drive(first, to: .review)
    let again = try #require(try await Self.rows(bench, first).first)
    #expect(again.suggestedAction?.contains("Before, of this pipeline (3 h ago), Ada rejected it") == true)
    // Another kind of question is no such case.
    let staging = try #require(try await Self.rows(bench, second).first)
    #expect(staging.suggestedAction?.contains("Before") == false)
    await bench.store.close()
  }

  @Test("rules that do not hold, conditions, a stop, a failure", arguments: StoreFactory.all)
  func stages(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .testing, config: ["coverageThreshold": 80]).id
    #expect(try await Self.reasons(bench) == ["stage: no test run is known, 80 % coverage is asked for"])
    let tests: JSONValue = ["total": 5, "passed": 5, "failed": 0, "coveragePercent": 91]
    try await bench.run(Bench.ben) { cases in
      _ = try cases.updatePipeline(id, UpdatePipelineBody(metadata: ["lastTestRun": tests]), ifMatch: nil)
    }
    #expect(try await Self.rows(bench).isEmpty)
    try await bench.run(Bench.ben) { _ = try $0.advanceStage(id, AdvanceStageBody()) }
    let gate = try #require(try await bench.openTasks(id).first).id
    let approval = try await bench.approval(task: gate).id
    let body = ApproveBody(conditions: ["write the runbook", "name an owner"])
    try await bench.run(Bench.olga) { _ = try $0.approve(approval, body, ifMatch: nil) }
    #expect(
      try await Self.reasons(bench).sorted() == [
        "dependency: it is still open: name an owner", "dependency: it is still open: write the runbook",
        "task: it waits for a decision",
      ])
    try await bench.run(Bench.olga) { _ = try $0.meetCondition(approval, 0, note: "done") }
    #expect(try await Self.reasons(bench).count == 2)
    try await bench.run(Bench.ben) { cases in
      _ = try cases.updatePipeline(id, UpdatePipelineBody(status: .paused), ifMatch: nil)
    }
    #expect(try await Self.reasons(bench).contains("stage: the pipeline is paused"))
    try await bench.run(Bench.ben) { _ = try $0.failPipeline(id, FailPipelineBody(reason: "no disk")) }
    #expect(try await Self.reasons(bench).filter { $0.hasPrefix("task") } == ["task: it waits for a decision"])
    for task in try await bench.openTasks(id) { try await bench.approve(task.id, Bench.olga) }
    #expect(try await Self.reasons(bench).contains("stage: the pipeline failed: no disk"))
    try await bench.run(Bench.olga) { try $0.deletePipeline(id, archive: true) }
    #expect(try await Self.rows(bench).isEmpty)
    #expect(try await Self.rows(bench, id).isEmpty)
    await bench.store.close()
  }

  @Test("a gate that nobody can pass any more says so", arguments: StoreFactory.all)
  func unsatisfiable(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .testing, config: ["requiredApprovers": 3]).id
    try await bench.run(Bench.ben) { _ = try $0.advanceStage(id, AdvanceStageBody()) }
    let gate = try #require(try await bench.openTasks(id).first).id
    #expect(try await Self.reasons(bench) == ["task: 0 of 3 approvals were given"])
    try await bench.approve(gate, Bench.ada)
    #expect(try await Self.reasons(bench) == ["task: 1 of 3 approvals were given"])
    for person in [Bench.ben, Bench.cleo] { try await bench.run(.system) { try $0.disableUser(person.id) } }
    #expect(try await Self.reasons(bench) == ["task: 2 more approvals are needed, but only 1 person could give one"])
    await bench.store.close()
  }

  @Test("handed up to one owner although two must approve: shown", arguments: StoreFactory.all)
  func handedUpBeyondReach(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.pipeline(at: .testing, config: ["requiredApprovers": 2]).id
    try await bench.run(Bench.ben) { _ = try $0.advanceStage(id, AdvanceStageBody()) }
    let gate = try #require(try await bench.openTasks(id).first).id
    let up = CompleteTaskBody(decision: .escalated, notes: "Above me.")
    try await bench.run(Bench.cleo) { _ = try $0.completeTask(gate, up, ifMatch: nil) }
    #expect(try await Self.reasons(bench) == ["task: 2 more approvals are needed, but only 1 person could give one"])
    await bench.store.close()
  }

  @Test(
    "missed deadlines, of questions that hold nothing too; the most urgent comes first", arguments: StoreFactory.all)
  func deadlines(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let held = try await bench.pipeline(at: .review).id
    let other = try await bench.pipeline(at: .building).id
    let side = try await bench.question(priority: .critical, pipeline: other)
    try await bench.wait(seconds: 30 * 3600)
    let rows = try await Self.rows(bench)
    #expect(rows.first?.entityId == side.id)
    let reasons = rows.map(\.blockReason)
    #expect(reasons.first == "its deadline passed 29 h ago; it does not hold the stage")
    #expect(reasons.contains("it waits for a decision; its deadline passed 6 h ago"))
    #expect(reasons.filter { $0 == "the pipeline's deadline passed 6 h ago" }.count == 2)
    #expect(try await Self.rows(bench, held).count == 2)
    await bench.store.close()
  }

  @Test("an unknown pipeline is 404, a removed one 410")
  func missing() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .building).id
    try await bench.run(Bench.olga) { try $0.deletePipeline(id, archive: false) }
    for (id, code) in [(Sample.id(404), ErrorCode.notFound), (id, .gone)] {
      let error = try await #require(throws: APIError.self) { try await Self.rows(bench, id) }
      #expect(error.code == code)
    }
  }
}
