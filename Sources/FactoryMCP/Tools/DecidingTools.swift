// Approving, rejecting, changing priorities. Worker threads.
// Invariants: a decision is pinned to the version that this process showed last (ruling R32), or to the one read just before; what
// the caller's own principal asked for is never decided through these tools (ruling R19), whatever the store would allow.
import FactoryContracts

enum DecidingTools {
  @Sendable static func approve(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let conditions = input.texts("conditions")
    let data: [String: JSONValue]? =
      conditions.isEmpty ? nil : ["conditions": .array(conditions.map { .string($0) })]
    return try decide(
      input, call, CompleteTaskBody(decision: .approved, notes: input.text("notes"), decisionData: data))
  }

  @Sendable static func reject(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let changes = input.texts("requested_changes")
    var data: [String: JSONValue] = ["severity": .string(input.text("severity") ?? "major")]
    if !changes.isEmpty { data["requestedChanges"] = .array(changes.map { .string($0) }) }
    return try decide(
      input, call, CompleteTaskBody(decision: .rejected, notes: input.text("reason"), decisionData: data))
  }

  private static func decide(_ input: ToolInput, _ call: ToolCall, _ body: CompleteTaskBody) throws -> ToolAnswer {
    let id = try input.needId("task_id")
    let task = try call.read(Endpoints.getTask, id)
    try refuseOwn(task, call)
    if let shown = call.office.shown.version(of: id), let version = task.version, shown != version {
      call.office.shown.note([task])
      throw ToolFailure(
        "The task changed since it was shown: \(Phrases.task(task, now: call.now))\n"
          + Phrases.evidence(task.context).joined(separator: "\n"),
        next: "Show it to the operator as it is now; then call again.")
    }
    let decided = try call.ask(Endpoints.completeTask, body, path: [id], ifMatch: task.version).data
    call.office.shown.forget(id)
    let pipeline = try decided.pipelineId.flatMap { try call.readIfAllowed(Endpoints.getPipeline, $0) }
    return try ToolAnswer(words(decided, pipeline), Decided(task: decided.listForm, pipeline: pipeline))
  }

  private static func refuseOwn(_ task: FactoryTask, _ call: ToolCall) throws(ToolFailure) {
    var isOwn = call.office.asked.contains(task.id)
    if let asker = task.createdBy, !isOwn { isOwn = try call.office.me(call).id == asker }
    guard isOwn else { return }
    throw ToolFailure(
      "“\(Phrases.line(task.title))” was asked for by the same account that this session acts for, so it is not decided "
        + "through its tools.",
      next: "A person decides it in the command center (factory), or another account does.")
  }

  private static func words(_ task: FactoryTask, _ pipeline: Pipeline?) -> String {
    var words =
      "\(task.decision == .rejected ? "Rejected" : "Approved"): \(Phrases.line(task.title)) (task_id \(task.id))."
    if task.status != .completed, let needed = task.requiredApprovers, needed > 1 {
      words = "Approval \(task.currentApprovers ?? 1) of \(needed) was counted: \(Phrases.line(task.title))."
      return words + "\nNext: another person approves it too."
    }
    guard let pipeline else { return words + "\nNext: factory_get_pending_tasks shows what else waits." }
    words +=
      " \(Phrases.line(pipeline.name, 100)) is \(pipeline.status.rawValue) at \(pipeline.currentStage.rawValue) now."
    if task.decision == .rejected { words += " The reason and the requested changes go with it." }
    return words + "\nNext: factory_get_pipeline_status with pipeline_id \(pipeline.id), or factory_get_pending_tasks."
  }

  @Sendable static func prioritize(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let id = try input.needId("entity_id")
    let priority: Priority? = input.choice("priority")
    if input.text("entity_type") == "task" {
      let task = try call.ask(Endpoints.updateTask, UpdateTaskBody(priority: priority), path: [id]).data
      return try ToolAnswer(
        "Priority set: \(Phrases.task(task, now: call.now)).\nNext: factory_get_pending_tasks shows the new order.",
        Prioritized(task: task.listForm, pipeline: nil))
    }
    var body = UpdatePipelineBody(priority: priority)
    if let reason = input.text("reason") { body.metadata = ["priorityReason": .string(reason)] }
    let pipeline = try call.ask(Endpoints.updatePipeline, body, path: [id]).data
    return try ToolAnswer(
      "Priority set: \(Phrases.pipeline(pipeline, now: call.now)).\nNext: factory_get_pipeline_status.",
      Prioritized(task: nil, pipeline: pipeline))
  }
}
