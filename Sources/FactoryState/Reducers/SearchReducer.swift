// Searching: asking, taking the answer, moving, going where a find is.
import FactoryContracts

extension AppState {
  mutating func searchFor(_ text: String, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    let words = text.trimmed
    guard !words.isEmpty else { return noted(.info, "search: the words were expected behind it.", now) }
    search.text = words
    search.results = nil
    search.failure = nil
    search.cursor.selectedId = nil
    let effects: [Effect] = screen == .search ? [] : show(.search, moment)
    return effects + [.search(words)]
  }

  mutating func takeFound(_ words: String, _ results: [SearchResult]) {
    guard words == search.text else { return }
    // One entity is found once; rows are told apart by it.
    var known: Set<EntityID> = []
    search.results = results.filter { known.insert($0.id).inserted }
    search.cursor.keep(in: searchIds)
  }

  mutating func noteSearchFailure(_ words: String, _ reason: String) {
    guard words == search.text else { return }
    search.failure = reason
  }

  private var searchIds: [EntityID] { (search.results ?? []).map(\.id) }

  mutating func moveInSearch(_ move: Move) -> [Effect] {
    search.cursor.move(move, in: searchIds)
    return []
  }

  mutating func fitSearch(_ rows: Int) { search.cursor.fit(rows, searchIds) }

  mutating func followFound(_ moment: Timestamp) -> [Effect] {
    guard let found = search.selected else { return [] }
    switch found.entityType {
    case .task: return follow(task: found.id, pipeline: found.pipelineId, moment)
    case .pipeline: return follow(pipeline: found.id, moment)
    case .asset, .audit, .unknown:
      guard let id = found.pipelineId else {
        return found.entityType == .audit
          ? filterActivity(search.text, moment) : noted(.info, "It belongs to no pipeline.", now)
      }
      return follow(pipeline: id, moment)
    }
  }
}
