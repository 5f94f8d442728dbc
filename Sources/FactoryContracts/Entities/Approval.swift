// An approval: the gate's side of a task (contract §1.4, ruling R12).

package enum ApprovalType: String, WireEnum {
  case stageGate = "stage_gate"
  case deploy
  case codeReview = "code_review"
  case manualCheck = "manual_check"
  case unknown
}

package enum ApprovalStatus: String, WireEnum {
  case pending, approved, rejected, expired
  case unknown
}

/// How a condition of an approval was closed (ruling R35).
package struct MetCondition: Codable, Hashable, Sendable {
  /// Position in `conditions`, from 0.
  package var index: Int
  package var note: String
  package var by: EntityID
  package var at: Timestamp

  package init(index: Int, note: String, by: EntityID, at: Timestamp) {
    self.index = index
    self.note = note
    self.by = by
    self.at = at
  }
}

/// The gate's view of a decision; it and its task are decided together.
package struct Approval: Codable, Hashable, Sendable {
  package var id: EntityID
  package var taskId: EntityID
  package var pipelineId: EntityID
  package var stageName: PipelineStage
  package var type: ApprovalType
  package var status: ApprovalStatus
  @Nullable package var approvedBy: EntityID?
  @Nullable package var approvedAt: Timestamp?
  @Nullable package var rejectionReason: String?
  package var conditions: [String]
  package var requiredApprovers: Int
  package var currentApprovers: Int
  package var createdAt: Timestamp
  package var version: Int?
  package var conditionsMet: [MetCondition]?

  package init(
    id: EntityID, taskId: EntityID, pipelineId: EntityID, stageName: PipelineStage, type: ApprovalType,
    status: ApprovalStatus = .pending, approvedBy: EntityID? = nil, approvedAt: Timestamp? = nil,
    rejectionReason: String? = nil, conditions: [String] = [], requiredApprovers: Int = 1,
    currentApprovers: Int = 0, createdAt: Timestamp, version: Int? = nil,
    conditionsMet: [MetCondition]? = nil
  ) {
    self.id = id
    self.taskId = taskId
    self.pipelineId = pipelineId
    self.stageName = stageName
    self.type = type
    self.status = status
    self.approvedBy = approvedBy
    self.approvedAt = approvedAt
    self.rejectionReason = rejectionReason
    self.conditions = conditions
    self.requiredApprovers = requiredApprovers
    self.currentApprovers = currentApprovers
    self.createdAt = createdAt
    self.version = version
    self.conditionsMet = conditionsMet
  }
}

extension Approval {
  /// Conditions nobody has closed yet; they keep a pipeline from being published (ruling R35).
  package var openConditions: [String] {
    let met = Set((conditionsMet ?? []).map(\.index))
    return conditions.enumerated().filter { !met.contains($0.offset) }.map(\.element)
  }
}
