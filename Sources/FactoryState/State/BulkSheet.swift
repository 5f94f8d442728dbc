// The sheet before a bulk decision: what will happen to each marked item (anchors, point 5).
import FactoryContracts

package struct BulkSheet: Hashable, Sendable {
  package var action: BulkAction
  package var items: [BulkItem]
  package var notes = LineField()
  package var problem: String?
  package var scroll = 0
  /// Listed one by one instead of counted.
  package var isExpanded = false

  package func count(_ state: BulkItemState) -> Int { items.count { $0.state == state } }
  /// What would be sent.
  package var sendable: [BulkItem] { items.filter { $0.state.isSendable && !$0.isLeftOut } }
  /// Whether the second key is asked for.
  package func isDangerous(_ settings: StateSettings) -> Bool { sendable.count > settings.bulkConfirmAbove }
}

package struct BulkItem: Hashable, Sendable {
  package var taskId: EntityID
  package var title: String
  package var state: BulkItemState
  package var version: Int?
  /// Taken out of the sheet by hand.
  package var isLeftOut = false
}

package enum BulkItemState: Hashable, Sendable, CaseIterable {
  case ready
  /// Another approval is needed after this one.
  case needsSecond
  /// Changed since it was marked.
  case changed
  /// Decided, or a decision is on its way.
  case decided
  /// Asked by the operator and not theirs to decide (ruling R19), or a deploy into production, which is decided one by one.
  case blocked

  package var isSendable: Bool { self == .ready || self == .needsSecond }
}
