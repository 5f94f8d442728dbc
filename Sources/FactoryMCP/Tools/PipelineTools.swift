// Pipelines: where they stand, moving them on, test runs, new ones. Worker threads.
import FactoryContracts

enum PipelineTools {
  @Sendable static func status(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let full = input.flag("include_details")
    if let id = input.id("pipeline_id") {
      let state = try PipelineReading.state(id, call)
      let answer = PipelineStatusAnswer(pipelines: [state.pipeline], total: 1, details: full ? [state] : nil)
      return try ToolAnswer(words(state, full: full, now: call.now), answer)
    }
    var query = [("limit", "50"), ("sort", "-priority")]
    if let status = input.text("status"), status != "all" { query.append(("status", status)) }
    let page = try call.ask(Endpoints.listPipelines, Empty(), query: query)
    let total = page.meta?.pagination?.total ?? page.data.count
    let states = full ? try page.data.prefix(10).map { try PipelineReading.state($0.id, call) } : nil
    let answer = PipelineStatusAnswer(pipelines: page.data, total: total, details: states)
    return try ToolAnswer(words(answer, status: input.text("status") ?? "active", call), answer)
  }

  private static func words(_ answer: PipelineStatusAnswer, status: String, _ call: ToolCall) throws -> String {
    let kind = status == "all" ? "" : "\(status) "
    guard !answer.pipelines.isEmpty else {
      return "There is no \(kind)pipeline.\nNext: factory_create_pipeline makes one; status all shows the others."
    }
    let blockers = Dictionary(grouping: try call.read(Endpoints.listBlockers), by: \.pipelineId)
    let rows = answer.pipelines.map { pipeline in
      let blocked = blockers[pipeline.id]?.first.map { "\n   blocked: \(Phrases.line($0.blockReason, 200))" } ?? ""
      return Phrases.pipeline(pipeline, now: call.now) + blocked
    }
    let shown = answer.pipelines.count < answer.total ? ", the first \(answer.pipelines.count) shown" : ""
    return """
      \(answer.total) \(kind)\(answer.total == 1 ? "pipeline" : "pipelines")\(shown), most urgent first:
      \(Phrases.numbered(rows))
      Next: factory_get_pipeline_status with a pipeline_id and include_details for one of them; factory_get_blockers for what is stuck.
      """
  }

  private static func words(_ state: PipelineDetailState, full: Bool, now: Timestamp) -> String {
    var lines = [Phrases.pipeline(state.pipeline, now: now)]
    if let stay = state.stages.last {
      let since = stay.enteredAt.map { " since \(Phrases.span(now.seconds(since: $0)))" } ?? ""
      lines.append(
        "Stage \(stay.stageName.rawValue) is \(stay.status.rawValue)\(since); \(state.stages.count) stays so far.")
    }
    lines += state.currentTasks.map { "Open: " + Phrases.task($0, now: now) }
    lines += state.blockers.map { "Blocked: " + Phrases.blocker($0) }
    if full {
      lines += state.timeline.prefix(10).map { entry in
        "\(entry.createdAt) \(entry.action)\(entry.actorName.map { " by \(Phrases.line($0, 60))" } ?? "")"
      }
    }
    lines.append("Next: \(next(state))")
    return lines.joined(separator: "\n")
  }

  private static func next(_ state: PipelineDetailState) -> String {
    if let task = state.currentTasks.first { return "decide task_id \(task.id), once the operator has seen it." }
    switch state.pipeline.status {
    case .failed: return "its fix task is in factory_get_pending_tasks; then the failed stage is tried again."
    case .completed: return "nothing; it is published."
    case .paused: return "it is paused; the operator resumes it."
    default: return "wait for its agents, or factory_advance_stage with pipeline_id \(state.pipeline.id)."
    }
  }

  @Sendable static func advance(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let id = try input.needId("pipeline_id")
    let body = AdvanceStageBody(
      targetStage: input.choice("target_stage"), skipValidation: input.flag("skip_validation") ? true : nil,
      notes: input.text("notes"))
    let reply = try call.ask(Endpoints.advanceStage, body, path: [id]).data
    let tasks = reply.tasksCreated.map { "It asks first: \(Phrases.task($0, now: call.now))" }
    let next =
      reply.tasksCreated.isEmpty ? "factory_get_pipeline_status with pipeline_id \(id)." : "a human decides that task."
    return try ToolAnswer(
      (["The pipeline is at \(reply.stage.stageName.rawValue) now."] + tasks + ["Next: \(next)"]).joined(
        separator: "\n"),
      reply)
  }

  @Sendable static func runTests(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let id = try input.needId("pipeline_id")
    let body = TestRunBody(testType: input.choice("test_type"), environment: input.choice("environment"))
    let job = try call.ask(Endpoints.runTests, body, path: [id]).data
    return try ToolAnswer(
      "A test run is \(job.status.rawValue) (job \(job.id)).\nNext: read factory://pipelines/\(id)/test-results, or "
        + "factory_get_pipeline_status, when an agent has run it.", JobAnswer(job: job))
  }

  @Sendable static func create(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let body = CreatePipelineBody(
      name: input.text("name") ?? "", template: input.choice("template"), platform: input.text("platform") ?? "",
      priority: input.choice("priority"))
    let pipeline = try call.ask(Endpoints.createPipeline, body).data
    return try ToolAnswer(
      "Made: \(Phrases.pipeline(pipeline, now: call.now)). Its scaffolding waits for an agent.\n"
        + "Next: factory_get_pipeline_status with pipeline_id \(pipeline.id).", PipelineAnswer(pipeline: pipeline))
  }
}
