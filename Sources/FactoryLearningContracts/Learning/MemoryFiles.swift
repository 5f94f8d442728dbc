// What was learned, as the memory files hold it (contract §6.3). Rates are 0–1.
import FactoryContracts

package struct RecurringTheme: Codable, Hashable, Sendable {
  package var rank: Int
  package var theme: String
  package var mentionCount: Int
  package var description: String

  package init(rank: Int, theme: String, mentionCount: Int, description: String) {
    self.rank = rank
    self.theme = theme
    self.mentionCount = mentionCount
    self.description = description
  }
}

package struct AntiPattern: Codable, Hashable, Sendable {
  package var pattern: String
  package var rejectionRate: Double

  package init(pattern: String, rejectionRate: Double) {
    self.pattern = pattern
    self.rejectionRate = rejectionRate
  }
}

package struct PositivePattern: Codable, Hashable, Sendable {
  package var pattern: String
  package var avgScoreBonus: Double

  package init(pattern: String, avgScoreBonus: Double) {
    self.pattern = pattern
    self.avgScoreBonus = avgScoreBonus
  }
}

package struct FeedbackPatternsSections: Codable, Hashable, Sendable {
  package var recurringThemes: [RecurringTheme]
  package var antiPatterns: [AntiPattern]
  package var positivePatterns: [PositivePattern]

  package init(recurringThemes: [RecurringTheme], antiPatterns: [AntiPattern], positivePatterns: [PositivePattern]) {
    self.recurringThemes = recurringThemes
    self.antiPatterns = antiPatterns
    self.positivePatterns = positivePatterns
  }
}

package struct FeedbackPatternsFile: Codable, Hashable, Sendable {
  package var lastUpdated: Timestamp
  package var basedOnEventCount: Int
  package var sections: FeedbackPatternsSections

  package init(lastUpdated: Timestamp, basedOnEventCount: Int, sections: FeedbackPatternsSections) {
    self.lastUpdated = lastUpdated
    self.basedOnEventCount = basedOnEventCount
    self.sections = sections
  }
}

package enum DataConfidence: String, WireEnum {
  case low, medium, high
  case unknown
}

/// Below it nothing passes.
package struct MinimumScore: Codable, Hashable, Sendable {
  package var dimension: QualityDimension
  package var minimum: Double
  /// How many reviews it rests on.
  package var basedOn: Int
  package var avgScore: Double

  package init(dimension: QualityDimension, minimum: Double, basedOn: Int, avgScore: Double) {
    self.dimension = dimension
    self.minimum = minimum
    self.basedOn = basedOn
    self.avgScore = avgScore
  }
}

/// What great looks like.
package struct TargetScore: Codable, Hashable, Sendable {
  package var dimension: QualityDimension
  package var target: Double
  package var topQuartile: Double

  package init(dimension: QualityDimension, target: Double, topQuartile: Double) {
    self.dimension = dimension
    self.target = target
    self.topQuartile = topQuartile
  }
}

package struct QualityStandardsSections: Codable, Hashable, Sendable {
  package var minimumScores: [MinimumScore]
  package var targetScores: [TargetScore]
  package var calibration: CalibrationCurve

  package init(minimumScores: [MinimumScore], targetScores: [TargetScore], calibration: CalibrationCurve) {
    self.minimumScores = minimumScores
    self.targetScores = targetScores
    self.calibration = calibration
  }
}

package struct QualityStandardsFile: Codable, Hashable, Sendable {
  package var lastCalibrated: Timestamp
  package var confidence: DataConfidence
  package var dataPoints: Int
  package var sections: QualityStandardsSections

  package init(
    lastCalibrated: Timestamp, confidence: DataConfidence, dataPoints: Int, sections: QualityStandardsSections
  ) {
    self.lastCalibrated = lastCalibrated
    self.confidence = confidence
    self.dataPoints = dataPoints
    self.sections = sections
  }
}

package struct DecisionPatterns: Codable, Hashable, Sendable {
  package var quickApproves: String
  package var deliberatesOn: String
  package var autoRejects: String

  package init(quickApproves: String, deliberatesOn: String, autoRejects: String) {
    self.quickApproves = quickApproves
    self.deliberatesOn = deliberatesOn
    self.autoRejects = autoRejects
  }
}

package struct CommunicationPreferences: Codable, Hashable, Sendable {
  package var preferredFormats: [String]
  package var highEngagementTimes: [String]
  package var lowEngagementTimes: [String]

  package init(preferredFormats: [String], highEngagementTimes: [String], lowEngagementTimes: [String]) {
    self.preferredFormats = preferredFormats
    self.highEngagementTimes = highEngagementTimes
    self.lowEngagementTimes = lowEngagementTimes
  }
}

package struct OperatorPreferencesSections: Codable, Hashable, Sendable {
  package var decisionPatterns: DecisionPatterns
  package var communicationPreferences: CommunicationPreferences
  package var designTaste: [String: String]
  package var codeStyle: [String: String]

  package init(
    decisionPatterns: DecisionPatterns, communicationPreferences: CommunicationPreferences,
    designTaste: [String: String], codeStyle: [String: String]
  ) {
    self.decisionPatterns = decisionPatterns
    self.communicationPreferences = communicationPreferences
    self.designTaste = designTaste
    self.codeStyle = codeStyle
  }
}

/// The operator's ways; the contract names the file after one operator (ruling R28).
package struct OperatorPreferencesFile: Codable, Hashable, Sendable {
  package var lastUpdated: Timestamp
  package var sections: OperatorPreferencesSections

  package init(lastUpdated: Timestamp, sections: OperatorPreferencesSections) {
    self.lastUpdated = lastUpdated
    self.sections = sections
  }
}

package enum ImprovementType: String, WireEnum {
  case ruleAdded = "rule_added"
  case thresholdAdjusted = "threshold_adjusted"
  case calibrationUpdated = "calibration_updated"
  case formatChanged = "format_changed"
  case autonomyLevelChanged = "autonomy_level_changed"
  case unknown
}

package struct ImprovementChange: Codable, Hashable, Sendable {
  package var type: ImprovementType
  package var description: String
  /// What caused it.
  package var source: String
  /// 0–1.
  package var confidence: Double

  package init(type: ImprovementType, description: String, source: String, confidence: Double) {
    self.type = type
    self.description = description
    self.source = source
    self.confidence = confidence
  }
}

package struct ImprovementLogEntry: Codable, Hashable, Sendable {
  package var date: String
  package var changes: [ImprovementChange]

  package init(date: String, changes: [ImprovementChange]) {
    self.date = date
    self.changes = changes
  }
}
