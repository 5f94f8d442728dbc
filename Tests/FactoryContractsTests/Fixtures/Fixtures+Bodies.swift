// The contract's envelopes, sessions and transfers as JSON: each with every member, and with none that may be left out.
import FactoryContracts
import FactoryLearningContracts

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
      "BlockerInfo", BlockerInfo.self,
      optional: ["suggestedAction"],
      enums: ["blockerType", "priority"],
      full: #"""
        {"blockerType":"dependency","entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","title":"title \"ü\" </>",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"name \"ü\" </>","priority":"critical",
        "hoursBlocked":2.5,"blockReason":"reason \"ü\" </>","suggestedAction":"action \"ü\" </>"}
        """#,
      bare: #"""
        {"blockerType":"dependency","entityId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","title":"title \"ü\" </>",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","pipelineName":"name \"ü\" </>","priority":"critical",
        "hoursBlocked":2.5,"blockReason":"reason \"ü\" </>"}
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
      optional: ["credential", "keyId", "expiresAt"],
      enums: ["role", "scopes", "credential"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","email":"email \"ü\" </>",
        "name":"name \"ü\" </>","role":"owner","scopes":["pipelines:read"],
        "credential":"api_key","keyId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","expiresAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","email":"email \"ü\" </>",
        "name":"name \"ü\" </>","role":"owner","scopes":[]}
        """#),
    Fixture(
      "SearchReply", SearchReply.self,
      full: #"""
        {"results":[{"entityType":"task","id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","title":"title","snippet":"…x",
        "score":1.5,"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}]}
        """#,
      bare: #"""
        {"results":[]}
        """#),
    Fixture(
      "SearchResult", SearchResult.self,
      nullable: ["pipelineId"],
      enums: ["entityType"],
      full: #"""
        {"entityType":"task","id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","title":"title","snippet":"…x","score":1.5,
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"entityType":"task","id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","title":"title","snippet":"…x","score":1.5,
        "pipelineId":null}
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
