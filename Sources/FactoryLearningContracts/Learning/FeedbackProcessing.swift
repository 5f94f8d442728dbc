// The first stages of the learning pipeline: checking and enriching (contract §6.2).
import FactoryContracts

package enum FeedbackFaultType: String, WireEnum {
  case schema, orphaned, range, duplicate
  case unknown
}

package struct FeedbackFault: Codable, Hashable, Sendable {
  package var type: FeedbackFaultType
  package var message: String
  package var details: JSONValue?

  package init(type: FeedbackFaultType, message: String, details: JSONValue? = nil) {
    self.type = type
    self.message = message
    self.details = details
  }
}

/// Either the event or what is wrong with it.
package struct ValidationResult: Codable, Hashable, Sendable {
  package var valid: Bool
  package var event: FeedbackEvent?
  package var error: FeedbackFault?

  package init(valid: Bool, event: FeedbackEvent? = nil, error: FeedbackFault? = nil) {
    self.valid = valid
    self.event = event
    self.error = error
  }
}

/// Where the pipeline stood when the feedback came.
package struct FeedbackPipelineContext: Codable, Hashable, Sendable {
  package var stage: PipelineStage
  package var stagesCompleted: Int
  /// Seconds.
  package var totalDuration: Double

  package init(stage: PipelineStage, stagesCompleted: Int, totalDuration: Double) {
    self.stage = stage
    self.stagesCompleted = stagesCompleted
    self.totalDuration = totalDuration
  }
}

/// What enrichment adds to an event; underscored in JSON.
package struct FeedbackEnrichment: Codable, Hashable, Sendable {
  package var isEnriched: Bool
  package var themes: [String]?
  /// −1 to 1.
  package var sentiment: Double?
  package var actionableItems: [String]?
  /// Actual minus predicted score.
  package var predictionDelta: Double?
  package var pipelineContext: FeedbackPipelineContext?

  package init(
    isEnriched: Bool = true, themes: [String]? = nil, sentiment: Double? = nil, actionableItems: [String]? = nil,
    predictionDelta: Double? = nil, pipelineContext: FeedbackPipelineContext? = nil
  ) {
    self.isEnriched = isEnriched
    self.themes = themes
    self.sentiment = sentiment
    self.actionableItems = actionableItems
    self.predictionDelta = predictionDelta
    self.pipelineContext = pipelineContext
  }

  private enum CodingKeys: String, CodingKey {
    case isEnriched = "_enriched"
    case themes = "_themes"
    case sentiment = "_sentiment"
    case actionableItems = "_actionableItems"
    case predictionDelta = "_predictionDelta"
    case pipelineContext = "_pipelineContext"
  }
}

/// An event with what enrichment added, in one JSON object.
package struct EnrichedFeedbackEvent: Hashable, Sendable {
  package var event: FeedbackEvent
  package var enrichment: FeedbackEnrichment

  package init(event: FeedbackEvent, enrichment: FeedbackEnrichment = FeedbackEnrichment()) {
    self.event = event
    self.enrichment = enrichment
  }
}

extension EnrichedFeedbackEvent: Codable {
  package init(from decoder: any Decoder) throws {
    event = try FeedbackEvent(from: decoder)
    enrichment = try FeedbackEnrichment(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try event.encode(to: encoder)
    try enrichment.encode(to: encoder)
  }
}
