// A sorted array of unique values: found by halving, changed in place. A big batch is merged in one pass, so that a
// stream of a hundred thousand rows costs one pass a chunk and an event costs one move of memory.

package struct SortedArray<Element: Comparable & Sendable>: Sendable {
  package private(set) var elements: [Element] = []

  package init() {}
  /// `sorted` must be in order and without doubles.
  package init(sorted: [Element]) { elements = sorted }

  package var count: Int { elements.count }
  package var isEmpty: Bool { elements.isEmpty }
  package subscript(index: Int) -> Element { elements[index] }

  /// Where it is or would be: the number of elements before it.
  package func lowerBound(_ element: Element) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if elements[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }

  package func index(of element: Element) -> Int? {
    let index = lowerBound(element)
    return index < elements.count && elements[index] == element ? index : nil
  }

  package func contains(_ element: Element) -> Bool { index(of: element) != nil }

  package mutating func insert(_ element: Element) {
    elements.insert(element, at: lowerBound(element))
  }

  /// Whether it was there.
  @discardableResult
  package mutating func remove(_ element: Element) -> Bool {
    guard let index = index(of: element) else { return false }
    elements.remove(at: index)
    return true
  }

  /// Inserts and removes together. What is in both, or twice, is counted: `k` removed and inserted again stays.
  package mutating func apply(removing: [Element], inserting: [Element]) {
    if removing.count + inserting.count <= 16 {
      for element in inserting { insert(element) }
      for element in removing { remove(element) }
      return
    }
    merge(inserting.sorted(), without: removing.sorted())
  }

  private mutating func merge(_ fresh: [Element], without gone: [Element]) {
    var result: [Element] = []
    result.reserveCapacity(max(0, elements.count + fresh.count - gone.count))
    var old = 0
    var new = 0
    var skip = 0
    while old < elements.count || new < fresh.count {
      let next: Element
      if new == fresh.count || (old < elements.count && elements[old] < fresh[new]) {
        next = elements[old]
        old += 1
      } else {
        next = fresh[new]
        new += 1
      }
      while skip < gone.count, gone[skip] < next { skip += 1 }
      if skip < gone.count, gone[skip] == next { skip += 1 } else { result.append(next) }
    }
    elements = result
  }
}
