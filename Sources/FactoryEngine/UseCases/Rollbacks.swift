// Taking back what is deployed: always a decision, whatever the target, and possible as long as the pipeline is there, also when it
// is published or failed (contract §5.2, rulings R19, R46).
// Invariants: only a version that ran at that target and answered there is gone back to; one question for each pipeline at a time.
import FactoryContracts

/// What a rollback's question asks for, in its key: nobody but the factory writes that, so what was shown is what is done (ruling R32).
private struct RollbackWish {
  let target: DeployTarget
  let version: String

  func key(_ pipeline: EntityID) -> String { "\(OwnKey.rollback(pipeline)):\(target.rawValue):\(version)" }

  init(_ target: DeployTarget, _ version: String) { (self.target, self.version) = (target, version) }

  init?(_ task: FactoryTask, _ pipeline: EntityID) {
    guard let key = task.key, key.hasPrefix(OwnKey.rollback(pipeline) + ":") else { return nil }
    let words = key.dropFirst(OwnKey.rollback(pipeline).count + 1).split(separator: ":", maxSplits: 1)
    guard words.count == 2, let target = DeployTarget.named(String(words[0])) else { return nil }
    self.init(target, String(words[1]))
  }
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
    try tx.openTasks(pipeline: pipeline.id).first { RollbackWish($0, pipeline.id) != nil }
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
    let others = history.ran.filter { $0 != current }
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
      required: PipelineRules(pipeline).requiredApprovers, key: RollbackWish(body.target, version).key(pipeline.id))
    asked.stageName = body.target.stage
    // It holds nothing: what goes on meanwhile goes on.
    asked.blocksStageAdvance = false
    asked.blocksPipelineId = nil
    return try add(asked)
  }

  /// The question was decided: approved, the version before is deployed.
  func rollBackAsDecided(_ pipeline: Pipeline, _ done: FactoryTask) throws {
    guard let wish = RollbackWish(done, pipeline.id), pipeline.status != .archived else { return }
    let asked: [String: JSONValue] = [
      JobPayload.target: .string(wish.target.rawValue), JobPayload.version: .string(wish.version),
    ]
    try queue(
      .deploy, pipeline, stage: wish.target.stage, stay: nil,
      asked.merging([JobPayload.rollback: true]) { own, _ in own })
    try audit(
      "pipeline.rolled_back", "pipeline", pipeline.id, pipeline: pipeline.id,
      metadata: asked.merging(["taskId": .id(done.id)]) { own, _ in own })
    try tellOfWork(pipeline)
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
