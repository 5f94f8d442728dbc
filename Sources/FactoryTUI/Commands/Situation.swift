// Situation: everything a command may look at when it is asked whether it can be used and what it does. A value, made
// for each key on the loop's thread.
import FactoryContracts
import FactoryState
import TerminalKit

package struct Situation: Sendable {
  package var app: AppState
  package var layout: PageLayout
  /// The selected item's change, prepared for drawing; nil when there is none or it is still being fetched.
  package var diff: DiffRows?
  /// The change as the person's own filter shows it; nil: they have none, it is off, or it still works.
  package var filtered: [[Span]]?
  package var hasDiffFilter = false
  /// Names of the themes there are.
  package var themes: [String] = []
  /// The comparison of an asset's versions that is open, prepared for drawing.
  package var assetDiff: DiffRows?
  /// Lines and columns of what the open tab shows.
  package var extent: ContentExtent
  /// The commands in effect.
  package var commands = CommandSet.standard
  package var now: Timestamp
  package var ids: any IDSource

  package init(
    app: AppState, layout: PageLayout, diff: DiffRows? = nil, extent: ContentExtent = .init(), now: Timestamp,
    ids: any IDSource
  ) {
    self.app = app
    self.layout = layout
    self.diff = diff
    self.extent = extent
    self.now = now
    self.ids = ids
  }

  /// A fresh idempotency key.
  package func key() -> EntityID { ids.next(at: now) }

  package var selectedId: EntityID? { app.queue.selectedId }
  package var selectedRow: TaskRow? { selectedId.flatMap { app.factory.tasks[$0] } }

  /// The decision on the selected item, pinned to what was on the screen.
  package func decide(
    _ decision: TaskDecision, notes: String? = nil, data: [String: JSONValue]? = nil
  ) -> [Intent] {
    guard let id = selectedId else { return [] }
    let shown = app.shown?.taskId == id ? app.shown : nil
    return [
      .app(
        .decide(
          DecideRequest(
            taskId: id, decision: decision, notes: notes, data: data, shownVersion: shown?.version,
            seenSince: shown?.since, key: key(), now: now)))
    ]
  }
}

/// How much there is to scroll through, and where one can jump to.
package struct ContentExtent: Hashable, Sendable {
  package var lines: Int
  package var columns: Int
  /// The first line of the last full page, where lines take more rows than one; nil where each takes one.
  package var lastPage: Int?
  package init(lines: Int = 0, columns: Int = 0, lastPage: Int? = nil) {
    self.lines = lines
    self.columns = columns
    self.lastPage = lastPage
  }
}
