// Feedback as it is stored (contract §3.3).
import FactoryContracts

package enum TimeOfDay: String, WireEnum {
  case morning, afternoon, evening, night
  case unknown
}

/// What is known about the moment of an answer, and what was read out of it later.
package struct EnrichedMeta: Codable, Hashable, Sendable {
  package var timeOfDay: TimeOfDay
  package var dayOfWeek: String
  /// The how-manieth modal of the session.
  package var sessionFatigue: Int
  package var concurrentModals: Int
  package var extractedThemes: [String]?
  /// −1 to 1.
  package var sentiment: Double?
  package var actionableItems: [String]?
  /// Actual minus predicted score.
  package var predictionDelta: Double?

  package init(
    timeOfDay: TimeOfDay, dayOfWeek: String, sessionFatigue: Int, concurrentModals: Int,
    extractedThemes: [String]? = nil, sentiment: Double? = nil, actionableItems: [String]? = nil,
    predictionDelta: Double? = nil
  ) {
    self.timeOfDay = timeOfDay
    self.dayOfWeek = dayOfWeek
    self.sessionFatigue = sessionFatigue
    self.concurrentModals = concurrentModals
    self.extractedThemes = extractedThemes
    self.sentiment = sentiment
    self.actionableItems = actionableItems
    self.predictionDelta = predictionDelta
  }
}

/// Both kinds of `meta` in one JSON object, as the contract's intersection type asks.
package struct FeedbackMeta: Hashable, Sendable {
  package var metrics: ModalMetrics
  package var enriched: EnrichedMeta

  package init(metrics: ModalMetrics, enriched: EnrichedMeta) {
    self.metrics = metrics
    self.enriched = enriched
  }
}

extension FeedbackMeta: Codable {
  package init(from decoder: any Decoder) throws {
    metrics = try ModalMetrics(from: decoder)
    enriched = try EnrichedMeta(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try metrics.encode(to: encoder)
    try enriched.encode(to: encoder)
  }
}

/// One piece of feedback with everything around it.
package struct FeedbackEvent: Codable, Hashable, Sendable {
  package var id: EntityID
  package var timestamp: Timestamp
  package var sessionId: String
  package var modalType: String
  package var modalVersion: String
  package var workProduct: WorkProductRef
  @Nullable package var pipelineId: EntityID?
  @Nullable package var pipelineStage: PipelineStage?
  package var mcpServerType: String?
  package var feedback: FeedbackPayload
  package var meta: FeedbackMeta

  package init(
    id: EntityID, timestamp: Timestamp, sessionId: String, modalType: String, modalVersion: String,
    workProduct: WorkProductRef, pipelineId: EntityID? = nil, pipelineStage: PipelineStage? = nil,
    mcpServerType: String? = nil, feedback: FeedbackPayload, meta: FeedbackMeta
  ) {
    self.id = id
    self.timestamp = timestamp
    self.sessionId = sessionId
    self.modalType = modalType
    self.modalVersion = modalVersion
    self.workProduct = workProduct
    self.pipelineId = pipelineId
    self.pipelineStage = pipelineStage
    self.mcpServerType = mcpServerType
    self.feedback = feedback
    self.meta = meta
  }
}
