// The list of the queue: which part of it is shown, what is selected and marked, where it stands on the screen.
// Invariants: `visible` is in the order of ruling R49; selection and marks are ids; `top` keeps the selected row on its line while the list
// changes around it, so that new items never steal the top.
import FactoryContracts

package struct QueueState: Sendable {
  package internal(set) var section: QueueSection = .all
  /// Sections of the person's own; the one that is shown goes before `section`, which is `all` then.
  package internal(set) var saved = SavedSections()
  package internal(set) var filter = FilterState()
  /// What section, filter and screen let through, in order.
  package internal(set) var visible = OrderedKeys()
  package internal(set) var selectedId: EntityID?
  package internal(set) var marks: Set<EntityID> = []
  /// What was marked of each: a bulk decision is pinned to it.
  var markVersions: [EntityID: Int] = [:]
  /// Where a range of marks began (`v`); nil outside a range.
  package internal(set) var rangeStart: EntityID?
  /// First visible row.
  package internal(set) var top = 0
  /// Rows that the screen has for the list.
  package internal(set) var height = 20
  /// Items that came in above the first visible row since the top was last seen ("n new ↑").
  package internal(set) var newAbove = 0
  /// When the program, not the operator, last moved the selection.
  package internal(set) var movedBySelfAt: Timestamp?
  /// The item under the cursor was not gone to by a key: it must have been on the screen for a moment before it is decided.
  var isPlacedByProgram = true
  /// When the selection last changed, and when the settled selection was last told to others.
  package internal(set) var selectedAt: Timestamp?
  var settledId: EntityID?
  /// What was selected before a filter hid it; it is selected again when it comes back.
  var rememberedId: EntityID?
  /// Rows that were looked at for making `visible`: what a change costs, for tests.
  var rowsExamined = 0
  /// Where the selection was before it was last lost, to go on from there.
  var lastIndex = 0
  /// Items that stay in place for a while although they are decided: who was first, what became of ours.
  package internal(set) var lingering = LingeringRows()
  /// Not looked at yet since they came.
  package internal(set) var unseen: Set<EntityID> = []
}

/// Why a decided row is still there.
package struct Linger: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// Decided here; the outbox knows how far it is.
    case mine(TaskDecision)
    /// Decided by another.
    case other(decision: TaskDecision?, byName: String?, at: Timestamp)
    /// Taken back by the one who asked.
    case withdrawn(at: Timestamp)
    /// The server refused ours.
    case refused(String)
  }
  package var reason: Reason
  package var until: Timestamp
}

/// Parts of the queue that `Tab` goes through; each has a live count.
package enum QueueSection: String, CaseIterable, Hashable, Sendable {
  case all, mine, late, soon, deploys, escalated, deferred

  package var title: String { rawValue }
}

package struct FilterState: Sendable {
  /// Whether the line is open for typing.
  package internal(set) var isEditing = false
  package internal(set) var text = ""
  package internal(set) var parsed = Filter()
  /// The last filter that was in force: `n` and `N` go to its matches after it was cleared.
  package internal(set) var last = Filter()
  /// What was in force when the line was opened; Esc gives it back.
  var before = ""
}
