// One against another (contract §3.2, type 4).
import FactoryContracts

package enum ComparisonPreference: String, WireEnum {
  case a = "A"
  case b = "B"
  case neither
  case bothGood = "both_good"
  case unknown
}

package enum PreferenceStrength: String, WireEnum {
  case slight, moderate, strong, overwhelming
  case unknown
}

package enum ComparisonWinner: String, WireEnum {
  case a = "A"
  case b = "B"
  case tie
  case unknown
}

package struct DimensionWinner: Codable, Hashable, Sendable {
  package var dimension: QualityDimension
  package var winner: ComparisonWinner

  package init(dimension: QualityDimension, winner: ComparisonWinner) {
    self.dimension = dimension
    self.winner = winner
  }
}

package struct ComparisonFeedback: Codable, Hashable, Sendable {
  package var preferred: ComparisonPreference
  package var reason: String?
  package var preferenceStrength: PreferenceStrength
  package var winningFactors: [String]?
  package var perDimension: [DimensionWinner]?
  /// Milliseconds spent on the first.
  package var timeOnA: Double?
  /// Milliseconds spent on the second.
  package var timeOnB: Double?

  package init(
    preferred: ComparisonPreference, reason: String? = nil, preferenceStrength: PreferenceStrength,
    winningFactors: [String]? = nil, perDimension: [DimensionWinner]? = nil, timeOnA: Double? = nil,
    timeOnB: Double? = nil
  ) {
    self.preferred = preferred
    self.reason = reason
    self.preferenceStrength = preferenceStrength
    self.winningFactors = winningFactors
    self.perDimension = perDimension
    self.timeOnA = timeOnA
    self.timeOnB = timeOnB
  }

  private enum CodingKeys: String, CodingKey {
    case preferred
    case reason
    case preferenceStrength
    case winningFactors
    case perDimension
    case timeOnA = "timeOnA_ms"
    case timeOnB = "timeOnB_ms"
  }
}
