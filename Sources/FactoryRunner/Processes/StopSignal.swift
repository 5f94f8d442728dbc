// Asking work to end, from any thread. Raised once, never lowered.
import Dispatch
import Synchronization

package final class StopSignal: Sendable {
  private let state = Mutex<String?>(nil)

  package init() {}

  /// Why; nil while nobody asked.
  package var reason: String? { state.withLock { $0 } }
  package var isRaised: Bool { reason != nil }

  package func raise(_ reason: String) { state.withLock { $0 = $0 ?? reason } }

  /// - Throws: once it is raised.
  package func check() throws {
    if let reason { throw Stopped(reason: reason) }
  }
}

/// Work that ended because it was asked to.
package struct Stopped: Error, Hashable {
  package var reason: String
}

/// Wakes a waiting thread; several wakings before it waits count as one.
package final class Bell: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let isRung = Mutex(false)

  package init() {}

  package func ring() {
    let first = isRung.withLock { was in
      defer { was = true }
      return !was
    }
    if first { semaphore.signal() }
  }

  /// Until it rings, at most so many seconds.
  package func wait(seconds: Double) {
    if semaphore.wait(timeout: .now() + seconds) == .success { isRung.withLock { $0 = false } }
  }
}
