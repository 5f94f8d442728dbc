// What a person said through a modal (contract §3.2). Each member is one kind of feedback; a modal fills those it asks for.
import FactoryContracts

package struct FeedbackPayload: Codable, Hashable, Sendable {
  package var decision: DecisionFeedback?
  package var scores: [DimensionScore]?
  package var freeText: FreeTextFeedback?
  package var comparison: ComparisonFeedback?
  package var annotations: [Annotation]?
  package var confidence: ConfidenceFeedback?
  package var estimation: EstimationFeedback?
  package var batchDecisions: [BatchDecision]?
  package var retrospective: RetrospectiveFeedback?
  package var ranking: RankingFeedback?
  package var checklist: ChecklistFeedback?
  package var temperature: TemperatureFeedback?
  package var custom: [String: JSONValue]?

  package init(
    decision: DecisionFeedback? = nil, scores: [DimensionScore]? = nil, freeText: FreeTextFeedback? = nil,
    comparison: ComparisonFeedback? = nil, annotations: [Annotation]? = nil, confidence: ConfidenceFeedback? = nil,
    estimation: EstimationFeedback? = nil, batchDecisions: [BatchDecision]? = nil,
    retrospective: RetrospectiveFeedback? = nil, ranking: RankingFeedback? = nil,
    checklist: ChecklistFeedback? = nil, temperature: TemperatureFeedback? = nil,
    custom: [String: JSONValue]? = nil
  ) {
    self.decision = decision
    self.scores = scores
    self.freeText = freeText
    self.comparison = comparison
    self.annotations = annotations
    self.confidence = confidence
    self.estimation = estimation
    self.batchDecisions = batchDecisions
    self.retrospective = retrospective
    self.ranking = ranking
    self.checklist = checklist
    self.temperature = temperature
    self.custom = custom
  }
}
