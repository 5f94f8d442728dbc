// The contract's declarations as JSON: each type with every member, and with none that may be left out (Learning).
import FactoryContracts
import FactoryLearningContracts

extension Fixtures {
  static let learning: [Fixture] = [
    Fixture(
      "ValidationResult", ValidationResult.self,
      optional: ["event", "error"],
      full: #"""
        {"valid":true,"event":{"id":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b","timestamp":"2026-01-31T09:05:00.123Z",
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
        "predictionDelta":0.25}},"error":{"type":"schema","message":"message \"ü\" </>",
        "details":{"deep":[1,null,"x",2.5,false]}}}
        """#,
      bare: #"""
        {"valid":true}
        """#),
    Fixture(
      "EnrichedFeedbackEvent", EnrichedFeedbackEvent.self,
      nullable: ["pipelineId", "pipelineStage"],
      optional: ["mcpServerType", "_themes", "_sentiment", "_actionableItems", "_predictionDelta", "_pipelineContext"],
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
        "predictionDelta":0.25},"_enriched":true,"_themes":["_themes \"ü\" </>"],
        "_sentiment":0.25,"_actionableItems":["_actionableItems \"ü\" </>"],"_predictionDelta":0.25,
        "_pipelineContext":{"stage":"intake","stagesCompleted":3,"totalDuration":0.25}}
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
        "sessionFatigue":3,"concurrentModals":3},"_enriched":true}
        """#),
    Fixture(
      "AnalysisResults", AnalysisResults.self,
      full: #"""
        {"approvalPatterns":{"overall":{"approvalRate":0.25,"totalDecisions":3,
        "avgTimeToDecisionMs":0.25},"byServerType":{"key":{"approved":3,"rejected":3,
        "needsWork":3,"approvalRate":0.25}},"byStage":{"intake":{"approvalRate":0.25,
        "avgTimeMs":0.25,"count":3}}},"dimensionTrends":[{"dimension":"code_quality",
        "avgScore":0.25,"trend":"improving","trendDelta":0.25,"dataPoints":3,"minimumThreshold":0.25}],
        "themes":[{"theme":"theme \"ü\" </>","occurrences":3,"avgSeverity":0.25,
        "lastSeen":"2026-01-31T09:05:00.123Z","relatedDimensions":["code_quality"],
        "exampleFeedback":["exampleFeedback \"ü\" </>"]}],"calibration":{"lastUpdated":"2026-01-31T09:05:00.123Z",
        "totalDataPoints":3,"buckets":[{"rawConfidenceLow":0.25,"rawConfidenceHigh":0.25,
        "avgPredictedConfidence":0.25,"avgActualApprovalRate":0.25,"sampleCount":3,
        "correctionDelta":0.25,"calibratedConfidence":0.25}],"expectedCalibrationError":0.25},
        "anomalies":[{"type":"approval_rate_drop","description":"description \"ü\" </>",
        "severity":"info","data":{"key":{"deep":[1,null,"x",2.5,false]}},"detectedAt":"2026-01-31T09:05:00.123Z"}],
        "candidateRules":[{"rule":"rule \"ü\" </>","promptInstruction":"promptInstruction \"ü\" </>",
        "confidence":0.25,"occurrences":3,"source":"feedback_pattern","domain":"code_quality",
        "appliesTo":["appliesTo \"ü\" </>"]}]}
        """#,
      bare: #"""
        {"approvalPatterns":{"overall":{"approvalRate":0.25,"totalDecisions":3,
        "avgTimeToDecisionMs":0.25},"byServerType":{},"byStage":{}},"dimensionTrends":[],
        "themes":[],"calibration":{"lastUpdated":"2026-01-31T09:05:00.123Z","totalDataPoints":3,
        "buckets":[],"expectedCalibrationError":0.25},"anomalies":[],"candidateRules":[]}
        """#),
    Fixture(
      "ApprovalPatterns", ApprovalPatterns.self,
      full: #"""
        {"overall":{"approvalRate":0.25,"totalDecisions":3,"avgTimeToDecisionMs":0.25},
        "byServerType":{"key":{"approved":3,"rejected":3,"needsWork":3,"approvalRate":0.25}},
        "byStage":{"intake":{"approvalRate":0.25,"avgTimeMs":0.25,"count":3}}}
        """#,
      bare: #"""
        {"overall":{"approvalRate":0.25,"totalDecisions":3,"avgTimeToDecisionMs":0.25},
        "byServerType":{},"byStage":{}}
        """#),
    Fixture(
      "DimensionTrend", DimensionTrend.self,
      optional: ["minimumThreshold"],
      enums: ["dimension", "trend"],
      full: #"""
        {"dimension":"code_quality","avgScore":0.25,"trend":"improving","trendDelta":0.25,
        "dataPoints":3,"minimumThreshold":0.25}
        """#,
      bare: #"""
        {"dimension":"code_quality","avgScore":0.25,"trend":"improving","trendDelta":0.25,
        "dataPoints":3}
        """#),
    Fixture(
      "ThemeCluster", ThemeCluster.self,
      enums: ["relatedDimensions"],
      full: #"""
        {"theme":"theme \"ü\" </>","occurrences":3,"avgSeverity":0.25,"lastSeen":"2026-01-31T09:05:00.123Z",
        "relatedDimensions":["code_quality"],"exampleFeedback":["exampleFeedback \"ü\" </>"]}
        """#,
      bare: #"""
        {"theme":"theme \"ü\" </>","occurrences":3,"avgSeverity":0.25,"lastSeen":"2026-01-31T09:05:00.123Z",
        "relatedDimensions":[],"exampleFeedback":[]}
        """#),
    Fixture(
      "Anomaly", Anomaly.self,
      enums: ["type", "severity"],
      full: #"""
        {"type":"approval_rate_drop","description":"description \"ü\" </>","severity":"info",
        "data":{"key":{"deep":[1,null,"x",2.5,false]}},"detectedAt":"2026-01-31T09:05:00.123Z"}
        """#,
      bare: #"""
        {"type":"approval_rate_drop","description":"description \"ü\" </>","severity":"info",
        "data":{},"detectedAt":"2026-01-31T09:05:00.123Z"}
        """#),
    Fixture(
      "CandidateRule", CandidateRule.self,
      enums: ["source", "domain"],
      full: #"""
        {"rule":"rule \"ü\" </>","promptInstruction":"promptInstruction \"ü\" </>",
        "confidence":0.25,"occurrences":3,"source":"feedback_pattern","domain":"code_quality",
        "appliesTo":["appliesTo \"ü\" </>"]}
        """#,
      bare: #"""
        {"rule":"rule \"ü\" </>","promptInstruction":"promptInstruction \"ü\" </>",
        "confidence":0.25,"occurrences":3,"source":"feedback_pattern","domain":"code_quality",
        "appliesTo":[]}
        """#),
    Fixture(
      "ApplyResult", ApplyResult.self,
      full: #"""
        {"memoryFilesUpdated":["memoryFilesUpdated \"ü\" </>"],"rulesAdded":[{"rule":"rule \"ü\" </>",
        "promptInstruction":"promptInstruction \"ü\" </>","confidence":0.25,"occurrences":3,
        "source":"feedback_pattern","domain":"code_quality","appliesTo":["appliesTo \"ü\" </>"]}],
        "thresholdsChanged":[{"dimension":"code_quality","oldThreshold":0.25,"newThreshold":0.25}],
        "autonomyLevelChanges":[{"taskType":"taskType \"ü\" </>","oldLevel":3,"newLevel":3}]}
        """#,
      bare: #"""
        {"memoryFilesUpdated":[],"rulesAdded":[],"thresholdsChanged":[],"autonomyLevelChanges":[]}
        """#),
    Fixture(
      "FeedbackPatternsFile", FeedbackPatternsFile.self,
      full: #"""
        {"lastUpdated":"2026-01-31T09:05:00.123Z","basedOnEventCount":3,"sections":{"recurringThemes":[{"rank":3,
        "theme":"theme \"ü\" </>","mentionCount":3,"description":"description \"ü\" </>"}],
        "antiPatterns":[{"pattern":"pattern \"ü\" </>","rejectionRate":0.25}],"positivePatterns":[{"pattern":"pattern \"ü\" </>",
        "avgScoreBonus":0.25}]}}
        """#,
      bare: #"""
        {"lastUpdated":"2026-01-31T09:05:00.123Z","basedOnEventCount":3,"sections":{"recurringThemes":[],
        "antiPatterns":[],"positivePatterns":[]}}
        """#),
    Fixture(
      "QualityStandardsFile", QualityStandardsFile.self,
      enums: ["confidence"],
      full: #"""
        {"lastCalibrated":"2026-01-31T09:05:00.123Z","confidence":"low","dataPoints":3,
        "sections":{"minimumScores":[{"dimension":"code_quality","minimum":0.25,
        "basedOn":3,"avgScore":0.25}],"targetScores":[{"dimension":"code_quality",
        "target":0.25,"topQuartile":0.25}],"calibration":{"lastUpdated":"2026-01-31T09:05:00.123Z",
        "totalDataPoints":3,"buckets":[{"rawConfidenceLow":0.25,"rawConfidenceHigh":0.25,
        "avgPredictedConfidence":0.25,"avgActualApprovalRate":0.25,"sampleCount":3,
        "correctionDelta":0.25,"calibratedConfidence":0.25}],"expectedCalibrationError":0.25}}}
        """#,
      bare: #"""
        {"lastCalibrated":"2026-01-31T09:05:00.123Z","confidence":"low","dataPoints":3,
        "sections":{"minimumScores":[],"targetScores":[],"calibration":{"lastUpdated":"2026-01-31T09:05:00.123Z",
        "totalDataPoints":3,"buckets":[],"expectedCalibrationError":0.25}}}
        """#),
    Fixture(
      "JakePreferencesFile", OperatorPreferencesFile.self,
      full: #"""
        {"lastUpdated":"2026-01-31T09:05:00.123Z","sections":{"decisionPatterns":{"quickApproves":"quickApproves \"ü\" </>",
        "deliberatesOn":"deliberatesOn \"ü\" </>","autoRejects":"autoRejects \"ü\" </>"},
        "communicationPreferences":{"preferredFormats":["preferredFormats \"ü\" </>"],
        "highEngagementTimes":["highEngagementTimes \"ü\" </>"],"lowEngagementTimes":["lowEngagementTimes \"ü\" </>"]},
        "designTaste":{"key":"designTaste \"ü\" </>"},"codeStyle":{"key":"codeStyle \"ü\" </>"}}}
        """#,
      bare: #"""
        {"lastUpdated":"2026-01-31T09:05:00.123Z","sections":{"decisionPatterns":{"quickApproves":"quickApproves \"ü\" </>",
        "deliberatesOn":"deliberatesOn \"ü\" </>","autoRejects":"autoRejects \"ü\" </>"},
        "communicationPreferences":{"preferredFormats":[],"highEngagementTimes":[],
        "lowEngagementTimes":[]},"designTaste":{},"codeStyle":{}}}
        """#),
    Fixture(
      "ImprovementLogEntry", ImprovementLogEntry.self,
      full: #"""
        {"date":"date \"ü\" </>","changes":[{"type":"rule_added","description":"description \"ü\" </>",
        "source":"source \"ü\" </>","confidence":0.25}]}
        """#,
      bare: #"""
        {"date":"date \"ü\" </>","changes":[]}
        """#),
    Fixture(
      "PredictionRequest", PredictionRequest.self,
      optional: ["mcpServerType", "pipelineStage", "selfAssessedScores", "rawConfidence"],
      enums: ["pipelineStage"],
      full: #"""
        {"workProductType":"workProductType \"ü\" </>","mcpServerType":"mcpServerType \"ü\" </>",
        "pipelineStage":"intake","selfAssessedScores":[{"dimension":"code_quality",
        "score":0.25,"weight":0.25,"comment":"comment \"ü\" </>"}],"rawConfidence":0.25}
        """#,
      bare: #"""
        {"workProductType":"workProductType \"ü\" </>"}
        """#),
    Fixture(
      "PredictionResponse", PredictionResponse.self,
      enums: ["predictedDecision"],
      full: #"""
        {"predictedScore":0.25,"calibratedConfidence":0.25,"predictedDecision":"approve",
        "decisionProbabilities":{"approve":3,"reject":3,"needsWork":3},"recommendedModal":"recommendedModal \"ü\" </>",
        "riskFactors":["riskFactors \"ü\" </>"],"suggestedImprovements":["suggestedImprovements \"ü\" </>"]}
        """#,
      bare: #"""
        {"predictedScore":0.25,"calibratedConfidence":0.25,"predictedDecision":"approve",
        "decisionProbabilities":{"approve":3,"reject":3,"needsWork":3},"recommendedModal":"recommendedModal \"ü\" </>",
        "riskFactors":[],"suggestedImprovements":[]}
        """#),
    Fixture(
      "AutonomyLevelResponse", AutonomyLevelResponse.self,
      full: #"""
        {"taskType":"taskType \"ü\" </>","currentLevel":3,"approvalRate":0.25,"dataPoints":3,
        "nextLevelRequirements":{"approvalsNeeded":3,"minApprovalRate":0.25},"recentRegression":true}
        """#,
      bare: #"""
        {"taskType":"taskType \"ü\" </>","currentLevel":3,"approvalRate":0.25,"dataPoints":3,
        "nextLevelRequirements":{"approvalsNeeded":3,"minApprovalRate":0.25},"recentRegression":true}
        """#),
    Fixture(
      "FeedbackStats", FeedbackStats.self,
      full: #"""
        {"totalEvents":3,"last30Days":{"approvalRate":0.25,"avgQualityScore":0.25,
        "avgTimeToDecisionMs":0.25,"predictionAccuracy":0.25,"autoApproveRate":0.25,
        "feedbackVolume":3},"trends":{"approvalRate":"improving","qualityScore":"improving",
        "decisionSpeed":"improving"},"activeRules":3,"autonomyLevels":{"key":3}}
        """#,
      bare: #"""
        {"totalEvents":3,"last30Days":{"approvalRate":0.25,"avgQualityScore":0.25,
        "avgTimeToDecisionMs":0.25,"predictionAccuracy":0.25,"autoApproveRate":0.25,
        "feedbackVolume":3},"trends":{"approvalRate":"improving","qualityScore":"improving",
        "decisionSpeed":"improving"},"activeRules":3,"autonomyLevels":{}}
        """#),
    Fixture(
      "CalibrationCurve", CalibrationCurve.self,
      full: #"""
        {"lastUpdated":"2026-01-31T09:05:00.123Z","totalDataPoints":3,"buckets":[{"rawConfidenceLow":0.25,
        "rawConfidenceHigh":0.25,"avgPredictedConfidence":0.25,"avgActualApprovalRate":0.25,
        "sampleCount":3,"correctionDelta":0.25,"calibratedConfidence":0.25}],"expectedCalibrationError":0.25}
        """#,
      bare: #"""
        {"lastUpdated":"2026-01-31T09:05:00.123Z","totalDataPoints":3,"buckets":[],
        "expectedCalibrationError":0.25}
        """#),
    Fixture(
      "CalibrationBucket", CalibrationBucket.self,
      full: #"""
        {"rawConfidenceLow":0.25,"rawConfidenceHigh":0.25,"avgPredictedConfidence":0.25,
        "avgActualApprovalRate":0.25,"sampleCount":3,"correctionDelta":0.25,"calibratedConfidence":0.25}
        """#,
      bare: #"""
        {"rawConfidenceLow":0.25,"rawConfidenceHigh":0.25,"avgPredictedConfidence":0.25,
        "avgActualApprovalRate":0.25,"sampleCount":3,"correctionDelta":0.25,"calibratedConfidence":0.25}
        """#),
  ]
}
