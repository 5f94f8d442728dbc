// Which characters of a title a filter found, for showing them. Only for rows on the screen.

extension Filter {
  /// In character offsets, in order, not touching.
  package func titleMatches(in title: String) -> [Range<Int>] {
    let needles = terms.filter { !$0.isNegated }.compactMap { $0.test.titleNeedle }
    guard !needles.isEmpty else { return [] }
    let characters = title.map { $0.lowercased() }
    var found: Set<Int> = []
    for (needle, isLoose) in needles { found.formUnion(needle.places(in: characters, isLoose: isLoose)) }
    return Self.ranges(found.sorted())
  }

  private static func ranges(_ places: [Int]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for place in places {
      if let last = result.last, last.upperBound == place {
        result[result.count - 1] = last.lowerBound..<place + 1
      } else {
        result.append(place..<place + 1)
      }
    }
    return result
  }
}

extension FilterTest {
  fileprivate var titleNeedle: (TextNeedle, isLoose: Bool)? {
    switch self {
    case .phrase(let needle): (needle, false)
    case .word(let needle): (needle, true)
    case .priority, .type, .status, .stage, .sla, .tests, .mark, .assignee, .pipeline, .asked, .session: nil
    }
  }
}

extension TextNeedle {
  fileprivate func places(in characters: [String], isLoose: Bool) -> [Int] {
    let wanted = text.map { $0.lowercased() }
    guard !wanted.isEmpty, characters.count >= wanted.count else { return [] }
    for start in 0...characters.count - wanted.count
    where characters[start..<start + wanted.count].elementsEqual(wanted) {
      return Array(start..<start + wanted.count)
    }
    guard isLoose, wanted.count > 1 else { return [] }
    for start in characters.indices where characters[start] == wanted[0] {
      if let places = loosePlaces(wanted, in: characters, from: start) { return places }
    }
    return []
  }

  private func loosePlaces(_ wanted: [String], in characters: [String], from start: Int) -> [Int]? {
    var places: [Int] = []
    for index in characters.indices.dropFirst(start).prefix(Self.span(wanted.count)) {
      if characters[index] == wanted[places.count] { places.append(index) }
      if places.count == wanted.count { return places }
    }
    return nil
  }
}
