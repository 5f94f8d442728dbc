// The tools that only read: inbox, blockers, search. Worker threads.
import FactoryContracts

enum ReadingTools {
  /// Evidence beyond this many bytes of patches is left to factory://pipelines/{id}/state and the command center.
  private static let patchBudget = 60_000

  @Sendable static func pendingTasks(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let limit = input.whole("limit") ?? 20
    var query = [("open", "true"), ("limit", "\(limit)")]
    for (name, parameter) in [("pipeline_id", "pipelineId"), ("priority", "priority"), ("assignee", "assigneeId")] {
      if let value = input.text(name) { query.append((parameter, value)) }
    }
    let page = try call.ask(Endpoints.listTasks, Empty(), query: query)
    var tasks = page.data
    if input.flag("include_context") {
      tasks = try withEvidence(tasks, call)
    }
    call.office.shown.note(tasks)
    let total = page.meta?.pagination?.total ?? tasks.count
    let answer = PendingTasks(
      tasks: tasks, total: total, byPriority: Dictionary(grouping: tasks, by: \.priority.rawValue).mapValues(\.count))
    return try ToolAnswer(words(answer, full: input.flag("include_context"), now: call.now), answer)
  }

  /// Lists carry no patches and failures (ruling R56); those that have some are read whole while they fit.
  private static func withEvidence(_ tasks: [FactoryTask], _ call: ToolCall) throws -> [FactoryTask] {
    var rest = patchBudget
    return try tasks.map { task in
      let hasMore = task.context.diffSummary?.files.isEmpty == false || (task.context.testResults?.failed ?? 0) > 0
      guard hasMore, rest > 0, let whole = try call.readIfAllowed(Endpoints.getTask, task.id) else { return task }
      let size = whole.context.diffSummary?.files.reduce(0) { $0 + ($1.patch?.utf8.count ?? 0) } ?? 0
      guard size <= rest else { return task }
      rest -= size
      return whole
    }
  }

  private static func words(_ answer: PendingTasks, full: Bool, now: Timestamp) -> String {
    guard let first = answer.tasks.first else {
      return "Nothing waits for a decision.\nNext: factory_get_blockers shows what else holds pipelines up."
    }
    let counts = Priority.declared.compactMap { row in answer.byPriority[row.rawValue].map { "\($0) \(row.rawValue)" } }
    // The counts are of what is shown.
    let shown = answer.tasks.count < answer.total ? "the first \(answer.tasks.count) shown: " : ""
    let rows = answer.tasks.map { task in
      ([Phrases.task(task, now: now)] + (full ? Phrases.evidence(task.context) : [])).joined(separator: "\n")
    }
    return """
      \(answer.total) \(answer.total == 1 ? "task waits" : "tasks wait") for a decision (\(shown)\(counts.joined(separator: ", "))), most urgent first:
      \(Phrases.numbered(rows))
      Next: show the operator what is decided, then factory_approve_task or factory_reject_task with its task_id, the most urgent being \(first.id).
      """
  }

  @Sendable static func blockers(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let query = input.id("pipeline_id").map { [("pipelineId", $0.description)] } ?? []
    var blockers = try call.read(Endpoints.listBlockers, query: query)
    let suggests = input.flag("include_suggestions")
    if !suggests { for index in blockers.indices { blockers[index].suggestedAction = nil } }
    let rows = blockers.map { blocker in
      let action = blocker.suggestedAction.map { "\n   suggestion: \(Phrases.line($0, 300))" } ?? ""
      return Phrases.blocker(blocker) + action
    }
    let text =
      rows.isEmpty
      ? "Nothing is blocked.\nNext: factory_get_pipeline_status shows where everything stands."
      : "\(rows.count) \(rows.count == 1 ? "thing blocks" : "things block"), most urgent first:\n\(Phrases.numbered(rows))\n"
        + "Next: decide blocking tasks with factory_approve_task or factory_reject_task; read one pipeline with "
        + "factory_get_pipeline_status and include_details."
    return try ToolAnswer(text, Blockers(blockers: blockers))
  }

  @Sendable static func search(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    var query = [("query", input.text("query") ?? ""), ("limit", "\(input.whole("limit") ?? 10)")]
    let types = input.texts("entity_types")
    if !types.isEmpty { query.append(("types", types.joined(separator: ","))) }
    let found = try call.read(Endpoints.search, query: query)
    let rows = found.results.map { find in
      let pipeline = find.pipelineId.map { find.entityType == .pipeline ? "" : ", pipeline_id \($0)" } ?? ""
      return
        "\(find.entityType.rawValue): \(Phrases.line(find.title)) (\(find.entityType.rawValue) \(find.id)\(pipeline))"
        + (find.snippet.isEmpty ? "" : "\n   \(Phrases.line(find.snippet, 240))")
    }
    let text =
      rows.isEmpty
      ? "Nothing was found.\nNext: try fewer or shorter words; each is matched from its beginning."
      : "\(rows.count) found, best first:\n\(Phrases.numbered(rows))\n"
        + "Next: factory_get_pipeline_status with a pipeline_id, or factory_get_pending_tasks for what waits."
    return try ToolAnswer(text, found)
  }
}
