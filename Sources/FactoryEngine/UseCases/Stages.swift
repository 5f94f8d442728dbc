// Moving a pipeline: forward by advance, on by an approved gate, back by a rejected one; failing and retrying
// (contract Appendix A, rulings R10–R15, R35, R46).
import FactoryContracts

/// Where a move ended.
struct StageMove {
  var pipeline: Pipeline
  var record: PipelineStageRecord
  var tasks: [FactoryTask]
}

extension UseCases {
  package func advanceStage(_ id: EntityID, _ body: AdvanceStageBody) throws -> AdvanceStageReply {
    let pipeline = try pipeline(id)
    let skips = body.skipValidation == true
    if skips, !actor.isAdministrator {
      throw APIError.forbidden("Only an owner or admin skips the validation of a stage.")
    }
    try refuseArchived(pipeline)
    try checkAdvance(body, skips: skips)
    try requireActive(pipeline)
    let move = try StageTransitions.resolve(from: pipeline.currentStage, target: body.targetStage)
    try refuseOpenGate(pipeline, skips: skips)
    let failures = try ruleFailures(pipeline, leaving: pipeline.currentStage)
    if !skips { try refuse(failures, pipeline) }
    try refuseUnsatisfiable(pipeline, entering: move.to)
    if move.to == .published { try refuseOpenConditions(pipeline) }
    var metadata: [String: JSONValue] = ["notes": .text(body.notes), "skipValidation": .bool(skips)]
    if skips { metadata["skippedRules"] = .array(failures.map(\.json)) }
    let end = try enter(move.to, pipeline, leaving: .completed, "pipeline.advanced", notes: body.notes, metadata)
    return AdvanceStageReply(stage: end.record, tasksCreated: end.tasks)
  }

  /// Rules are skipped only with a reason that stays on record (ruling R15).
  private func checkAdvance(_ body: AdvanceStageBody, skips: Bool) throws {
    var problems = Problems()
    problems.known("targetStage", body.targetStage)
    if skips {
      problems.text("notes", body.notes ?? "", max: FieldLimits.notes)
    } else {
      problems.text("notes", optional: body.notes, max: FieldLimits.notes)
    }
    try problems.check()
  }

  func requireActive(_ pipeline: Pipeline) throws {
    guard pipeline.status != .active else { return }
    throw APIError.conflict(
      "Pipeline \(pipeline.slug) is \(pipeline.status.rawValue).", current: pipeline.status.rawValue,
      required: PipelineStatus.active.rawValue)
  }

  /// Open gates and blocking tasks hold a pipeline, for administrators too (rulings R15, R44).
  func refuseOpenGate(_ pipeline: Pipeline, skips: Bool) throws {
    let blocking = try tx.openTasks(pipeline: pipeline.id).filter(\.blocksStageAdvance)
    if let first = blocking.first {
      throw APIError.conflict(
        "“\(first.title)” is not decided yet.", current: pipeline.currentStage.rawValue, required: "decided",
        details: ["taskIds": .array(blocking.map { .id($0.id) })])
    }
    guard !skips, try currentRecord(pipeline)?.requiresApproval == true else { return }
    let approval = try tx.latestApproval(pipeline: pipeline.id, stage: pipeline.currentStage)
    guard approval?.status != .approved else { return }
    throw APIError.conflict(
      "The gate at \(pipeline.currentStage.rawValue) was not passed.", current: approval?.status.rawValue ?? "none",
      required: ApprovalStatus.approved.rawValue)
  }

  func refuse(_ failures: [RuleFailure], _ pipeline: Pipeline) throws {
    guard !failures.isEmpty else { return }
    throw APIError.conflict(
      "\(pipeline.currentStage.rawValue) cannot be left: " + failures.map(\.message).joined(separator: "; ") + ".",
      current: pipeline.currentStage.rawValue, required: "valid",
      details: ["failedRules": .array(failures.map(\.json))])
  }

  /// A gate that nobody could pass is refused when it would be made (ruling R36).
  func refuseUnsatisfiable(_ pipeline: Pipeline, entering stage: PipelineStage, asked: Bool = false) throws {
    guard let sentence = try unsatisfiable(pipeline, entering: stage, asked: asked) else { return }
    throw APIError.conflict(
      sentence, current: pipeline.currentStage.rawValue, required: pipeline.currentStage.rawValue)
  }

  /// Why nobody could pass the gate of that stage; nil when somebody can, or there is none.
  func unsatisfiable(_ pipeline: Pipeline, entering stage: PipelineStage, asked: Bool = false) throws -> String? {
    let rules = PipelineRules(pipeline)
    guard rules.gate(stage) != nil else { return nil }
    var problems = Problems()
    let asker = rules.fourEyes || asked ? actor.id : nil
    try checkSatisfiable("config.requiredApprovers", rules.requiredApprovers, asker: asker, &problems)
    return problems.found.first?.message
  }

  func ruleFailures(_ pipeline: Pipeline, leaving stage: PipelineStage) throws -> [RuleFailure] {
    try StageJudge(tx).failures(pipeline, leaving: stage)
  }

  func evidence(_ pipeline: Pipeline) throws -> StageEvidence { try StageJudge(tx).evidence(pipeline) }

  func lastTests(_ pipeline: Pipeline) throws -> TestResults? { try StageJudge(tx).lastTests(pipeline) }

  func approvals(of pipeline: Pipeline, _ status: ApprovalStatus) throws -> [Approval] {
    try StageJudge(tx).approvals(of: pipeline, status)
  }

  func openConditions(_ pipeline: Pipeline) throws -> [String] {
    try approvals(of: pipeline, .approved).flatMap(\.openConditions)
  }

  private func refuseOpenConditions(_ pipeline: Pipeline) throws {
    let open = try openConditions(pipeline)
    guard let first = open.first else { return }
    throw APIError.conflict(
      "An approval's condition is still open: “\(first)”.", current: pipeline.currentStage.rawValue,
      required: "conditions met", details: ["openConditions": .array(open.map { .string($0) })])
  }
}
