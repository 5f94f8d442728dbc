// What keeps one caller from harming others: the bucket of requests and the slow-down of passwords (ruling R9).
import FactoryContracts
import HTTPTypes
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct LimitsTests {
  @Test func aBurstThenTheRate() throws {
    let limiter = RateLimiter(perMinute: 1200)
    let start = Sample.start
    for index in 0..<200 {
      let meta = try #require(try limiter.take(Sample.id(1), now: start))
      #expect(meta.limit == 1200)
      #expect(meta.remaining == 199 - index)
    }
    let refusal = try #require(throws: Refusal.self) { try limiter.take(Sample.id(1), now: start) }
    #expect(refusal.error.code == .rateLimited)
    #expect(refusal.headers[.retryAfter] == "1")
    #expect(throws: Never.self) { try limiter.take(Sample.id(2), now: start) }
    #expect(throws: Never.self) { try limiter.take(Sample.id(1), now: start.adding(seconds: 0.05)) }
    #expect(throws: Refusal.self) { try limiter.take(Sample.id(1), now: start.adding(seconds: 0.05)) }
  }

  /// Over any stretch of time no more than burst and rate allow, whatever the pattern.
  @Test func neverMoreThanPromised() throws {
    let limiter = RateLimiter(perMinute: 60)
    var random = SplitMix(state: 7)
    var now = Sample.start
    var taken = 0
    for _ in 0..<5000 {
      now = now.adding(seconds: Double(random.next() % 400) / 1000)
      if (try? limiter.take(Sample.id(1), now: now)) != nil { taken += 1 }
    }
    let allowed = 60 + now.seconds(since: Sample.start)
    #expect(Double(taken) <= allowed + 1)
    #expect(Double(taken) >= allowed - 60)
  }

  @Test func zeroIsOff() throws {
    #expect(try RateLimiter(perMinute: 0).take(Sample.id(1), now: Sample.start) == nil)
  }

  @Test func wrongPasswordsWait() throws {
    let guardian = PasswordGuard()
    var now = Sample.start
    for _ in 0..<5 {
      #expect(throws: Never.self) { try guardian.check(account: "a", address: "x", now: now) }
      guardian.failed(account: "a", address: "x", now: now)
    }
    #expect(throws: Refusal.self) { try guardian.check(account: "a", address: "y", now: now) }
    #expect(throws: Never.self) { try guardian.check(account: "b", address: "x", now: now) }
    var waits: [Double] = []
    for _ in 0..<8 {
      let before = now
      while (try? guardian.check(account: "a", address: "x", now: now)) == nil { now = now.adding(seconds: 0.5) }
      waits.append(now.seconds(since: before))
      guardian.failed(account: "a", address: "x", now: now)
    }
    #expect(waits == waits.sorted())
    #expect(waits.last == 60)
    guardian.succeeded(account: "a")
    #expect(throws: Never.self) { try guardian.check(account: "a", address: "z", now: now) }
  }

  @Test func oneAddressTryingManyAccountsWaits() {
    let guardian = PasswordGuard()
    for index in 0..<20 { guardian.failed(account: "a\(index)", address: "x", now: Sample.start) }
    #expect(throws: Refusal.self) { try guardian.check(account: "new", address: "x", now: Sample.start) }
    #expect(throws: Never.self) { try guardian.check(account: "new", address: "y", now: Sample.start) }
  }
}
