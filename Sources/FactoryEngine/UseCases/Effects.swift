// What a decision causes, in the transaction in which it takes effect: the task ends (or sleeps, or goes up), its approval
// follows, the pipeline moves (rulings R10–R14, R35, R48). Nothing here refuses.
import FactoryContracts

extension UseCases {
  /// - Parameter madeAt: when it was decided; nil means now.
  func apply(_ task: FactoryTask, _ verdict: Verdict, madeAt: Timestamp? = nil) throws -> FactoryTask {
    switch verdict.decision {
    case .approved:
      guard try isLastVote(task) else { return try countVote(task, verdict) }
      return try finish(task, verdict, "task.approved", madeAt ?? now)
    case .rejected: return try finish(task, verdict, "task.rejected", madeAt ?? now)
    case .deferred: return try sleep(task, verdict, madeAt ?? now)
    case .escalated, .unknown: return try hand(task, verdict)
    }
  }

  private func isLastVote(_ task: FactoryTask) throws -> Bool {
    let required = task.requiredApprovers ?? 1
    guard required > 1 else { return true }
    return Set(try tx.approvers(task: task.id) + [actor.id]).count >= required
  }

  /// One of several approvals; the task waits for the others (ruling R12).
  private func countVote(_ task: FactoryTask, _ verdict: Verdict) throws -> FactoryTask {
    try tx.addApprover(task: task.id, principal: actor.id, at: now)
    let votes = try tx.approvers(task: task.id).count
    if let approval = try tx.approval(task: task.id) {
      try change(approval, "approval.vote_counted", metadata: ["notes": .text(verdict.notes)]) {
        $0.currentApprovers = votes
        $0.conditions += verdict.conditions
      }
    }
    return try change(task, "task.vote_counted", bumps: true, metadata: ["notes": .text(verdict.notes)]) {
      $0.currentApprovers = votes
      $0.status = $0.restingStatus(after: task.pendingDecision?.before ?? task.status)
      $0.pendingDecision = nil
      $0.releaseClaim()
    }
  }

  private func finish(
    _ task: FactoryTask, _ verdict: Verdict, _ action: String, _ madeAt: Timestamp
  ) throws -> FactoryTask {
    let approval = try tx.approval(task: task.id)
    let votes = try votes(task, verdict, isGate: approval != nil)
    let done = try change(task, action, bumps: true, news: .completed) {
      $0.status = .completed
      $0.decision = verdict.decision
      $0.decisionNotes = verdict.notes
      $0.decisionData = verdict.data
      $0.decidedAt = madeAt
      $0.decidedBy = actor.id
      $0.decidedByName = actor.name
      $0.pendingDecision = nil
      $0.deferredUntil = nil
      $0.currentApprovers = votes
      $0.releaseClaim()
    }
    if verdict.decision == .approved, let more = verdict.allowMore, let call = task.context.call,
      let asker = task.createdBy
    {
      try addRule(RuleSource(call: call, principal: asker, task: task.id), more)
    }
    if let approval, approval.status == .pending {
      try settle(approval, verdict, votes: votes, madeAt)
    } else if let id = done.pipelineId, done.blocksStageAdvance || done.isOwn {
      try follow(done, id, verdict, madeAt)
    }
    return done
  }

  /// Approvals so far, with this one. Who gave them is kept for gates and where more than one is needed; else the decision says it.
  private func votes(_ task: FactoryTask, _ verdict: Verdict, isGate: Bool) throws -> Int {
    let isApproval = verdict.decision == .approved
    if !isGate, task.requiredApprovers ?? 1 <= 1, task.currentApprovers ?? 0 == 0 { return isApproval ? 1 : 0 }
    if isApproval { try tx.addApprover(task: task.id, principal: actor.id, at: now) }
    return try tx.approvers(task: task.id).count
  }

  /// What a question that is no gate kept waiting.
  private func follow(_ done: FactoryTask, _ id: EntityID, _ verdict: Verdict, _ madeAt: Timestamp) throws {
    guard let pipeline = try tx.pipeline(id) else { return }
    let approved = verdict.decision == .approved
    if done.isRollback {
      if approved { try rollBackAsDecided(pipeline, done) }
      return
    }
    switch done.key {
    case OwnKey.retry(id): if approved { try reenter(pipeline) }
    case OwnKey.deploy(id): if approved { try deployAsDecided(pipeline) }
    case OwnKey.held(id):
      let isThere = pipeline.currentStage == done.stageName && pipeline.status == .active
      // What is held is work that is not good enough: rejecting it sends it back like a rejection at a gate (ruling R14).
      if !approved, isThere { try sendBack(pipeline, verdict, madeAt) } else { try proceed(pipeline) }
    default: try proceed(pipeline)
    }
  }

  /// The gate's side of the decision, then the pipeline.
  private func settle(_ old: Approval, _ verdict: Verdict, votes: Int, _ madeAt: Timestamp) throws {
    let approved = verdict.decision == .approved
    let approval = try change(old, approved ? "approval.approved" : "approval.rejected") {
      $0.status = approved ? .approved : .rejected
      $0.approvedBy = approved ? actor.id : nil
      $0.approvedAt = approved ? madeAt : nil
      $0.rejectionReason = approved ? nil : verdict.notes
      if approved { $0.conditions += verdict.conditions }
      $0.currentApprovers = votes
    }
    guard let pipeline = try tx.pipeline(approval.pipelineId), pipeline.currentStage == approval.stageName,
      pipeline.status == .active || pipeline.status == .paused
    else { return }
    if !approved {
      try sendBack(pipeline, verdict, madeAt)
    } else if let next = stageAfterGate(approval.stageName) {
      _ = try enter(next, pipeline, leaving: .completed, "pipeline.advanced", notes: verdict.notes)
    } else {
      // The gate is open: what waited behind it begins (ruling R13).
      try beginWork(pipeline)
      try proceed(pipeline)
    }
  }

  /// Rework: the reason and the requested changes travel with the pipeline (ruling R14).
  private func sendBack(_ pipeline: Pipeline, _ verdict: Verdict, _ madeAt: Timestamp) throws {
    let stage = verdict.returnTo ?? PipelineRules(pipeline).reworkStage
    var rework: [String: JSONValue] = [
      "reason": .text(verdict.notes), "fromStage": .string(pipeline.currentStage.rawValue), "by": .id(actor.id),
      "byName": .string(actor.name), "at": .time(madeAt),
    ]
    if let changes = verdict.data["requestedChanges"] { rework["requestedChanges"] = changes }
    _ = try enter(stage, pipeline, leaving: .failed, "pipeline.sent_back", notes: verdict.notes) {
      $0.metadata["rework"] = .object(rework)
      $0.metadata[DeployWish.member] = nil
    }
  }

  /// Deferred: it goes behind its equals and keeps its SLA; with `until` it sleeps (rulings R14, R34, R48).
  private func sleep(_ task: FactoryTask, _ verdict: Verdict, _ madeAt: Timestamp) throws -> FactoryTask {
    let until = verdict.until.flatMap { $0 > now ? $0 : nil }
    return try change(task, "task.deferred", bumps: true, metadata: ["notes": .text(verdict.notes)]) {
      $0.status = .pending
      $0.pendingDecision = nil
      $0.deferredAt = madeAt
      $0.deferredUntil = until
      $0.releaseClaim()
    }
  }

  /// Handed up: no decision, it waits for someone above: for whom it names, else for any owner or admin (ruling R48). It leaves the
  /// desk it was on, because who is named there may decide it.
  private func hand(_ task: FactoryTask, _ verdict: Verdict) throws -> FactoryTask {
    let metadata: [String: JSONValue] = ["reason": .text(verdict.notes), "escalateTo": .id(verdict.escalateTo)]
    return try change(task, "task.escalated", bumps: true, news: .escalated, metadata: metadata) {
      $0.status = .escalated
      $0.pendingDecision = nil
      $0.deferredAt = nil
      $0.deferredUntil = nil
      $0.assigneeId = verdict.escalateTo
      $0.releaseClaim()
    }
  }
}

extension FactoryTask {
  /// Asked by the factory itself, about a pipeline.
  var isOwn: Bool { key?.hasPrefix(OwnKey.prefix) == true }
}
