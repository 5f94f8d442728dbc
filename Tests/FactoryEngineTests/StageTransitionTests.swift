// The stage matrix of the contract's Appendix A, row by row, and the rules for leaving a stage.
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct StageTransitionTests {
  struct Row: Sendable, CustomStringConvertible {
    let from: PipelineStage
    let to: PipelineStage
    let task: TaskType?
    let approval: ApprovalType?
    var description: String { "\(from.rawValue) → \(to.rawValue)" }
  }

  static let matrix = [
    Row(from: .intake, to: .scaffolding, task: nil, approval: nil),
    Row(from: .scaffolding, to: .building, task: nil, approval: nil),
    Row(from: .building, to: .testing, task: nil, approval: nil),
    Row(from: .testing, to: .review, task: .review, approval: .codeReview),
    Row(from: .review, to: .staging, task: .approval, approval: .deploy),
    Row(from: .staging, to: .production, task: .approval, approval: .deploy),
    Row(from: .production, to: .published, task: nil, approval: nil),
  ]

  @Test("every move of the matrix creates what the contract says", arguments: matrix)
  func moves(row: Row) async throws {
    let bench = try await Bench()
    let pipeline = try await bench.pipeline(at: row.from)
    let id = pipeline.id
    for gate in try await bench.openTasks(id) { try await bench.approve(gate.id, Bench.olga) }
    // An approved review walks on by itself (ruling R13).
    if row.from != .review { try await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) } }
    #expect(try await bench.pipeline(id).currentStage == row.to)
    let open = try await bench.openTasks(id)
    #expect(open.map(\.type) == (row.task.map { [$0] } ?? []))
    for task in open { #expect(try await bench.approval(task: task.id).type == row.approval) }
    #expect(try await bench.pipeline(id).status == (row.to == .published ? .completed : .active))
  }

  @Test("every other pair of stages is refused with both states", arguments: PipelineStage.declared)
  func refusesOthers(from: PipelineStage) throws {
    for target in PipelineStage.declared where target != from.next {
      let error = #expect(throws: APIError.self) { try StageTransitions.resolve(from: from, target: target) }
      #expect(error?.code == .conflict)
      #expect(error?.details?["currentState"] == .string(from.rawValue))
      #expect(error?.details?["requiredState"]?.string != nil)
    }
    if from != .published { #expect(try StageTransitions.resolve(from: from, target: nil).to == from.next) }
  }

  @Test("a refused target moves nothing")
  func refusedTargetMovesNothing() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .building).id
    let before = try await bench.store.read { (try $0.seq(), try $0.pipeline(id)) }
    let body = AdvanceStageBody(targetStage: .production)
    #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, body) } == 409)
    let after = try await bench.store.read { (try $0.seq(), try $0.pipeline(id)) }
    #expect(before == after)
  }

  @Test("validation rules are judged by what the store has")
  func validationRules() {
    let good = TestResults(total: 10, passed: 10, failed: 0, skipped: 0, coveragePercent: 85)
    let bad = TestResults(total: 10, passed: 8, failed: 2, skipped: 0, coveragePercent: 60)
    let passing = ValidationRule(type: .testsPassing)
    let coverage = ValidationRule(type: .testCoverage, config: ["minPercent": 80])
    let count = ValidationRule(type: .approvalCount, config: ["min": 2])
    let asset = ValidationRule(type: .requiredAsset, config: ["assetType": "readme"])
    let custom = ValidationRule(type: .custom, config: ["name": "licence"])
    let rows: [(ValidationRule, StageEvidence, Bool)] = [
      (passing, StageEvidence(tests: good), true), (passing, StageEvidence(tests: bad), false),
      (passing, StageEvidence(), false), (StageTransitions.passingWhereKnown, StageEvidence(), true),
      (StageTransitions.passingWhereKnown, StageEvidence(tests: bad), false),
      (coverage, StageEvidence(tests: good), true), (coverage, StageEvidence(tests: bad), false),
      (coverage, StageEvidence(), false), (count, StageEvidence(approvals: 1), false),
      (count, StageEvidence(approvals: 2), true), (asset, StageEvidence(tests: good, approvals: 9), false),
      (custom, StageEvidence(metadata: ["checks": ["licence": true]]), true),
      (custom, StageEvidence(metadata: ["checks": ["licence": false]]), false), (custom, StageEvidence(), false),
    ]
    for (rule, evidence, holds) in rows {
      #expect(RuleCheck.failures([rule], evidence).isEmpty == holds, "\(rule) against \(evidence)")
    }
  }

  @Test("failed rules refuse the move and are named; only an administrator skips them")
  func failedRules() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .testing, config: ["coverageThreshold": 90]).id
    let body = CreateTaskBody(pipelineId: id, type: .review, title: "Tests ran", context: Sample.evidence())
    try await bench.run(Bench.ben) { try $0.createTask(body).created }
    let refusal = try #require(try await bench.refusal(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) })
    #expect(refusal.code == .conflict)
    let rules = refusal.details?["failedRules"]?.array?.compactMap { $0["rule"]?.string }
    #expect(rules == ["tests_passing", "test_coverage"])
    let skip = AdvanceStageBody(skipValidation: true, notes: "The measuring is broken, see the log.")
    #expect(try await bench.code(Bench.ben) { try $0.advanceStage(id, skip) } == 403)
    // Only with a reason, which stays on record with what was skipped.
    let silent = AdvanceStageBody(skipValidation: true, notes: " ")
    #expect(try await bench.refusal(Bench.olga) { try $0.advanceStage(id, silent) }?.field == "notes")
    #expect(try await bench.code(Bench.olga) { try $0.advanceStage(id, skip) } == nil)
    let row = try await bench.entry(id, "pipeline.advanced")
    #expect(row.metadata["notes"] == "The measuring is broken, see the log.")
    #expect(row.metadata["skippedRules"]?.array?.compactMap { $0["rule"]?.string } == rules)
    #expect(try await bench.pipeline(id).currentStage == .review)
    // Never an open gate (ruling R15).
    #expect(try await bench.code(Bench.olga) { try $0.advanceStage(id, skip) } == 409)
  }

  @Test("slugs are URL-safe and unique")
  func slugs() {
    let rows = [
      ("Shop Sync", "shop-sync"), ("  --Ünï  code!! ", "n-code"), ("", "pipeline"), ("!!!", "pipeline"),
      (String(repeating: "a", count: 99), String(repeating: "a", count: 60)),
    ]
    for (name, slug) in rows { #expect(Slug.make(name) == slug) }
    #expect(Slug.unique("Shop") { ["shop", "shop-2"].contains($0) } == "shop-3")
  }
}
