// Sections of the queue: the built-in ones and those of the person's own, in the order of `Tab`.
import FactoryContracts

/// A part of the queue.
package enum SectionPlace: Hashable, Sendable {
  case builtIn(QueueSection)
  /// One of the person's own, by its place in their list.
  case saved(Int)
}

/// A part of the queue as the header shows it.
package struct SectionEntry: Hashable, Sendable {
  package let place: SectionPlace
  package let title: String
  /// Waiting items in it.
  package let count: Int
  package let isShown: Bool
}

extension AppState {
  /// Sections with their counts, in the order of `Tab`: everything, the person's own, the rest.
  package var sections: [SectionEntry] {
    let saved = queue.saved.list.enumerated().map { index, section in
      SectionEntry(
        place: .saved(index), title: section.name, count: queue.saved.counts[index], isShown: queue.saved.shown == index
      )
    }
    let builtIn = QueueSection.allCases.map { section in
      SectionEntry(
        place: .builtIn(section), title: section.title, count: factory.tasks.counts[section],
        isShown: queue.saved.shown == nil && queue.section == section)
    }
    return builtIn.prefix(1) + saved + builtIn.dropFirst()
  }

  /// The part of the queue that is shown.
  package var shownSection: SectionPlace { queue.saved.shown.map { .saved($0) } ?? .builtIn(queue.section) }

  mutating func showSection(_ place: SectionPlace, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch place {
    case .builtIn(let section):
      queue.saved.shown = nil
      queue.section = section
    case .saved(let index):
      guard queue.saved.list.indices.contains(index) else { return [] }
      queue.section = .all
      queue.saved.shown = index
    }
    rebuildList()
    return settle()
  }

  mutating func nextSection(_ step: Int, _ moment: Timestamp) -> [Effect] {
    let places = sections.map(\.place)
    let here = places.firstIndex(of: shownSection) ?? 0
    return showSection(places[((here + step) % places.count + places.count) % places.count], moment)
  }

  /// Looks at every row anew: what a section of the person's own reads beside the rows (names of pipelines, who they are) has changed.
  mutating func recountSections() { queue.saved.use(queue.saved.list, factory.tasks, surroundings) }

  /// Sections of the person's own, as the configuration has them now.
  mutating func useSections(_ list: [SavedSection]) -> [Effect] {
    let wasShown = queue.saved.shown
    queue.saved.use(list, factory.tasks, surroundings)
    guard wasShown != nil else { return [] }
    rebuildList()
    return settle()
  }
}
