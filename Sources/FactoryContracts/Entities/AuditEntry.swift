// An audit row: who did what, when, and what it changed (contract §1.4). Rows are hash-chained by the store.

package enum ActorType: String, WireEnum {
  case user, agent, system, webhook
  case unknown
}

package struct AuditChange: Codable, Hashable, Sendable {
  package var from: JSONValue
  package var to: JSONValue

  package init(from: JSONValue = .null, to: JSONValue = .null) {
    self.from = from
    self.to = to
  }
}

package struct AuditEntry: Codable, Hashable, Sendable {
  package var id: EntityID
  package var actorType: ActorType
  @Nullable package var actorId: EntityID?
  @Nullable package var actorName: String?
  /// For example `task.approved`.
  package var action: String
  package var entityType: String
  package var entityId: EntityID
  package var changes: [String: AuditChange]
  package var metadata: [String: JSONValue]
  package var createdAt: Timestamp

  package init(
    id: EntityID, actorType: ActorType, actorId: EntityID? = nil, actorName: String? = nil, action: String,
    entityType: String, entityId: EntityID, changes: [String: AuditChange] = [:],
    metadata: [String: JSONValue] = [:], createdAt: Timestamp
  ) {
    self.id = id
    self.actorType = actorType
    self.actorId = actorId
    self.actorName = actorName
    self.action = action
    self.entityType = entityType
    self.entityId = entityId
    self.changes = changes
    self.metadata = metadata
    self.createdAt = createdAt
  }
}
