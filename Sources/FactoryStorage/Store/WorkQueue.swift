// A bounded first-in-first-out queue between callers on any thread and the store's own threads.
// Invariant: an item that was accepted is taken exactly once, also after `close`.
import Foundation

final class WorkQueue<Item>: @unchecked Sendable {
  enum Admission { case accepted, full, closed }

  // Everything below is read and written only while `condition` is locked; that is what makes the class Sendable.
  private let condition = NSCondition()
  private var items: [Item] = []
  private var head = 0
  private var isClosed = false
  private let bound: Int

  init(bound: Int) { self.bound = bound }

  func add(_ item: Item) -> Admission {
    condition.lock()
    defer { condition.unlock() }
    guard !isClosed else { return .closed }
    guard items.count - head < bound else { return .full }
    items.append(item)
    condition.signal()
    return .accepted
  }

  /// Items that wait.
  var count: Int {
    condition.lock()
    defer { condition.unlock() }
    return items.count - head
  }

  /// Waits for work and takes what is there, at most `limit`; nil when the queue is closed and empty.
  func take(upTo limit: Int) -> [Item]? {
    condition.lock()
    defer { condition.unlock() }
    while items.count == head {
      if isClosed { return nil }
      condition.wait()
    }
    let end = min(items.count, head + limit)
    let batch = Array(items[head..<end])
    head = end
    compact()
    return batch
  }

  /// Takes what is there without waiting; nil when there is nothing.
  func takeNow() -> [Item]? {
    condition.lock()
    defer { condition.unlock() }
    guard items.count > head else { return nil }
    let batch = Array(items[head...])
    head = items.count
    compact()
    return batch
  }

  /// Nothing is accepted from now on; what waits is still taken.
  func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }

  private func compact() {
    if head == items.count {
      items.removeAll(keepingCapacity: items.capacity <= 1024)
      head = 0
    } else if head > 1024 {
      items.removeFirst(head)
      head = 0
    }
  }
}
