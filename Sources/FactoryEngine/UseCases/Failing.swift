// A pipeline that failed and the way back: a fix task, and an approval before the stage is entered again
// (contract Appendix A, rulings R10 and R46).
import FactoryContracts

/// Keys of the tasks that the factory asks by itself; clients cannot use the prefix.
enum OwnKey {
  static let prefix = "factory:"
  static func fix(_ pipeline: EntityID) -> String { prefix + "fix:\(pipeline)" }
  static func retry(_ pipeline: EntityID) -> String { prefix + "retry:\(pipeline)" }
  /// The work of a stage is done and something keeps the pipeline there.
  static func held(_ pipeline: EntityID) -> String { prefix + "held:\(pipeline)" }
  /// Somebody wants to deploy once more.
  static func deploy(_ pipeline: EntityID) -> String { prefix + "deploy:\(pipeline)" }
  /// Somebody wants what is deployed taken back.
  static func rollback(_ pipeline: EntityID) -> String { FactoryTask.rollbackKey + "\(pipeline)" }
}

extension UseCases {
  package func failPipeline(_ id: EntityID, _ body: FailPipelineBody) throws -> Pipeline {
    let old = try pipeline(id)
    try refuseArchived(old)
    var problems = Problems()
    problems.text("reason", body.reason, max: FieldLimits.notes)
    try problems.check()
    guard old.status == .active || old.status == .paused else {
      throw APIError.conflict(
        "Pipeline \(old.slug) is \(old.status.rawValue).", current: old.status.rawValue,
        required: PipelineStatus.active.rawValue)
    }
    return try fail(old, body.reason)
  }

  /// Whatever stood open at the stage ends with it, jobs too (ruling R10); what is deployed can still be taken back.
  func fail(_ old: Pipeline, _ reason: String) throws -> Pipeline {
    try closeTasks(of: old.id, "The pipeline failed.") {
      try !$0.isRollback && ($0.isOwn || tx.approval(task: $0.id) != nil)
    }
    try cancelJobs(of: old.id, "the pipeline failed") { !$0.isRollback }
    try endRecord(old, as: .failed)
    let failure: JSONValue = [
      "reason": .string(reason), "stage": .string(old.currentStage.rawValue), "at": .time(now),
    ]
    let pipeline = try change(old, "pipeline.failed", metadata: ["reason": .string(reason)]) {
      $0.status = .failed
      $0.metadata["failure"] = failure
    }
    try emit(.pipelineFailed(PipelinePayload(pipeline: pipeline)))
    var context = TaskContext(
      summary: "\(old.name) failed at \(old.currentStage.rawValue): \(reason)".prefixed(10_000))
    try attachWork(&context, pipeline, withChange: false)
    let task = try add(
      question(pipeline, .fixRequired, "Fix \(old.name)", context, asked: false, key: OwnKey.fix(old.id)))
    try emitBlocked(pipeline, task, "failed: \(reason)")
    return pipeline
  }

  /// Asks whether the failed stage may be entered again; a second call while it is open finds the same question.
  package func retryPipeline(_ id: EntityID, _ body: RetryPipelineBody) throws -> RetryPipelineReply {
    let pipeline = try pipeline(id)
    try refuseArchived(pipeline)
    var problems = Problems()
    problems.text("notes", optional: body.notes, max: FieldLimits.retryNotes)
    try problems.check()
    guard pipeline.status == .failed else {
      throw APIError.conflict(
        "Pipeline \(pipeline.slug) did not fail.", current: pipeline.status.rawValue,
        required: PipelineStatus.failed.rawValue)
    }
    if let open = try tx.openTasks(pipeline: id).first(where: { $0.key == OwnKey.retry(id) }) {
      return RetryPipelineReply(task: open)
    }
    let notes = body.notes.map { " " + $0 } ?? ""
    let context = TaskContext(
      summary: "\(pipeline.name) failed at \(pipeline.currentStage.rawValue) and would enter it again.\(notes)")
    let task = try add(
      question(
        pipeline, .approval, "Retry \(pipeline.currentStage.rawValue): \(pipeline.name)", context,
        asked: PipelineRules(pipeline).fourEyes, key: OwnKey.retry(id)))
    try emitBlocked(pipeline, task, "waits for “\(task.title)”")
    return RetryPipelineReply(task: task)
  }

  /// The approved retry: the stage that failed is entered once more and the fix counts as done.
  func reenter(_ old: Pipeline) throws {
    guard old.status == .failed else { return }
    try closeTasks(of: old.id, "The stage is entered again.") { $0.key == OwnKey.fix(old.id) }
    _ = try enter(old.currentStage, old, leaving: .failed, "pipeline.retried") { $0.status = .active }
  }
}

extension String {
  func prefixed(_ count: Int) -> String { utf8.count <= count ? self : String(prefix(count)) }
}
