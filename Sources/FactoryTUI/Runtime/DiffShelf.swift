// DiffShelf: changes made ready for drawing, the last looked at. The loop's thread owns it.
// Invariant: a document is handed out only for the version it was made of.
import FactoryContracts
import FactoryState

package struct DiffShelf {
  private struct Entry {
    var version: Int?
    var document: DiffDocument?
  }
  private var entries = RecentBox<EntityID, Entry>(limit: 50)
  /// The rows of the comparison and of the change shown last, and whose they are.
  private var compared: (id: EntityID, version: Int?, rows: DiffRows)?
  private var shown: (id: EntityID, version: Int?, rows: DiffRows)?

  package init() {}

  package mutating func put(_ id: EntityID, version: Int?, _ document: DiffDocument?) {
    entries.put(Entry(version: version, document: document), for: id)
  }

  /// The comparison that is open, once a worker made it.
  package mutating func comparison(_ app: AppState) -> DiffRows? {
    guard let open = app.shownComparison, open.isReady, let entry = entries[open.asset.id],
      entry.version == open.asset.version, let document = entry.document
    else { return nil }
    if let compared, compared.id == open.asset.id, compared.version == entry.version { return compared.rows }
    let rows = DiffRows(document)
    compared = (open.asset.id, entry.version, rows)
    return rows
  }

  /// The selected item's change as it is shown in a pane of this width.
  package mutating func rows(_ app: AppState, width: Int) -> DiffRows? {
    guard let id = app.queue.selectedId, let document = document(app) else { return nil }
    var options = app.context.diffOptions
    if width < DiffView.sideBySideWidth { options.isSideBySide = false }
    let version = app.context.fullTasks[id]?.version
    if let shown, shown.id == id, shown.version == version, shown.rows.options == options { return shown.rows }
    let rows = DiffRows(document, options)
    shown = (id, version, rows)
    return rows
  }

  /// The selected item's change; made here only when a task came some other way than through a worker.
  package mutating func document(_ app: AppState) -> DiffDocument? {
    guard let id = app.queue.selectedId, let task = app.context.fullTasks[id], let diff = task.context.diffSummary
    else {
      return nil
    }
    if let entry = entries[id], entry.version == task.version { return entry.document }
    let made = DiffDocument(diff)
    put(id, version: task.version, made)
    return made
  }
}

/// The last few values; the one put longest ago goes first.
private struct RecentBox<Key: Hashable, Value> {
  let limit: Int
  private var values: [Key: Value] = [:]
  private var order: [Key] = []

  init(limit: Int) { self.limit = limit }

  subscript(key: Key) -> Value? { values[key] }

  mutating func put(_ value: Value, for key: Key) {
    order.removeAll { $0 == key }
    order.append(key)
    values[key] = value
    if order.count > limit { values[order.removeFirst()] = nil }
  }
}
