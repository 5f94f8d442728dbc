// Columns and cards of the kanban (contract §4.3).
import FactoryContracts

package struct KanbanStageConfig: Hashable, Sendable {
  package let stage: PipelineStage
  /// As the contract writes it; `short` is for terminals.
  package let label: String
  package let short: String
  /// `#rrggbb`
  package let color: String
  package var isGate: Bool { stage.isGate }

  package static let all: [KanbanStageConfig] = [
    .init(stage: .intake, label: "📥 Intake", short: "Intake", color: "#666666"),
    .init(stage: .scaffolding, label: "🏗️ Scaffolding", short: "Scaffolding", color: "#888888"),
    .init(stage: .building, label: "🔨 Building", short: "Building", color: "#4488FF"),
    .init(stage: .testing, label: "🧪 Testing", short: "Testing", color: "#FF8844"),
    .init(stage: .review, label: "👁️ Review ★", short: "Review", color: "#FFD700"),
    .init(stage: .staging, label: "🚀 Staging ★", short: "Staging", color: "#00AAFF"),
    .init(stage: .production, label: "🌍 Production ★", short: "Production", color: "#FF4444"),
    .init(stage: .published, label: "✅ Published", short: "Published", color: "#00CC55"),
  ]
}

package struct KanbanColumn: Hashable, Sendable {
  package var config: KanbanStageConfig
  package var count: Int
  /// Only the cards on the screen, from `top`.
  package var cards: [KanbanCard]
  package var top: Int
  package var isSelected: Bool
}

package struct KanbanCard: Hashable, Sendable, Identifiable {
  package var id: EntityID
  package var name: String
  package var platform: String
  package var priority: Priority
  package var status: PipelineStatus
  package var currentStage: PipelineStage
  /// 0–7.
  package var stageIndex: Int
  /// 0–100.
  package var progressPercent: Int
  package var hasBlockers: Bool
  package var hasSlaWarning: Bool
  package var hasSlaBreached: Bool
  package var pendingTaskCount: Int
  /// `47/47`
  package var testsPassing: String?
  package var coveragePercent: Double?
  package var lastActivity: Timestamp
  package var assigneeName: String?
  // Additive.
  package var isSelected: Bool
  package var isGate: Bool
  package var timeLeft: String
  package var testsFail: Bool
  package var deploy: DeployPayload?
  package var blockedReason: String?
}

/// Numbers of the header; none can be behind the list.
package struct HeaderCounts: Hashable, Sendable {
  package var waiting: Int
  package var late: Int
  package var soon: Int
  /// Decisions that the server has not confirmed.
  package var sending: Int
  package var marked: Int
}
