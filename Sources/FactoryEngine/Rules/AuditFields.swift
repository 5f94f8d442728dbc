// Which fields of an entity an audit row compares, and how they read (contract §1.4 AuditEntry.changes).
import FactoryContracts

/// A named field of an entity as JSON.
struct AuditField<Entity>: Sendable {
  let name: String
  let value: @Sendable (Entity) -> JSONValue

  init(_ name: String, _ value: @escaping @Sendable (Entity) -> JSONValue) {
    self.name = name
    self.value = value
  }
}

extension Array {
  /// What differs, from and to.
  func changes<Entity>(_ old: Entity, _ new: Entity) -> [String: AuditChange] where Element == AuditField<Entity> {
    var changes: [String: AuditChange] = [:]
    for field in self {
      let (from, to) = (field.value(old), field.value(new))
      if from != to { changes[field.name] = AuditChange(from: from, to: to) }
    }
    return changes
  }

  /// Everything a new entity came with.
  func created<Entity>(_ entity: Entity) -> [String: AuditChange] where Element == AuditField<Entity> {
    var changes: [String: AuditChange] = [:]
    for field in self {
      let value = field.value(entity)
      if value != .null { changes[field.name] = AuditChange(to: value) }
    }
    return changes
  }
}

extension JSONValue {
  static func id(_ id: EntityID?) -> JSONValue { id.map { .string($0.description) } ?? .null }
  static func time(_ time: Timestamp?) -> JSONValue { time.map { .string($0.description) } ?? .null }
  static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  static func count(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
}

enum TaskFields {
  static let all: [AuditField<FactoryTask>] = [
    AuditField("title") { .string($0.title) },
    AuditField("type") { .string($0.type.rawValue) },
    AuditField("status") { .string($0.status.rawValue) },
    AuditField("priority") { .string($0.priority.rawValue) },
    AuditField("assigneeId") { .id($0.assigneeId) },
    AuditField("claimedBy") { .id($0.claimedBy) },
    AuditField("decision") { .text($0.decision?.rawValue) },
    AuditField("decisionNotes") { .text($0.decisionNotes) },
    AuditField("decidedBy") { .id($0.decidedBy) },
    AuditField("pendingDecision") { .text($0.pendingDecision?.decision.rawValue) },
    AuditField("slaDeadline") { .time($0.slaDeadline) },
    AuditField("slaBreached") { .bool($0.slaBreached) },
    AuditField("escalationLevel") { .count($0.escalationLevel) },
    AuditField("currentApprovers") { .count($0.currentApprovers) },
    AuditField("requiredApprovers") { .count($0.requiredApprovers) },
    AuditField("deferredAt") { .time($0.deferredAt) },
    AuditField("deferredUntil") { .time($0.deferredUntil) },
    AuditField("withdrawnAt") { .time($0.withdrawnAt) },
  ]
  static func changes(_ old: FactoryTask, _ new: FactoryTask) -> [String: AuditChange] { all.changes(old, new) }
  static func created(_ task: FactoryTask) -> [String: AuditChange] { all.created(task) }
}

enum PipelineFields {
  static let all: [AuditField<Pipeline>] = [
    AuditField("name") { .string($0.name) },
    AuditField("currentStage") { .string($0.currentStage.rawValue) },
    AuditField("status") { .string($0.status.rawValue) },
    AuditField("priority") { .string($0.priority.rawValue) },
    AuditField("assigneeId") { .id($0.assigneeId) },
    AuditField("slaDeadline") { .time($0.slaDeadline) },
    AuditField("config") { .object($0.config) },
    AuditField("metadata") { .object($0.metadata) },
  ]
  static func changes(_ old: Pipeline, _ new: Pipeline) -> [String: AuditChange] { all.changes(old, new) }
  static func created(_ pipeline: Pipeline) -> [String: AuditChange] { all.created(pipeline) }
}

enum UserFields {
  static let all: [AuditField<User>] = [
    AuditField("name") { .string($0.name) },
    AuditField("role") { .string($0.role.rawValue) },
    AuditField("status") { .string($0.status.rawValue) },
  ]
  static func changes(_ old: User, _ new: User) -> [String: AuditChange] { all.changes(old, new) }
}

enum ApprovalFields {
  static let all: [AuditField<Approval>] = [
    AuditField("status") { .string($0.status.rawValue) },
    AuditField("approvedBy") { .id($0.approvedBy) },
    AuditField("rejectionReason") { .text($0.rejectionReason) },
    AuditField("conditions") { .array($0.conditions.map { .string($0) }) },
    AuditField("conditionsMet") { .count($0.conditionsMet?.count) },
    AuditField("currentApprovers") { .count($0.currentApprovers) },
  ]
  static func changes(_ old: Approval, _ new: Approval) -> [String: AuditChange] { all.changes(old, new) }
  static func created(_ approval: Approval) -> [String: AuditChange] { all.created(approval) }
}
