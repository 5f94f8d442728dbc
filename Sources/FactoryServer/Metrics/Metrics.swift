// What the server counts for Prometheus. Labels are names of endpoints and statuses, so their number is bounded whatever callers send.
// Any thread; one short lock for each request.
import FactoryContracts
import NIOConcurrencyHelpers

final class Metrics: Sendable {
  /// Upper bounds in seconds.
  static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  struct Series: Hashable {
    let endpoint: String
    let status: Int
  }

  struct Latency {
    var counts = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var sum = 0.0
  }

  struct Seen {
    var requests: [Series: Int] = [:]
    var latency: [String: Latency] = [:]
  }

  private let seen = NIOLockedValueBox(Seen())

  /// - Parameter endpoint: The descriptor's name; empty for a path that is none.
  func observe(_ endpoint: String, status: Int, seconds: Double) {
    let name = endpoint.isEmpty ? "none" : endpoint
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    seen.withLockedValue { seen in
      seen.requests[Series(endpoint: name, status: status), default: 0] += 1
      seen.latency[name, default: Latency()].counts[bucket] += 1
      seen.latency[name, default: Latency()].sum += seconds
    }
  }

  var snapshot: Seen { seen.withLockedValue { $0 } }
}
