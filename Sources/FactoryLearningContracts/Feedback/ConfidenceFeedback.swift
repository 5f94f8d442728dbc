// Confidence, batches and temperature (contract §3.2, types 6 and 8).
import FactoryContracts

package enum ConfidenceZone: String, WireEnum {
  case guess
  case educatedGuess = "educated_guess"
  case confident, certain
  case unknown
}

package struct ConfidenceFeedback: Codable, Hashable, Sendable {
  /// 0–100.
  package var confidencePercent: Double
  package var zone: ConfidenceZone
  package var wouldDelegateToAI: Bool
  package var needsExpertReview: Bool
  package var lowConfidenceReason: String?
  package var isTrainingExample: Bool?

  package init(
    confidencePercent: Double, zone: ConfidenceZone, wouldDelegateToAI: Bool, needsExpertReview: Bool,
    lowConfidenceReason: String? = nil, isTrainingExample: Bool? = nil
  ) {
    self.confidencePercent = confidencePercent
    self.zone = zone
    self.wouldDelegateToAI = wouldDelegateToAI
    self.needsExpertReview = needsExpertReview
    self.lowConfidenceReason = lowConfidenceReason
    self.isTrainingExample = isTrainingExample
  }
}

package enum BatchVerdict: String, WireEnum {
  case approve, reject, love, skip
  case unknown
}

package struct BatchDecision: Codable, Hashable, Sendable {
  package var itemId: String
  package var decision: BatchVerdict
  /// Milliseconds spent on this one.
  package var timeMs: Double
  /// Whether the details were looked at.
  package var flippedForDetails: Bool

  package init(itemId: String, decision: BatchVerdict, timeMs: Double, flippedForDetails: Bool) {
    self.itemId = itemId
    self.decision = decision
    self.timeMs = timeMs
    self.flippedForDetails = flippedForDetails
  }
}

package enum TemperatureZone: String, WireEnum {
  case freezing, cold, lukewarm, warm, hot, blazing
  case unknown
}

package struct TemperatureFeedback: Codable, Hashable, Sendable {
  /// 0–100.
  package var temperature: Double
  package var zone: TemperatureZone
  package var drivers: [String]
  /// The values passed on the way.
  package var dragJourney: [Double]

  package init(temperature: Double, zone: TemperatureZone, drivers: [String], dragJourney: [Double]) {
    self.temperature = temperature
    self.zone = zone
    self.drivers = drivers
    self.dragJourney = dragJourney
  }
}
