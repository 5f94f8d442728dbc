// The contract's declarations as JSON: each type with every member, and with none that may be left out (Bodies).
import FactoryContracts

extension Fixtures {
  static let bodies: [Fixture] = [
    Fixture(
      "JWTPayload", TokenClaims.self,
      enums: ["role", "scopes"],
      full: #"""
        {"sub":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","email":"email \"ü\" </>",
        "role":"owner","scopes":["pipelines:read"],"iat":3,"exp":3}
        """#,
      bare: #"""
        {"sub":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","email":"email \"ü\" </>",
        "role":"owner","scopes":[],"iat":3,"exp":3}
        """#),
    Fixture(
      "ApiError", APIErrorResponse.self,
      full: #"""
        {"ok":false,"error":{"code":"BAD_REQUEST","message":"message \"ü\" </>",
        "details":{"key":{"deep":[1,null,"x",2.5,false]}},"field":"field \"ü\" </>",
        "requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}}
        """#,
      bare: #"""
        {"ok":false,"error":{"code":"BAD_REQUEST","message":"message \"ü\" </>",
        "requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}}
        """#),
    Fixture(
      "ErrorBody", APIError.self,
      optional: ["details", "field"],
      enums: ["code"],
      full: #"""
        {"code":"BAD_REQUEST","message":"message \"ü\" </>","details":{"key":{"deep":[1,
        null,"x",2.5,false]}},"field":"field \"ü\" </>","requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"code":"BAD_REQUEST","message":"message \"ü\" </>","requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#),
    Fixture(
      "ResponseMeta", ResponseMeta.self,
      optional: ["pagination", "rateLimit", "seq", "nextCursor"],
      full: #"""
        {"requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z",
        "pagination":{"page":3,"limit":3,"total":3,"totalPages":3,"hasNext":true,
        "hasPrev":true},"rateLimit":{"limit":3,"remaining":3,"resetAt":"2026-01-31T09:05:00.123Z"},
        "seq":3,"nextCursor":"nextCursor \"ü\" </>"}
        """#,
      bare: #"""
        {"requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "PaginationMeta", PaginationMeta.self,
      full: #"""
        {"page":3,"limit":3,"total":3,"totalPages":3,"hasNext":true,"hasPrev":true}
        """#,
      bare: #"""
        {"page":3,"limit":3,"total":3,"totalPages":3,"hasNext":true,"hasPrev":true}
        """#),
    Fixture(
      "RateLimitMeta", RateLimitMeta.self,
      full: #"""
        {"limit":3,"remaining":3,"resetAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"limit":3,"remaining":3,"resetAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "FactoryErrorDetails", FactoryErrorDetails.self,
      optional: ["currentState", "requiredState", "validationErrors", "requiredScope", "userScopes"],
      enums: ["requiredScope", "userScopes"],
      full: #"""
        {"currentState":"currentState \"ü\" </>","requiredState":"requiredState \"ü\" </>",
        "validationErrors":[{"field":"field \"ü\" </>","message":"message \"ü\" </>",
        "received":{"deep":[1,null,"x",2.5,false]},"expected":"expected \"ü\" </>"}],
        "requiredScope":"pipelines:read","userScopes":["pipelines:read"]}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "TokenReply", TokenReply.self,
      optional: ["refresh_token"],
      full: #"""
        {"access_token":"access_token \"ü\" </>","refresh_token":"refresh_token \"ü\" </>",
        "expires_in":3}
        """#,
      bare: #"""
        {"access_token":"access_token \"ü\" </>","expires_in":3}
        """#),
    Fixture(
      "LoginBody", LoginBody.self,
      full: #"""
        {"email":"email \"ü\" </>","password":"password \"ü\" </>"}
        """#,
      bare: #"""
        {"email":"email \"ü\" </>","password":"password \"ü\" </>"}
        """#),
    Fixture(
      "RefreshBody", RefreshBody.self,
      full: #"""
        {"refresh_token":"refresh_token \"ü\" </>"}
        """#,
      bare: #"""
        {"refresh_token":"refresh_token \"ü\" </>"}
        """#),
    Fixture(
      "CurrentUser", CurrentUser.self,
      enums: ["role", "scopes"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","email":"email \"ü\" </>",
        "name":"name \"ü\" </>","role":"owner","scopes":["pipelines:read"]}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","email":"email \"ü\" </>",
        "name":"name \"ü\" </>","role":"owner","scopes":[]}
        """#),
    Fixture(
      "UserName", UserName.self,
      enums: ["role"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","role":"owner"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","role":"owner"}
        """#),
    Fixture(
      "CreatePipelineBody", CreatePipelineBody.self,
      optional: ["template", "config", "priority", "assigneeId"],
      enums: ["template", "priority"],
      full: #"""
        {"name":"name \"ü\" </>","template":"mcp-server-standard","platform":"platform \"ü\" </>",
        "config":{"key":{"deep":[1,null,"x",2.5,false]}},"priority":"critical",
        "assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"name":"name \"ü\" </>","platform":"platform \"ü\" </>"}
        """#),
    Fixture(
      "UpdatePipelineBody", UpdatePipelineBody.self,
      nullable: ["assigneeId"],
      optional: ["priority", "status", "config", "assigneeId", "metadata"],
      enums: ["priority", "status"],
      full: #"""
        {"priority":"critical","status":"active","config":{"key":{"deep":[1,null,
        "x",2.5,false]}},"assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","metadata":{"key":{"deep":[1,
        null,"x",2.5,false]}}}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "AdvanceStageBody", AdvanceStageBody.self,
      optional: ["targetStage", "skipValidation", "notes"],
      enums: ["targetStage"],
      full: #"""
        {"targetStage":"intake","skipValidation":true,"notes":"notes \"ü\" </>"}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "AdvanceStageReply", AdvanceStageReply.self,
      full: #"""
        {"stage":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","stageOrder":3,"status":"pending","requiresApproval":true,
        "approvalType":"manual","autoAdvance":true,"validationRules":[{"type":"test_coverage",
        "config":{"key":{"deep":[1,null,"x",2.5,false]}}}],"enteredAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","durationSeconds":0.25,"createdAt":"2026-01-31T09:05:00.123Z"},
        "tasksCreated":[{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","type":"approval","title":"title \"ü\" </>","description":"description \"ü\" </>",
        "context":{"summary":"summary \"ü\" </>","details":"details \"ü\" </>",
        "testResults":{"total":3,"passed":3,"failed":3,"skipped":3,"coveragePercent":0.25,
        "failureDetails":[{"testName":"testName \"ü\" </>","error":"error \"ü\" </>",
        "file":"file \"ü\" </>","line":3}]},"diffSummary":{"filesChanged":3,"insertions":3,
        "deletions":3,"files":[{"path":"path \"ü\" </>","status":"added","insertions":3,
        "deletions":3,"patch":"patch \"ü\" </>"}]},"metrics":{"key":0.25},"relatedAssets":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],
        "modalType":"modalType \"ü\" </>","modalConfig":{"key":{"deep":[1,null,
        "x",2.5,false]}}},"status":"pending","priority":"critical","assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "claimedAt":"2026-01-31T09:05:00.123Z","claimedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "decision":"approved","decisionNotes":"decisionNotes \"ü\" </>","decisionData":{"key":{"deep":[1,
        null,"x",2.5,false]}},"decidedAt":"2026-01-31T09:05:00.123Z","decidedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "slaDeadline":"2026-01-31T09:05:00.123Z","slaWarningsSent":3,"slaBreached":true,
        "escalationLevel":3,"blocksStageAdvance":true,"blocksPipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z",
        "version":3,"requiredApprovers":3,"currentApprovers":3,"pendingDecision":{"decision":"approved",
        "notes":"notes \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","effectiveAt":"2026-01-31T09:05:00.123Z",
        "byName":"byName \"ü\" </>","decisionData":{"key":{"deep":[1,null,"x",2.5,
        false]}},"decidedAt":"2026-01-31T09:05:00.123Z","before":"pending"},"deferredAt":"2026-01-31T09:05:00.123Z",
        "deferredUntil":"2026-01-31T09:05:00.123Z","withdrawnAt":"2026-01-31T09:05:00.123Z",
        "createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","createdByName":"createdByName \"ü\" </>",
        "decidedByName":"decidedByName \"ü\" </>","claimedByName":"claimedByName \"ü\" </>",
        "claimExpiresAt":"2026-01-31T09:05:00.123Z","key":"key \"ü\" </>"}]}
        """#,
      bare: #"""
        {"stage":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","stageOrder":3,"status":"pending","requiresApproval":true,
        "approvalType":"manual","autoAdvance":true,"validationRules":[],"enteredAt":null,
        "completedAt":null,"durationSeconds":null,"createdAt":"2026-01-31T09:05:00.123Z"},
        "tasksCreated":[]}
        """#),
    Fixture(
      "FailPipelineBody", FailPipelineBody.self,
      full: #"""
        {"reason":"reason \"ü\" </>"}
        """#,
      bare: #"""
        {"reason":"reason \"ü\" </>"}
        """#),
    Fixture(
      "RetryPipelineBody", RetryPipelineBody.self,
      optional: ["notes"],
      full: #"""
        {"notes":"notes \"ü\" </>"}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "RetryPipelineReply", RetryPipelineReply.self,
      full: #"""
        {"task":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","type":"approval","title":"title \"ü\" </>","description":"description \"ü\" </>",
        "context":{"summary":"summary \"ü\" </>","details":"details \"ü\" </>",
        "testResults":{"total":3,"passed":3,"failed":3,"skipped":3,"coveragePercent":0.25,
        "failureDetails":[{"testName":"testName \"ü\" </>","error":"error \"ü\" </>",
        "file":"file \"ü\" </>","line":3}]},"diffSummary":{"filesChanged":3,"insertions":3,
        "deletions":3,"files":[{"path":"path \"ü\" </>","status":"added","insertions":3,
        "deletions":3,"patch":"patch \"ü\" </>"}]},"metrics":{"key":0.25},"relatedAssets":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],
        "modalType":"modalType \"ü\" </>","modalConfig":{"key":{"deep":[1,null,
        "x",2.5,false]}}},"status":"pending","priority":"critical","assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "claimedAt":"2026-01-31T09:05:00.123Z","claimedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "decision":"approved","decisionNotes":"decisionNotes \"ü\" </>","decisionData":{"key":{"deep":[1,
        null,"x",2.5,false]}},"decidedAt":"2026-01-31T09:05:00.123Z","decidedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "slaDeadline":"2026-01-31T09:05:00.123Z","slaWarningsSent":3,"slaBreached":true,
        "escalationLevel":3,"blocksStageAdvance":true,"blocksPipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z",
        "version":3,"requiredApprovers":3,"currentApprovers":3,"pendingDecision":{"decision":"approved",
        "notes":"notes \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","effectiveAt":"2026-01-31T09:05:00.123Z",
        "byName":"byName \"ü\" </>","decisionData":{"key":{"deep":[1,null,"x",2.5,
        false]}},"decidedAt":"2026-01-31T09:05:00.123Z","before":"pending"},"deferredAt":"2026-01-31T09:05:00.123Z",
        "deferredUntil":"2026-01-31T09:05:00.123Z","withdrawnAt":"2026-01-31T09:05:00.123Z",
        "createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","createdByName":"createdByName \"ü\" </>",
        "decidedByName":"decidedByName \"ü\" </>","claimedByName":"claimedByName \"ü\" </>",
        "claimExpiresAt":"2026-01-31T09:05:00.123Z","key":"key \"ü\" </>"}}
        """#,
      bare: #"""
        {"task":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":null,
        "stageName":null,"type":"approval","title":"title \"ü\" </>","description":null,
        "context":{"summary":"summary \"ü\" </>"},"status":"pending","priority":"critical",
        "assigneeId":null,"claimedAt":null,"claimedBy":null,"decision":null,"decisionNotes":null,
        "decisionData":{},"decidedAt":null,"decidedBy":null,"slaDeadline":null,
        "slaWarningsSent":3,"slaBreached":true,"escalationLevel":3,"blocksStageAdvance":true,
        "blocksPipelineId":null,"createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "CreateTaskBody", CreateTaskBody.self,
      optional: [
        "pipelineId", "stageName", "description", "priority", "assigneeId", "slaDeadline", "blocksStageAdvance",
        "requiredApprovers", "key",
      ],
      enums: ["stageName", "type", "priority"],
      full: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake",
        "type":"approval","title":"title \"ü\" </>","description":"description \"ü\" </>",
        "context":{"summary":"summary \"ü\" </>","details":"details \"ü\" </>",
        "testResults":{"total":3,"passed":3,"failed":3,"skipped":3,"coveragePercent":0.25,
        "failureDetails":[{"testName":"testName \"ü\" </>","error":"error \"ü\" </>",
        "file":"file \"ü\" </>","line":3}]},"diffSummary":{"filesChanged":3,"insertions":3,
        "deletions":3,"files":[{"path":"path \"ü\" </>","status":"added","insertions":3,
        "deletions":3,"patch":"patch \"ü\" </>"}]},"metrics":{"key":0.25},"relatedAssets":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],
        "modalType":"modalType \"ü\" </>","modalConfig":{"key":{"deep":[1,null,
        "x",2.5,false]}}},"priority":"critical","assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "slaDeadline":"2026-01-31T09:05:00.123Z","blocksStageAdvance":true,"requiredApprovers":3,
        "key":"key \"ü\" </>"}
        """#,
      bare: #"""
        {"type":"approval","title":"title \"ü\" </>","context":{"summary":"summary \"ü\" </>"}}
        """#),
    Fixture(
      "UpdateTaskBody", UpdateTaskBody.self,
      optional: ["priority"],
      enums: ["priority"],
      full: #"""
        {"priority":"critical"}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "CompleteTaskBody", CompleteTaskBody.self,
      optional: ["notes", "decisionData", "graceSeconds"],
      enums: ["decision"],
      full: #"""
        {"decision":"approved","notes":"notes \"ü\" </>","decisionData":{"key":{"deep":[1,
        null,"x",2.5,false]}},"graceSeconds":3}
        """#,
      bare: #"""
        {"decision":"approved"}
        """#),
    Fixture(
      "ReassignTaskBody", ReassignTaskBody.self,
      optional: ["reason"],
      full: #"""
        {"assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","reason":"reason \"ü\" </>"}
        """#,
      bare: #"""
        {"assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#),
    Fixture(
      "WithdrawTaskBody", WithdrawTaskBody.self,
      optional: ["reason"],
      full: #"""
        {"reason":"reason \"ü\" </>"}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "BulkTaskBody", BulkTaskBody.self,
      optional: ["notes", "graceSeconds", "versions"],
      enums: ["action"],
      full: #"""
        {"action":"approve","taskIds":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],
        "notes":"notes \"ü\" </>","graceSeconds":3,"versions":{"key":3}}
        """#,
      bare: #"""
        {"action":"approve","taskIds":[]}
        """#),
    Fixture(
      "BulkFailure", BulkFailure.self,
      full: #"""
        {"taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","error":"error \"ü\" </>"}
        """#,
      bare: #"""
        {"taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","error":"error \"ü\" </>"}
        """#),
    Fixture(
      "BulkTaskReply", BulkTaskReply.self,
      full: #"""
        {"succeeded":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],"failed":[{"taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "error":"error \"ü\" </>"}]}
        """#,
      bare: #"""
        {"succeeded":[],"failed":[]}
        """#),
    Fixture(
      "TaskStats", TaskStats.self,
      full: #"""
        {"pending":3,"inProgress":3,"blocked":3,"avgWaitTimeMinutes":0.25,"slaBreaches":3,
        "byPriority":{"key":3},"byType":{"key":3}}
        """#,
      bare: #"""
        {"pending":3,"inProgress":3,"blocked":3,"avgWaitTimeMinutes":0.25,"slaBreaches":3,
        "byPriority":{},"byType":{}}
        """#),
    Fixture(
      "ApproveBody", ApproveBody.self,
      optional: ["notes", "conditions", "graceSeconds"],
      full: #"""
        {"notes":"notes \"ü\" </>","conditions":["conditions \"ü\" </>"],"graceSeconds":3}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "RejectBody", RejectBody.self,
      optional: ["requestedChanges", "graceSeconds"],
      full: #"""
        {"reason":"reason \"ü\" </>","requestedChanges":["requestedChanges \"ü\" </>"],
        "graceSeconds":3}
        """#,
      bare: #"""
        {"reason":"reason \"ü\" </>"}
        """#),
    Fixture(
      "EscalateBody", EscalateBody.self,
      optional: ["escalateTo"],
      full: #"""
        {"escalateTo":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","reason":"reason \"ü\" </>"}
        """#,
      bare: #"""
        {"reason":"reason \"ü\" </>"}
        """#),
    Fixture(
      "DashboardSummary", DashboardSummary.self,
      full: #"""
        {"pipelines":{"active":3,"paused":3,"completed":3,"failed":3},"tasks":{"pending":3,
        "inProgress":3,"blocked":3,"avgWaitTimeMinutes":0.25,"slaBreaches":3,"byPriority":{"key":3},
        "byType":{"key":3}},"agents":{"total":3,"active":3,"idle":3,"error":3,"offline":3},
        "recentActivity":[{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","actorType":"user",
        "actorId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","actorName":"actorName \"ü\" </>",
        "action":"action \"ü\" </>","entityType":"entityType \"ü\" </>","entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "changes":{"key":{"from":{"deep":[1,null,"x",2.5,false]},"to":{"deep":[1,
        null,"x",2.5,false]}}},"metadata":{"key":{"deep":[1,null,"x",2.5,false]}},
        "createdAt":"2026-01-31T09:05:00.123Z"}],"slaStatus":{"onTrack":3,"warning":3,
        "breached":3}}
        """#,
      bare: #"""
        {"pipelines":{"active":3,"paused":3,"completed":3,"failed":3},"tasks":{"pending":3,
        "inProgress":3,"blocked":3,"avgWaitTimeMinutes":0.25,"slaBreaches":3,"byPriority":{},
        "byType":{}},"agents":{"total":3,"active":3,"idle":3,"error":3,"offline":3},
        "recentActivity":[],"slaStatus":{"onTrack":3,"warning":3,"breached":3}}
        """#),
    Fixture(
      "SnapshotHead", SnapshotHead.self,
      full: #"""
        {"seq":3}
        """#,
      bare: #"""
        {"seq":3}
        """#),
    Fixture(
      "SnapshotLine", SnapshotLine.self,
      optional: ["pipeline", "task", "agent"],
      full: #"""
        {"pipeline":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>",
        "slug":"slug \"ü\" </>","template":"mcp-server-standard","platform":"platform \"ü\" </>",
        "currentStage":"intake","status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","config":{"key":{"deep":[1,
        null,"x",2.5,false]}},"metadata":{"key":{"deep":[1,null,"x",2.5,false]}},
        "slaDeadline":"2026-01-31T09:05:00.123Z","startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","createdAt":"2026-01-31T09:05:00.123Z",
        "updatedAt":"2026-01-31T09:05:00.123Z","version":3},"task":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake",
        "type":"approval","title":"title \"ü\" </>","description":"description \"ü\" </>",
        "context":{"summary":"summary \"ü\" </>","details":"details \"ü\" </>",
        "testResults":{"total":3,"passed":3,"failed":3,"skipped":3,"coveragePercent":0.25,
        "failureDetails":[{"testName":"testName \"ü\" </>","error":"error \"ü\" </>",
        "file":"file \"ü\" </>","line":3}]},"diffSummary":{"filesChanged":3,"insertions":3,
        "deletions":3,"files":[{"path":"path \"ü\" </>","status":"added","insertions":3,
        "deletions":3,"patch":"patch \"ü\" </>"}]},"metrics":{"key":0.25},"relatedAssets":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],
        "modalType":"modalType \"ü\" </>","modalConfig":{"key":{"deep":[1,null,
        "x",2.5,false]}}},"status":"pending","priority":"critical","assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "claimedAt":"2026-01-31T09:05:00.123Z","claimedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "decision":"approved","decisionNotes":"decisionNotes \"ü\" </>","decisionData":{"key":{"deep":[1,
        null,"x",2.5,false]}},"decidedAt":"2026-01-31T09:05:00.123Z","decidedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "slaDeadline":"2026-01-31T09:05:00.123Z","slaWarningsSent":3,"slaBreached":true,
        "escalationLevel":3,"blocksStageAdvance":true,"blocksPipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z",
        "version":3,"requiredApprovers":3,"currentApprovers":3,"pendingDecision":{"decision":"approved",
        "notes":"notes \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","effectiveAt":"2026-01-31T09:05:00.123Z",
        "byName":"byName \"ü\" </>","decisionData":{"key":{"deep":[1,null,"x",2.5,
        false]}},"decidedAt":"2026-01-31T09:05:00.123Z","before":"pending"},"deferredAt":"2026-01-31T09:05:00.123Z",
        "deferredUntil":"2026-01-31T09:05:00.123Z","withdrawnAt":"2026-01-31T09:05:00.123Z",
        "createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","createdByName":"createdByName \"ü\" </>",
        "decidedByName":"decidedByName \"ü\" </>","claimedByName":"claimedByName \"ü\" </>",
        "claimExpiresAt":"2026-01-31T09:05:00.123Z","key":"key \"ü\" </>"},"agent":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "name":"name \"ü\" </>","type":"ai_builder","status":"idle","currentTaskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "currentPipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","health":{"uptimeSeconds":0.25,
        "tasksCompleted24h":3,"errorRate":0.25,"lastHeartbeat":"2026-01-31T09:05:00.123Z"},
        "capabilities":["capabilities \"ü\" </>"],"config":{"key":{"deep":[1,null,
        "x",2.5,false]}},"tasksCompletedTotal":3,"avgTaskDurationSeconds":0.25,
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "ImportResult", ImportResult.self,
      optional: ["id", "error"],
      full: #"""
        {"line":3,"ok":true,"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","error":{"code":"BAD_REQUEST",
        "message":"message \"ü\" </>","details":{"key":{"deep":[1,null,"x",2.5,
        false]}},"field":"field \"ü\" </>","requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}}
        """#,
      bare: #"""
        {"line":3,"ok":true}
        """#),
  ]
}
