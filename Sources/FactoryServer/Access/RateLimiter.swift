// A bucket of tokens for each principal (ruling R9): a burst of 200, filled again at the rate of the setting.
import FactoryContracts
import NIOConcurrencyHelpers

final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var filledAt: Timestamp
  }

  private let perMinute: Int
  private let burst: Double
  private let buckets = NIOLockedValueBox<[EntityID: Bucket]>([:])
  private static let bound = 10_000

  /// `perMinute` 0: no limit.
  init(perMinute: Int, burst: Int = 200) {
    self.perMinute = perMinute
    self.burst = Double(min(burst, max(perMinute, 1)))
  }

  /// Takes one request.
  /// - Returns: what is left, for `meta.rateLimit`; nil without a limit.
  /// - Throws: RATE_LIMITED with Retry-After.
  func take(_ principal: EntityID, now: Timestamp) throws -> RateLimitMeta? {
    guard perMinute > 0 else { return nil }
    let perSecond = Double(perMinute) / 60
    let left = buckets.withLockedValue { buckets in
      var bucket = buckets[principal] ?? Bucket(tokens: burst, filledAt: now)
      let passed = max(0, now.seconds(since: bucket.filledAt))
      bucket.tokens = min(burst, bucket.tokens + passed * perSecond) - 1
      bucket.filledAt = now
      if bucket.tokens < 0 {
        let missing = bucket.tokens
        bucket.tokens += 1
        buckets[principal] = bucket
        return missing
      }
      if buckets.count >= Self.bound { buckets = buckets.filter { $0.value.tokens < burst - 1 } }
      buckets[principal] = bucket
      return bucket.tokens
    }
    if left < 0 {
      throw Refusal.rateLimited("Too many requests: \(perMinute) a minute are possible.", retryAfter: -left / perSecond)
    }
    return RateLimitMeta(
      limit: perMinute, remaining: Int(left), resetAt: now.adding(seconds: (burst - left) / perSecond))
  }
}
