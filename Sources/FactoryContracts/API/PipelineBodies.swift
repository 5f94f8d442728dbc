// Bodies and answers of pipelines and their stages (contract §1.5, rulings R17, R46).

package struct CreatePipelineBody: Codable, Hashable, Sendable {
  package var name: String
  package var template: PipelineTemplate?
  package var platform: String
  package var config: [String: JSONValue]?
  package var priority: Priority?
  package var assigneeId: EntityID?

  package init(
    name: String, template: PipelineTemplate? = nil, platform: String, config: [String: JSONValue]? = nil,
    priority: Priority? = nil, assigneeId: EntityID? = nil
  ) {
    self.name = name
    self.template = template
    self.platform = platform
    self.config = config
    self.priority = priority
    self.assigneeId = assigneeId
  }
}

/// A change of a pipeline; `config` and `metadata` merge one level deep, null removes a key (ruling R45).
package struct UpdatePipelineBody: Codable, Hashable, Sendable {
  package var priority: Priority?
  package var status: PipelineStatus?
  package var config: [String: JSONValue]?
  /// `.null` takes the assignee away.
  package var assigneeId: JSONValue?
  package var metadata: [String: JSONValue]?

  package init(
    priority: Priority? = nil, status: PipelineStatus? = nil, config: [String: JSONValue]? = nil,
    assigneeId: JSONValue? = nil, metadata: [String: JSONValue]? = nil
  ) {
    self.priority = priority
    self.status = status
    self.config = config
    self.assigneeId = assigneeId
    self.metadata = metadata
  }
}

package struct AdvanceStageBody: Codable, Hashable, Sendable {
  package var targetStage: PipelineStage?
  package var skipValidation: Bool?
  package var notes: String?

  package init(targetStage: PipelineStage? = nil, skipValidation: Bool? = nil, notes: String? = nil) {
    self.targetStage = targetStage
    self.skipValidation = skipValidation
    self.notes = notes
  }
}

package struct AdvanceStageReply: Codable, Hashable, Sendable {
  package var stage: PipelineStageRecord
  package var tasksCreated: [FactoryTask]

  package init(stage: PipelineStageRecord, tasksCreated: [FactoryTask]) {
    self.stage = stage
    self.tasksCreated = tasksCreated
  }
}
