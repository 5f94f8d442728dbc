// What moves a pipeline by itself: a stage's work begins when the stage may be worked on, and the stage is left when the work
// succeeded and nothing holds it (contract Appendix A, rulings R13, R35, R36, R45).
// Invariant: calling this at any time and twice does nothing that was not due.
import FactoryContracts

extension UseCases {
  func stay(_ pipeline: Pipeline) throws -> [EntityID] { try StageJudge(tx).stay(pipeline) }

  func work(_ pipeline: Pipeline) throws -> [JobKind: JobStatus] { try StageJudge(tx).work(pipeline) }

  /// Queues the stage's work where it is not under way and not done.
  func beginWork(_ pipeline: Pipeline) throws {
    let stage = pipeline.currentStage
    guard let kind = StageWork.jobs(of: stage).first else { return }
    switch try work(pipeline)[kind] {
    case .queued, .running, .succeeded: return
    case .failed, .canceled, .unknown, nil: break
    }
    try queue(
      kind, pipeline, stage: stage == .intake ? .scaffolding : stage, stay: try stay(pipeline).last,
      try workPayload(kind, pipeline))
  }

  private func workPayload(_ kind: JobKind, _ pipeline: Pipeline) throws -> [String: JSONValue] {
    switch kind {
    case .test: return ["testType": "all", "environment": "ci"]
    case .deploy: return try deployPayload(pipeline)
    case .scaffold, .build, .health, .unknown: return pipeline.metadata["rework"].map { ["rework": $0] } ?? [:]
    }
  }

  func deployPayload(_ pipeline: Pipeline) throws -> [String: JSONValue] {
    guard let target = StageWork.target(of: pipeline.currentStage) else { return [:] }
    return [
      JobPayload.target: .string(target.rawValue),
      JobPayload.version: .string(try deployVersion(pipeline, target)),
    ]
  }

  /// The version that somebody asked for, else the one that the latest build named.
  func deployVersion(_ pipeline: Pipeline, _ target: DeployTarget) throws -> String {
    if let wanted = pipeline.metadata[DeployWish.member]?[target.rawValue]?.string { return wanted }
    let build = try tx.latestJob(pipeline: pipeline.id, kind: .build)
    return build?.result?["version"]?.string ?? pipeline.metadata["version"]?.string ?? "latest"
  }

  /// Moves the pipeline as far as it may go by itself.
  func proceed(_ start: Pipeline) throws {
    var pipeline = start
    while let next = try nextByItself(pipeline) {
      pipeline = try enter(next, pipeline, leaving: .completed, "pipeline.advanced", ["auto": true]).pipeline
    }
  }

  /// - Returns: where the pipeline goes by itself; nil when it stays. What is done but held back becomes a question.
  private func nextByItself(_ pipeline: Pipeline) throws -> PipelineStage? {
    guard pipeline.status == .active, let record = try currentRecord(pipeline),
      let next = StageTransitions.transition(from: pipeline.currentStage)?.to, try isReady(pipeline, record),
      try !tx.openTasks(pipeline: pipeline.id).contains(where: \.blocksStageAdvance)
    else { return nil }
    var reasons = try ruleFailures(pipeline, leaving: pipeline.currentStage).map(\.message)
    if next == .published {
      reasons += try openConditions(pipeline).map { "an approval's condition is open: “\($0)”" }
    }
    if let sentence = try unsatisfiable(pipeline, entering: next) { reasons.append(sentence) }
    guard !reasons.isEmpty else { return next }
    try hold(pipeline, reasons)
    return nil
  }

  /// Whether the trigger of the matrix has come: the stage's work succeeded; at intake an agent began it.
  private func isReady(_ pipeline: Pipeline, _ record: PipelineStageRecord) throws -> Bool {
    let kinds = StageWork.jobs(of: pipeline.currentStage)
    guard !kinds.isEmpty else { return false }
    let work = try work(pipeline)
    if pipeline.currentStage == .intake { return work[.scaffold] == .running || work[.scaffold] == .succeeded }
    guard record.autoAdvance, kinds.allSatisfy({ work[$0] == .succeeded }) else { return false }
    return try gateIsPassed(pipeline, record)
  }

  /// The work is done and the stage cannot be left: somebody must know. Deciding the question looks again.
  private func hold(_ pipeline: Pipeline, _ reasons: [String]) throws {
    let key = OwnKey.held(pipeline.id)
    if try tx.openTasks(pipeline: pipeline.id).contains(where: { $0.key == key }) { return }
    let reason = reasons.joined(separator: "; ")
    let stage = pipeline.currentStage.rawValue
    var context = TaskContext(
      summary: ("\(pipeline.name) is done with \(stage) and cannot leave it: \(reason). Approving looks again; "
        + "rejecting sends it back to be worked on.").prefixed(10_000))
    try attachWork(&context, pipeline, withChange: true)
    var asked = question(
      pipeline, .manualAction, "Held at \(stage): \(pipeline.name)", context, asked: false, key: key)
    asked.blocksStageAdvance = false
    asked.blocksPipelineId = nil
    let task = try add(asked)
    try emitBlocked(pipeline, task, reason)
  }
}
