// The effects of a move: the record that ends, the one that begins, the gate that opens, the events that tell.
// Nothing here refuses: whoever calls has checked, and a decision that takes effect must take effect.
import FactoryContracts

extension UseCases {
  /// The record of the stay that goes on.
  func currentRecord(_ pipeline: Pipeline) throws -> PipelineStageRecord? {
    try StageJudge(tx).currentRecord(pipeline)
  }

  func record(of pipeline: Pipeline, at stage: PipelineStage, requiresApproval: Bool) -> PipelineStageRecord {
    let rules = PipelineRules(pipeline)
    let isEnd = stage == .published
    return PipelineStageRecord(
      id: newID(), pipelineId: pipeline.id, stageName: stage, stageOrder: stage.order,
      status: isEnd ? .completed : .active, requiresApproval: requiresApproval,
      approvalType: rules.approvalType(stage), autoAdvance: rules.autoAdvance(stage),
      validationRules: rules.rules(stage), enteredAt: now, completedAt: isEnd ? now : nil,
      durationSeconds: isEnd ? 0 : nil, createdAt: now)
  }

  func endRecord(_ pipeline: Pipeline, as status: StageStatus) throws {
    guard var record = try currentRecord(pipeline) else { return }
    record.status = status
    record.completedAt = now
    record.durationSeconds = record.enteredAt.map { max(0, now.seconds(since: $0)) }
    try tx.update(record)
  }

  /// Ends the current stay and begins the next; opens the gate there, or walks on where the gate passes by itself.
  /// - Parameter asked: somebody asked for it by name, so a human other than that one decides, whatever the config says (R19).
  func enter(
    _ stage: PipelineStage, _ old: Pipeline, leaving: StageStatus, _ action: String, notes: String? = nil,
    _ metadata: [String: JSONValue] = [:], asked: Bool = false, edit: (inout Pipeline) -> Void = { _ in }
  ) throws -> StageMove {
    let left = try stay(old)
    try endRecord(old, as: leaving)
    try closeOwn(old, left, entering: stage)
    let pipeline = try change(old, action, metadata: metadata) {
      $0.currentStage = stage
      $0.status = stage == .published ? .completed : $0.status
      $0.completedAt = stage == .published ? now : nil
      edit(&$0)
    }
    if old.currentStage != stage { try emit(.pipelineStageChanged(stageChanged(old, stage))) }
    if stage == .published { try emit(.pipelineCompleted(PipelinePayload(pipeline: pipeline))) }
    let gate = PipelineRules(pipeline).gate(stage)
    let asks = try gate != nil && (asked || !passesByItself(pipeline, stage))
    let record = record(of: pipeline, at: stage, requiresApproval: asks)
    try tx.insert(record)
    var move = StageMove(pipeline: pipeline, record: record, tasks: [])
    if let gate, asks {
      move.tasks = [try openGate(gate, pipeline, notes: notes, asked: asked)]
    } else if gate != nil, let next = stageAfterGate(stage) {
      move = try enter(next, pipeline, leaving: .completed, "pipeline.advanced", notes: notes, ["auto": true])
    } else {
      try beginWork(pipeline)
    }
    return move
  }

  /// What belonged to the stay that ends: the question why it did not end, and its jobs. The job that waits at intake is
  /// scaffolding's too.
  private func closeOwn(_ old: Pipeline, _ left: [EntityID], entering stage: PipelineStage) throws {
    try closeTasks(of: old.id, "The pipeline moved on.") { $0.key == OwnKey.held(old.id) }
    if old.currentStage == .intake, stage == .scaffolding { return }
    try cancelJobs(of: old.id, "the pipeline moved to \(stage.rawValue)") { job in
      (stage == .published && !job.isRollback) || job.stageRecordId.map { left.contains($0) } ?? false
    }
  }

  private func stageChanged(_ old: Pipeline, _ stage: PipelineStage) -> PipelineStageChangedPayload {
    PipelineStageChangedPayload(
      pipelineId: old.id, pipelineName: old.name, fromStage: old.currentStage, toStage: stage,
      triggeredBy: actor.id)
  }

  /// Where an approved gate leads at once: review into staging; deploys are awaited where they are (ruling R13).
  func stageAfterGate(_ stage: PipelineStage) -> PipelineStage? { stage == .review ? .staging : nil }

  /// `auto` passes when the stage's rules hold, `conditional` also asks for low risk (ruling R45).
  private func passesByItself(_ pipeline: Pipeline, _ stage: PipelineStage) throws -> Bool {
    let rules = PipelineRules(pipeline)
    let type = rules.approvalType(stage)
    guard type == .auto || (type == .conditional && PipelineRules.isLowRisk(stage)) else { return false }
    return RuleCheck.failures(rules.rules(stage), try evidence(pipeline)).isEmpty
  }
}

// MARK: - Gates

extension UseCases {
  /// The gate's task and its approval, in the transaction of the entry (ruling R11).
  func openGate(_ gate: GateKind, _ pipeline: Pipeline, notes: String?, asked: Bool = false) throws -> FactoryTask {
    let rules = PipelineRules(pipeline)
    let required = rules.requiredApprovers
    var context = TaskContext(summary: summary(pipeline, notes: notes))
    context.testResults = try lastTests(pipeline)
    context.testResults?.failureDetails = nil
    try attachWork(&context, pipeline, withChange: pipeline.currentStage == .review)
    try attachChecklist(&context, pipeline)
    let task = try add(
      question(
        pipeline, gate.task, gate.title(of: pipeline), context, asked: asked || rules.fourEyes, required: required))
    let approval = Approval(
      id: newID(), taskId: task.id, pipelineId: pipeline.id, stageName: pipeline.currentStage, type: gate.approval,
      requiredApprovers: required, createdAt: now, version: 1)
    try tx.insert(approval)
    try audit(
      "approval.requested", "approval", approval.id, pipeline: pipeline.id,
      changes: ApprovalFields.created(approval), metadata: ["taskId": .id(task.id)])
    try emit(.approvalPending(ApprovalPayload(approval: approval)), task: task.id)
    try emitBlocked(pipeline, task, "waits for “\(task.title)”")
    return task
  }

  /// A task that the factory itself asks about a pipeline. Only under four eyes does the mover count as the asker (ruling R19).
  func question(
    _ pipeline: Pipeline, _ type: TaskType, _ title: String, _ context: TaskContext, asked: Bool, required: Int = 1,
    key: String? = nil
  ) -> FactoryTask {
    FactoryTask(
      id: newID(), pipelineId: pipeline.id, stageName: pipeline.currentStage, type: type,
      title: String(title.prefix(300)), context: context, priority: pipeline.priority,
      assigneeId: pipeline.assigneeId, slaDeadline: settings.deadline(pipeline.priority, from: now),
      blocksStageAdvance: true, blocksPipelineId: pipeline.id, createdAt: now, updatedAt: now, version: 1,
      requiredApprovers: required, currentApprovers: 0, createdBy: asked ? actor.id : nil,
      createdByName: asked ? actor.name : nil, key: key)
  }

  func emitBlocked(_ pipeline: Pipeline, _ task: FactoryTask, _ reason: String) throws {
    try emit(
      .pipelineBlocked(
        PipelineBlockedPayload(
          pipelineId: pipeline.id, pipelineName: pipeline.name, blockedAt: pipeline.currentStage, reason: reason,
          taskId: task.id)),
      task: task.id)
  }

  private func summary(_ pipeline: Pipeline, notes: String?) -> String {
    var text = "\(pipeline.name) (\(pipeline.platform)) reached \(pipeline.currentStage.rawValue)."
    if let notes, !notes.isEmpty { text += " \(notes)" }
    if let rework = pipeline.metadata["rework"]?["reason"]?.string { text += " It was sent back before: \(rework)" }
    return text
  }
}
