// What the prompts say: facts of this moment, then what the model is to make of them. Worker threads.
import FactoryContracts

enum PromptTexts {
  @Sendable static func review(_ given: [String: String], _ call: ToolCall) throws -> String {
    let pipeline = try PipelineReading.named(given["server_name"] ?? "", call)
    let state = try PipelineReading.state(pipeline.id, call)
    let status = try ServerStatus.of(pipeline, call)
    let checklist = try Checklist.text(pipeline, pipeline.currentStage == .production ? .production : .staging, call)
    let assets = state.recentAssets.map { "\($0.type.rawValue) \(Phrases.line($0.name, 100))" }
    return """
      Review the MCP server \(Phrases.line(pipeline.name, 100)) with the operator.

      ## Where it stands
      \(Phrases.pipeline(pipeline, now: call.now))
      Health: \(status.health.rawValue). Staging: \(deployment(status.deployments.staging)). Production: \(deployment(status.deployments.production)).

      ## Tests
      \(status.lastTestRun.map(Phrases.tests) ?? "No test run is known.")

      ## Assets
      \(list(assets, none: "None is stored."))

      ## Open tasks
      \(list(state.currentTasks.flatMap { [Phrases.task($0, now: call.now)] + Phrases.evidence($0.context) }, none: "None."))

      ## Blockers
      \(list(state.blockers.map(Phrases.blocker), none: "None."))

      ## \(checklist)

      ## What to do
      1. Compare with the standards: tests pass, coverage reaches what the pipeline asks for, README and TOOLS.md say what is there, no secret in the code.
      2. Name what is missing, the worst first, each with where it shows.
      3. Recommend approve, approve with conditions, or reject with requested changes. Decide only when the operator says so, with factory_approve_task or factory_reject_task and the task_id above.
      """
  }

  @Sendable static func attention(_ given: [String: String], _ call: ToolCall) throws -> String {
    var query = [("open", "true"), ("limit", "50")]
    if given["scope"] == "my-tasks" { query.append(("assigneeId", "me")) }
    if given["scope"] == "critical-only" { query.append(("priority", "critical")) }
    let tasks = try call.read(Endpoints.listTasks, query: query)
    call.office.shown.note(tasks)
    let blockers = try call.read(Endpoints.listBlockers)
    let failed = try call.read(Endpoints.listPipelines, query: [("status", "failed"), ("limit", "20")])
    let agents = try call.readIfAllowed(Endpoints.listAgents) ?? []
    let ill = agents.filter { $0.status == .error || $0.status == .offline }
    return """
      Tell the operator what needs attention now, the most urgent first, in at most ten lines, each with its id and one suggested action.

      ## Deadlines missed
      \(list(tasks.filter(\.slaBreached).map { Phrases.task($0, now: call.now) }, none: "None."))

      ## Decisions that wait
      \(list(tasks.filter { !$0.slaBreached }.map { Phrases.task($0, now: call.now) }, none: "None."))

      ## Blocked
      \(list(blockers.prefix(30).map(Phrases.blocker), none: "Nothing."))

      ## Failed pipelines
      \(list(failed.map { Phrases.pipeline($0, now: call.now) }, none: "None."))

      ## Agents in trouble
      \(list(ill.map { "\(Phrases.line($0.name, 80)) (\($0.type.rawValue)) is \($0.status.rawValue)" }, none: "None."))

      Then ask which one to take first. Decide nothing by yourself.
      """
  }

  @Sendable static func checklist(_ given: [String: String], _ call: ToolCall) throws -> String {
    let text = given["pipeline_id"] ?? ""
    guard let id = EntityID(text), let target = DeployTarget.named(given["target"] ?? "") else {
      throw RPCFault.invalidParams("pipeline_id: a UUID was expected, found \(Steps.shown(text))")
    }
    let pipeline = try call.read(Endpoints.getPipeline, id)
    let plan = try DeployWish(pipeline: id, target: target, version: nil).plan(call)
    return """
      \(try Checklist.text(pipeline, target, call))

      What would happen:
      \(Phrases.numbered(plan.steps.isEmpty ? ["nothing, as things stand"] : plan.steps))
      What stands in the way: \(plan.blockers.isEmpty ? "nothing" : plan.blockers.joined(separator: " "))

      Go through the open items with the operator, one at a time, and look at the evidence for each. Then say whether this may be deployed. Deploy with factory_deploy, pipeline_id \(id), target \(target.rawValue); a human decides it in the queue.
      """
  }

  @Sendable static func retrospective(_ given: [String: String], _ call: ToolCall) throws -> String {
    let text = given["pipeline_id"] ?? ""
    guard let id = EntityID(text) else {
      throw RPCFault.invalidParams("pipeline_id: a UUID was expected, found \(Steps.shown(text))")
    }
    let state = try PipelineReading.state(id, call)
    let jobs = try call.read(Endpoints.listJobs, id, query: [("limit", "100")])
    let decided = try call.read(
      Endpoints.listTasks, query: [("pipelineId", id.description), ("status", "completed"), ("limit", "100")])
    let tests = try PipelineReading.tests(id, call)
    return """
      Write a retrospective of \(Phrases.pipeline(state.pipeline, now: call.now)).

      ## Timeline of its stages
      \(list(state.stages.map(stay), none: "None."))

      ## Longest stays
      \(list(longest(state.stages).map(stay), none: "None is over yet."))

      ## Decisions
      \(list(decided.map(decision), none: "None."))

      ## Jobs
      \(list(failures(jobs), none: "None failed; \(jobs.count) ran."))

      ## Quality
      \(tests.map(Phrases.tests) ?? "No test run is known.")

      ## What to do
      Say what went well, where the time went and why, what was sent back and for which reasons, and three changes for the next pipeline of platform \(Phrases.line(state.pipeline.platform, 60)). Only what these facts support.
      """
  }

  private static func stay(_ stay: PipelineStageRecord) -> String {
    let time = stay.durationSeconds.map { ", \(Phrases.span($0))" } ?? ""
    return
      "\(stay.stageName.rawValue): \(stay.status.rawValue)\(time), entered \(stay.enteredAt?.description ?? "never")"
  }

  private static func longest(_ stays: [PipelineStageRecord]) -> [PipelineStageRecord] {
    let ended = stays.filter { $0.durationSeconds != nil }
    return Array(ended.sorted { ($0.durationSeconds ?? 0) > ($1.durationSeconds ?? 0) }.prefix(3))
  }

  private static func decision(_ task: FactoryTask) -> String {
    let waited = task.decidedAt.map { " after \(Phrases.span($0.seconds(since: task.createdAt)))" } ?? ""
    let notes = task.decisionNotes.map { ": \(Phrases.line($0, 200))" } ?? ""
    return "\(Phrases.line(task.title)): \(task.decision?.rawValue ?? "withdrawn")\(waited)\(notes)"
  }

  private static func failures(_ jobs: [Job]) -> [String] {
    jobs.filter { $0.status == .failed }.map {
      "\($0.kind.rawValue) at \($0.stageName.rawValue) failed: \(Phrases.line($0.error ?? "no reason given", 200))"
    }
  }

  private static func deployment(_ info: DeploymentInfo?) -> String {
    info.map { "\(Phrases.line($0.version, 60)) \($0.status) since \($0.deployedAt)" } ?? "nothing"
  }

  private static func list(_ lines: [String], none: String) -> String {
    lines.isEmpty ? none : lines.map { $0.hasPrefix("   ") ? $0 : "- \($0)" }.joined(separator: "\n")
  }
}
