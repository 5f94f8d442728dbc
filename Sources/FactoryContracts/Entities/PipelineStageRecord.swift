// One stay of a pipeline in a stage; coming back adds a new record (contract §1.4, ruling R45).

package enum StageStatus: String, WireEnum {
  case pending, active, completed, skipped, failed
  case unknown
}

/// Who lets a pipeline pass a stage.
package enum StageApprovalType: String, WireEnum {
  case manual, auto, conditional
  case unknown
}

package enum ValidationRuleType: String, WireEnum {
  case testCoverage = "test_coverage"
  case testsPassing = "tests_passing"
  case requiredAsset = "required_asset"
  case approvalCount = "approval_count"
  case custom
  case unknown
}

/// A condition for leaving a stage, for example `test_coverage` with `minPercent`.
package struct ValidationRule: Codable, Hashable, Sendable {
  package var type: ValidationRuleType
  package var config: [String: JSONValue]

  package init(type: ValidationRuleType, config: [String: JSONValue] = [:]) {
    self.type = type
    self.config = config
  }
}

/// One stay of a pipeline in a stage.
package struct PipelineStageRecord: Codable, Hashable, Sendable {
  package var id: EntityID
  package var pipelineId: EntityID
  package var stageName: PipelineStage
  /// Position of the stage, 0–7.
  package var stageOrder: Int
  package var status: StageStatus
  package var requiresApproval: Bool
  package var approvalType: StageApprovalType
  package var autoAdvance: Bool
  package var validationRules: [ValidationRule]
  @Nullable package var enteredAt: Timestamp?
  @Nullable package var completedAt: Timestamp?
  @Nullable package var durationSeconds: Double?
  package var createdAt: Timestamp

  package init(
    id: EntityID, pipelineId: EntityID, stageName: PipelineStage, stageOrder: Int, status: StageStatus,
    requiresApproval: Bool, approvalType: StageApprovalType = .manual, autoAdvance: Bool = false,
    validationRules: [ValidationRule] = [], enteredAt: Timestamp? = nil, completedAt: Timestamp? = nil,
    durationSeconds: Double? = nil, createdAt: Timestamp
  ) {
    self.id = id
    self.pipelineId = pipelineId
    self.stageName = stageName
    self.stageOrder = stageOrder
    self.status = status
    self.requiresApproval = requiresApproval
    self.approvalType = approvalType
    self.autoAdvance = autoAdvance
    self.validationRules = validationRules
    self.enteredAt = enteredAt
    self.completedAt = completedAt
    self.durationSeconds = durationSeconds
    self.createdAt = createdAt
  }
}
