// The contract's bodies of pipelines and the dashboard as JSON: each with every member, and with none that may be left out.
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let pipelineBodies: [Fixture] = [
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
  ]
}
