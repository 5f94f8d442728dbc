// The clocks of the client, in one place, so that tests can pass their own.
import FactoryContracts
import Foundation

package enum WallClock {
  package static func now() -> Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }
}

/// A point of the monotonic clock until which something may take.
struct Deadline: Sendable {
  private let end: ContinuousClock.Instant

  init(seconds: Double) { end = .now.advanced(by: .milliseconds(Int64(min(seconds, 1e9) * 1000))) }

  /// Seconds left; not below 0.
  var remaining: Double {
    let left = ContinuousClock.now.duration(to: end).components
    return max(0, Double(left.seconds) + Double(left.attoseconds) / 1e18)
  }
}
