// A sorted collection of unique values in leaves of some hundred: found by halving, changed by moving one leaf's memory at most, so that an
// event costs the same in a queue of a hundred and of a hundred thousand. A batch that is large beside what is there is merged in one pass.

package struct SortedArray<Element: Comparable & Sendable>: Sendable {
  private var leaves: [[Element]] = []
  /// Index of the first element of each leaf.
  private var starts: [Int] = []
  package private(set) var count = 0

  private static var leafLimit: Int { 512 }

  package init() {}
  /// `sorted` must be in order and without doubles.
  package init(sorted: [Element]) { fill(sorted) }

  package var elements: [Element] { Array(self) }

  /// The number of elements before it, whether it is there or not.
  package func lowerBound(_ element: Element) -> Int {
    guard let leaf = leaf(for: element) else { return 0 }
    return starts[leaf] + Self.lowerBound(element, in: leaves[leaf])
  }

  package func index(of element: Element) -> Int? {
    guard let leaf = leaf(for: element) else { return nil }
    let offset = Self.lowerBound(element, in: leaves[leaf])
    guard offset < leaves[leaf].count, leaves[leaf][offset] == element else { return nil }
    return starts[leaf] + offset
  }

  package func contains(_ element: Element) -> Bool { index(of: element) != nil }

  package mutating func insert(_ element: Element) { restart(from: place(element)) }

  /// Puts it into its leaf, whose index it gives; `starts` is behind until `restart`.
  private mutating func place(_ element: Element) -> Int {
    guard let leaf = leaf(for: element) else {
      leaves = [[element]]
      count = 1
      return 0
    }
    leaves[leaf].insert(element, at: Self.lowerBound(element, in: leaves[leaf]))
    count += 1
    if leaves[leaf].count > Self.leafLimit { split(leaf) }
    return leaf
  }

  /// Whether it was there.
  @discardableResult
  package mutating func remove(_ element: Element) -> Bool {
    guard let leaf = take(element) else { return false }
    restart(from: leaf)
    return true
  }

  /// Takes it out of its leaf, whose index it gives; nil: it is not there.
  private mutating func take(_ element: Element) -> Int? {
    guard let leaf = leaf(for: element) else { return nil }
    let offset = Self.lowerBound(element, in: leaves[leaf])
    guard offset < leaves[leaf].count, leaves[leaf][offset] == element else { return nil }
    leaves[leaf].remove(at: offset)
    count -= 1
    if leaves[leaf].isEmpty { leaves.remove(at: leaf) }
    return leaf
  }

  /// Inserts and removes together. What is in both, or twice, is counted: `k` removed and inserted again stays.
  package mutating func apply(removing: [Element], inserting: [Element]) {
    guard (removing.count + inserting.count) * 4 > count, removing.count + inserting.count > 16 else {
      var first = leaves.count
      for element in inserting { first = Swift.min(first, place(element)) }
      for element in removing { first = Swift.min(first, take(element) ?? first) }
      return restart(from: first)
    }
    fill(Self.merged(elements, inserting.sorted(), without: removing.sorted()))
  }

  /// The last leaf that does not begin after it.
  private func leaf(for element: Element) -> Int? {
    guard !leaves.isEmpty else { return nil }
    var low = 0
    var high = leaves.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if element < leaves[middle][0] { high = middle } else { low = middle }
    }
    return low
  }

  private static func lowerBound(_ element: Element, in leaf: [Element]) -> Int {
    var low = 0
    var high = leaf.count
    while low < high {
      let middle = (low + high) / 2
      if leaf[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func split(_ leaf: Int) {
    let half = leaves[leaf].count / 2
    leaves.insert(Array(leaves[leaf][half...]), at: leaf + 1)
    leaves[leaf] = Array(leaves[leaf][..<half])
  }

  private mutating func restart(from leaf: Int) {
    starts.removeLast(Swift.max(0, starts.count - leaves.count))
    for index in leaf..<leaves.count {
      let start = index == 0 ? 0 : starts[index - 1] + leaves[index - 1].count
      if index < starts.count { starts[index] = start } else { starts.append(start) }
    }
  }

  private mutating func fill(_ sorted: [Element]) {
    let size = Self.leafLimit * 3 / 4
    leaves = stride(from: 0, to: sorted.count, by: size).map { Array(sorted[$0..<Swift.min($0 + size, sorted.count)]) }
    count = sorted.count
    restart(from: 0)
  }

  private static func merged(_ old: [Element], _ fresh: [Element], without gone: [Element]) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(Swift.max(0, old.count + fresh.count - gone.count))
    var (oldAt, freshAt, goneAt) = (0, 0, 0)
    while oldAt < old.count || freshAt < fresh.count {
      let next: Element
      if freshAt == fresh.count || (oldAt < old.count && old[oldAt] < fresh[freshAt]) {
        next = old[oldAt]
        oldAt += 1
      } else {
        next = fresh[freshAt]
        freshAt += 1
      }
      while goneAt < gone.count, gone[goneAt] < next { goneAt += 1 }
      if goneAt < gone.count, gone[goneAt] == next { goneAt += 1 } else { result.append(next) }
    }
    return result
  }
}

extension SortedArray: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(index: Int) -> Element {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return leaves[low][index - starts[low]]
  }

  package func makeIterator() -> FlattenSequence<[[Element]]>.Iterator { leaves.joined().makeIterator() }
}
