// Every endpoint this version serves, each described once (contract §1.5, rulings R17, R46, R53–R59).

package enum Endpoints {
  /// What every list in pages takes (contract §1.3, ruling R49).
  private static func page(_ sortFields: [String]) -> [QueryParameter] {
    [
      QueryParameter("page", "page number, from 1", .whole(1...1_000_000)),
      QueryParameter("limit", "rows a page, 1–100, default 20", .whole(1...100)),
      QueryParameter("sort", "field, with - before it for descending", .sort(sortFields)),
      QueryParameter("cursor", "meta.nextCursor of the page before; instead of page", .cursor),
    ]
  }

  // MARK: Sign-in

  package static let login = Endpoint<LoginBody, TokenReply>(
    named: "login", .post, "/v1/auth/login", .open, "Exchange e-mail and password for tokens")
  package static let refresh = Endpoint<RefreshBody, TokenReply>(
    named: "refresh", .post, "/v1/auth/refresh", .open, "Exchange a refresh token for new tokens")
  package static let logout = Endpoint<Empty, NoContent>(
    named: "logout", .post, "/v1/auth/logout", .signedIn, "Revoke the caller's refresh tokens", status: 204)
  package static let currentUser = Endpoint<Empty, CurrentUser>(
    named: "currentUser", .get, "/v1/users/me", .signedIn, "Who the caller is")

  // MARK: Accounts

  package static let createUser = Endpoint<CreateUserBody, User>(
    named: "createUser", .post, "/v1/users", .administrator, "Make an account for a person or an agent", status: 201)
  package static let listAccounts = Endpoint<Empty, [User]>(
    named: "listAccounts", .get, "/v1/users/accounts", .administrator, "List accounts, oldest first",
    query: page(SortFields.accounts) + [
      QueryParameter("role", "role", .named(Role.self)),
      QueryParameter("status", "active or disabled", .named(UserStatus.self)),
      QueryParameter("search", "part of e-mail or name"),
    ])
  package static let getUser = Endpoint<Empty, User>(
    named: "getUser", .get, "/v1/users/:userId", .administrator, "Read an account")
  package static let updateUser = Endpoint<UpdateUserBody, User>(
    named: "updateUser", .patch, "/v1/users/:userId", .administrator,
    "Change name, role or status; disabling ends access at once")
  package static let setPassword = Endpoint<SetPasswordBody, NoContent>(
    named: "setPassword", .post, "/v1/users/:userId/password", .administrator,
    "Give somebody a password; their sign-ins end", status: 204)
  package static let changeOwnPassword = Endpoint<ChangePasswordBody, NoContent>(
    named: "changeOwnPassword", .post, "/v1/users/me/password", .signedIn,
    "Change one's own password; one's sign-ins end", status: 204)

  // MARK: API keys

  package static let createKey = Endpoint<CreateKeyBody, KeyReply>(
    named: "createKey", .post, "/v1/auth/keys", .administrator, "Make an API key; it is shown in this answer only",
    status: 201)
  package static let listKeys = Endpoint<Empty, [APIKey]>(
    named: "listKeys", .get, "/v1/auth/keys", .administrator, "List API keys, newest first, without their secrets",
    query: page(SortFields.keys))
  package static let rotateKey = Endpoint<RotateKeyBody, KeyReply>(
    named: "rotateKey", .post, "/v1/auth/keys/rotate", .signedIn,
    "Replace an API key; without key_id the one that calls", status: 201)
  package static let revokeKey = Endpoint<Empty, NoContent>(
    named: "revokeKey", .delete, "/v1/auth/keys/:keyId", .administrator, "Revoke an API key at once", status: 204)

  // MARK: Pipelines

  package static let listPipelines = Endpoint<Empty, [Pipeline]>(
    named: "listPipelines", .get, "/v1/pipelines", .scope(.pipelinesRead), "List pipelines",
    query: page(SortFields.pipelines) + [
      QueryParameter("status", "pipeline status", .named(PipelineStatus.self)),
      QueryParameter("stage", "current stage", .named(PipelineStage.self)),
      QueryParameter("priority", "priority", .named(Priority.self)),
      QueryParameter("assigneeId", "assignee, or me", .person),
      QueryParameter("search", "part of name, slug or platform"),
    ])
  package static let createPipeline = Endpoint<CreatePipelineBody, Pipeline>(
    named: "createPipeline", .post, "/v1/pipelines", .scope(.pipelinesWrite), "Create a pipeline at intake", status: 201
  )
  package static let getPipeline = Endpoint<Empty, Pipeline>(
    named: "getPipeline", .get, "/v1/pipelines/:pipelineId", .scope(.pipelinesRead), "Read a pipeline")
  package static let updatePipeline = Endpoint<UpdatePipelineBody, Pipeline>(
    named: "updatePipeline", .patch, "/v1/pipelines/:pipelineId", .scope(.pipelinesWrite), "Change a pipeline",
    pinned: true)
  package static let deletePipeline = Endpoint<Empty, NoContent>(
    named: "deletePipeline", .delete, "/v1/pipelines/:pipelineId", .scope(.pipelinesWrite),
    "Archive (archive=true) or remove a pipeline",
    query: [QueryParameter("archive", "true keeps it readable", .flag)], status: 204)
  package static let listStages = Endpoint<Empty, [PipelineStageRecord]>(
    named: "listStages", .get, "/v1/pipelines/:pipelineId/stages", .scope(.pipelinesRead),
    "Stage records of a pipeline, oldest first")
  package static let advanceStage = Endpoint<AdvanceStageBody, AdvanceStageReply>(
    named: "advanceStage", .post, "/v1/pipelines/:pipelineId/stages/advance", .scope(.pipelinesWrite),
    "Move a pipeline to its next stage")
  package static let failPipeline = Endpoint<FailPipelineBody, Pipeline>(
    named: "failPipeline", .post, "/v1/pipelines/:pipelineId/fail", .scope(.pipelinesWrite),
    "Mark a pipeline failed; a fix task is created")
  package static let retryPipeline = Endpoint<RetryPipelineBody, RetryPipelineReply>(
    named: "retryPipeline", .post, "/v1/pipelines/:pipelineId/retry", .scope(.pipelinesWrite),
    "Ask to re-enter the stage that failed")

  package static let runTests = Endpoint<TestRunBody, Job>(
    named: "runTests", .post, "/v1/pipelines/:pipelineId/test-runs", .scope(.pipelinesWrite), "Queue a test run",
    status: 202)
  package static let deploy = Endpoint<DeployBody, DeployReply>(
    named: "deploy", .post, "/v1/pipelines/:pipelineId/deploys", .signedIn,
    "Deploy: a job, or the task that a human decides first; 200 with the plan for dryRun; needs deploy:TARGET",
    status: 202, otherStatuses: [200])

  // MARK: Assets

  package static let listAssets = Endpoint<Empty, [Asset]>(
    named: "listAssets", .get, "/v1/pipelines/:pipelineId/assets", .scope(.assetsRead),
    "List the assets of a pipeline, each version a row, newest first",
    query: page(SortFields.assets) + [
      QueryParameter("type", "type of asset", .named(AssetType.self)),
      QueryParameter("stage", "stage that it belongs to", .named(PipelineStage.self)),
    ])
  package static let createAsset = Endpoint<CreateAssetBody, Asset>(
    named: "createAsset", .post, "/v1/assets", .scope(.assetsWrite),
    "Upload a file as multipart/form-data; the same name again is its next version", status: 201, bodyFormat: .form)
  package static let getAsset = Endpoint<Empty, Asset>(
    named: "getAsset", .get, "/v1/assets/:assetId", .scope(.assetsRead), "Read what is known of an asset")
  package static let downloadAsset = Endpoint<Empty, String>(
    named: "downloadAsset", .get, "/v1/assets/:assetId/download", .scope(.assetsRead),
    "The bytes of an asset; Range takes a part of them (206)", otherStatuses: [206], replyFormat: .bytes("*/*"))
  package static let diffAsset = Endpoint<Empty, DiffSummary>(
    named: "diffAsset", .get, "/v1/assets/:assetId/diff", .scope(.assetsRead),
    "What changed between two versions of an asset, with unified patches of text",
    query: [
      QueryParameter("fromVersion", "the older version", .whole(1...1_000_000), isRequired: true),
      QueryParameter("toVersion", "the newer version; without it the latest", .whole(1...1_000_000)),
    ])

  // MARK: Jobs and agents

  package static let listJobs = Endpoint<Empty, [Job]>(
    named: "listJobs", .get, "/v1/pipelines/:pipelineId/jobs", .scope(.pipelinesRead),
    "List the jobs of a pipeline, newest first",
    query: page(SortFields.jobs) + [
      QueryParameter("status", "job status", .named(JobStatus.self)),
      QueryParameter("kind", "kind of job", .named(JobKind.self)),
    ])
  package static let buildLogs = Endpoint<Empty, String>(
    named: "buildLogs", .get, "/v1/pipelines/:pipelineId/build-logs", .scope(.pipelinesRead),
    "What the agents logged on a pipeline, oldest first, as text/plain; X-Log-Next is the next after",
    query: [
      QueryParameter("after", "X-Log-Next of the answer before", .whole(0...Int.max)),
      QueryParameter("jobId", "only of this job", .id),
    ], replyFormat: .text(["text/plain"]))
  package static let getJob = Endpoint<Empty, Job>(
    named: "getJob", .get, "/v1/jobs/:jobId", .scope(.pipelinesRead), "Read a job")
  package static let claimJob = Endpoint<ClaimJobBody, Job>(
    named: "claimJob", .post, "/v1/jobs/claim", .scope(.pipelinesWrite),
    "Take the most urgent job under a lease; 204 when there is none", otherStatuses: [204])
  package static let logJob = Endpoint<JobLogBody, NoContent>(
    named: "logJob", .post, "/v1/jobs/:jobId/log", .scope(.pipelinesWrite),
    "Append to a job's log and prolong its lease", status: 204)
  package static let completeJob = Endpoint<CompleteJobBody, Job>(
    named: "completeJob", .post, "/v1/jobs/:jobId/complete", .scope(.pipelinesWrite),
    "Bring a job's result; only the holder of its lease")
  package static let releaseJob = Endpoint<ReleaseJobBody, Job>(
    named: "releaseJob", .post, "/v1/jobs/:jobId/release", .scope(.pipelinesWrite),
    "Put a job back into the queue; only the holder of its lease")
  package static let registerAgent = Endpoint<RegisterAgentBody, Agent>(
    named: "registerAgent", .post, "/v1/agents", .signedIn,
    "Register an agent, or change one (200); needs agents:manage, or to be an agent",
    status: 201, otherStatuses: [200])
  package static let getAgent = Endpoint<Empty, Agent>(
    named: "getAgent", .get, "/v1/agents/:agentId", .scope(.pipelinesRead), "Read an agent")
  package static let heartbeat = Endpoint<HeartbeatBody, NoContent>(
    named: "heartbeat", .post, "/v1/agents/:agentId/heartbeat", .scope(.pipelinesWrite),
    "Say that an agent is alive, and how it is",
    status: 204)
  package static let agentActivity = Endpoint<Empty, [AuditEntry]>(
    named: "agentActivity", .get, "/v1/agents/:agentId/activity", .scope(.auditRead),
    "Audit rows by or about an agent, newest first",
    query: [
      QueryParameter("since", "from this time", .time),
      QueryParameter("limit", "rows, 1–100, default 50", .whole(1...100)),
    ])

  // MARK: Tasks

  package static let listTasks = Endpoint<Empty, [FactoryTask]>(
    named: "listTasks", .get, "/v1/tasks", .scope(.tasksRead), "List tasks, most urgent first",
    query: page(SortFields.tasks) + [
      QueryParameter("status", "task status", .named(TaskStatus.self)),
      QueryParameter("priority", "priority", .named(Priority.self)),
      QueryParameter("type", "task type", .named(TaskType.self)), QueryParameter("pipelineId", "pipeline", .id),
      QueryParameter("assigneeId", "assignee, or me", .person),
      QueryParameter("slaBreached", "true or false", .flag),
      QueryParameter("open", "true: every status but completed", .flag),
      QueryParameter("search", "part of the title or summary"),
    ])
  package static let createTask = Endpoint<CreateTaskBody, FactoryTask>(
    named: "createTask", .post, "/v1/tasks", .scope(.pipelinesWrite), "Ask for a decision with its evidence",
    status: 201,
    otherStatuses: [200])
  package static let taskStats = Endpoint<Empty, TaskStats>(
    named: "taskStats", .get, "/v1/tasks/stats", .scope(.tasksRead), "Counts over all tasks")
  package static let bulkTasks = Endpoint<BulkTaskBody, BulkTaskReply>(
    named: "bulkTasks", .post, "/v1/tasks/bulk", .scope(.tasksApprove), "Decide many tasks; one result each")
  package static let getTask = Endpoint<Empty, FactoryTask>(
    named: "getTask", .get, "/v1/tasks/:taskId", .scope(.tasksRead), "Read a task with all its evidence")
  package static let updateTask = Endpoint<UpdateTaskBody, FactoryTask>(
    named: "updateTask", .patch, "/v1/tasks/:taskId", .scope(.pipelinesWrite), "Change a task's priority")
  package static let claimTask = Endpoint<Empty, FactoryTask>(
    named: "claimTask", .post, "/v1/tasks/:taskId/claim", .scope(.tasksApprove), "Take a task for 15 minutes")
  package static let completeTask = Endpoint<CompleteTaskBody, FactoryTask>(
    named: "completeTask", .post, "/v1/tasks/:taskId/complete", .scope(.tasksRead), "Record a decision on a task",
    pinned: true)
  package static let undoTask = Endpoint<Empty, FactoryTask>(
    named: "undoTask", .post, "/v1/tasks/:taskId/undo", .scope(.tasksRead),
    "Take back one's own decision within its grace")
  package static let reassignTask = Endpoint<ReassignTaskBody, FactoryTask>(
    named: "reassignTask", .post, "/v1/tasks/:taskId/reassign", .scope(.tasksApprove), "Give a task to someone")
  package static let withdrawTask = Endpoint<WithdrawTaskBody, FactoryTask>(
    named: "withdrawTask", .post, "/v1/tasks/:taskId/withdraw", .signedIn, "Take back one's own question")

  // MARK: Rules

  package static let listRules = Endpoint<Empty, [HookRule]>(
    named: "listRules", .get, "/v1/rules", .scope(.tasksRead),
    "List the rules that let calls of agents go on without asking, newest first",
    query: page(SortFields.rules) + [
      QueryParameter("live", "true: only those in force", .flag),
      QueryParameter("number", "the rule with this number", .whole(1...Int(Int32.max))),
    ])
  package static let createRule = Endpoint<CreateRuleBody, HookRule>(
    named: "createRule", .post, "/v1/rules", .scope(.tasksApprove),
    "Allow calls like one that is shown, for a while; only a person in person", status: 201)
  package static let checkRules = Endpoint<CheckRuleBody, RuleAnswer>(
    named: "checkRules", .post, "/v1/rules/check", .scope(.pipelinesWrite),
    "Whether a rule lets the caller's call go on; the use is audited")
  package static let getRule = Endpoint<Empty, HookRule>(
    named: "getRule", .get, "/v1/rules/:ruleId", .scope(.tasksRead), "Read a rule")
  package static let revokeRule = Endpoint<Empty, HookRule>(
    named: "revokeRule", .delete, "/v1/rules/:ruleId", .scope(.tasksApprove), "End a rule at once; it stays readable")

  // MARK: Approvals

  package static let listApprovals = Endpoint<Empty, [Approval]>(
    named: "listApprovals", .get, "/v1/approvals", .scope(.tasksRead), "List approvals",
    query: page(SortFields.approvals) + [
      QueryParameter("status", "approval status", .named(ApprovalStatus.self)),
      QueryParameter("pipelineId", "pipeline", .id),
      QueryParameter("assignee", "assignee of the task, or me", .person),
    ])
  package static let getApproval = Endpoint<Empty, Approval>(
    named: "getApproval", .get, "/v1/approvals/:approvalId", .scope(.tasksRead), "Read an approval")
  package static let approve = Endpoint<ApproveBody, Approval>(
    named: "approve", .post, "/v1/approvals/:approvalId/approve", .scope(.tasksApprove),
    "Approve, with conditions if any", pinned: true)
  package static let reject = Endpoint<RejectBody, Approval>(
    named: "reject", .post, "/v1/approvals/:approvalId/reject", .scope(.tasksReject), "Reject with a reason",
    pinned: true)
  package static let escalate = Endpoint<EscalateBody, Approval>(
    named: "escalate", .post, "/v1/approvals/:approvalId/escalate", .scope(.tasksRead),
    "Hand an approval to someone above")

  package static let meetCondition = Endpoint<MeetConditionBody, Approval>(
    named: "meetCondition", .post, "/v1/approvals/:approvalId/conditions/:index/met", .scope(.tasksApprove),
    "Say how a condition of an approval was met; a pipeline with open ones is not published")

  // MARK: Watching

  private static let auditFilters = [
    QueryParameter("entityType", "pipeline, task, approval …"), QueryParameter("entityId", "entity", .id),
    QueryParameter("pipelineId", "everything about one pipeline", .id), QueryParameter("actorId", "actor", .id),
    QueryParameter("action", "action, such as task.approved"), QueryParameter("since", "from this time", .time),
    QueryParameter("until", "up to this time", .time),
  ]

  package static let listAgents = Endpoint<Empty, [Agent]>(
    named: "listAgents", .get, "/v1/agents", .scope(.pipelinesRead), "List agents")
  package static let listAudit = Endpoint<Empty, [AuditEntry]>(
    named: "listAudit", .get, "/v1/audit", .scope(.auditRead), "List audit rows, newest first",
    query: page(SortFields.audit) + auditFilters)
  package static let exportAudit = Endpoint<Empty, [AuditEntry]>(
    named: "exportAudit", .get, "/v1/audit/export", .scope(.auditRead), "Stream audit rows, oldest first",
    query: [QueryParameter("format", "jsonl (the default) or csv", .named(AuditFormat.self))] + auditFilters,
    replyFormat: .text(["application/x-ndjson", "text/csv"]))
  package static let search = Endpoint<Empty, SearchReply>(
    named: "search", .get, "/v1/search", .scope(.tasksRead),
    "Find pipelines, tasks, assets and audit rows by their words",
    query: [
      QueryParameter("query", "words, each from its beginning; \"quoted\" as a phrase", .words(500), isRequired: true),
      QueryParameter(
        "types", "comma-separated: pipeline, task, asset, audit; without it all that one may see",
        .someOf(SearchType.declared.map(\.rawValue))),
      QueryParameter("limit", "finds, 1–100, default 10", .whole(1...100)),
    ])
  package static let dashboardSummary = Endpoint<Empty, DashboardSummary>(
    named: "dashboardSummary", .get, "/v1/dashboard/summary", .scope(.tasksRead),
    "Counts, recent activity and SLA state")
  package static let listUsers = Endpoint<Empty, [UserName]>(
    named: "listUsers", .get, "/v1/users", .scope(.tasksRead), "Names of the people tasks can be given to")
  package static let listEvents = Endpoint<Empty, [WsEvent]>(
    named: "listEvents", .get, "/v1/events", .scope(.tasksRead), "Events after a sequence number, oldest first",
    query: [
      QueryParameter("after", "sequence number", .whole(0...Int.max)),
      QueryParameter("limit", "rows, 1–1000, default 100", .whole(1...1000)),
    ])

  package static let listBlockers = Endpoint<Empty, [BlockerInfo]>(
    named: "listBlockers", .get, "/v1/blockers", .scope(.tasksRead),
    "What keeps pipelines from advancing, most urgent first",
    query: [QueryParameter("pipelineId", "only this pipeline", .id)])

  // MARK: Notifications

  package static let listNotifications = Endpoint<Empty, [FactoryNotification]>(
    named: "listNotifications", .get, "/v1/notifications", .scope(.tasksRead),
    "List the caller's notifications, newest first",
    query: page(SortFields.notifications) + [
      QueryParameter("unread", "true: not read yet; the total is then the number of unread ones", .flag),
      QueryParameter("type", "notification type", .named(NotificationType.self)),
    ])
  package static let readNotification = Endpoint<Empty, NoContent>(
    named: "readNotification", .post, "/v1/notifications/:notificationId/read", .scope(.tasksRead),
    "Mark one of the caller's notifications read", status: 204)
  package static let readAllNotifications = Endpoint<Empty, NoContent>(
    named: "readAllNotifications", .post, "/v1/notifications/read-all", .scope(.tasksRead),
    "Mark all of the caller's notifications read", status: 204)

  // MARK: In bulk (application/x-ndjson, not in the envelope)

  package static let snapshot = Endpoint<Empty, [SnapshotLine]>(
    named: "snapshot", .get, "/v1/snapshot", .scope(.tasksRead),
    "Stream tasks, pipelines and agents of one moment as JSON Lines",
    query: [
      QueryParameter(
        "entities", "comma-separated: tasks, pipelines, agents", .someOf(["tasks", "pipelines", "agents"])),
      QueryParameter("open", "true leaves completed tasks out", .flag),
    ], replyFormat: .lines)
  package static let importLines = Endpoint<[SnapshotLine], [ImportResult]>(
    named: "importLines", .post, "/v1/import", .administrator,
    "Create tasks and pipelines from JSON Lines; one result line each",
    bodyFormat: .lines, replyFormat: .lines)

  // MARK: Operations (outside /v1 but the document)

  package static let openAPI = Endpoint<Empty, JSONValue>(
    named: "openAPI", .get, "/v1/openapi.json", .signedIn, "This interface as an OpenAPI 3.1 document",
    replyFormat: .document)
  package static let health = Endpoint<Empty, HealthReply>(
    named: "health", .get, "/healthz", .open, "The process answers")
  package static let ready = Endpoint<Empty, HealthReply>(named: "ready", .get, "/readyz", .open, "The store answers")

  package static let openLink = Endpoint<Empty, String>(
    named: "openLink", .get, "/open/:form", .open,
    "The page of a factory:// link: what it is about and the command that opens it",
    query: [
      QueryParameter("task_id", "with approve and reject", .text),
      QueryParameter("id", "with task and pipeline", .text),
      QueryParameter("server_name", "with review", .text), QueryParameter("pipeline_id", "with deploy", .text),
      QueryParameter("target", "with deploy: staging or production", .text),
    ], replyFormat: .text(["text/html"]))

  package static let metrics = Endpoint<Empty, String>(
    named: "metrics", .get, "/metrics", .local, "Figures for Prometheus", replyFormat: .text(["text/plain"]))

  /// All of them, in the order of the reference. A test holds that each has exactly one handler.
  package static let all: [EndpointDescription] = [
    login.description, refresh.description, logout.description, currentUser.description, listUsers.description,
    createUser.description, listAccounts.description, getUser.description, updateUser.description,
    setPassword.description, changeOwnPassword.description,
    createKey.description, listKeys.description, rotateKey.description, revokeKey.description,
    listPipelines.description, createPipeline.description, getPipeline.description, updatePipeline.description,
    deletePipeline.description, listStages.description, advanceStage.description, failPipeline.description,
    retryPipeline.description, listTasks.description, createTask.description, taskStats.description,
    bulkTasks.description, getTask.description, updateTask.description, claimTask.description,
    completeTask.description, undoTask.description, reassignTask.description, withdrawTask.description,
    listRules.description, createRule.description, checkRules.description, getRule.description, revokeRule.description,
    listApprovals.description, getApproval.description, approve.description, reject.description,
    escalate.description, meetCondition.description, runTests.description,
    deploy.description, listAssets.description, createAsset.description, getAsset.description,
    downloadAsset.description, diffAsset.description, listJobs.description, buildLogs.description, getJob.description,
    claimJob.description, logJob.description, completeJob.description, releaseJob.description, listAgents.description,
    registerAgent.description, getAgent.description, heartbeat.description, agentActivity.description,
    listAudit.description,
    exportAudit.description, search.description,
    dashboardSummary.description,
    listBlockers.description, listNotifications.description, readNotification.description,
    readAllNotifications.description,
    listEvents.description, snapshot.description, importLines.description, openAPI.description, health.description,
    ready.description, openLink.description, metrics.description,
  ]
}

/// How a condition was met (ruling R35); conditions count from 0.
package struct MeetConditionBody: Codable, Hashable, Sendable {
  package var note: String
  package init(note: String) { self.note = note }
}

/// Why a pipeline failed (ruling R46).
package struct FailPipelineBody: Codable, Hashable, Sendable {
  package var reason: String
  package init(reason: String) { self.reason = reason }
}

package struct RetryPipelineBody: Codable, Hashable, Sendable {
  package var notes: String?
  package init(notes: String? = nil) { self.notes = notes }
}

package struct RetryPipelineReply: Codable, Hashable, Sendable {
  package var task: FactoryTask
  package init(task: FactoryTask) { self.task = task }
}

/// A person as others see them.
package struct UserName: Codable, Hashable, Sendable {
  package var id: EntityID
  package var name: String
  package var role: Role
  package init(id: EntityID, name: String, role: Role) {
    self.id = id
    self.name = name
    self.role = role
  }
}

package struct HealthReply: Codable, Hashable, Sendable {
  package var status: String
  package var version: String
  package init(status: String, version: String) {
    self.status = status
    self.version = version
  }
}
