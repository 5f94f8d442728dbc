// Something that keeps a pipeline from advancing (contract §2.1, served at GET /v1/blockers by ruling R53).

package enum BlockerType: String, WireEnum {
  case task, stage, agent, dependency
  case unknown
}

package struct BlockerInfo: Codable, Hashable, Sendable {
  package var blockerType: BlockerType
  /// The task, stage record, agent or approval that blocks.
  package var entityId: EntityID
  package var title: String
  package var pipelineId: EntityID
  package var pipelineName: String
  package var priority: Priority
  package var hoursBlocked: Double
  /// Why, as a sentence without a full stop.
  package var blockReason: String
  package var suggestedAction: String?

  package init(
    blockerType: BlockerType, entityId: EntityID, title: String, pipelineId: EntityID, pipelineName: String,
    priority: Priority, hoursBlocked: Double, blockReason: String, suggestedAction: String? = nil
  ) {
    self.blockerType = blockerType
    self.entityId = entityId
    self.title = title
    self.pipelineId = pipelineId
    self.pipelineName = pipelineName
    self.priority = priority
    self.hoursBlocked = hoursBlocked
    self.blockReason = blockReason
    self.suggestedAction = suggestedAction
  }
}
