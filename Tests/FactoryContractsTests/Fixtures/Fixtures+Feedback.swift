// The contract's declarations as JSON: each type with every member, and with none that may be left out (Feedback).
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let feedback: [Fixture] = [
    Fixture(
      "FeedbackPayload", FeedbackPayload.self,
      optional: [
        "decision", "scores", "freeText", "comparison", "annotations", "confidence", "estimation", "batchDecisions",
        "retrospective", "ranking", "checklist", "temperature", "custom",
      ],
      full: #"""
        {"decision":{"decision":"approved","reason":"reason \"ü\" </>","severity":"minor",
        "blockers":["blockers \"ü\" </>"],"suggestions":["suggestions \"ü\" </>"],
        "tags":["tags \"ü\" </>"]},"scores":[{"dimension":"code_quality","score":0.25,
        "weight":0.25,"comment":"comment \"ü\" </>"}],"freeText":{"liked":"liked \"ü\" </>",
        "disliked":"disliked \"ü\" </>","generalNotes":"generalNotes \"ü\" </>"},
        "comparison":{"preferred":"A","reason":"reason \"ü\" </>","preferenceStrength":"slight",
        "winningFactors":["winningFactors \"ü\" </>"],"perDimension":[{"dimension":"code_quality",
        "winner":"A"}],"timeOnA_ms":0.25,"timeOnB_ms":0.25},"annotations":[{"type":"praise",
        "target":{"file":"file \"ü\" </>","lineStart":3,"lineEnd":3,"charStart":3,
        "charEnd":3,"selector":"selector \"ü\" </>","region":"region \"ü\" </>"},
        "text":"text \"ü\" </>","severity":"nit","category":"category \"ü\" </>"}],
        "confidence":{"confidencePercent":0.25,"zone":"guess","wouldDelegateToAI":true,
        "needsExpertReview":true,"lowConfidenceReason":"lowConfidenceReason \"ü\" </>",
        "isTrainingExample":true},"estimation":{"estimate":0.25,"context":"context \"ü\" </>",
        "hoveredValues":[0.25]},"batchDecisions":[{"itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "decision":"approve","timeMs":0.25,"flippedForDetails":true}],"retrospective":{"start":[{"text":"text \"ü\" </>",
        "priority":"urgent"}],"stop":[{"text":"text \"ü\" </>","priority":"urgent"}],
        "continue_":[{"text":"text \"ü\" </>","priority":"urgent"}]},"ranking":{"finalRanking":["finalRanking \"ü\" </>"],
        "rankingChanges":3,"lockedItems":["lockedItems \"ü\" </>"],"expandedItems":["expandedItems \"ü\" </>"],
        "perItemNotes":{"key":"perItemNotes \"ü\" </>"}},"checklist":{"checks":{"key":true},
        "notes":{"key":"notes \"ü\" </>"},"checkOrder":["checkOrder \"ü\" </>"],
        "allClear":true,"completionRate":0.25},"temperature":{"temperature":0.25,
        "zone":"freezing","drivers":["drivers \"ü\" </>"],"dragJourney":[0.25]},
        "custom":{"key":{"deep":[1,null,"x",2.5,false]}}}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "DecisionFeedback", DecisionFeedback.self,
      optional: ["reason", "severity", "blockers", "suggestions", "tags"],
      enums: ["decision", "severity"],
      full: #"""
        {"decision":"approved","reason":"reason \"ü\" </>","severity":"minor","blockers":["blockers \"ü\" </>"],
        "suggestions":["suggestions \"ü\" </>"],"tags":["tags \"ü\" </>"]}
        """#,
      bare: #"""
        {"decision":"approved"}
        """#),
    Fixture(
      "DimensionScore", DimensionScore.self,
      optional: ["weight", "comment"],
      enums: ["dimension"],
      full: #"""
        {"dimension":"code_quality","score":0.25,"weight":0.25,"comment":"comment \"ü\" </>"}
        """#,
      bare: #"""
        {"dimension":"code_quality","score":0.25}
        """#),
    Fixture(
      "FreeTextFeedback", FreeTextFeedback.self,
      optional: ["liked", "disliked", "generalNotes"],
      full: #"""
        {"liked":"liked \"ü\" </>","disliked":"disliked \"ü\" </>","generalNotes":"generalNotes \"ü\" </>"}
        """#,
      bare: #"""
        {}
        """#),
    Fixture(
      "ComparisonFeedback", ComparisonFeedback.self,
      optional: ["reason", "winningFactors", "perDimension", "timeOnA_ms", "timeOnB_ms"],
      enums: ["preferred", "preferenceStrength"],
      full: #"""
        {"preferred":"A","reason":"reason \"ü\" </>","preferenceStrength":"slight",
        "winningFactors":["winningFactors \"ü\" </>"],"perDimension":[{"dimension":"code_quality",
        "winner":"A"}],"timeOnA_ms":0.25,"timeOnB_ms":0.25}
        """#,
      bare: #"""
        {"preferred":"A","preferenceStrength":"slight"}
        """#),
    Fixture(
      "Annotation", Annotation.self,
      optional: ["severity", "category"],
      enums: ["type", "severity"],
      full: #"""
        {"type":"praise","target":{"file":"file \"ü\" </>","lineStart":3,"lineEnd":3,
        "charStart":3,"charEnd":3,"selector":"selector \"ü\" </>","region":"region \"ü\" </>"},
        "text":"text \"ü\" </>","severity":"nit","category":"category \"ü\" </>"}
        """#,
      bare: #"""
        {"type":"praise","target":{},"text":"text \"ü\" </>"}
        """#),
    Fixture(
      "ConfidenceFeedback", ConfidenceFeedback.self,
      optional: ["lowConfidenceReason", "isTrainingExample"],
      enums: ["zone"],
      full: #"""
        {"confidencePercent":0.25,"zone":"guess","wouldDelegateToAI":true,"needsExpertReview":true,
        "lowConfidenceReason":"lowConfidenceReason \"ü\" </>","isTrainingExample":true}
        """#,
      bare: #"""
        {"confidencePercent":0.25,"zone":"guess","wouldDelegateToAI":true,"needsExpertReview":true}
        """#),
    Fixture(
      "EstimationFeedback", EstimationFeedback.self,
      optional: ["context", "hoveredValues"],
      full: #"""
        {"estimate":0.25,"context":"context \"ü\" </>","hoveredValues":[0.25]}
        """#,
      bare: #"""
        {"estimate":0.25}
        """#),
    Fixture(
      "BatchDecision", BatchDecision.self,
      enums: ["decision"],
      full: #"""
        {"itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","decision":"approve","timeMs":0.25,
        "flippedForDetails":true}
        """#,
      bare: #"""
        {"itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","decision":"approve","timeMs":0.25,
        "flippedForDetails":true}
        """#),
    Fixture(
      "RankingFeedback", RankingFeedback.self,
      optional: ["perItemNotes"],
      full: #"""
        {"finalRanking":["finalRanking \"ü\" </>"],"rankingChanges":3,"lockedItems":["lockedItems \"ü\" </>"],
        "expandedItems":["expandedItems \"ü\" </>"],"perItemNotes":{"key":"perItemNotes \"ü\" </>"}}
        """#,
      bare: #"""
        {"finalRanking":[],"rankingChanges":3,"lockedItems":[],"expandedItems":[]}
        """#),
    Fixture(
      "RetrospectiveFeedback", RetrospectiveFeedback.self,
      full: #"""
        {"start":[{"text":"text \"ü\" </>","priority":"urgent"}],"stop":[{"text":"text \"ü\" </>",
        "priority":"urgent"}],"continue_":[{"text":"text \"ü\" </>","priority":"urgent"}]}
        """#,
      bare: #"""
        {"start":[],"stop":[],"continue_":[]}
        """#),
    Fixture(
      "RetrospectiveNote", RetrospectiveNote.self,
      optional: ["priority"],
      enums: ["priority"],
      full: #"""
        {"text":"text \"ü\" </>","priority":"urgent"}
        """#,
      bare: #"""
        {"text":"text \"ü\" </>"}
        """#),
    Fixture(
      "ChecklistFeedback", ChecklistFeedback.self,
      full: #"""
        {"checks":{"key":true},"notes":{"key":"notes \"ü\" </>"},"checkOrder":["checkOrder \"ü\" </>"],
        "allClear":true,"completionRate":0.25}
        """#,
      bare: #"""
        {"checks":{},"notes":{},"checkOrder":[],"allClear":true,"completionRate":0.25}
        """#),
    Fixture(
      "TemperatureFeedback", TemperatureFeedback.self,
      enums: ["zone"],
      full: #"""
        {"temperature":0.25,"zone":"freezing","drivers":["drivers \"ü\" </>"],"dragJourney":[0.25]}
        """#,
      bare: #"""
        {"temperature":0.25,"zone":"freezing","drivers":[],"dragJourney":[]}
        """#),
    Fixture(
      "FeedbackEvent", FeedbackEvent.self,
      nullable: ["pipelineId", "pipelineStage"],
      optional: ["mcpServerType"],
      enums: ["pipelineStage"],
      full: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z",
        "sessionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","modalType":"modalType \"ü\" </>",
        "modalVersion":"modalVersion \"ü\" </>","workProduct":{"type":"mcp_server",
        "id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","version":"version \"ü\" </>",
        "path":"path \"ü\" </>","summary":"summary \"ü\" </>","bubaConfidence":0.25,
        "bubaScorePrediction":0.25,"generationContext":{"promptHash":"promptHash \"ü\" </>",
        "memorySnapshot":["memorySnapshot \"ü\" </>"],"modelUsed":"modelUsed \"ü\" </>",
        "generationTimeMs":0.25,"iterationCount":3}},"pipelineId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "pipelineStage":"intake","mcpServerType":"mcpServerType \"ü\" </>","feedback":{"decision":{"decision":"approved",
        "reason":"reason \"ü\" </>","severity":"minor","blockers":["blockers \"ü\" </>"],
        "suggestions":["suggestions \"ü\" </>"],"tags":["tags \"ü\" </>"]},"scores":[{"dimension":"code_quality",
        "score":0.25,"weight":0.25,"comment":"comment \"ü\" </>"}],"freeText":{"liked":"liked \"ü\" </>",
        "disliked":"disliked \"ü\" </>","generalNotes":"generalNotes \"ü\" </>"},
        "comparison":{"preferred":"A","reason":"reason \"ü\" </>","preferenceStrength":"slight",
        "winningFactors":["winningFactors \"ü\" </>"],"perDimension":[{"dimension":"code_quality",
        "winner":"A"}],"timeOnA_ms":0.25,"timeOnB_ms":0.25},"annotations":[{"type":"praise",
        "target":{"file":"file \"ü\" </>","lineStart":3,"lineEnd":3,"charStart":3,
        "charEnd":3,"selector":"selector \"ü\" </>","region":"region \"ü\" </>"},
        "text":"text \"ü\" </>","severity":"nit","category":"category \"ü\" </>"}],
        "confidence":{"confidencePercent":0.25,"zone":"guess","wouldDelegateToAI":true,
        "needsExpertReview":true,"lowConfidenceReason":"lowConfidenceReason \"ü\" </>",
        "isTrainingExample":true},"estimation":{"estimate":0.25,"context":"context \"ü\" </>",
        "hoveredValues":[0.25]},"batchDecisions":[{"itemId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b",
        "decision":"approve","timeMs":0.25,"flippedForDetails":true}],"retrospective":{"start":[{"text":"text \"ü\" </>",
        "priority":"urgent"}],"stop":[{"text":"text \"ü\" </>","priority":"urgent"}],
        "continue_":[{"text":"text \"ü\" </>","priority":"urgent"}]},"ranking":{"finalRanking":["finalRanking \"ü\" </>"],
        "rankingChanges":3,"lockedItems":["lockedItems \"ü\" </>"],"expandedItems":["expandedItems \"ü\" </>"],
        "perItemNotes":{"key":"perItemNotes \"ü\" </>"}},"checklist":{"checks":{"key":true},
        "notes":{"key":"notes \"ü\" </>"},"checkOrder":["checkOrder \"ü\" </>"],
        "allClear":true,"completionRate":0.25},"temperature":{"temperature":0.25,
        "zone":"freezing","drivers":["drivers \"ü\" </>"],"dragJourney":[0.25]},
        "custom":{"key":{"deep":[1,null,"x",2.5,false]}}},"meta":{"timeToFirstInteractionMs":0.25,
        "timeToDecisionMs":0.25,"fieldsModified":["fieldsModified \"ü\" </>"],"scrollDepth":0.25,
        "revisits":3,"totalInteractions":3,"viewportSize":{"width":0.25,"height":0.25},
        "deviceType":"desktop","hoverJourney":[{"target":"target \"ü\" </>","durationMs":0.25}],
        "hesitationPoints":[{"target":"target \"ü\" </>","durationMs":0.25}],"timeOfDay":"morning",
        "dayOfWeek":"dayOfWeek \"ü\" </>","sessionFatigue":3,"concurrentModals":3,
        "extractedThemes":["extractedThemes \"ü\" </>"],"sentiment":0.25,"actionableItems":["actionableItems \"ü\" </>"],
        "predictionDelta":0.25}}
        """#,
      bare: #"""
        {"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z",
        "sessionId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","modalType":"modalType \"ü\" </>",
        "modalVersion":"modalVersion \"ü\" </>","workProduct":{"type":"mcp_server",
        "id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","version":"version \"ü\" </>",
        "summary":"summary \"ü\" </>","bubaConfidence":0.25,"generationContext":{"promptHash":"promptHash \"ü\" </>",
        "memorySnapshot":[],"modelUsed":"modelUsed \"ü\" </>","generationTimeMs":0.25,
        "iterationCount":3}},"pipelineId":null,"pipelineStage":null,"feedback":{},
        "meta":{"timeToFirstInteractionMs":0.25,"timeToDecisionMs":0.25,"fieldsModified":[],
        "revisits":3,"totalInteractions":3,"viewportSize":{"width":0.25,"height":0.25},
        "deviceType":"desktop","timeOfDay":"morning","dayOfWeek":"dayOfWeek \"ü\" </>",
        "sessionFatigue":3,"concurrentModals":3}}
        """#),
    Fixture(
      "WorkProductRef", WorkProductRef.self,
      optional: ["path", "bubaScorePrediction"],
      enums: ["type"],
      full: #"""
        {"type":"mcp_server","id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","version":"version \"ü\" </>",
        "path":"path \"ü\" </>","summary":"summary \"ü\" </>","bubaConfidence":0.25,
        "bubaScorePrediction":0.25,"generationContext":{"promptHash":"promptHash \"ü\" </>",
        "memorySnapshot":["memorySnapshot \"ü\" </>"],"modelUsed":"modelUsed \"ü\" </>",
        "generationTimeMs":0.25,"iterationCount":3}}
        """#,
      bare: #"""
        {"type":"mcp_server","id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","version":"version \"ü\" </>",
        "summary":"summary \"ü\" </>","bubaConfidence":0.25,"generationContext":{"promptHash":"promptHash \"ü\" </>",
        "memorySnapshot":[],"modelUsed":"modelUsed \"ü\" </>","generationTimeMs":0.25,
        "iterationCount":3}}
        """#),
    Fixture(
      "EnrichedMeta", EnrichedMeta.self,
      optional: ["extractedThemes", "sentiment", "actionableItems", "predictionDelta"],
      enums: ["timeOfDay"],
      full: #"""
        {"timeOfDay":"morning","dayOfWeek":"dayOfWeek \"ü\" </>","sessionFatigue":3,
        "concurrentModals":3,"extractedThemes":["extractedThemes \"ü\" </>"],"sentiment":0.25,
        "actionableItems":["actionableItems \"ü\" </>"],"predictionDelta":0.25}
        """#,
      bare: #"""
        {"timeOfDay":"morning","dayOfWeek":"dayOfWeek \"ü\" </>","sessionFatigue":3,
        "concurrentModals":3}
        """#),
  ]
}
