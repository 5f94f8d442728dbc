// The contract's declarations as JSON: each type with every member, and with none that may be left out (Entities).
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let entities: [Fixture] = [
    Fixture(
      "Pipeline", Pipeline.self,
      nullable: ["assigneeId", "slaDeadline", "completedAt"],
      optional: ["version"],
      enums: ["template", "currentStage", "status", "priority"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","slug":"slug \"ü\" </>",
        "template":"mcp-server-standard","platform":"platform \"ü\" </>","currentStage":"intake",
        "status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","config":{"key":{"deep":[1,
        null,"x",2.5,false]}},"metadata":{"key":{"deep":[1,null,"x",2.5,false]}},
        "slaDeadline":"2026-01-31T09:05:00.123Z","startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","createdAt":"2026-01-31T09:05:00.123Z",
        "updatedAt":"2026-01-31T09:05:00.123Z","version":3}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","slug":"slug \"ü\" </>",
        "template":"mcp-server-standard","platform":"platform \"ü\" </>","currentStage":"intake",
        "status":"active","priority":"critical","createdBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "assigneeId":null,"config":{},"metadata":{},"slaDeadline":null,"startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":null,"createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "PipelineStageRecord", PipelineStageRecord.self,
      nullable: ["enteredAt", "completedAt", "durationSeconds"],
      enums: ["stageName", "status", "approvalType"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","stageOrder":3,"status":"pending","requiresApproval":true,
        "approvalType":"manual","autoAdvance":true,"validationRules":[{"type":"test_coverage",
        "config":{"key":{"deep":[1,null,"x",2.5,false]}}}],"enteredAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","durationSeconds":0.25,"createdAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","stageOrder":3,"status":"pending","requiresApproval":true,
        "approvalType":"manual","autoAdvance":true,"validationRules":[],"enteredAt":null,
        "completedAt":null,"durationSeconds":null,"createdAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "ValidationRule", ValidationRule.self,
      enums: ["type"],
      full: #"""
        {"type":"test_coverage","config":{"key":{"deep":[1,null,"x",2.5,false]}}}
        """#,
      bare: #"""
        {"type":"test_coverage","config":{}}
        """#),
    Fixture(
      "Task", FactoryTask.self,
      nullable: [
        "pipelineId", "stageName", "description", "assigneeId", "claimedAt", "claimedBy", "decision", "decisionNotes",
        "decidedAt", "decidedBy", "slaDeadline", "blocksPipelineId",
      ],
      optional: [
        "version", "requiredApprovers", "currentApprovers", "pendingDecision", "deferredAt", "deferredUntil",
        "withdrawnAt", "createdBy", "createdByName", "decidedByName", "claimedByName", "claimExpiresAt", "key",
        "importedBy",
      ],
      enums: ["stageName", "type", "status", "priority", "decision"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
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
        "claimExpiresAt":"2026-01-31T09:05:00.123Z","key":"key \"ü\" </>",
        "importedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":null,"stageName":null,
        "type":"approval","title":"title \"ü\" </>","description":null,"context":{"summary":"summary \"ü\" </>"},
        "status":"pending","priority":"critical","assigneeId":null,"claimedAt":null,
        "claimedBy":null,"decision":null,"decisionNotes":null,"decisionData":{},
        "decidedAt":null,"decidedBy":null,"slaDeadline":null,"slaWarningsSent":3,
        "slaBreached":true,"escalationLevel":3,"blocksStageAdvance":true,"blocksPipelineId":null,
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "PendingDecision", PendingDecision.self,
      optional: ["notes", "byName", "decisionData", "decidedAt", "before"],
      enums: ["decision", "before"],
      full: #"""
        {"decision":"approved","notes":"notes \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "effectiveAt":"2026-01-31T09:05:00.123Z","byName":"byName \"ü\" </>","decisionData":{"key":{"deep":[1,
        null,"x",2.5,false]}},"decidedAt":"2026-01-31T09:05:00.123Z","before":"pending"}
        """#,
      bare: #"""
        {"decision":"approved","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","effectiveAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "TaskContext", TaskContext.self,
      optional: [
        "details", "testResults", "diffSummary", "metrics", "relatedAssets", "modalType", "modalConfig", "call",
      ],
      full: #"""
        {"summary":"summary \"ü\" </>","details":"details \"ü\" </>","testResults":{"total":3,
        "passed":3,"failed":3,"skipped":3,"coveragePercent":0.25,"failureDetails":[{"testName":"testName \"ü\" </>",
        "error":"error \"ü\" </>","file":"file \"ü\" </>","line":3}]},"diffSummary":{"filesChanged":3,
        "insertions":3,"deletions":3,"files":[{"path":"path \"ü\" </>","status":"added",
        "insertions":3,"deletions":3,"patch":"patch \"ü\" </>"}]},"metrics":{"key":0.25},
        "relatedAssets":["0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"],"modalType":"modalType \"ü\" </>",
        "modalConfig":{"key":{"deep":[1,null,"x",2.5,false]}},"call":{"agent":"agent \"ü\" </>","folder":"/w",
        "session":"s","tool":"Bash","command":"ls","path":"/w/a","others":["x"],"offers":[{"scope":"kind","covers":"c"}],
        "earlier":["e"]}}
        """#,
      bare: #"""
        {"summary":"summary \"ü\" </>"}
        """#),
    Fixture(
      "TestResults", TestResults.self,
      optional: ["failureDetails"],
      full: #"""
        {"total":3,"passed":3,"failed":3,"skipped":3,"coveragePercent":0.25,"failureDetails":[{"testName":"testName \"ü\" </>",
        "error":"error \"ü\" </>","file":"file \"ü\" </>","line":3}]}
        """#,
      bare: #"""
        {"total":3,"passed":3,"failed":3,"skipped":3,"coveragePercent":0.25}
        """#),
    Fixture(
      "TestFailure", TestFailure.self,
      optional: ["file", "line"],
      full: #"""
        {"testName":"testName \"ü\" </>","error":"error \"ü\" </>","file":"file \"ü\" </>",
        "line":3}
        """#,
      bare: #"""
        {"testName":"testName \"ü\" </>","error":"error \"ü\" </>"}
        """#),
    Fixture(
      "DiffSummary", DiffSummary.self,
      full: #"""
        {"filesChanged":3,"insertions":3,"deletions":3,"files":[{"path":"path \"ü\" </>",
        "status":"added","insertions":3,"deletions":3,"patch":"patch \"ü\" </>"}]}
        """#,
      bare: #"""
        {"filesChanged":3,"insertions":3,"deletions":3,"files":[]}
        """#),
    Fixture(
      "DiffFile", DiffFile.self,
      optional: ["patch"],
      enums: ["status"],
      full: #"""
        {"path":"path \"ü\" </>","status":"added","insertions":3,"deletions":3,
        "patch":"patch \"ü\" </>"}
        """#,
      bare: #"""
        {"path":"path \"ü\" </>","status":"added","insertions":3,"deletions":3}
        """#),
    Fixture(
      "Approval", Approval.self,
      nullable: ["approvedBy", "approvedAt", "rejectionReason"],
      optional: ["version", "conditionsMet"],
      enums: ["stageName", "type", "status"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake",
        "type":"stage_gate","status":"pending","approvedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "approvedAt":"2026-01-31T09:05:00.123Z","rejectionReason":"rejectionReason \"ü\" </>",
        "conditions":["conditions \"ü\" </>"],"requiredApprovers":3,"currentApprovers":3,
        "createdAt":"2026-01-31T09:05:00.123Z","version":3,"conditionsMet":[{"index":3,
        "note":"note \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","at":"2026-01-31T09:05:00.123Z"}]}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake",
        "type":"stage_gate","status":"pending","approvedBy":null,"approvedAt":null,
        "rejectionReason":null,"conditions":[],"requiredApprovers":3,"currentApprovers":3,
        "createdAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "MetCondition", MetCondition.self,
      full: #"""
        {"index":3,"note":"note \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "at":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"index":3,"note":"note \"ü\" </>","by":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "at":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "Agent", Agent.self,
      nullable: ["currentTaskId", "currentPipelineId", "avgTaskDurationSeconds"],
      enums: ["type", "status"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","type":"ai_builder",
        "status":"idle","currentTaskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "currentPipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","health":{"uptimeSeconds":0.25,
        "tasksCompleted24h":3,"errorRate":0.25,"lastHeartbeat":"2026-01-31T09:05:00.123Z"},
        "capabilities":["capabilities \"ü\" </>"],"config":{"key":{"deep":[1,null,
        "x",2.5,false]}},"tasksCompletedTotal":3,"avgTaskDurationSeconds":0.25,
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","type":"ai_builder",
        "status":"idle","currentTaskId":null,"currentPipelineId":null,"health":{"uptimeSeconds":0.25,
        "tasksCompleted24h":3,"errorRate":0.25,"lastHeartbeat":"2026-01-31T09:05:00.123Z"},
        "capabilities":[],"config":{},"tasksCompletedTotal":3,"avgTaskDurationSeconds":null,
        "createdAt":"2026-01-31T09:05:00.123Z","updatedAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "AgentHealth", AgentHealth.self, optional: ["load1", "memoryMB"],
      full: #"""
        {"uptimeSeconds":0.25,"tasksCompleted24h":3,"errorRate":0.25,"lastHeartbeat":"2026-01-31T09:05:00.123Z",
        "load1":0.25,"memoryMB":0.25}
        """#,
      bare: #"""
        {"uptimeSeconds":0.25,"tasksCompleted24h":3,"errorRate":0.25,"lastHeartbeat":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "Asset", Asset.self,
      nullable: ["stageName", "path", "storageBucket", "previousVersionId"],
      enums: ["stageName", "type", "generatorType"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":"intake","type":"code","name":"name \"ü\" </>","path":"path \"ü\" </>",
        "storageKey":"storageKey \"ü\" </>","storageBucket":"storageBucket \"ü\" </>",
        "sizeBytes":3,"contentType":"contentType \"ü\" </>","checksumSha256":"checksumSha256 \"ü\" </>",
        "version":3,"previousVersionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "generatedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","generatorType":"user",
        "metadata":{"key":{"deep":[1,null,"x",2.5,false]}},"createdAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "stageName":null,"type":"code","name":"name \"ü\" </>","path":null,"storageKey":"storageKey \"ü\" </>",
        "storageBucket":null,"sizeBytes":3,"contentType":"contentType \"ü\" </>",
        "checksumSha256":"checksumSha256 \"ü\" </>","version":3,"previousVersionId":null,
        "generatedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","generatorType":"user",
        "metadata":{},"createdAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "Notification", FactoryNotification.self,
      nullable: ["body", "readAt", "entityType", "entityId", "actionUrl"],
      enums: ["type", "channels", "deliveredVia"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","userId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "type":"task_assigned","title":"title \"ü\" </>","body":"body \"ü\" </>",
        "data":{"key":{"deep":[1,null,"x",2.5,false]}},"channels":["dashboard"],
        "deliveredVia":["dashboard"],"read":true,"readAt":"2026-01-31T09:05:00.123Z",
        "dismissed":true,"entityType":"entityType \"ü\" </>","entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "actionUrl":"actionUrl \"ü\" </>","createdAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","userId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "type":"task_assigned","title":"title \"ü\" </>","body":null,"data":{},
        "channels":[],"deliveredVia":[],"read":true,"readAt":null,"dismissed":true,
        "entityType":null,"entityId":null,"actionUrl":null,"createdAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "AuditEntry", AuditEntry.self,
      nullable: ["actorId", "actorName"],
      enums: ["actorType"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","actorType":"user","actorId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "actorName":"actorName \"ü\" </>","action":"action \"ü\" </>","entityType":"entityType \"ü\" </>",
        "entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","changes":{"key":{"from":{"deep":[1,
        null,"x",2.5,false]},"to":{"deep":[1,null,"x",2.5,false]}}},"metadata":{"key":{"deep":[1,
        null,"x",2.5,false]}},"createdAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","actorType":"user","actorId":null,
        "actorName":null,"action":"action \"ü\" </>","entityType":"entityType \"ü\" </>",
        "entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","changes":{},"metadata":{},
        "createdAt":"2026-01-31T09:05:00.123Z"}
        """#),
  ]
}
