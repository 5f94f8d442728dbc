// The contract's declarations as JSON: each type with every member, and with none that may be left out (Events).
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let events: [Fixture] = [
    Fixture(
      "PipelinePayload", PipelinePayload.self,
      full: #"""
        {"pipeline":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>",
        "slug":"slug \"ü\" </>","template":"mcp-server-standard","platform":"platform \"ü\" </>",
        "currentStage":"intake","status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","config":{"key":{"deep":[1,
        null,"x",2.5,false]}},"metadata":{"key":{"deep":[1,null,"x",2.5,false]}},
        "slaDeadline":"2026-01-31T09:05:00.123Z","startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","createdAt":"2026-01-31T09:05:00.123Z",
        "updatedAt":"2026-01-31T09:05:00.123Z","version":3}}
        """#,
      bare: #"""
        {"pipeline":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>",
        "slug":"slug \"ü\" </>","template":"mcp-server-standard","platform":"platform \"ü\" </>",
        "currentStage":"intake","status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":null,"config":{},"metadata":{},"slaDeadline":null,"startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":null,"createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "PipelineCreatedPayload", PipelinePayload.self,
      full: #"""
        {"pipeline":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>",
        "slug":"slug \"ü\" </>","template":"mcp-server-standard","platform":"platform \"ü\" </>",
        "currentStage":"intake","status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","config":{"key":{"deep":[1,
        null,"x",2.5,false]}},"metadata":{"key":{"deep":[1,null,"x",2.5,false]}},
        "slaDeadline":"2026-01-31T09:05:00.123Z","startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","createdAt":"2026-01-31T09:05:00.123Z",
        "updatedAt":"2026-01-31T09:05:00.123Z","version":3}}
        """#,
      bare: #"""
        {"pipeline":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>",
        "slug":"slug \"ü\" </>","template":"mcp-server-standard","platform":"platform \"ü\" </>",
        "currentStage":"intake","status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":null,"config":{},"metadata":{},"slaDeadline":null,"startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":null,"createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "PipelineStageChangedPayload", PipelineStageChangedPayload.self,
      enums: ["fromStage", "toStage"],
      full: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"pipelineName \"ü\" </>",
        "fromStage":"intake","toStage":"intake","triggeredBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"pipelineName \"ü\" </>",
        "fromStage":"intake","toStage":"intake","triggeredBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#),
    Fixture(
      "PipelineBlockedPayload", PipelineBlockedPayload.self,
      enums: ["blockedAt"],
      full: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"pipelineName \"ü\" </>",
        "blockedAt":"intake","reason":"reason \"ü\" </>","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"pipelineName \"ü\" </>",
        "blockedAt":"intake","reason":"reason \"ü\" </>","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#),
    Fixture(
      "TaskCreatedPayload", TaskPayload.self,
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
      "TaskCompletedPayload", TaskCompletedPayload.self,
      enums: ["decision"],
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
        "claimExpiresAt":"2026-01-31T09:05:00.123Z","key":"key \"ü\" </>"},"decision":"approved",
        "decidedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"task":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":null,
        "stageName":null,"type":"approval","title":"title \"ü\" </>","description":null,
        "context":{"summary":"summary \"ü\" </>"},"status":"pending","priority":"critical",
        "assigneeId":null,"claimedAt":null,"claimedBy":null,"decision":null,"decisionNotes":null,
        "decisionData":{},"decidedAt":null,"decidedBy":null,"slaDeadline":null,
        "slaWarningsSent":3,"slaBreached":true,"escalationLevel":3,"blocksStageAdvance":true,
        "blocksPipelineId":null,"createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"},
        "decision":"approved","decidedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#),
    Fixture(
      "TaskClosedPayload", TaskCompletedPayload.self,
      optional: ["decision", "decidedBy"],
      enums: ["decision"],
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
        "claimExpiresAt":"2026-01-31T09:05:00.123Z","key":"key \"ü\" </>"},"decision":"approved",
        "decidedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
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
      "TaskSlaPayload", TaskSlaPayload.self,
      nullable: ["pipelineId"],
      full: #"""
        {"taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","taskTitle":"taskTitle \"ü\" </>",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","slaDeadline":"2026-01-31T09:05:00.123Z",
        "minutesRemaining":0.25,"escalationLevel":3}
        """#,
      bare: #"""
        {"taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","taskTitle":"taskTitle \"ü\" </>",
        "pipelineId":null,"slaDeadline":"2026-01-31T09:05:00.123Z","minutesRemaining":0.25,
        "escalationLevel":3}
        """#),
    Fixture(
      "ApprovalPayload", ApprovalPayload.self,
      full: #"""
        {"approval":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake",
        "type":"stage_gate","status":"pending","approvedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "approvedAt":"2026-01-31T09:05:00.123Z","rejectionReason":"rejectionReason \"ü\" </>",
        "conditions":["conditions \"ü\" </>"],"requiredApprovers":3,"currentApprovers":3,
        "createdAt":"2026-01-31T09:05:00.123Z","version":3,"conditionsMet":[{"index":3,
        "note":"note \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","at":"2026-01-31T09:05:00.123Z"}]}}
        """#,
      bare: #"""
        {"approval":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake",
        "type":"stage_gate","status":"pending","approvedBy":null,"approvedAt":null,
        "rejectionReason":null,"conditions":[],"requiredApprovers":3,"currentApprovers":3,
        "createdAt":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "AgentStatusPayload", AgentStatusPayload.self,
      nullable: ["currentTaskId"],
      enums: ["fromStatus", "toStatus"],
      full: #"""
        {"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","agentName":"agentName \"ü\" </>",
        "fromStatus":"idle","toStatus":"idle","currentTaskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","agentName":"agentName \"ü\" </>",
        "fromStatus":"idle","toStatus":"idle","currentTaskId":null}
        """#),
    Fixture(
      "AgentHeartbeatPayload", AgentHeartbeatPayload.self,
      enums: ["status"],
      full: #"""
        {"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","agentName":"agentName \"ü\" </>",
        "status":"idle","health":{"uptimeSeconds":0.25,"tasksCompleted24h":3,"errorRate":0.25,
        "lastHeartbeat":"2026-01-31T09:05:00.123Z"}}
        """#,
      bare: #"""
        {"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","agentName":"agentName \"ü\" </>",
        "status":"idle","health":{"uptimeSeconds":0.25,"tasksCompleted24h":3,"errorRate":0.25,
        "lastHeartbeat":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "AssetPayload", AssetPayload.self,
      full: #"""
        {"asset":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","type":"code","name":"name \"ü\" </>","path":"path \"ü\" </>",
        "storageKey":"storageKey \"ü\" </>","storageBucket":"storageBucket \"ü\" </>",
        "sizeBytes":3,"contentType":"contentType \"ü\" </>","checksumSha256":"checksumSha256 \"ü\" </>",
        "version":3,"previousVersionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "generatedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","generatorType":"user",
        "metadata":{"key":{"deep":[1,null,"x",2.5,false]}},"createdAt":"2026-01-31T09:05:00.123Z"}}
        """#,
      bare: #"""
        {"asset":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":null,"type":"code","name":"name \"ü\" </>","path":null,"storageKey":"storageKey \"ü\" </>",
        "storageBucket":null,"sizeBytes":3,"contentType":"contentType \"ü\" </>",
        "checksumSha256":"checksumSha256 \"ü\" </>","version":3,"previousVersionId":null,
        "generatedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","generatorType":"user",
        "metadata":{},"createdAt":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "DeployPayload", DeployPayload.self,
      optional: ["url", "error"],
      enums: ["target", "status"],
      full: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"pipelineName \"ü\" </>",
        "target":"staging","version":"version \"ü\" </>","status":"started","url":"url \"ü\" </>",
        "error":"error \"ü\" </>"}
        """#,
      bare: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"pipelineName \"ü\" </>",
        "target":"staging","version":"version \"ü\" </>","status":"started"}
        """#),
    Fixture(
      "FeedbackReceivedPayload", FeedbackReceivedPayload.self,
      nullable: ["pipelineId", "decision"],
      full: #"""
        {"feedbackId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "modalType":"modalType \"ü\" </>","decision":"decision \"ü\" </>"}
        """#,
      bare: #"""
        {"feedbackId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":null,
        "modalType":"modalType \"ü\" </>","decision":null}
        """#),
    Fixture(
      "NotificationPayload", NotificationPayload.self,
      full: #"""
        {"notification":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","userId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "type":"task_assigned","title":"title \"ü\" </>","body":"body \"ü\" </>",
        "data":{"key":{"deep":[1,null,"x",2.5,false]}},"channels":["dashboard"],
        "deliveredVia":["dashboard"],"read":true,"readAt":"2026-01-31T09:05:00.123Z",
        "dismissed":true,"entityType":"entityType \"ü\" </>","entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "actionUrl":"actionUrl \"ü\" </>","createdAt":"2026-01-31T09:05:00.123Z"}}
        """#,
      bare: #"""
        {"notification":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","userId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "type":"task_assigned","title":"title \"ü\" </>","body":null,"data":{},
        "channels":[],"deliveredVia":[],"read":true,"readAt":null,"dismissed":true,
        "entityType":null,"entityId":null,"actionUrl":null,"createdAt":"2026-01-31T09:05:00.123Z"}}
        """#),
    Fixture(
      "WsSubscribe", ClientMessage.self,
      optional: ["since"],
      full: #"""
        {"type":"subscribe","channels":["pipeline:*"],"since":3}
        """#,
      bare: #"""
        {"type":"subscribe","channels":[]}
        """#),
    Fixture(
      "WsUnsubscribe", ClientMessage.self,
      full: #"""
        {"type":"unsubscribe","channels":["pipeline:*"]}
        """#,
      bare: #"""
        {"type":"unsubscribe","channels":[]}
        """#),
    Fixture(
      "WsPing", ClientMessage.self,
      full: #"""
        {"type":"ping"}
        """#,
      bare: #"""
        {"type":"ping"}
        """#),
    Fixture(
      "WsViewing", ClientMessage.self,
      nullable: ["taskId"],
      full: #"""
        {"type":"viewing","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"type":"viewing","taskId":null}
        """#),
    Fixture(
      "WsSubscribed", ServerMessage.self,
      full: #"""
        {"type":"subscribed","channels":["pipeline:*"],"seq":3}
        """#,
      bare: #"""
        {"type":"subscribed","channels":[],"seq":3}
        """#),
    Fixture(
      "WsPong", ServerMessage.self,
      full: #"""
        {"type":"pong"}
        """#,
      bare: #"""
        {"type":"pong"}
        """#),
    Fixture(
      "WsPresence", ServerMessage.self,
      full: #"""
        {"type":"presence","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","viewers":[{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "name":"name \"ü\" </>"}]}
        """#,
      bare: #"""
        {"type":"presence","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","viewers":[]}
        """#),
    Fixture(
      "WsError", ServerMessage.self,
      full: #"""
        {"type":"error","error":{"code":"BAD_REQUEST","message":"message \"ü\" </>",
        "details":{"key":{"deep":[1,null,"x",2.5,false]}},"field":"field \"ü\" </>",
        "requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}}
        """#,
      bare: #"""
        {"type":"error","error":{"code":"BAD_REQUEST","message":"message \"ü\" </>",
        "requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}}
        """#),
  ]
}
