// What time alone changes: SLA sections, the end of a grace, of a message, of a decided row's stay.
import FactoryContracts

extension AppState {
  /// Time goes on with every action that brings it; it never goes back.
  mutating func advanceClock(to moment: Timestamp) {
    guard moment > now else { return }
    now = moment
    absorb(factory.tasks.advance(to: moment), isLoad: false)
  }

  mutating func tick(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    tickedAt = now
    toasts.removeAll { $0.until <= now }
    undoStack.removeAll { item in item.until.map { $0 <= now } ?? false }
    purgeOutbox()
    endLingering()
    return (settleDue ? settle() : []) + reloadIfDue() + readPipelineIfDue() + readActivityIfDue()
      + readAgentsIfDue() + readDashboardIfDue()
  }

  private mutating func reloadIfDue() -> [Effect] {
    guard let due = reload?.at, due <= now, !link.isRefused else { return [] }
    reload?.at = Timestamp(milliseconds: .max)
    return factory.isInitialLoading ? [.fetchFirstPage, .fetchSnapshot] : [.fetchSnapshot]
  }

  /// A list that could not be read is tried again by itself, later each time.
  mutating func noteLoadFailure(_ sentence: String) {
    let delay = min(30, (reload?.delay ?? 1) * 2)
    reload = Reload(at: now.adding(seconds: delay), delay: delay)
    note(.error, sentence)
  }

  /// A key was pressed a moment ago: what it aimed at must not move.
  private var keyIsFresh: Bool {
    guard let lastKeyAt else { return false }
    return now.milliseconds - lastKeyAt.milliseconds < settings.reactionMilliseconds
  }

  /// What is off the screen goes when its time is over, whatever keys are pressed: while one is held, decided rows would pile up.
  private mutating func endLingering() {
    let isFresh = keyIsFresh
    let shown = queue.top..<queue.top + queue.height
    var rows = queue.lingering
    queue.lingering = LingeringRows()
    let over = rows.end(at: now) { id in isFresh && (place(of: id).map(shown.contains) ?? false) }
    queue.lingering = rows
    recheck(over)
  }

  /// Looks again whether these rows belong into the list.
  mutating func recheck(_ ids: [EntityID]) {
    let changes = ids.compactMap { id -> TaskChange? in
      guard let key = factory.tasks.key(of: id), let row = factory.tasks[id] else { return nil }
      return TaskChange(id: id, old: row, new: row, oldKey: key, newKey: key)
    }
    absorb(changes, isLoad: true)
  }

  /// A decided row stays in place for a while, and says who it was (anchors, point 4).
  mutating func linger(_ change: TaskChange) {
    guard let row = change.new, change.old?.isOpen ?? false, !row.isOpen, queue.lingering[row.id] == nil else { return }
    let marks = row.marks
    let reason: Linger.Reason
    if marks.withdrawnAt != nil {
      reason = .withdrawn(at: marks.withdrawnAt ?? now)
    } else if isMine(row) {
      reason = .mine(marks.decision ?? .unknown)
    } else {
      reason = .other(decision: marks.decision, byName: marks.decidedByName, at: marks.decidedAt ?? now)
    }
    queue.lingering[row.id] = Linger(reason: reason, until: now.adding(seconds: settings.lingerSeconds))
  }

  private func isMine(_ row: TaskRow) -> Bool {
    guard let by = row.marks.decidedBy else { return outbox.item(ofTask: row.id)?.entry.decision != nil }
    return by == me?.id
  }
}
