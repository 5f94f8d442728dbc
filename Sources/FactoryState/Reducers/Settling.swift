// Fetching follows the selection once it rests: one key press is answered at once, a held key costs no requests.
import FactoryContracts

extension AppState {
  /// How long a selection must rest before anything is fetched for it.
  static let settleMilliseconds: Int64 = 80

  /// When the resting selection is to be looked after; nil: it has been.
  var settleMoment: Timestamp? {
    guard let id = queue.selectedId, queue.settledId != id, let at = queue.selectedAt else { return nil }
    return Timestamp(milliseconds: at.milliseconds + Self.settleMilliseconds)
  }

  var settleDue: Bool { settleMoment.map { $0 <= now } ?? false }

  mutating func resettle() {
    queue.settledId = nil
    queue.selectedAt = now
  }

  /// Fetches what the context needs of the selected item, and the next one ahead; tells others what is looked at.
  mutating func settle() -> [Effect] {
    guard let id = queue.selectedId, queue.settledId != id, let row = factory.tasks[id] else { return [] }
    queue.settledId = id
    queue.unseen.remove(id)
    var effects: [Effect] = [.viewing(id)] + fetch(row)
    if let next = nextUndecided(after: selectedIndex ?? 0), next.id != id { effects += fetch(next) }
    return effects + fetchTimelineIfShown(row) + fetchAssetsIfShown()
  }

  mutating func fetch(_ row: TaskRow) -> [Effect] {
    let held = context.fullTasks[row.id]
    guard held == nil || isOutdated(held, row), context.loading.insert(row.id).inserted else {
      context.fullTasks.touchIfPresent(row.id)
      return []
    }
    context.failures[row.id] = nil
    return [.fetchTask(row.id)]
  }

  mutating func fetchTimelineIfShown(_ row: TaskRow) -> [Effect] {
    guard context.tab == .timeline else { return [] }
    let subject = timelineSubject(of: row)
    guard context.loadingTimelines.insert(subject).inserted else { return [] }
    context.timelineFailures[subject] = nil
    return [.fetchTimeline(subject)]
  }

  /// The next item in the list that nobody has decided.
  func nextUndecided(after index: Int) -> TaskRow? {
    let after = (index + 1)..<max(index + 1, queue.visible.count)
    let before = 0..<min(max(0, index), queue.visible.count)
    return after.lazy.compactMap { undecided(at: $0) }.first
      ?? before.reversed().lazy.compactMap { undecided(at: $0) }.first
  }

  private func undecided(at place: Int) -> TaskRow? {
    guard let row = factory.tasks[queue.visible[place]], row.isWaiting, !isOnItsWay(row.id) else { return nil }
    return row
  }

  /// A decision of ours that the server has not refused or finished.
  func isOnItsWay(_ id: EntityID) -> Bool {
    guard let item = outbox.item(ofTask: id) else { return false }
    return item.phase.isOpen && item.entry.verb != DecisionWords.undo
  }
}
