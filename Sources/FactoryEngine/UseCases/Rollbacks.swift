// Taking back what is deployed: always a decision, whatever the target, and possible as long as the pipeline is there, also when it
// is published or failed (contract §5.2, rulings R19, R46).
// Invariants: only a version that ran at that target and answered there is gone back to; one question for each pipeline at a time.
import FactoryContracts

/// Where a pipeline's metadata keeps the rollback that is asked for.
private enum RollbackWish {
  static let member = "rollback"
  static let task = "task"
  static let from = "from"
}

extension UseCases {
  /// - Throws: 409 when nothing ran there before, or something is under way.
  func rollBack(_ pipeline: Pipeline, _ body: DeployBody) throws -> DeployReply {
    let history = try DeployHistory.read(tx, pipeline.id, body.target)
    if body.dryRun == true {
      reply.status = 200
      return .plan(try rollbackPlan(pipeline, body, history))
    }
    if let open = try openRollback(pipeline) { return .task(open) }
    return .task(try askRollback(pipeline, body, history, to: try aim(pipeline, body, history)))
  }

  private func openRollback(_ pipeline: Pipeline) throws -> FactoryTask? {
    try tx.openTasks(pipeline: pipeline.id).first { $0.key == OwnKey.rollback(pipeline.id) }
  }

  /// The version to go back to.
  private func aim(_ pipeline: Pipeline, _ body: DeployBody, _ history: DeployHistory) throws -> String {
    let target = body.target.rawValue
    if pipeline.status == .paused { try requireActive(pipeline) }
    guard let current = history.current else {
      throw APIError.conflict(
        "Nothing of \(pipeline.name) is known to run at \(target), so nothing can be taken back.", current: "none",
        required: "deployed")
    }
    let others = history.versions.filter { $0 != current }
    guard let version = body.version ?? history.before else {
      throw APIError.conflict(
        "\(current) is the first version at \(target); there is none to go back to.", current: current,
        required: "a version before")
    }
    guard others.contains(version) else {
      let known = others.isEmpty ? "none" : others.suffix(10).joined(separator: ", ")
      let reason = version == current ? "runs there already" : "never ran there"
      throw APIError.conflict(
        "\(version) \(reason); \(target) can go back to: \(known).", current: current, required: known)
    }
    try refuseBusy(pipeline, body.target)
    try refuseUnsatisfiable(pipeline, entering: body.target.stage, asked: true)
    return version
  }

  private func askRollback(
    _ pipeline: Pipeline, _ body: DeployBody, _ history: DeployHistory, to version: String
  ) throws -> FactoryTask {
    let target = body.target.rawValue
    let current = history.current ?? "none"
    let why = body.notes.map { " \($0)" } ?? ""
    let context = TaskContext(
      summary: "\(actor.name) wants \(target) of \(pipeline.name) to go back from \(current) to \(version).\(why)",
      details: DeployChecklist.rollbackText(pipeline, body.target, from: current, to: version))
    var asked = question(
      pipeline, .approval, "Roll back \(target) to \(version): \(pipeline.name)", context, asked: true,
      required: PipelineRules(pipeline).requiredApprovers, key: OwnKey.rollback(pipeline.id))
    asked.stageName = body.target.stage
    // It holds nothing: what goes on meanwhile goes on.
    asked.blocksStageAdvance = false
    asked.blocksPipelineId = nil
    let task = try add(asked)
    try change(pipeline, "pipeline.rollback_asked") {
      $0.metadata[RollbackWish.member] = [
        RollbackWish.task: .id(task.id), JobPayload.target: .string(target), JobPayload.version: .string(version),
        RollbackWish.from: .string(current),
      ]
    }
    return task
  }

  /// The question was decided: approved, the version before is deployed; either way the wish is over.
  func rollBackAsDecided(_ pipeline: Pipeline, _ done: FactoryTask, _ approved: Bool) throws {
    guard let wish = pipeline.metadata[RollbackWish.member], wish[RollbackWish.task] == .id(done.id) else { return }
    // The change is told, so agents learn that there is something to take.
    let after = try change(pipeline, approved ? "pipeline.rolled_back" : "pipeline.rollback_refused") {
      $0.metadata[RollbackWish.member] = nil
    }
    guard approved, pipeline.status != .archived, let name = wish[JobPayload.target]?.string,
      let target = DeployTarget.named(name)
    else { return }
    try queue(
      .deploy, after, stage: target.stage, stay: nil,
      [
        JobPayload.target: .string(name), JobPayload.version: wish[JobPayload.version] ?? .null,
        JobPayload.rollback: true,
      ])
  }

  private func rollbackPlan(
    _ pipeline: Pipeline, _ body: DeployBody, _ history: DeployHistory
  ) throws -> DeployPlan {
    let version = body.version ?? history.before ?? "none"
    var steps: [String] = []
    var blockers: [String] = []
    do {
      _ = try aim(pipeline, body, history)
      if let open = try openRollback(pipeline) { blockers.append("“\(open.title)” waits for a decision already.") }
      steps = [
        "a human decides",
        "\(version) is deployed to \(body.target.rawValue) in place of \(history.current ?? "none")",
        "its health is checked",
      ]
    } catch let refusal as APIError {
      blockers.append(refusal.message)
    }
    return DeployPlan(
      pipelineId: pipeline.id, target: body.target, version: version, currentVersion: history.current,
      currentStage: pipeline.currentStage, requiresApproval: true, steps: blockers.isEmpty ? steps : [],
      blockers: blockers)
  }
}

extension DeployTarget {
  /// The stage whose gate it stands behind.
  var stage: PipelineStage { self == .production ? .production : .staging }
}
