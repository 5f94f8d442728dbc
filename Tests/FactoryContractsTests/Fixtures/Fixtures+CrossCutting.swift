// The contract's declarations as JSON: each type with every member, and with none that may be left out (CrossCutting).
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let crossCutting: [Fixture] = [
    Fixture(
      "LogEntry", LogEntry.self,
      optional: ["requestId", "userId", "agentId", "data", "error", "durationMs", "traceId", "spanId"],
      enums: ["level", "service"],
      full: #"""
        {"timestamp":"2026-01-31T09:05:00.123Z","level":"debug","message":"message \"ü\" </>",
        "service":"api","requestId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","userId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "agentId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","data":{"key":{"deep":[1,
        null,"x",2.5,false]}},"error":{"name":"name \"ü\" </>","message":"message \"ü\" </>",
        "stack":"stack \"ü\" </>","code":"code \"ü\" </>"},"durationMs":0.25,"traceId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "spanId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}
        """#,
      bare: #"""
        {"timestamp":"2026-01-31T09:05:00.123Z","level":"debug","message":"message \"ü\" </>",
        "service":"api"}
        """#),
    Fixture(
      "RedisStreamEvent", RedisStreamEvent.self,
      enums: ["type"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","type":"pipeline.created",
        "timestamp":"2026-01-31T09:05:00.123Z","data":"data \"ü\" </>","source":"source \"ü\" </>"}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","type":"pipeline.created",
        "timestamp":"2026-01-31T09:05:00.123Z","data":"data \"ü\" </>","source":"source \"ü\" </>"}
        """#),
    Fixture(
      "KanbanStageConfig", KanbanStage.self,
      optional: ["isGate"],
      enums: ["stage"],
      full: #"""
        {"stage":"intake","label":"label \"ü\" </>","color":"color \"ü\" </>","isGate":true}
        """#,
      bare: #"""
        {"stage":"intake","label":"label \"ü\" </>","color":"color \"ü\" </>"}
        """#),
  ]
}
