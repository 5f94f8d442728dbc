// Columns and cards of the kanban (contract §4.3).
import FactoryContracts

extension KanbanStage {
  /// The label without its picture and star: for terminals.
  package var short: String { label.filter { $0.isASCII && $0.isLetter } }
}

package struct KanbanColumn: Hashable, Sendable {
  package var config: KanbanStage
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
