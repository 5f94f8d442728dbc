// A deploy that somebody asks for by name (contract §5.2, rulings R18, R19, R46). The matrix stays the only way: a deploy to a
// target is made at the target's stage, behind its gate, and one to production is always decided by a human who is not the asker.
import FactoryContracts

/// How a wish to deploy goes on.
private enum DeployRoute {
  /// The gate of the stage is open: its question comes first.
  case gate(FactoryTask)
  /// The pipeline stands before the stage and may enter it.
  case enter(PipelineStage)
  /// It stands at the stage behind its gate: once more, after a question or at once.
  case again(asks: Bool)
}

extension UseCases {
  package func deploy(_ id: EntityID, _ body: DeployBody) throws -> DeployReply {
    try requireScope(body.target == .production ? .deployProduction : .deployStaging)
    let pipeline = try pipeline(id)
    try refuseArchived(pipeline)
    try check(body)
    if body.rollback == true { return try rollBack(pipeline, body) }
    if body.dryRun == true {
      reply.status = 200
      return .plan(try plan(pipeline, body))
    }
    try requireActive(pipeline)
    switch try route(pipeline, body.target) {
    case .gate(let task):
      try rememberAsker(of: task, try remember(body, pipeline))
      return .task(task)
    case .enter(let stage): return try enterFor(body, pipeline, stage)
    case .again(let asks):
      let wanted = try remember(body, pipeline)
      return asks ? .task(try askAgain(wanted, body.target)) : .job(try deployAgain(wanted))
    }
  }

  private func check(_ body: DeployBody) throws {
    var problems = Problems()
    problems.known("target", body.target)
    if let version = body.version { problems.text("version", version, max: 100) }
    problems.text("notes", optional: body.notes, max: FieldLimits.notes)
    try problems.check()
  }

  /// - Throws: 409 when the matrix or something that is under way stands against it.
  private func route(_ pipeline: Pipeline, _ target: DeployTarget) throws -> DeployRoute {
    let stage: PipelineStage = target == .production ? .production : .staging
    if pipeline.currentStage.next == stage, pipeline.currentStage != .review {
      try refuseOpenGate(pipeline, skips: false)
      try refuse(try ruleFailures(pipeline, leaving: pipeline.currentStage), pipeline)
      try refuseUndeployed(pipeline)
      try refuseUnsatisfiable(pipeline, entering: stage, asked: true)
      return .enter(stage)
    }
    guard pipeline.currentStage == stage, let record = try currentRecord(pipeline) else {
      throw APIError.conflict(
        "A deploy to \(target.rawValue) is made from \(stage.rawValue); the pipeline stands at "
          + "\(pipeline.currentStage.rawValue).",
        current: pipeline.currentStage.rawValue, required: (stage.previous ?? stage).rawValue)
    }
    let gate = try tx.latestApproval(pipeline: pipeline.id, stage: stage)
    if let gate, gate.status == .pending, let task = try tx.task(gate.taskId) { return .gate(task) }
    guard try gateIsPassed(pipeline, record) else {
      throw APIError.conflict(
        "The gate at \(stage.rawValue) was not passed.", current: gate?.status.rawValue ?? "none",
        required: ApprovalStatus.approved.rawValue)
    }
    try refuseBusy(pipeline, target)
    return .again(asks: target == .production)
  }

  /// Production comes after a deploy to staging that is healthy, not after one that nobody made.
  private func refuseUndeployed(_ pipeline: Pipeline) throws {
    let work = try work(pipeline)
    guard let open = StageWork.jobs(of: pipeline.currentStage).first(where: { work[$0] != .succeeded }) else { return }
    let words = StageWork.words(open)
    throw APIError.conflict(
      "At \(pipeline.currentStage.rawValue) \(words) has not succeeded yet.",
      current: work[open]?.rawValue ?? "none", required: JobStatus.succeeded.rawValue)
  }

  func refuseBusy(_ pipeline: Pipeline, _ target: DeployTarget) throws {
    guard let job = try tx.openJobs(pipeline: pipeline.id).first(where: { $0.kind == .deploy || $0.kind == .health })
    else { return }
    throw APIError.conflict(
      "A deploy to \(target.rawValue) is under way: \(StageWork.words(job.kind)) is \(job.status.rawValue).",
      current: job.status.rawValue, required: JobStatus.succeeded.rawValue, details: ["jobId": .id(job.id)])
  }

  private func enterFor(_ body: DeployBody, _ pipeline: Pipeline, _ stage: PipelineStage) throws -> DeployReply {
    let wanted = try remember(body, pipeline)
    let notes = "\(actor.name) asked for this deploy of \(try deployVersion(wanted, body.target))."
    let move = try enter(
      stage, wanted, leaving: .completed, "pipeline.advanced", notes: notes, ["deploy": .string(body.target.rawValue)],
      asked: body.target == .production)
    if let task = move.tasks.first { return .task(task) }
    guard let job = try tx.latestJob(pipeline: pipeline.id, kind: .deploy) else {
      throw APIError.conflict("Nothing was deployed.", current: stage.rawValue, required: stage.rawValue)
    }
    return .job(job)
  }

  /// The wish for a version stays with the pipeline until the deploy is made, or the pipeline is sent back.
  @discardableResult
  private func remember(_ body: DeployBody, _ pipeline: Pipeline) throws -> Pipeline {
    guard let version = body.version, try deployVersion(pipeline, body.target) != version else { return pipeline }
    return try change(pipeline, "pipeline.deploy_wanted") {
      var versions = $0.metadata[DeployWish.member]?.object ?? [:]
      versions[body.target.rawValue] = .string(version)
      $0.metadata[DeployWish.member] = .object(versions)
    }
  }

  /// A question that stood there before a tool's call came to wait for it: whose call that was is kept (ruling R19).
  private func rememberAsker(of task: FactoryTask, _ pipeline: Pipeline) throws {
    guard actor.tool != nil else { return }
    let asker: JSONValue = ["task": .id(task.id), "by": .id(actor.id)]
    guard pipeline.metadata[DeployWish.asker] != asker else { return }
    try change(pipeline, "pipeline.deploy_wanted") { $0.metadata[DeployWish.asker] = asker }
  }

  /// One more deploy to production is a question of its own, asked by the caller (contract §5.2, ruling R19).
  private func askAgain(_ pipeline: Pipeline, _ target: DeployTarget) throws -> FactoryTask {
    let key = OwnKey.deploy(pipeline.id)
    if let open = try tx.openTasks(pipeline: pipeline.id).first(where: { $0.key == key }) { return open }
    let version = try deployVersion(pipeline, target)
    var context = TaskContext(
      summary: "\(actor.name) wants to deploy \(version) of \(pipeline.name) to \(target.rawValue) once more.")
    try attachChecklist(&context, pipeline)
    let required = PipelineRules(pipeline).requiredApprovers
    if let sentence = try unsatisfiable(pipeline, entering: pipeline.currentStage, asked: true) {
      throw APIError.conflict(
        sentence, current: pipeline.currentStage.rawValue, required: pipeline.currentStage.rawValue)
    }
    let task = try add(
      question(
        pipeline, .approval, "Deploy \(version) to \(target.rawValue): \(pipeline.name)", context, asked: true,
        required: required, key: key))
    try emitBlocked(pipeline, task, "waits for “\(task.title)”")
    return task
  }

  /// A deploy of the stay the pipeline is in, without another look at its gate.
  @discardableResult
  func deployAgain(_ pipeline: Pipeline) throws -> Job {
    let job = try queue(
      .deploy, pipeline, stage: pipeline.currentStage, stay: try stay(pipeline).last,
      try deployPayload(pipeline))
    try tellOfWork(pipeline)
    return job
  }

  /// The approved question: the deploy is made, unless the pipeline went elsewhere meanwhile.
  func deployAsDecided(_ pipeline: Pipeline) throws {
    guard pipeline.status == .active || pipeline.status == .paused, pipeline.currentStage == .production else { return }
    let isBusy = try tx.openJobs(pipeline: pipeline.id).contains { $0.kind == .deploy || $0.kind == .health }
    if !isBusy { try deployAgain(pipeline) }
  }
}

/// Where a pipeline's metadata keeps the versions that somebody asked for, by target.
enum DeployWish {
  static let member = "deployVersion"
  /// Who waits through a tool for which question.
  static let asker = "deployAsked"
}

// MARK: - Plans

extension UseCases {
  private func plan(_ pipeline: Pipeline, _ body: DeployBody) throws -> DeployPlan {
    let version = try body.version ?? deployVersion(pipeline, body.target)
    var steps: [String] = []
    var blockers: [String] = []
    var asks = body.target == .production
    do {
      try requireActive(pipeline)
      switch try route(pipeline, body.target) {
      case .gate(let task):
        asks = true
        steps.append("a human decides “\(task.title)”")
      case .enter(let stage):
        steps.append("the pipeline enters \(stage.rawValue)")
        asks = try asks || opensGate(pipeline, stage)
        if asks { steps.append("a human decides its gate") }
      case .again(let question):
        if question { steps.append("a human other than the asker decides") }
      }
      steps += [
        "\(version) is deployed to \(body.target.rawValue)", "its health is checked",
        body.target == .production ? "the pipeline is published" : "the pipeline enters production's gate",
      ]
    } catch let refusal as APIError {
      blockers.append(refusal.message)
    }
    return DeployPlan(
      pipelineId: pipeline.id, target: body.target, version: version,
      currentVersion: try DeployHistory.read(tx, pipeline.id, body.target).current, currentStage: pipeline.currentStage,
      requiresApproval: asks, steps: steps, blockers: blockers,
      checklist: try checklist(pipeline, body.target, version: version))
  }

  private func opensGate(_ pipeline: Pipeline, _ stage: PipelineStage) throws -> Bool {
    let rules = PipelineRules(pipeline)
    return rules.gate(stage) != nil && rules.approvalType(stage) == .manual
  }
}
