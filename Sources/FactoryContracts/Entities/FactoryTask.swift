// A task: one decision that waits for a human (contract §1.4; Swift's own `Task` keeps its name).

package enum TaskType: String, WireEnum {
  case approval, review, decision
  case manualAction = "manual_action"
  case fixRequired = "fix_required"
  case unknown
}

/// `expired` is a breached SLA that escalated by itself; it still waits for a decision (ruling R37).
package enum TaskStatus: String, WireEnum {
  case pending, claimed
  case inProgress = "in_progress"
  case completed, expired, escalated
  case unknown
}

package enum TaskDecision: String, WireEnum {
  case approved, rejected, deferred, escalated
  case unknown
}

/// A decision inside its grace period: committed, visible to all, taken back by `undo` until `effectiveAt` (ruling R54).
package struct PendingDecision: Codable, Hashable, Sendable {
  package var decision: TaskDecision
  package var notes: String?
  package var by: EntityID
  package var effectiveAt: Timestamp
  /// Name of the decider as other operators know it.
  package var byName: String?
  package var decisionData: [String: JSONValue]?
  /// When it was made.
  package var decidedAt: Timestamp?
  /// The task's status before it, which `undo` gives back.
  package var before: TaskStatus?

  package init(
    decision: TaskDecision, notes: String? = nil, by: EntityID, effectiveAt: Timestamp, byName: String? = nil,
    decisionData: [String: JSONValue]? = nil, decidedAt: Timestamp? = nil, before: TaskStatus? = nil
  ) {
    self.decision = decision
    self.notes = notes
    self.by = by
    self.effectiveAt = effectiveAt
    self.byName = byName
    self.decisionData = decisionData
    self.decidedAt = decidedAt
    self.before = before
  }
}

/// One decision that waits for a human, with its evidence.
package struct FactoryTask: Codable, Hashable, Sendable {
  package var id: EntityID
  @Nullable package var pipelineId: EntityID?
  @Nullable package var stageName: PipelineStage?
  package var type: TaskType
  package var title: String
  @Nullable package var description: String?
  package var context: TaskContext
  package var status: TaskStatus
  package var priority: Priority
  @Nullable package var assigneeId: EntityID?
  @Nullable package var claimedAt: Timestamp?
  @Nullable package var claimedBy: EntityID?
  @Nullable package var decision: TaskDecision?
  @Nullable package var decisionNotes: String?
  package var decisionData: [String: JSONValue]
  @Nullable package var decidedAt: Timestamp?
  @Nullable package var decidedBy: EntityID?
  @Nullable package var slaDeadline: Timestamp?
  package var slaWarningsSent: Int
  package var slaBreached: Bool
  /// 0 none, 1–4 the tiers of Appendix B.
  package var escalationLevel: Int
  package var blocksStageAdvance: Bool
  @Nullable package var blocksPipelineId: EntityID?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  /// What a decision is pinned to (ruling R32).
  package var version: Int?
  package var requiredApprovers: Int?
  package var currentApprovers: Int?
  package var pendingDecision: PendingDecision?
  package var deferredAt: Timestamp?
  package var deferredUntil: Timestamp?
  package var withdrawnAt: Timestamp?
  /// Who asked; they may not decide it unless the store allows (ruling R19).
  package var createdBy: EntityID?
  package var createdByName: String?
  /// Who brought it in from elsewhere, asker included: they answer for what it says, so they do not decide it either (ruling R19).
  package var importedBy: EntityID?
  package var decidedByName: String?
  package var claimedByName: String?
  /// End of the claim's lease (ruling R33).
  package var claimExpiresAt: Timestamp?
  /// A retried job finds its open task by this (ruling R59).
  package var key: String?

  package init(
    id: EntityID, pipelineId: EntityID? = nil, stageName: PipelineStage? = nil, type: TaskType, title: String,
    description: String? = nil, context: TaskContext, status: TaskStatus = .pending, priority: Priority = .medium,
    assigneeId: EntityID? = nil, claimedAt: Timestamp? = nil, claimedBy: EntityID? = nil,
    decision: TaskDecision? = nil, decisionNotes: String? = nil, decisionData: [String: JSONValue] = [:],
    decidedAt: Timestamp? = nil, decidedBy: EntityID? = nil, slaDeadline: Timestamp? = nil,
    slaWarningsSent: Int = 0, slaBreached: Bool = false, escalationLevel: Int = 0,
    blocksStageAdvance: Bool = false, blocksPipelineId: EntityID? = nil, createdAt: Timestamp,
    updatedAt: Timestamp, version: Int? = nil, requiredApprovers: Int? = nil, currentApprovers: Int? = nil,
    pendingDecision: PendingDecision? = nil, deferredAt: Timestamp? = nil, deferredUntil: Timestamp? = nil,
    withdrawnAt: Timestamp? = nil, createdBy: EntityID? = nil, createdByName: String? = nil,
    decidedByName: String? = nil, claimedByName: String? = nil, claimExpiresAt: Timestamp? = nil,
    key: String? = nil, importedBy: EntityID? = nil
  ) {
    self.id = id
    self.pipelineId = pipelineId
    self.stageName = stageName
    self.type = type
    self.title = title
    self.description = description
    self.context = context
    self.status = status
    self.priority = priority
    self.assigneeId = assigneeId
    self.claimedAt = claimedAt
    self.claimedBy = claimedBy
    self.decision = decision
    self.decisionNotes = decisionNotes
    self.decisionData = decisionData
    self.decidedAt = decidedAt
    self.decidedBy = decidedBy
    self.slaDeadline = slaDeadline
    self.slaWarningsSent = slaWarningsSent
    self.slaBreached = slaBreached
    self.escalationLevel = escalationLevel
    self.blocksStageAdvance = blocksStageAdvance
    self.blocksPipelineId = blocksPipelineId
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.version = version
    self.requiredApprovers = requiredApprovers
    self.currentApprovers = currentApprovers
    self.pendingDecision = pendingDecision
    self.deferredAt = deferredAt
    self.deferredUntil = deferredUntil
    self.withdrawnAt = withdrawnAt
    self.createdBy = createdBy
    self.createdByName = createdByName
    self.decidedByName = decidedByName
    self.claimedByName = claimedByName
    self.claimExpiresAt = claimExpiresAt
    self.key = key
    self.importedBy = importedBy
  }
}

extension FactoryTask {
  /// Whether a decision is still possible.
  package var isOpen: Bool { status != .completed }

  /// What the key begins with of the factory's own question whether a deploy is taken back.
  package static let rollbackKey = "factory:rollback:"
  package var isRollback: Bool { key?.hasPrefix(Self.rollbackKey) == true }
}
