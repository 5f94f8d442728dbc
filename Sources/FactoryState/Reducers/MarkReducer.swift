// Marks for bulk decisions: by id, with the version that was marked.
import FactoryContracts

extension AppState {
  mutating func take(_ step: MarkAction, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch step {
    case .toggle:
      if let id = queue.selectedId { toggle(id) }
    case .toggleId(let id): toggle(id)
    case .range: takeRange()
    case .all: mark(queue.visible)
    case .matching(let text): return markMatching(text)
    case .none: clearMarks()
    }
    if queue.filter.parsed.readsMarks { rebuildList() }
    return []
  }

  mutating func clearMarks() {
    queue.marks = []
    queue.markVersions = [:]
    queue.rangeStart = nil
  }

  private mutating func toggle(_ id: EntityID) {
    if queue.marks.remove(id) != nil {
      queue.markVersions[id] = nil
    } else if let row = factory.tasks[id], row.isOpen {
      queue.marks.insert(id)
      queue.markVersions[id] = row.version
    }
  }

  private mutating func mark(_ keys: some Sequence<QueueKey>) {
    for key in keys {
      guard let row = factory.tasks[key], row.isWaiting, !isOnItsWay(row.id) else { continue }
      queue.marks.insert(row.id)
      queue.markVersions[row.id] = row.version
    }
  }

  private mutating func takeRange() {
    guard let start = queue.rangeStart else {
      queue.rangeStart = queue.selectedId
      return
    }
    queue.rangeStart = nil
    guard let from = place(of: start), let to = selectedIndex else { return }
    mark(queue.visible[min(from, to)...max(from, to)])
  }

  private mutating func markMatching(_ text: String) -> [Effect] {
    let filter = Filter(parsing: text)
    if let problem = filter.problem { return noted(.warning, problem.message, now) }
    let around = surroundings
    let before = queue.marks.count
    let found = queue.visible.filter { key in
      factory.tasks[key].map { filter.matches($0, around) } ?? false
    }
    mark(found)
    return noted(.info, "\(queue.marks.count - before) more marked, \(queue.marks.count) in all.", now)
  }
}
