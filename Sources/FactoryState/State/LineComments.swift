// Comments on lines of changes: the operator's own until they decide, then sent along with the decision. Main thread, inside `AppState`.
// Invariants: at most one for a line; they stay until their task is closed, so that an undone decision still has them.
import FactoryContracts

/// A line of a change, as both sides number it.
package struct DiffSpot: Hashable, Sendable {
  package let path: String
  /// From 1; the old number of a removed line, else the new one.
  package let line: Int
  package let isRemoved: Bool

  package init(path: String, line: Int, isRemoved: Bool) {
    self.path = path
    self.line = line
    self.isRemoved = isRemoved
  }
}

package struct LineComment: Hashable, Sendable {
  package let taskId: EntityID
  package let spot: DiffSpot
  package let text: String

  package init(taskId: EntityID, spot: DiffSpot, text: String) {
    self.taskId = taskId
    self.spot = spot
    self.text = text
  }

  /// As the one who asked reads it: `Sources/a.swift:12: text`.
  package var sentence: String { "\(spot.path):\(spot.line)\(spot.isRemoved ? " (removed)" : ""): \(text)" }
}

/// The comment that is typed.
package struct CommentDialog: Hashable, Sendable {
  package var taskId: EntityID
  package var spot: DiffSpot
  /// The line itself.
  package var quoted: String
  package var text = LineField()
}

/// The line of a change that is pointed at, by its place in the whole change.
package struct DiffPick: Hashable, Sendable {
  package var taskId: EntityID
  package var line: Int
}

extension AppState {
  /// How many are kept; the oldest go first.
  static let commentLimit = 500

  /// The line that is pointed at in the open change; nil: none is.
  package var pickedLine: Int? {
    guard focus == .context, context.tab == .diff, screen.isList, context.pick?.taskId == queue.selectedId else {
      return nil
    }
    return context.pick?.line
  }

  /// A task's comments, in the order in which they were made.
  package func comments(on id: EntityID) -> [LineComment] { context.comments.filter { $0.taskId == id } }

  mutating func pick(_ line: Int?) -> [Effect] {
    context.pick = line.flatMap { line in queue.selectedId.map { DiffPick(taskId: $0, line: line) } }
    return []
  }

  mutating func openComment(_ spot: DiffSpot, _ quoted: String) -> [Effect] {
    guard let id = queue.selectedId else { return [] }
    let old = context.comments.first { $0.taskId == id && $0.spot == spot }?.text ?? ""
    dialogs.append(.comment(CommentDialog(taskId: id, spot: spot, quoted: quoted, text: LineField(old))))
    return []
  }

  /// An empty one takes it away.
  mutating func confirm(_ dialog: CommentDialog) -> [Effect] {
    dialogs.removeLast()
    context.pick = nil
    let text = dialog.text.text.trimmed
    context.comments.removeAll { $0.taskId == dialog.taskId && $0.spot == dialog.spot }
    if !text.isEmpty { context.comments.append(LineComment(taskId: dialog.taskId, spot: dialog.spot, text: text)) }
    if context.comments.count > Self.commentLimit { context.comments.removeFirst() }
    return [.saveComments(context.comments)]
  }

  /// What a decision takes along; a rejection has them among its requested changes already.
  func withComments(_ data: [String: JSONValue]?, _ decision: TaskDecision, _ id: EntityID) -> [String: JSONValue]? {
    let comments = comments(on: id)
    guard !comments.isEmpty, decision == .approved || decision == .escalated else { return data }
    return (data ?? [:]).merging(["comments": .array(comments.map { .string($0.sentence) })]) { mine, _ in mine }
  }

  /// The dialog for a rejection: comments on lines are requested changes, to be looked over.
  func rejection(of target: DecisionTarget) -> ReasonDialog {
    var dialog = ReasonDialog(target: target)
    dialog.changes = comments(on: target.taskId).map { LineField($0.sentence) }
    return dialog
  }
}
