// Predictions, autonomy and statistics (contract §6.4, ruling R31). Rates are 0–1.
import FactoryContracts

package struct PredictionRequest: Codable, Hashable, Sendable {
  package var workProductType: String
  package var mcpServerType: String?
  package var pipelineStage: PipelineStage?
  package var selfAssessedScores: [DimensionScore]?
  package var rawConfidence: Double?

  package init(
    workProductType: String, mcpServerType: String? = nil, pipelineStage: PipelineStage? = nil,
    selfAssessedScores: [DimensionScore]? = nil, rawConfidence: Double? = nil
  ) {
    self.workProductType = workProductType
    self.mcpServerType = mcpServerType
    self.pipelineStage = pipelineStage
    self.selfAssessedScores = selfAssessedScores
    self.rawConfidence = rawConfidence
  }
}

package enum PredictedDecision: String, WireEnum {
  case approve, reject
  case needsWork = "needs_work"
  case unknown
}

package struct DecisionProbabilities: Codable, Hashable, Sendable {
  package var approve: Double
  package var reject: Double
  package var needsWork: Double

  package init(approve: Double, reject: Double, needsWork: Double) {
    self.approve = approve
    self.reject = reject
    self.needsWork = needsWork
  }
}

package struct PredictionResponse: Codable, Hashable, Sendable {
  /// 1–10.
  package var predictedScore: Double
  package var calibratedConfidence: Double
  package var predictedDecision: PredictedDecision
  package var decisionProbabilities: DecisionProbabilities
  package var recommendedModal: String
  package var riskFactors: [String]
  package var suggestedImprovements: [String]

  package init(
    predictedScore: Double, calibratedConfidence: Double, predictedDecision: PredictedDecision,
    decisionProbabilities: DecisionProbabilities, recommendedModal: String, riskFactors: [String],
    suggestedImprovements: [String]
  ) {
    self.predictedScore = predictedScore
    self.calibratedConfidence = calibratedConfidence
    self.predictedDecision = predictedDecision
    self.decisionProbabilities = decisionProbabilities
    self.recommendedModal = recommendedModal
    self.riskFactors = riskFactors
    self.suggestedImprovements = suggestedImprovements
  }
}

package struct NextLevelRequirements: Codable, Hashable, Sendable {
  package var approvalsNeeded: Int
  package var minApprovalRate: Double

  package init(approvalsNeeded: Int, minApprovalRate: Double) {
    self.approvalsNeeded = approvalsNeeded
    self.minApprovalRate = minApprovalRate
  }
}

/// How much a kind of task may be decided without people (ruling R29).
package struct AutonomyLevelResponse: Codable, Hashable, Sendable {
  package var taskType: String
  /// 0–4.
  package var currentLevel: Int
  package var approvalRate: Double
  package var dataPoints: Int
  package var nextLevelRequirements: NextLevelRequirements
  package var recentRegression: Bool

  package init(
    taskType: String, currentLevel: Int, approvalRate: Double, dataPoints: Int,
    nextLevelRequirements: NextLevelRequirements, recentRegression: Bool
  ) {
    self.taskType = taskType
    self.currentLevel = currentLevel
    self.approvalRate = approvalRate
    self.dataPoints = dataPoints
    self.nextLevelRequirements = nextLevelRequirements
    self.recentRegression = recentRegression
  }
}

package struct RecentFeedback: Codable, Hashable, Sendable {
  package var approvalRate: Double
  package var avgQualityScore: Double
  package var avgTimeToDecisionMs: Double
  /// How far predictions were off.
  package var predictionAccuracy: Double
  package var autoApproveRate: Double
  package var feedbackVolume: Int

  package init(
    approvalRate: Double, avgQualityScore: Double, avgTimeToDecisionMs: Double, predictionAccuracy: Double,
    autoApproveRate: Double, feedbackVolume: Int
  ) {
    self.approvalRate = approvalRate
    self.avgQualityScore = avgQualityScore
    self.avgTimeToDecisionMs = avgTimeToDecisionMs
    self.predictionAccuracy = predictionAccuracy
    self.autoApproveRate = autoApproveRate
    self.feedbackVolume = feedbackVolume
  }
}

package struct FeedbackTrends: Codable, Hashable, Sendable {
  package var approvalRate: Trend
  package var qualityScore: Trend
  package var decisionSpeed: Trend

  package init(approvalRate: Trend, qualityScore: Trend, decisionSpeed: Trend) {
    self.approvalRate = approvalRate
    self.qualityScore = qualityScore
    self.decisionSpeed = decisionSpeed
  }
}

package struct FeedbackStats: Codable, Hashable, Sendable {
  package var totalEvents: Int
  package var last30Days: RecentFeedback
  package var trends: FeedbackTrends
  package var activeRules: Int
  package var autonomyLevels: [String: Int]

  package init(
    totalEvents: Int, last30Days: RecentFeedback, trends: FeedbackTrends, activeRules: Int,
    autonomyLevels: [String: Int]
  ) {
    self.totalEvents = totalEvents
    self.last30Days = last30Days
    self.trends = trends
    self.activeRules = activeRules
    self.autonomyLevels = autonomyLevels
  }
}
