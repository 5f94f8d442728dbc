// Stops blocking calls from another thread. Any thread.
// Invariant: whoever registered a wake-up is woken at most once and never after it unregistered.
import Foundation

/// Asks the calls made with it to end. Once cancelled it stays so.
package final class CancelToken: @unchecked Sendable {
  // A condition, because retries wait on it; its lock guards everything below.
  private let condition = NSCondition()
  private var cancelled = false
  private var wakers: [ObjectIdentifier: () -> Void] = [:]

  package init() {}

  package var isCancelled: Bool {
    condition.lock()
    defer { condition.unlock() }
    return cancelled
  }

  package func cancel() {
    condition.lock()
    cancelled = true
    for wake in wakers.values { wake() }
    wakers = [:]
    condition.broadcast()
    condition.unlock()
  }

  /// Waits; true when it was cancelled meanwhile.
  func wait(seconds: Double) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: seconds)
    while !cancelled, condition.wait(until: end) {}
    return cancelled
  }

  /// `wake` runs under the token's lock and must not call back.
  func register(_ owner: AnyObject, wake: @escaping () -> Void) {
    condition.lock()
    defer { condition.unlock() }
    if cancelled { wake() } else { wakers[ObjectIdentifier(owner)] = wake }
  }

  func unregister(_ owner: AnyObject) {
    condition.lock()
    wakers[ObjectIdentifier(owner)] = nil
    condition.unlock()
  }
}
