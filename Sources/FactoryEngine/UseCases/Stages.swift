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
    try checkAdvance(body)
    try requireActive(pipeline)
    let move = try StageTransitions.resolve(from: pipeline.currentStage, target: body.targetStage)
    try refuseOpenGate(pipeline, skips: skips)
    if !skips { try refuseFailedRules(pipeline) }
    try refuseUnsatisfiable(pipeline, entering: move.to)
    if move.to == .published { try refuseOpenConditions(pipeline) }
    let metadata: [String: JSONValue] = ["notes": .text(body.notes), "skipValidation": .bool(skips)]
    let end = try enter(move.to, pipeline, leaving: .completed, "pipeline.advanced", notes: body.notes, metadata)
    return AdvanceStageReply(stage: end.record, tasksCreated: end.tasks)
  }

  private func checkAdvance(_ body: AdvanceStageBody) throws {
    var problems = Problems()
    problems.known("targetStage", body.targetStage)
    problems.text("notes", optional: body.notes, max: 20_000)
    try problems.check()
  }

  func requireActive(_ pipeline: Pipeline) throws {
    guard pipeline.status != .active else { return }
    throw APIError.conflict(
      "Pipeline \(pipeline.slug) is \(pipeline.status.rawValue).", current: pipeline.status.rawValue,
      required: PipelineStatus.active.rawValue)
  }

  /// Open gates and blocking tasks hold a pipeline, for administrators too (rulings R15, R44).
  private func refuseOpenGate(_ pipeline: Pipeline, skips: Bool) throws {
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

  private func refuseFailedRules(_ pipeline: Pipeline) throws {
    let failures = try ruleFailures(pipeline, leaving: pipeline.currentStage)
    guard !failures.isEmpty else { return }
    let rows = failures.map { JSONValue.object(["rule": .string($0.rule.rawValue), "message": .string($0.message)]) }
    throw APIError.conflict(
      "\(pipeline.currentStage.rawValue) cannot be left: " + failures.map(\.message).joined(separator: "; ") + ".",
      current: pipeline.currentStage.rawValue, required: "valid", details: ["failedRules": .array(rows)])
  }

  /// A gate that nobody could pass is refused when it would be made (ruling R36).
  private func refuseUnsatisfiable(_ pipeline: Pipeline, entering stage: PipelineStage) throws {
    guard let sentence = try unsatisfiable(pipeline, entering: stage) else { return }
    throw APIError.conflict(
      sentence, current: pipeline.currentStage.rawValue, required: pipeline.currentStage.rawValue)
  }

  /// Why nobody could pass the gate of that stage; nil when somebody can, or there is none.
  func unsatisfiable(_ pipeline: Pipeline, entering stage: PipelineStage) throws -> String? {
    let rules = PipelineRules(pipeline)
    guard rules.gate(stage) != nil else { return nil }
    var problems = Problems()
    let asker = rules.fourEyes ? actor.id : nil
    try checkSatisfiable("config.requiredApprovers", rules.requiredApprovers, asker: asker, &problems)
    return problems.found.first?.message
  }

  func ruleFailures(_ pipeline: Pipeline, leaving stage: PipelineStage) throws -> [RuleFailure] {
    let record = try currentRecord(pipeline)
    let rules = record?.stageName == stage ? record?.validationRules ?? [] : PipelineRules(pipeline).rules(stage)
    return rules.isEmpty ? [] : RuleCheck.failures(rules, try evidence(pipeline))
  }

  func evidence(_ pipeline: Pipeline) throws -> StageEvidence {
    StageEvidence(
      tests: try lastTests(pipeline), approvals: try approvals(of: pipeline, .approved).count,
      metadata: pipeline.metadata, work: try work(pipeline), assets: try tx.assetTypes(pipeline: pipeline.id))
  }

  /// Of the newest task that brought some, or the test job that reported later; else what someone put into
  /// `metadata.lastTestRun`.
  func lastTests(_ pipeline: Pipeline) throws -> TestResults? {
    let task = try tx.latestTestTask(pipeline: pipeline.id)
    let reported = pipeline.metadata["lastTestRun"]?["at"]?.string.flatMap { Timestamp($0) }
    if let task, let tests = task.context.testResults, reported.map({ $0 < task.createdAt }) ?? true { return tests }
    guard let run = pipeline.metadata["lastTestRun"], let total = run["total"]?.int else { return nil }
    return TestResults(
      total: total, passed: run["passed"]?.int ?? 0, failed: run["failed"]?.int ?? 0,
      skipped: run["skipped"]?.int ?? 0, coveragePercent: run["coveragePercent"]?.double ?? 0)
  }

  func approvals(of pipeline: Pipeline, _ status: ApprovalStatus) throws -> [Approval] {
    var query = ApprovalQuery()
    query.pipelineId = pipeline.id
    query.status = status
    var found: [Approval] = []
    var page = PageRequest(limit: 100)
    repeat {
      let answer = try tx.approvals(query, page)
      found += try answer.rows.map { try FactoryJSON.decode(Approval.self, from: $0) }
      page.cursor = answer.nextCursor
    } while page.cursor != nil
    return found
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
