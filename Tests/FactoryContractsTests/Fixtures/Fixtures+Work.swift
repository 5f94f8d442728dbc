// Jobs and agents as JSON: each type with every member, and with none that may be left out.
import FactoryContracts

extension Fixtures {
  static let work: [Fixture] = [
    Fixture(
      "Job", Job.self,
      nullable: ["result", "agentId", "leaseExpiresAt", "startedAt", "completedAt"],
      optional: ["error", "claimedBy", "leaseSeconds", "priority", "stageRecordId"],
      enums: ["kind", "stageName", "status", "priority"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","kind":"build",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake","status":"queued",
        "payload":{"key":{"deep":[1,null,"x",2.5,false]}},"result":{"key":{"deep":[1,null,"x",2.5,
        false]}},"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "leaseExpiresAt":"2026-01-31T09:05:00.123Z","attempts":3,
        "createdAt":"2026-01-31T09:05:00.123Z","startedAt":"2026-01-31T09:05:00.123Z",
        "completedAt":"2026-01-31T09:05:00.123Z","error":"error \"ü\" </>",
        "claimedBy":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","leaseSeconds":3,"priority":"critical",
        "stageRecordId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","kind":"build",
        "pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stageName":"intake","status":"queued",
        "payload":{},"result":null,"agentId":null,"leaseExpiresAt":null,"attempts":3,
        "createdAt":"2026-01-31T09:05:00.123Z","startedAt":null,"completedAt":null}
        """#),
    Fixture(
      "ClaimJobBody", ClaimJobBody.self,
      optional: ["kinds", "leaseSeconds"],
      enums: ["kinds"],
      full: #"""
        {"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","kinds":["build"],"leaseSeconds":3}
        """#,
      bare: #"""
        {"agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#),
    Fixture(
      "CreateAssetBody", CreateAssetBody.self,
      optional: ["stage", "metadata"],
      enums: ["stage", "type"],
      full: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","stage":"intake","type":"code",
        "file":"file \"ü\" </>","metadata":{"key":{"deep":[1,null,"x",2.5,false]}}}
        """#,
      bare: #"""
        {"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","type":"code","file":"file \"ü\" </>"}
        """#),
    Fixture(
      "JobLogBody", JobLogBody.self,
      optional: ["attempt"],
      full: #"""
        {"text":"text \"ü\" </>","attempt":3}
        """#,
      bare: #"""
        {"text":"text \"ü\" </>"}
        """#),
    Fixture(
      "CompleteJobBody", CompleteJobBody.self,
      optional: ["result", "error", "attempt"],
      enums: ["status"],
      full: #"""
        {"status":"queued","result":{"key":{"deep":[1,null,"x",2.5,false]}},
        "error":"error \"ü\" </>","attempt":3}
        """#,
      bare: #"""
        {"status":"queued"}
        """#),
    Fixture(
      "ReleaseJobBody", ReleaseJobBody.self,
      optional: ["reason", "attempt"],
      full: #"""
        {"reason":"reason \"ü\" </>","attempt":3}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "RegisterAgentBody", RegisterAgentBody.self,
      optional: ["id", "capabilities", "config"],
      enums: ["type"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","name":"name \"ü\" </>","type":"ai_builder",
        "capabilities":["capabilities \"ü\" </>"],"config":{"key":{"deep":[1,null,"x",2.5,
        false]}}}
        """#,
      bare: #"""
        {"name":"name \"ü\" </>","type":"ai_builder"}
        """#),
    Fixture(
      "TestRunBody", TestRunBody.self,
      optional: ["testType", "environment"],
      enums: ["testType", "environment"],
      full: #"""
        {"testType":"unit","environment":"local"}
        """#,
      bare: "{}"),
    Fixture(
      "DeployBody", DeployBody.self,
      optional: ["version", "dryRun", "rollback", "notes"],
      enums: ["target"],
      full: #"""
        {"target":"staging","version":"version \"ü\" </>","dryRun":true,"rollback":true,"notes":"notes \"ü\" </>"}
        """#,
      bare: #"""
        {"target":"staging"}
        """#),
    Fixture(
      "DeployPlan", DeployPlan.self,
      optional: ["currentVersion", "checklist"],
      enums: ["target", "currentStage"],
      full: #"""
        {"dryRun":true,"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","target":"staging","version":"version \"ü\" </>",
        "currentVersion":"currentVersion \"ü\" </>","currentStage":"intake","requiresApproval":true,"steps":["steps \"ü\" </>"],
        "blockers":["blockers \"ü\" </>"],"checklist":"checklist \"ü\" </>"}
        """#,
      bare: #"""
        {"dryRun":true,"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","target":"staging","version":"version \"ü\" </>",
        "currentStage":"intake","requiresApproval":true,"steps":[],"blockers":[]}
        """#),
  ]
}
