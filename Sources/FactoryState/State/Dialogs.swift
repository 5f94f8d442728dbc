// Dialogs: each is a value on a stack; the top one gets the keys. A dialog that leads to a decision keeps what was shown when it was opened,
// so that the decision is pinned to that.
import FactoryContracts

package enum Dialog: Hashable, Sendable {
  case reject(ReasonDialog)
  case escalate(ReasonDialog)
  case `defer`(DeferDialog)
  case reassign(ReassignDialog)
  case confirm(ConfirmDialog)
  /// A change of a pipeline, before its second key.
  case step(StepDialog)
  case bulk(BulkSheet)
  /// Where an asset is to be kept.
  case save(SaveDialog)
  /// A comment on a line of a change.
  case comment(CommentDialog)
  case palette(PaletteState)
  case help(scroll: Int)
  /// Why decisions that another was first with, or that failed one by one, were not taken.
  case results(ResultsDialog)
  /// Leaving with decisions that are not confirmed.
  case quit(unsent: Int)
}

/// What a decision would hit, as it was shown.
package struct DecisionTarget: Hashable, Sendable {
  package var taskId: EntityID
  package var title: String
  package var shownVersion: Int?
  package var seenSince: Timestamp?
  package init(taskId: EntityID, title: String, shownVersion: Int?, seenSince: Timestamp?) {
    self.taskId = taskId
    self.title = title
    self.shownVersion = shownVersion
    self.seenSince = seenSince
  }
}

/// A line of text being typed. The screen edits it and posts the whole.
package struct LineField: Hashable, Sendable {
  package var text: String
  /// In characters.
  package var cursor: Int
  package init(_ text: String = "", cursor: Int? = nil) {
    self.text = text
    self.cursor = cursor ?? text.count
  }
}

package struct ReasonDialog: Hashable, Sendable {
  package var target: DecisionTarget
  package var reason = LineField()
  package var severity: Severity = .major
  /// Requested changes, one each; the last may be empty while it is typed.
  package var changes: [LineField] = []
  /// 0 the reason, then the changes.
  package var field = 0
  /// Why it cannot be sent as it is.
  package var problem: String?
}

package enum Severity: String, CaseIterable, Hashable, Sendable { case minor, major, critical }

package struct DeferDialog: Hashable, Sendable {
  package var target: DecisionTarget
  package var until = LineField()
  /// What the text means; nil: no end.
  package var parsed: Timestamp?
  package var problem: String?
}

package struct ReassignDialog: Hashable, Sendable {
  package var taskId: EntityID
  package var title: String
  /// An id, or a name out of `candidates`.
  package var to = LineField()
  package var reason = LineField()
  package var field = 0
  package var candidates: [Viewer] = []
  package var problem: String?
}

/// What is dangerous waits for a second, different key that shows what will happen (design §4.2).
package struct ConfirmDialog: Hashable, Sendable {
  package var decision: PendingDecide
  /// What will happen, a line each.
  package var consequences: [String]
  /// Of a deploy into production: what is known about it when the dialog opens.
  package var checklist: [ChecklistItem] = []
}

/// A decision waiting for its second key.
package struct PendingDecide: Hashable, Sendable {
  package var target: DecisionTarget
  package var decision: TaskDecision
  package var notes: String?
  package var data: [String: JSONValue]?
}

package struct PaletteState: Hashable, Sendable {
  package var input = LineField()
  package var selected = 0
}

package struct ResultsDialog: Hashable, Sendable {
  package var title: String
  package var rows: [ResultRow]
}

package struct ResultRow: Hashable, Sendable {
  package var taskId: EntityID
  package var title: String
  /// nil: it went through.
  package var problem: String?
}
