// Sections of a person's own: filters with a name and a live count, which `Tab` goes through like the built-in ones. Main thread, inside
// `AppState`. Invariants: `matches` says of every slot of the task table which of them its row passes; `counts` are the waiting ones among
// those; a change costs one look per section, never a pass over the list.
import FactoryContracts

/// One of them, as it was declared.
package struct SavedSection: Hashable, Sendable {
  package let name: String
  /// In the filter's own language.
  package let query: String
  let filter: Filter

  package init(name: String, query: String) {
    self.name = name
    self.query = query
    filter = Filter(parsing: query)
  }

  /// Why it cannot be one, as the end of a sentence; nil when it can. Names are one word, so that `:section` can take them.
  package static func problem(name: String, query: String) -> String? {
    if name.isEmpty || name.count > 20 || name.contains(where: { $0.isWhitespace || $0.isNewline }) {
      return "a name of one word with at most 20 letters was expected, found “\(name)”"
    }
    if QueueSection(rawValue: name.lowercased()) != nil {
      return "“\(name)” is a section already; another name was expected"
    }
    let filter = Filter(parsing: query)
    if let problem = filter.problem { return problem.message }
    if filter.isEmpty { return "a filter was expected, found nothing" }
    return filter.readsMarks ? "marks come and go with a sitting; a filter without mark: was expected" : nil
  }
}

package struct SavedSections: Sendable {
  /// One bit of a byte for each.
  package static let most = 8

  package private(set) var list: [SavedSection] = []
  /// Waiting items of each.
  package private(set) var counts: [Int] = []
  /// The one that is shown; nil: a built-in one is.
  package internal(set) var shown: Int?
  private var matches: [UInt8] = []

  package var shownSection: SavedSection? { shown.map { list[$0] } }

  /// Whether the row of a key belongs to the one that is shown.
  func lets(_ key: QueueKey) -> Bool {
    guard let shown else { return true }
    return matches.indices.contains(Int(key.slot)) && matches[Int(key.slot)] & (1 << UInt8(shown)) != 0
  }

  /// Others, or the same ones looked at anew; the one that is shown stays shown where it still is one.
  mutating func use(_ sections: [SavedSection], _ tasks: TaskTable, _ around: FilterSurroundings) {
    let name = shownSection?.name
    list = Array(sections.prefix(Self.most))
    shown = name.flatMap { name in list.firstIndex { $0.name == name } }
    counts = Array(repeating: 0, count: list.count)
    matches = []
    guard !list.isEmpty else { return }
    matches = Array(repeating: 0, count: tasks.rows.count)
    for (index, section) in list.enumerated() {
      let around = around.prepared(for: section.filter)
      for slot in tasks.slots.values { put(tasks.rows[Int(slot)], at: Int(slot), index, around) }
    }
  }

  /// Follows what changed. The old places are all left before the new ones are taken: one row may take the place of another.
  mutating func follow(_ changes: [TaskChange], _ around: FilterSurroundings) {
    guard !list.isEmpty else { return }
    for case (let row?, let key?) in changes.map({ ($0.old, $0.oldKey) }) { leave(row, at: Int(key.slot)) }
    for case (let row?, let key?) in changes.map({ ($0.new, $0.newKey) }) {
      while matches.count <= Int(key.slot) { matches.append(0) }
      for index in list.indices { put(row, at: Int(key.slot), index, around) }
    }
  }

  private mutating func leave(_ row: TaskRow, at slot: Int) {
    guard matches.indices.contains(slot) else { return }
    for index in list.indices where row.isWaiting && matches[slot] & (1 << UInt8(index)) != 0 { counts[index] -= 1 }
    matches[slot] = 0
  }

  private mutating func put(_ row: TaskRow, at slot: Int, _ index: Int, _ around: FilterSurroundings) {
    guard list[index].filter.matches(row, around) else { return }
    matches[slot] |= 1 << UInt8(index)
    if row.isWaiting { counts[index] += 1 }
  }
}
