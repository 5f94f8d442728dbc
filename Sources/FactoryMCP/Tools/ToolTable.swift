// The eleven tools of the contract (§2.1), in its order, with its names, descriptions and arguments; and the one that coding agents ask
// for permission. One table.
import FactoryContracts

package enum ToolTable {
  package static let all: [Tool] = [
    getPendingTasks, approveTask, rejectTask, getPipelineStatus, advanceStage, assignPriority, getBlockers, runTests,
    deploy, search, createPipeline, permissionPrompt,
  ]

  /// As `tools/list` shows them; made once, because schemas take a while.
  static let listed = JSONValue.array(all.map(\.listed))

  private static func names<Value: WireEnum>(_ type: Value.Type) -> [String] { type.declared.map(\.rawValue) }
  private static var priorities: [String] { names(Priority.self) }

  static let getPendingTasks = Tool(
    name: "factory_get_pending_tasks", title: "Decision inbox",
    description: """
      Get all tasks requiring human attention, sorted by priority and SLA urgency. This is the operator's decision \
      inbox — the most important view in the factory.
      """, risk: .low,
    arguments: [
      ToolArgument("pipeline_id", .id, "Filter tasks to a specific pipeline (UUID)"),
      ToolArgument("priority", .choice(priorities), "Filter by priority level"),
      ToolArgument("assignee", .person, "Filter by assignee. Use 'me' for current user."),
      ToolArgument(
        "include_context", .flag, "Include full task context (diffs, test results). Default: true", fallback: true),
      ToolArgument("limit", .whole(1...100), "Maximum tasks to return. Default: 20", fallback: 20),
    ], isIdempotent: true, isDestructive: false, output: PendingTasks.self, run: ReadingTools.pendingTasks)

  static let approveTask = Tool(
    name: "factory_approve_task", title: "Approve",
    description: """
      Approve a pending task or approval gate, allowing the pipeline to proceed. Use this when the operator says \
      'approve', 'LGTM', 'ship it', etc.
      """, risk: .medium,
    arguments: [
      ToolArgument("task_id", .id, "UUID of the task to approve", required: true),
      ToolArgument("notes", .text(FieldLimits.notes), "Optional approval notes or conditions"),
      ToolArgument(
        "conditions", .texts(FieldLimits.conditions, FieldLimits.condition),
        "Conditions that must be met post-approval"),
    ], isIdempotent: false, isDestructive: true, output: Decided.self, run: DecidingTools.approve)

  static let rejectTask = Tool(
    name: "factory_reject_task", title: "Reject",
    description: """
      Reject a pending task with feedback. Sends pipeline back for rework. Use when the operator says 'reject', 'needs \
      work', 'fix this', etc.
      """, risk: .medium,
    arguments: [
      ToolArgument("task_id", .id, "UUID of the task to reject", required: true),
      ToolArgument(
        "reason", .text(FieldLimits.notes), "Why this was rejected — required for feedback loop", required: true,
        asked: true),
      ToolArgument(
        "requested_changes", .texts(FieldLimits.conditions, FieldLimits.condition),
        "Specific changes needed before re-submission"),
      ToolArgument(
        "severity", .choice(["minor", "major", "critical"]), "How serious the issues are. Default: major",
        fallback: "major"),
    ], isIdempotent: false, isDestructive: true, output: Decided.self, run: DecidingTools.reject)

  static let getPipelineStatus = Tool(
    name: "factory_get_pipeline_status", title: "Pipelines",
    description: """
      Get current state of all pipelines or a specific pipeline. Shows stage, progress, blockers, and timeline.
      """, risk: .low,
    arguments: [
      ToolArgument("pipeline_id", .id, "Specific pipeline UUID. Omit for all active pipelines."),
      ToolArgument(
        "status", .choice(["active", "paused", "completed", "failed", "all"]), "Filter by status. Default: active",
        fallback: "active"),
      ToolArgument(
        "include_details", .flag, "Include tasks, assets, and stage history. Default: false", fallback: false),
    ], isIdempotent: true, isDestructive: false, output: PipelineStatusAnswer.self, run: PipelineTools.status)

  static let advanceStage = Tool(
    name: "factory_advance_stage", title: "Advance a pipeline",
    description: """
      Manually advance a pipeline to its next stage. Triggers validation checks. If validation fails, returns the \
      failures instead of advancing.
      """, risk: .medium,
    arguments: [
      ToolArgument("pipeline_id", .id, "UUID of the pipeline to advance", required: true),
      ToolArgument("target_stage", .choice(names(PipelineStage.self)), "Target stage. Default: next in sequence"),
      ToolArgument(
        "skip_validation", .flag, "Skip gate checks. Admin/owner only. Default: false", fallback: false),
      ToolArgument("notes", .text(FieldLimits.notes), "Notes for the stage transition"),
    ], isIdempotent: false, isDestructive: false, output: AdvanceStageReply.self, run: PipelineTools.advance)

  static let assignPriority = Tool(
    name: "factory_assign_priority", title: "Change a priority",
    description: "Set or change priority on a pipeline or task. Recalculates SLA deadlines.", risk: .medium,
    arguments: [
      ToolArgument("entity_type", .choice(["pipeline", "task"]), "What the id names", required: true),
      ToolArgument("entity_id", .id, "UUID of the pipeline or task", required: true),
      ToolArgument("priority", .choice(priorities), "The new priority", required: true, asked: true),
      ToolArgument("reason", .text(FieldLimits.notes), "Why the priority changed"),
    ], isIdempotent: true, isDestructive: false, output: Prioritized.self, run: DecidingTools.prioritize)

  static let getBlockers = Tool(
    name: "factory_get_blockers", title: "What is stuck",
    description: """
      Get all items that are blocked and why. The 'what's stuck' view. Includes suggested actions to unblock.
      """, risk: .low,
    arguments: [
      ToolArgument("pipeline_id", .id, "Filter to a specific pipeline"),
      ToolArgument(
        "include_suggestions", .flag, "Include AI-generated suggestions for unblocking. Default: true", fallback: true),
    ], isIdempotent: true, isDestructive: false, output: Blockers.self, run: ReadingTools.blockers)

  static let runTests = Tool(
    name: "factory_run_tests", title: "Run tests",
    description: "Trigger test suite for a pipeline's current build.", risk: .medium,
    arguments: [
      ToolArgument("pipeline_id", .id, "UUID of the pipeline", required: true),
      ToolArgument("test_type", .choice(names(TestType.self)), "Which tests to run. Default: all", fallback: "all"),
      ToolArgument("environment", .choice(names(TestEnvironment.self)), "Where to run. Default: ci", fallback: "ci"),
    ], isIdempotent: false, isDestructive: false, output: JobAnswer.self, run: PipelineTools.runTests)

  static let deploy = Tool(
    name: "factory_deploy", title: "Deploy",
    description: """
      Deploy a pipeline's build to staging or production. Production requires prior staging deploy + approval.
      """, risk: .high,
    arguments: [
      ToolArgument("pipeline_id", .id, "UUID of the pipeline to deploy", required: true),
      ToolArgument("target", .choice(names(DeployTarget.self)), "Where to deploy", required: true),
      ToolArgument("version", .text(100), "Specific version. Default: latest build"),
      ToolArgument(
        "dry_run", .flag, "Preview what would happen without deploying. Default: false", fallback: false),
    ], isIdempotent: false, isDestructive: true, output: DeployAnswer.self, run: DeployTool.run)

  static let search = Tool(
    name: "factory_search", title: "Search",
    description: "Search across pipelines, tasks, assets, and audit logs.", risk: .low,
    arguments: [
      ToolArgument("query", .text(500), "Search query text", required: true),
      ToolArgument("entity_types", .choices(names(SearchType.self)), "Which entity types to search. Default: all"),
      ToolArgument("limit", .whole(1...100), "Max results. Default: 10", fallback: 10),
    ], isIdempotent: true, isDestructive: false, output: SearchReply.self, run: ReadingTools.search)

  static let createPipeline = Tool(
    name: "factory_create_pipeline", title: "New pipeline",
    description: "Initialize a new MCP server pipeline from a template.", risk: .medium,
    arguments: [
      ToolArgument(
        "name", .text(FieldLimits.pipelineName), "Pipeline name (e.g., 'ghl-mcp-server')", required: true,
        asked: true),
      ToolArgument(
        "platform", .text(FieldLimits.platform), "Target platform (e.g., 'go-high-level', 'shopify')", required: true,
        asked: true),
      ToolArgument(
        "template", .choice(names(PipelineTemplate.self)), "Pipeline template. Default: mcp-server-standard",
        fallback: "mcp-server-standard"),
      ToolArgument("priority", .choice(priorities), "Initial priority. Default: medium", fallback: "medium"),
    ], isIdempotent: false, isDestructive: false, output: PipelineAnswer.self, run: PipelineTools.create)

  static let permissionPrompt = Tool(
    name: "factory_permission_prompt", title: "Ask for permission",
    description: """
      For the coding agent's own program (Claude Code: --permission-prompt-tool), not for its model: whether a call of another \
      tool may go on. Waits for the operator unless a rule covers it; answers with JSON, allow or deny.
      """, risk: .medium,
    arguments: [
      ToolArgument("tool_name", .text(RuleLimits.name), "The tool that is to be used", required: true),
      ToolArgument("input", .members, "What the tool is given", required: true),
      ToolArgument("tool_use_id", .text(RuleLimits.name), "The agent's own id of the call"),
      ToolArgument(
        "folder", .text(RuleLimits.text),
        "Over HTTP: the absolute path where the agent works, unless the header X-Factory-Folder says it"),
      ToolArgument(
        "session", .text(RuleLimits.name), "Over HTTP: what names the agent's session, where no MCP session does"),
    ], isIdempotent: true, isDestructive: false, output: nil, isPatient: true, takesMore: true,
    run: PermissionTool.run)
}
