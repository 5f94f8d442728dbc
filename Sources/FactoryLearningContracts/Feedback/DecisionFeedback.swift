// Decisions, scores and free text (contract §3.2, types 1–3).
import FactoryContracts

package enum FeedbackDecision: String, WireEnum {
  case approved, rejected
  case needsWork = "needs_work"
  case deferred, skipped
  case unknown
}

package enum FeedbackSeverity: String, WireEnum {
  case minor, moderate, major, critical
  case unknown
}

package struct DecisionFeedback: Codable, Hashable, Sendable {
  package var decision: FeedbackDecision
  package var reason: String?
  package var severity: FeedbackSeverity?
  package var blockers: [String]?
  package var suggestions: [String]?
  /// For example `naming`.
  package var tags: [String]?

  package init(
    decision: FeedbackDecision, reason: String? = nil, severity: FeedbackSeverity? = nil,
    blockers: [String]? = nil, suggestions: [String]? = nil, tags: [String]? = nil
  ) {
    self.decision = decision
    self.reason = reason
    self.severity = severity
    self.blockers = blockers
    self.suggestions = suggestions
    self.tags = tags
  }
}

/// What quality is judged by.
package enum QualityDimension: String, WireEnum {
  case codeQuality = "code_quality"
  case designAesthetics = "design_aesthetics"
  case designUx = "design_ux"
  case testCoverage = "test_coverage"
  case documentation, architecture
  case errorHandling = "error_handling"
  case performance, security, creativity, completeness, naming, dx
  case unknown
}

package struct DimensionScore: Codable, Hashable, Sendable {
  package var dimension: QualityDimension
  /// 1–10.
  package var score: Double
  /// How much the operator cares; learned.
  package var weight: Double?
  package var comment: String?

  package init(dimension: QualityDimension, score: Double, weight: Double? = nil, comment: String? = nil) {
    self.dimension = dimension
    self.score = score
    self.weight = weight
    self.comment = comment
  }
}

package struct FreeTextFeedback: Codable, Hashable, Sendable {
  package var liked: String?
  package var disliked: String?
  package var generalNotes: String?

  package init(liked: String? = nil, disliked: String? = nil, generalNotes: String? = nil) {
    self.liked = liked
    self.disliked = disliked
    self.generalNotes = generalNotes
  }
}
