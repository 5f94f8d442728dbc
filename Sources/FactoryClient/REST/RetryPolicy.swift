// When a call is made again, and after how long (contract §7.1). Pure: the randomness is passed in.
import FactoryContracts
import Foundation

/// What one try came to, as far as trying again depends on it.
package enum TryOutcome: Sendable, Hashable {
  /// An answer with an error status; `retryAfter` in seconds, from its header.
  case status(Int, retryAfter: Double?)
  /// No answer; `sent`: part of the request may have arrived.
  case unreachable(sent: Bool)
}

/// The retry policy of contract §7.1. Times in seconds.
package struct RetryPolicy: Sendable, Hashable {
  package var maxRetries = 3
  package var baseDelay = 1.0
  package var maxDelay = 30.0
  package var jitter = 0.5
  package var statuses: Set<Int> = [408, 429, 500, 502, 503, 504]

  package init() {}

  /// Seconds until the next try, or nil when there is none.
  /// - Parameters:
  ///   - retries: how many retries there were.
  ///   - repeatable: the call may act twice without harm: it reads, or it carries an Idempotency-Key.
  ///   - limit: replaces `maxRetries`.
  ///   - random: 0 up to 1, for the jitter.
  package func delay(
    after outcome: TryOutcome, retries: Int, repeatable: Bool, limit: Int? = nil, random: Double
  ) -> Double? {
    guard retries < (limit ?? maxRetries), repeatable || Self.surelyDidNothing(outcome) else { return nil }
    switch outcome {
    case .unreachable: return backoff(retries, random)
    case .status(let status, let retryAfter):
      guard statuses.contains(status) else { return nil }
      if let retryAfter, status == 429 || status == 503 { return retryAfter }
      return backoff(retries, random)
    }
  }

  /// A refused connection brought nothing there; 429 is answered before anything is done (ruling R6).
  private static func surelyDidNothing(_ outcome: TryOutcome) -> Bool {
    switch outcome {
    case .unreachable(let sent): !sent
    case .status(let status, _): status == 429
    }
  }

  private func backoff(_ retries: Int, _ random: Double) -> Double {
    min(maxDelay, baseDelay * pow(2, Double(min(retries, 30)))) + jitter * random
  }
}

/// The `Retry-After` header (RFC 9110 §10.2.3).
package enum RetryAfter {
  /// Seconds from `now`; nil for anything but a count of seconds or an HTTP date.
  package static func seconds(_ text: String, now: Timestamp) -> Double? {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    if !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (48...57).contains($0) }) { return Double(trimmed) }
    return httpDate(trimmed).map { max(0, $0.seconds(since: now)) }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  private static func httpDate(_ text: String) -> Timestamp? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])),
      parts[1].count == 2, parts[3].count == 4, parts[4].count == 8
    else { return nil }
    let number = month + 1
    return Timestamp("\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1])T\(parts[4])Z")
  }
}
