// The columns of the kanban as data (contract §4.3).

/// A column: its stage, its label and its colour as the contract writes them.
package struct KanbanStage: Codable, Hashable, Sendable {
  package let stage: PipelineStage
  package let label: String
  /// `#rgb` or `#rrggbb`
  package let color: String
  /// Only `true` is written: a stage that asks a human.
  package let isGate: Bool?

  private init(_ stage: PipelineStage, _ label: String, _ color: String) {
    self.stage = stage
    self.label = label
    self.color = color
    isGate = stage.isGate ? true : nil
  }

  /// All of them, in the order of travel.
  package static let all: [KanbanStage] = [
    KanbanStage(.intake, "📥 Intake", "#666"),
    KanbanStage(.scaffolding, "🏗️ Scaffolding", "#888"),
    KanbanStage(.building, "🔨 Building", "#4488FF"),
    KanbanStage(.testing, "🧪 Testing", "#FF8844"),
    KanbanStage(.review, "👁️ Review ★", "#FFD700"),
    KanbanStage(.staging, "🚀 Staging ★", "#00AAFF"),
    KanbanStage(.production, "🌍 Production ★", "#FF4444"),
    KanbanStage(.published, "✅ Published", "#00CC55"),
  ]
}
