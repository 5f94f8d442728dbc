// What the analysis of feedback finds (contract §6.2). Rates are 0–1.
import FactoryContracts

package enum Trend: String, WireEnum {
  case improving, stable, declining
  case unknown
}

package struct ApprovalTotals: Codable, Hashable, Sendable {
  package var approvalRate: Double
  package var totalDecisions: Int
  package var avgTimeToDecisionMs: Double

  package init(approvalRate: Double, totalDecisions: Int, avgTimeToDecisionMs: Double) {
    self.approvalRate = approvalRate
    self.totalDecisions = totalDecisions
    self.avgTimeToDecisionMs = avgTimeToDecisionMs
  }
}

package struct ServerTypeApprovals: Codable, Hashable, Sendable {
  package var approved: Int
  package var rejected: Int
  package var needsWork: Int
  package var approvalRate: Double

  package init(approved: Int, rejected: Int, needsWork: Int, approvalRate: Double) {
    self.approved = approved
    self.rejected = rejected
    self.needsWork = needsWork
    self.approvalRate = approvalRate
  }
}

package struct StageApprovals: Codable, Hashable, Sendable {
  package var approvalRate: Double
  package var avgTimeMs: Double
  package var count: Int

  package init(approvalRate: Double, avgTimeMs: Double, count: Int) {
    self.approvalRate = approvalRate
    self.avgTimeMs = avgTimeMs
    self.count = count
  }
}

package struct ApprovalPatterns: Codable, Hashable, Sendable {
  package var overall: ApprovalTotals
  package var byServerType: [String: ServerTypeApprovals]
  /// By the name of the stage.
  package var byStage: [String: StageApprovals]

  package init(
    overall: ApprovalTotals, byServerType: [String: ServerTypeApprovals], byStage: [String: StageApprovals]
  ) {
    self.overall = overall
    self.byServerType = byServerType
    self.byStage = byStage
  }
}

package struct DimensionTrend: Codable, Hashable, Sendable {
  package var dimension: QualityDimension
  package var avgScore: Double
  package var trend: Trend
  /// Change over the period.
  package var trendDelta: Double
  package var dataPoints: Int
  /// Below it, work was rejected; learned.
  package var minimumThreshold: Double?

  package init(
    dimension: QualityDimension, avgScore: Double, trend: Trend, trendDelta: Double, dataPoints: Int,
    minimumThreshold: Double? = nil
  ) {
    self.dimension = dimension
    self.avgScore = avgScore
    self.trend = trend
    self.trendDelta = trendDelta
    self.dataPoints = dataPoints
    self.minimumThreshold = minimumThreshold
  }
}

package struct ThemeCluster: Codable, Hashable, Sendable {
  package var theme: String
  package var occurrences: Int
  package var avgSeverity: Double
  package var lastSeen: Timestamp
  package var relatedDimensions: [QualityDimension]
  package var exampleFeedback: [String]

  package init(
    theme: String, occurrences: Int, avgSeverity: Double, lastSeen: Timestamp,
    relatedDimensions: [QualityDimension], exampleFeedback: [String]
  ) {
    self.theme = theme
    self.occurrences = occurrences
    self.avgSeverity = avgSeverity
    self.lastSeen = lastSeen
    self.relatedDimensions = relatedDimensions
    self.exampleFeedback = exampleFeedback
  }
}

package enum AnomalyType: String, WireEnum {
  case approvalRateDrop = "approval_rate_drop"
  case scoreSpike = "score_spike"
  case newRejectionPattern = "new_rejection_pattern"
  case calibrationDrift = "calibration_drift"
  case unknown
}

package enum AnomalySeverity: String, WireEnum {
  case info, warning, critical
  case unknown
}

package struct Anomaly: Codable, Hashable, Sendable {
  package var type: AnomalyType
  package var description: String
  package var severity: AnomalySeverity
  package var data: [String: JSONValue]
  package var detectedAt: Timestamp

  package init(
    type: AnomalyType, description: String, severity: AnomalySeverity, data: [String: JSONValue],
    detectedAt: Timestamp
  ) {
    self.type = type
    self.description = description
    self.severity = severity
    self.data = data
    self.detectedAt = detectedAt
  }
}

package enum RuleSource: String, WireEnum {
  case feedbackPattern = "feedback_pattern"
  case rejectionAnalysis = "rejection_analysis"
  case comparison, annotation
  case unknown
}

package struct CandidateRule: Codable, Hashable, Sendable {
  package var rule: String
  /// How it is told to a model.
  package var promptInstruction: String
  /// 0–1.
  package var confidence: Double
  package var occurrences: Int
  package var source: RuleSource
  package var domain: QualityDimension
  /// Server types, or `all`.
  package var appliesTo: [String]

  package init(
    rule: String, promptInstruction: String, confidence: Double, occurrences: Int, source: RuleSource,
    domain: QualityDimension, appliesTo: [String]
  ) {
    self.rule = rule
    self.promptInstruction = promptInstruction
    self.confidence = confidence
    self.occurrences = occurrences
    self.source = source
    self.domain = domain
    self.appliesTo = appliesTo
  }
}

package struct AnalysisResults: Codable, Hashable, Sendable {
  package var approvalPatterns: ApprovalPatterns
  package var dimensionTrends: [DimensionTrend]
  package var themes: [ThemeCluster]
  package var calibration: CalibrationCurve
  package var anomalies: [Anomaly]
  package var candidateRules: [CandidateRule]

  package init(
    approvalPatterns: ApprovalPatterns, dimensionTrends: [DimensionTrend], themes: [ThemeCluster],
    calibration: CalibrationCurve, anomalies: [Anomaly], candidateRules: [CandidateRule]
  ) {
    self.approvalPatterns = approvalPatterns
    self.dimensionTrends = dimensionTrends
    self.themes = themes
    self.calibration = calibration
    self.anomalies = anomalies
    self.candidateRules = candidateRules
  }
}

package struct ThresholdChange: Codable, Hashable, Sendable {
  package var dimension: QualityDimension
  package var oldThreshold: Double
  package var newThreshold: Double

  package init(dimension: QualityDimension, oldThreshold: Double, newThreshold: Double) {
    self.dimension = dimension
    self.oldThreshold = oldThreshold
    self.newThreshold = newThreshold
  }
}

package struct AutonomyLevelChange: Codable, Hashable, Sendable {
  package var taskType: String
  package var oldLevel: Int
  package var newLevel: Int

  package init(taskType: String, oldLevel: Int, newLevel: Int) {
    self.taskType = taskType
    self.oldLevel = oldLevel
    self.newLevel = newLevel
  }
}

/// What was made of an analysis.
package struct ApplyResult: Codable, Hashable, Sendable {
  package var memoryFilesUpdated: [String]
  package var rulesAdded: [CandidateRule]
  package var thresholdsChanged: [ThresholdChange]
  package var autonomyLevelChanges: [AutonomyLevelChange]

  package init(
    memoryFilesUpdated: [String], rulesAdded: [CandidateRule], thresholdsChanged: [ThresholdChange],
    autonomyLevelChanges: [AutonomyLevelChange]
  ) {
    self.memoryFilesUpdated = memoryFilesUpdated
    self.rulesAdded = rulesAdded
    self.thresholdsChanged = thresholdsChanged
    self.autonomyLevelChanges = autonomyLevelChanges
  }
}
