// The filter line: live while typing, kept on Enter, taken back on Esc.
import FactoryContracts

extension AppState {
  mutating func take(_ step: FilterAction, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch step {
    case .open:
      queue.filter.before = queue.filter.text
      queue.filter.isEditing = true
    case .typed(let text): useFilter(text)
    case .accept:
      queue.filter.isEditing = false
      if let problem = queue.filter.parsed.problem { note(.warning, problem.message) }
    case .cancel:
      queue.filter.isEditing = false
      useFilter(queue.filter.before)
    case .clear:
      queue.filter.isEditing = false
      useFilter("")
    case .next(let step): return nextMatch(step)
    }
    return queue.filter.isEditing ? [] : settle()
  }

  mutating func useFilter(_ text: String) {
    guard text != queue.filter.text else { return }
    queue.filter.text = text
    queue.filter.parsed = Filter(parsing: text)
    if !queue.filter.parsed.isEmpty { queue.filter.last = queue.filter.parsed }
    rebuildList()
  }

  /// `n`, `N`: the next row that the last filter finds, around the end.
  private mutating func nextMatch(_ step: Int) -> [Effect] {
    let filter = queue.filter.last
    guard !filter.isEmpty else { return noted(.info, "Nothing to look for yet: / sets a filter.", now) }
    let count = queue.visible.count
    guard count > 0 else { return [] }
    let around = surroundings
    let start = selectedIndex ?? 0
    for distance in 1...count {
      let index = ((start + distance * step.signum()) % count + count) % count
      queue.rowsExamined += 1
      if let row = factory.tasks[queue.visible[index]], filter.matches(row, around) { return go(to: index) }
    }
    return noted(.info, "Nothing in this list matches “\(filter.text)”.", now)
  }
}
