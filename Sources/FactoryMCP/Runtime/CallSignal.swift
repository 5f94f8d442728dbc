// The end of a call's patience: it was cancelled, or its client is gone. Any thread raises, one waits.
import Foundation

package final class CallSignal: @unchecked Sendable {
  // A condition, because the waiter waits with a time; its lock guards both members.
  private let condition = NSCondition()
  private var cancelled = false
  private var rings = 0

  package init() {}

  package func cancel() {
    condition.lock()
    cancelled = true
    condition.broadcast()
    condition.unlock()
  }

  /// Something happened that the waiter should look at.
  package func ring() {
    condition.lock()
    rings += 1
    condition.signal()
    condition.unlock()
  }

  package var isCancelled: Bool {
    condition.lock()
    defer { condition.unlock() }
    return cancelled
  }

  /// Waits for a ring, the end, or so many seconds.
  package func wait(seconds: Double) {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: seconds)
    while rings == 0, !cancelled, condition.wait(until: end) {}
    rings = 0
  }
}
