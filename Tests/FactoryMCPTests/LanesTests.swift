// Threads that take turns at a source: one there at a time, one always there, nothing lost.
import Foundation
import Synchronization
import Testing

@testable import FactoryMCP

@Suite struct LanesTests {
  private final class Counts: Sendable {
    let reads = Mutex(0)
    let atSource = Mutex(0)
    let most = Mutex(0)
    let done = Mutex(0)
    let finished = DispatchSemaphore(value: 0)

    func read(_ body: (Int) -> Bool) -> Bool {
      let now = atSource.withLock { count in
        count += 1
        return count
      }
      most.withLock { $0 = max($0, now) }
      let number = reads.withLock { count in
        count += 1
        return count
      }
      defer { atSource.withLock { $0 -= 1 } }
      return body(number)
    }
  }

  /// Serves on a thread of its own, so that a fault is a failure and no standstill.
  private func serve(_ lanes: Lanes, _ counts: Counts, _ body: @escaping @Sendable (Int) -> Bool) -> Bool {
    Thread.detachNewThread {
      lanes.serve { counts.read(body) }
      counts.finished.signal()
    }
    return counts.finished.wait(timeout: .now() + 30) == .success && lanes.drain(seconds: 30)
  }

  @Test func whileEveryCallIsUnderWayTheSourceIsStillRead() {
    let (lanes, counts, gate) = (Lanes(limit: 3), Counts(), DispatchSemaphore(value: 0))
    let ended = serve(lanes, counts) { number in
      if number <= 10 {
        lanes.run {
          gate.wait()
          counts.done.withLock { $0 += 1 }
        }
        return true
      }
      for _ in 0..<10 { gate.signal() }
      return false
    }
    #expect(ended)
    #expect(counts.done.withLock { $0 } == 10)
    #expect(counts.most.withLock { $0 } == 1)
  }

  @Test(arguments: [1, 2, 5]) func everyJobRunsOnce(_ limit: Int) {
    let (lanes, counts) = (Lanes(limit: limit), Counts())
    let ended = serve(lanes, counts) { number in
      for _ in 0..<(number % 7) { lanes.run { counts.done.withLock { $0 += 1 } } }
      // Others hand in too.
      if number % 3 == 0 { Thread.detachNewThread { lanes.run { counts.done.withLock { $0 += 1 } } } }
      return number < 3000
    }
    #expect(ended)
    let expected = (1...3000).reduce(0) { $0 + $1 % 7 + ($1 % 3 == 0 ? 1 : 0) }
    let end = Date(timeIntervalSinceNow: 30)
    while counts.done.withLock({ $0 }) < expected, Date() < end { _ = lanes.drain(seconds: 0.01) }
    #expect(counts.done.withLock { $0 } == expected)
    #expect(counts.most.withLock { $0 } == 1)
  }
}
