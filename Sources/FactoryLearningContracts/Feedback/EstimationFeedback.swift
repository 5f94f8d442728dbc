// An estimate: a number, or the admission that there is none (contract §3.2, type 7).
import FactoryContracts

/// A card of the estimation deck.
package enum Estimate: Hashable, Sendable {
  case points(Double)
  case noIdea
  /// A pause is needed first.
  case pause
}

extension Estimate: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let points = try? container.decode(Double.self) {
      self = .points(points)
      return
    }
    switch try container.decode(String.self) {
    case "unknown": self = .noIdea
    case "break": self = .pause
    default:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a number, unknown or break was expected")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .points(let points): try container.encode(points)
    case .noIdea: try container.encode("unknown")
    case .pause: try container.encode("break")
    }
  }
}

package struct EstimationFeedback: Codable, Hashable, Sendable {
  package var estimate: Estimate
  package var context: String?
  /// Cards that were considered.
  package var hoveredValues: [Double]?

  package init(estimate: Estimate, context: String? = nil, hoveredValues: [Double]? = nil) {
    self.estimate = estimate
    self.context = context
    self.hoveredValues = hoveredValues
  }
}
