// A pipeline: one product on its way through the eight stages (contract §1.4).

/// Where a pipeline stands, in the order of travel. `review`, `staging` and `production` are human gates.
package enum PipelineStage: String, WireEnum {
  case intake, scaffolding, building, testing, review, staging, production, published
  case unknown
}

extension PipelineStage {
  /// The stages whose entry asks a human (contract §4.3, ★).
  package var isGate: Bool { self == .review || self == .staging || self == .production }
  /// 0 for intake to 7 for published; -1 for what this program does not know.
  package var order: Int { Self.declared.firstIndex(of: self) ?? -1 }
  package var next: PipelineStage? {
    let stages = Self.declared
    return order >= 0 && order + 1 < stages.count ? stages[order + 1] : nil
  }
  package var previous: PipelineStage? { order > 0 ? Self.declared[order - 1] : nil }
}

/// The life of a pipeline; `failed` is a status, not a stage (ruling R10).
package enum PipelineStatus: String, WireEnum {
  case active, paused, completed, failed, archived
  case unknown
}

/// Urgency; declared from most to least urgent.
package enum Priority: String, WireEnum {
  case critical, high, medium, low
  case unknown
}

extension Priority {
  /// 0 is the most urgent; unknown values go last.
  package var rank: Int { Self.declared.firstIndex(of: self) ?? Self.declared.count }
}

/// What a new pipeline is made from.
package enum PipelineTemplate: String, WireEnum {
  case mcpServerStandard = "mcp-server-standard"
  case mcpServerMinimal = "mcp-server-minimal"
  case mcpServerEnterprise = "mcp-server-enterprise"
  case unknown
}

/// One product on its way through the stages.
package struct Pipeline: Codable, Hashable, Sendable {
  package var id: EntityID
  package var name: String
  /// URL-safe and unique.
  package var slug: String
  package var template: PipelineTemplate
  /// For example `shopify`.
  package var platform: String
  package var currentStage: PipelineStage
  package var status: PipelineStatus
  package var priority: Priority
  package var createdBy: EntityID
  @Nullable package var assigneeId: EntityID?
  package var config: [String: JSONValue]
  package var metadata: [String: JSONValue]
  @Nullable package var slaDeadline: Timestamp?
  package var startedAt: Timestamp
  @Nullable package var completedAt: Timestamp?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  /// Changes with what a decision rests on (ruling R32).
  package var version: Int?

  package init(
    id: EntityID, name: String, slug: String, template: PipelineTemplate = .mcpServerStandard, platform: String,
    currentStage: PipelineStage = .intake, status: PipelineStatus = .active, priority: Priority = .medium,
    createdBy: EntityID, assigneeId: EntityID? = nil, config: [String: JSONValue] = [:],
    metadata: [String: JSONValue] = [:], slaDeadline: Timestamp? = nil, startedAt: Timestamp,
    completedAt: Timestamp? = nil, createdAt: Timestamp, updatedAt: Timestamp, version: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.slug = slug
    self.template = template
    self.platform = platform
    self.currentStage = currentStage
    self.status = status
    self.priority = priority
    self.createdBy = createdBy
    self.assigneeId = assigneeId
    self.config = config
    self.metadata = metadata
    self.slaDeadline = slaDeadline
    self.startedAt = startedAt
    self.completedAt = completedAt
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.version = version
  }
}
