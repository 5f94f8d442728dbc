// The machine's clocks, in one place, so that everything else takes time as a value. Any thread.
import FactoryContracts
import Foundation

package enum SystemClock {
  package static let now: @Sendable () -> Timestamp = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  package static let steadyMilliseconds: @Sendable () -> Int64 = {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// How far local time is ahead of UTC.
  package static func offsetSeconds() -> Int { TimeZone.current.secondsFromGMT() }
}
