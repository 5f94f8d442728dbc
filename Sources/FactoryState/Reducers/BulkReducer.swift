// Bulk decisions: one sheet that says what will happen to each marked item, one entry with the versions that were marked (anchors, point 5).
import FactoryContracts

extension AppState {
  mutating func openBulk(_ action: BulkAction) -> [Effect] {
    let decision = DecisionWords.decision(action)
    if let refusal = refusalOfPrincipal(decision) { return noted(.warning, refusal.sentence(now: now), now) }
    guard !queue.marks.isEmpty else { return noted(.info, "Nothing is marked; A marks an item.", now) }
    dialogs.append(.bulk(BulkSheet(action: action, items: bulkItems(action))))
    return []
  }

  /// The marked items in the order of the queue.
  private func bulkItems(_ action: BulkAction) -> [BulkItem] {
    queue.marks.compactMap { factory.tasks.key(of: $0) }.sorted().compactMap { key in
      factory.tasks[key].map { row in
        BulkItem(
          taskId: row.id, title: row.title, state: bulkState(row, action), version: queue.markVersions[row.id])
      }
    }
  }

  private func bulkState(_ row: TaskRow, _ action: BulkAction) -> BulkItemState {
    switch refusal(of: row) {
    case .ownQuestion: return .blocked
    case .some: return .decided
    case nil: break
    }
    if row.version != queue.markVersions[row.id] { return .changed }
    guard action == .approve else { return .ready }
    // What was said about single lines goes with a decision of its own.
    if row.isProductionDeploy || context.comments.contains(where: { $0.taskId == row.id }) { return .blocked }
    return row.needsMoreAfterNext ? .needsSecond : .ready
  }

  mutating func sendBulk(_ sheet: BulkSheet, _ key: EntityID) -> [Effect] {
    if let problem = problem(of: sheet) { return keep(sheet, problem) }
    let items = sheet.sendable
    let notes = sheet.notes.text.trimmed
    let versions = items.compactMap { item in item.version.map { (item.taskId.description, $0) } }
    let body = BulkTaskBody(
      action: sheet.action, taskIds: items.map(\.taskId), notes: notes.isEmpty ? nil : notes,
      graceSeconds: settings.graceSeconds, versions: Dictionary(versions) { _, last in last })
    let decision = DecisionWords.decision(sheet.action)
    guard
      let entry = OutboxEntries.entry(
        Endpoints.bulkTasks, path: [], body: body, key: key, taskIds: body.taskIds,
        verb: sheet.action.rawValue, title: DecisionWords.items(items.count), now: now, decision: decision)
    else { return keep(sheet, "The decision cannot be written as JSON.") }
    dialogs.removeLast()
    return commit(entry, decision, notes)
  }

  private mutating func commit(_ entry: OutboxEntry, _ decision: TaskDecision, _ notes: String) -> [Effect] {
    post(entry)
    pushUndo(entry, decision)
    dropRemarks()
    session.decided += entry.taskIds.count
    clearMarks()
    if queue.filter.parsed.readsMarks { rebuildList() }
    let saved = decision == .rejected ? remember(notes) : []
    return [.store(entry)] + saved + (queue.selectedId.map { advanceIfDecided($0) } ?? [])
  }

  private mutating func advanceIfDecided(_ id: EntityID) -> [Effect] { isOnItsWay(id) ? advance(from: id) : [] }

  private mutating func keep(_ sheet: BulkSheet, _ problem: String) -> [Effect] {
    var sheet = sheet
    sheet.problem = problem
    dialogs[dialogs.count - 1] = .bulk(sheet)
    return []
  }

  /// Looks at the items again: what changed while the sheet was open is not decided by the key that was meant for what it said.
  private mutating func problem(of sheet: BulkSheet) -> String? {
    if sheet.sendable.isEmpty { return "None of these can be decided." }
    if sheet.action == .reject, sheet.notes.text.trimmed.isEmpty { return "A reason is required." }
    return nil
  }

  /// The sheet as it is now, and how many of its items are no longer what they were when it was shown.
  func refreshed(_ sheet: BulkSheet) -> (sheet: BulkSheet, moved: Int) {
    var fresh = sheet
    var moved = 0
    for index in fresh.items.indices {
      let row = factory.tasks[fresh.items[index].taskId]
      let state = row.map { bulkState($0, sheet.action) } ?? .decided
      if fresh.items[index].state.isSendable != state.isSendable, !fresh.items[index].isLeftOut { moved += 1 }
      fresh.items[index].state = state
    }
    return (fresh, moved)
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}
