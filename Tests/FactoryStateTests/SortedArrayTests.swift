// The sorted array against a plain one, and what it costs in comparisons.
import FactoryState
import Synchronization
import Testing

@Suite struct SortedArrayTests {
  @Test func behavesLikeSorting() {
    var random = SeededGenerator(seed: 1)
    var array = SortedArray<Int>()
    var model: Set<Int> = []
    for _ in 0..<300 {
      let fresh = (0..<Int.random(in: 0...40, using: &random)).map { _ in Int.random(in: 0...500, using: &random) }
      let inserting = Array(Set(fresh).subtracting(model))
      let removing = Array(model.shuffled(using: &random).prefix(Int.random(in: 0...30, using: &random)))
      array.apply(removing: removing, inserting: inserting)
      model.formUnion(inserting)
      model.subtract(removing)
      #expect(array.elements == model.sorted())
    }
    #expect(array.elements.allSatisfy { array.index(of: $0) != nil })
    #expect(!array.contains(501))
  }

  /// A row that changes twice within a chunk, and one that is taken out and put back.
  @Test(arguments: [5, 50]) func countsWhatIsInBoth(_ others: Int) {
    var array = SortedArray(sorted: [1, 2, 3])
    let more = Array(100..<100 + others)
    array.apply(removing: [2, 10], inserting: [2, 10, 20] + more)
    #expect(array.elements == [1, 2, 3, 20] + more)
  }

  @Test func anEventCostsAFewComparisons() {
    var array = SortedArray(sorted: (0..<100_000).map { Counted($0 * 2) })
    Counted.count.store(0, ordering: .relaxed)
    array.insert(Counted(77_777))
    array.remove(Counted(4242))
    #expect(Counted.count.load(ordering: .relaxed) <= 2 * 18)
  }

  @Test func aChunkCostsOnePass() {
    var array = SortedArray(sorted: (0..<10_000).map { Counted($0 * 2) })
    let fresh = (0..<1000).map { Counted($0 * 20 + 1) }
    Counted.count.store(0, ordering: .relaxed)
    array.apply(removing: [], inserting: fresh)
    #expect(array.count == 11_000)
    #expect(Counted.count.load(ordering: .relaxed) < 40_000)
  }
}

/// A number that counts how often it is compared.
private struct Counted: Comparable, Sendable {
  static let count = Atomic<Int>(0)
  let value: Int
  init(_ value: Int) { self.value = value }
  static func < (left: Counted, right: Counted) -> Bool {
    count.add(1, ordering: .relaxed)
    return left.value < right.value
  }
}
