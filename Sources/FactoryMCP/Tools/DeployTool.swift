// factory_deploy, the one tool of high risk: a human decides first, always (contract §5.2, rulings R19, R52). Its own thread, because
// it may wait for hours.
// Invariants: the question is the server's own where the matrix has a gate, else a task of the caller with a key, so that the same
// call finds the same question; nothing is deployed here without a decision of somebody else.
import FactoryContracts

enum DeployTool {
  @Sendable static func run(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let wish = DeployWish(
      pipeline: try input.needId("pipeline_id"), target: input.choice("target") ?? .unknown,
      version: input.text("version"))
    let plan = try wish.plan(call)
    if input.flag("dry_run") { return try planned(plan) }
    if let answer = try settled(wish, plan, call) { return answer }
    let question = plan.requiresApproval ? try wish.ask(call) : try OwnQuestion.ask(wish, plan, call)
    switch question {
    case .job(let job): return try started(wish, job, nil)
    case .plan(let plan): return try planned(plan)
    case .task(let task):
      call.office.asked.note(task.id)
      return try afterDecision(wish, plan, try DecisionWait.run(task, call), call)
    }
  }

  /// What is over or under way already; nil where it is still to be asked.
  private static func settled(_ wish: DeployWish, _ plan: DeployPlan, _ call: ToolCall) throws -> ToolAnswer? {
    guard !plan.blockers.isEmpty else { return nil }
    if let job = try wish.lastJob(call), job.isOpen { return try started(wish, job, nil) }
    let pipeline = try call.read(Endpoints.getPipeline, wish.pipeline)
    let reason =
      pipeline.metadata["rework"]?["reason"]?.string.map { " It was sent back: \(Phrases.line($0, 500))" } ?? ""
    throw ToolFailure(
      "\(Phrases.line(pipeline.name, 100)) cannot be deployed to \(wish.target.rawValue) now: "
        + plan.blockers.joined(separator: " ") + reason,
      next: "factory_get_pipeline_status with pipeline_id \(wish.pipeline) and include_details.")
  }

  private static func afterDecision(
    _ wish: DeployWish, _ plan: DeployPlan, _ task: FactoryTask, _ call: ToolCall
  ) throws -> ToolAnswer {
    switch DecisionWait.outcome(of: task) {
    case .waiting: return try waiting(wish, task, call)
    case .withdrawn:
      throw ToolFailure(
        "The question was withdrawn: \(Phrases.line(task.title)) (task_id \(task.id)).",
        next: "Call factory_deploy again only when the operator wants it.")
    case .rejected:
      call.office.told.note(task.id)
      let reason = task.decisionNotes.map { ": \(Phrases.line($0, 1000))" } ?? "."
      let changes = task.decisionData["requestedChanges"]?.array?.compactMap(\.string) ?? []
      throw ToolFailure(
        "\(task.decidedByName ?? "The operator") rejected the deploy\(reason)"
          + changes.map { "\n- \(Phrases.line($0, 300))" }.joined(),
        next: "Do what was asked for; then it can be deployed again.")
    case .approved:
      if !plan.requiresApproval, case .job(let job) = try wish.ask(call) { return try started(wish, job, task) }
      return try started(wish, try wish.lastJob(call), task)
    }
  }

  private static func planned(_ plan: DeployPlan) throws -> ToolAnswer {
    let steps = Phrases.numbered(plan.steps)
    let text =
      plan.blockers.isEmpty
      ? "A deploy of \(Phrases.line(plan.version, 60)) to \(plan.target.rawValue) would go like this:\n\(steps)\n"
        + (plan.checklist.map { "\($0)\n" } ?? "") + "Next: factory_deploy without dry_run; a human decides first."
      : "A deploy to \(plan.target.rawValue) is not possible now: \(plan.blockers.joined(separator: " "))\n"
        + "Next: factory_get_pipeline_status with pipeline_id \(plan.pipelineId)."
    return try ToolAnswer(text, DeployAnswer(outcome: "planned", plan: plan))
  }

  private static func waiting(_ wish: DeployWish, _ task: FactoryTask, _ call: ToolCall) throws -> ToolAnswer {
    try ToolAnswer(
      "A human decides first: \(Phrases.task(task, now: call.now)). Nothing was deployed yet.\n"
        + "Next: tell the operator. Call factory_deploy again with the same arguments for the outcome; it finds this "
        + "question and asks no second one. A call with a progress token waits for the decision.",
      DeployAnswer(outcome: "waiting", task: task.listForm))
  }

  private static func started(_ wish: DeployWish, _ job: Job?, _ task: FactoryTask?) throws -> ToolAnswer {
    let who = task?.decidedByName.map { "\($0) approved it. " } ?? ""
    let state = job.map { "The deploy is \($0.status.rawValue) (job \($0.id))." } ?? "The deploy begins."
    return try ToolAnswer(
      "\(who)\(state)\nNext: factory_get_pipeline_status with pipeline_id \(wish.pipeline) shows how it goes.",
      DeployAnswer(outcome: "started", task: task?.listForm, job: job))
  }
}

/// What somebody wants deployed.
struct DeployWish {
  let pipeline: EntityID
  let target: DeployTarget
  let version: String?

  func plan(_ call: ToolCall) throws -> DeployPlan {
    let body = DeployBody(target: target, version: version, dryRun: true)
    guard case .plan(let plan) = try call.ask(Endpoints.deploy, body, path: [pipeline]).data else {
      throw ToolFailure("The server made no plan of this deploy.")
    }
    return plan
  }

  /// The server's answer: the gate's question, or the job where nobody needs to be asked.
  func ask(_ call: ToolCall) throws -> DeployReply {
    try call.ask(Endpoints.deploy, DeployBody(target: target, version: version), path: [pipeline]).data
  }

  func lastJob(_ call: ToolCall) throws -> Job? {
    let jobs = try call.read(Endpoints.listJobs, pipeline, query: [("kind", "deploy"), ("limit", "20")])
    return jobs.first { $0.payload["target"]?.string == target.rawValue }
  }
}

/// The question for a deploy that the matrix would make at once.
enum OwnQuestion {
  static func ask(_ wish: DeployWish, _ plan: DeployPlan, _ call: ToolCall) throws -> DeployReply {
    let key = "factory_deploy:\(wish.pipeline):\(wish.target.rawValue):\(plan.version)"
    if let decided = try decided(key, wish, call) { return .task(decided) }
    let pipeline = try call.read(Endpoints.getPipeline, wish.pipeline)
    let title = "Deploy \(plan.version) to \(wish.target.rawValue): \(pipeline.name)"
    let context = TaskContext(
      summary: "An agent wants to deploy \(plan.version) of \(pipeline.name) to \(wish.target.rawValue).",
      details: try Checklist.text(pipeline, wish.target, call),
      testResults: try PipelineReading.tests(pipeline.id, call))
    let body = CreateTaskBody(
      pipelineId: pipeline.id, stageName: pipeline.currentStage, type: .approval,
      title: String(title.prefix(FieldLimits.title)), context: context, priority: pipeline.priority, key: key)
    return .task(try call.ask(Endpoints.createTask, body).data)
  }

  /// The answer to this question that nothing came of yet: approved and not deployed since, or rejected and not told yet.
  private static func decided(_ key: String, _ wish: DeployWish, _ call: ToolCall) throws -> FactoryTask? {
    let me = try call.office.me(call).id
    let tasks = try call.read(
      Endpoints.listTasks,
      query: [
        ("pipelineId", wish.pipeline.description), ("status", "completed"), ("sort", "-updatedAt"), ("limit", "20"),
      ])
    guard let task = tasks.first(where: { $0.key == key && $0.createdBy == me }), let at = task.decidedAt else {
      return nil
    }
    if let job = try wish.lastJob(call), at < job.createdAt { return nil }
    if task.decision == .rejected, call.office.told.contains(task.id) { return nil }
    return task
  }
}

/// Waits for a human's decision.
enum DecisionWait {
  enum Outcome { case waiting, approved, rejected, withdrawn }

  static func outcome(of task: FactoryTask) -> Outcome {
    guard task.status == .completed else { return .waiting }
    return task.decision == .approved ? .approved : task.decision == .rejected ? .rejected : .withdrawn
  }

  /// The task as it is at once where no progress was asked for; else when it is decided, or nobody waits any more.
  static func run(_ task: FactoryTask, _ call: ToolCall) throws -> FactoryTask {
    guard let progress = call.progress, outcome(of: task) == .waiting else { return task }
    let start = call.now
    let number = call.office.news.listen(try call.office.enter()) { event in
      if Self.matters(event, task.id) { call.signal.ring() }
    }
    defer { call.office.news.leave(number) }
    var newest = task
    while !call.signal.isCancelled {
      newest = try call.read(Endpoints.getTask, task.id)
      if outcome(of: newest) != .waiting { return newest }
      let seconds = call.now.seconds(since: start)
      progress(
        seconds, "Waiting for a human: \(Phrases.line(task.title)) (task_id \(task.id)), \(Phrases.span(seconds))")
      call.signal.wait(seconds: 5)
    }
    return newest
  }

  /// Whether an event may be about that task's decision.
  static func matters(_ event: LinkEvent, _ id: EntityID) -> Bool {
    switch event {
    case .connected, .resumeTooOld: true
    case .event(let event):
      switch event.event {
      case .taskCompleted(let payload): payload.task.id == id
      case .taskUpdated(let payload): payload.task.id == id
      default: false
      }
    default: false
    }
  }
}
