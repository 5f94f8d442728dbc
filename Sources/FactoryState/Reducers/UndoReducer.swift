// Undo is the server's (ruling R54): `u` sends the taking back of the last decision whose grace is not over.
import FactoryContracts

extension AppState {
  /// How many decisions can be gone back through.
  private static let undoLimit = 200

  mutating func pushUndo(_ entry: OutboxEntry, _ decision: TaskDecision) {
    undoStack.append(
      UndoItem(key: entry.key, taskIds: entry.taskIds, decision: decision, title: entry.title, decidedAt: now))
    if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
  }

  /// The server has the decision: from now on the grace runs.
  mutating func startGrace(_ entry: OutboxEntry, _ task: FactoryTask?) {
    guard let index = undoStack.firstIndex(where: { $0.key == entry.key }) else { return }
    if let task {
      guard let pending = task.pendingDecision else {
        undoStack.remove(at: index)
        return
      }
      undoStack[index].until = pending.effectiveAt
    } else {
      undoStack[index].until = now.adding(seconds: Double(settings.graceSeconds))
    }
  }

  mutating func undo(_ key: EntityID, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    if capabilities.readOnly { return noted(.warning, DecisionRefusal.readOnly.sentence(now: now), now) }
    guard let index = undoStack.lastIndex(where: { $0.until.map { $0 > now } ?? true }) else {
      return noted(.info, tooLate, now)
    }
    let item = undoStack.remove(at: index)
    dropRemarks()
    let entries = item.taskIds.enumerated().compactMap { undoEntry($1, item, OutboxEntries.key(key, number: $0)) }
    for entry in entries { post(entry) }
    return entries.map { .store($0) } + goBack(to: item.taskIds.first)
  }

  private var tooLate: String {
    guard let last = undoStack.last else { return "Nothing to take back." }
    return "Too late to take back: “\(last.title)” has taken effect."
  }

  private func undoEntry(_ id: EntityID, _ item: UndoItem, _ key: EntityID) -> OutboxEntry? {
    OutboxEntries.entry(
      Endpoints.undoTask, path: [id.description], body: Empty(), key: key, taskIds: [id],
      verb: DecisionWords.undo, title: factory.tasks[id]?.title ?? item.title, now: now)
  }

  /// Back to what was taken back.
  private mutating func goBack(to id: EntityID?) -> [Effect] {
    guard let id, let index = place(of: id) else { return [] }
    queue.selectedAt = nil
    return go(to: index)
  }

  mutating func claim(_ id: EntityID?, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let id = id ?? queue.selectedId, let row = factory.tasks[id] else { return [] }
    if let refusal = refusalOfPrincipal(.approved) ?? refusal(of: row) {
      return noted(.warning, refusal.sentence(now: now), now)
    }
    if let holder = row.marks.claimedBy, holder != me?.id, row.marks.claimExpiresAt.map({ $0 > now }) ?? true {
      return noted(.warning, "\(row.marks.claimedByName ?? "Another operator") holds it already.", now)
    }
    return [.claim(id)]
  }
}
