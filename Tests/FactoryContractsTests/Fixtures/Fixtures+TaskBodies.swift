// The contract's bodies of tasks and approvals as JSON: each with every member, and with none that may be left out.
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let taskBodies: [Fixture] = [
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
  ]
}
