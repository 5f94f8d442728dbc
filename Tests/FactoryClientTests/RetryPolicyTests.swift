// The retry policy of contract §7.1 and Retry-After, as tables.
import FactoryClient
import FactoryContracts
import Testing

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()

  @Test(arguments: [(0, 1.0), (1, 2.0), (2, 4.0)])
  func backoffDoubles(retries: Int, seconds: Double) {
    for outcome in [TryOutcome.status(500, retryAfter: nil), .unreachable(sent: true)] {
      #expect(policy.delay(after: outcome, retries: retries, repeatable: true, random: 0) == seconds)
      #expect(policy.delay(after: outcome, retries: retries, repeatable: true, random: 0.5) == seconds + 0.25)
    }
  }

  @Test func threeRetriesThenNone() {
    #expect(policy.delay(after: .unreachable(sent: false), retries: 3, repeatable: true, random: 0) == nil)
    #expect(policy.delay(after: .unreachable(sent: false), retries: 0, repeatable: true, limit: 0, random: 0) == nil)
    #expect(policy.delay(after: .unreachable(sent: false), retries: 9, repeatable: true, limit: 10, random: 1) == 30.5)
    #expect(policy.delay(after: .unreachable(sent: false), retries: 99, repeatable: true, limit: 100, random: 0) == 30)
  }

  @Test(arguments: [
    (408, true), (429, true), (500, true), (502, true), (503, true), (504, true), (400, false), (401, false),
    (403, false), (404, false), (409, false), (410, false), (418, false), (501, false), (301, false),
  ])
  func statuses(status: Int, retried: Bool) {
    let delay = policy.delay(after: .status(status, retryAfter: nil), retries: 0, repeatable: true, random: 0)
    #expect((delay != nil) == retried)
  }

  @Test func retryAfterWinsWhereItCounts() {
    for (status, expected) in [(429, 7.0), (503, 7.0), (500, 1.0), (504, 1.0)] {
      let delay = policy.delay(after: .status(status, retryAfter: 7), retries: 0, repeatable: true, random: 0.9)
      #expect(delay == (expected == 7 ? 7 : 1.45))
    }
  }

  @Test func aCallThatCouldActTwiceIsNotRepeated() {
    let may = { (outcome: TryOutcome) in
      policy.delay(after: outcome, retries: 0, repeatable: false, random: 0) != nil
    }
    #expect(may(.unreachable(sent: false)))
    #expect(may(.status(429, retryAfter: nil)))
    #expect(!may(.unreachable(sent: true)))
    #expect(!may(.status(500, retryAfter: nil)))
    #expect(!may(.status(503, retryAfter: 1)))
  }

  @Test(arguments: [
    ("0", 0.0), ("120", 120), (" 5 ", 5), ("Sun, 01 Mar 2026 12:00:30 GMT", 30), ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
    ("-1", nil), ("1.5", nil), ("soon", nil), ("", nil), ("Sun, 01 Foo 2026 12:00:30 GMT", nil),
    ("Sun, 01 Mar 2026 12:00:30 CET", nil), ("٣", nil),
  ])
  func retryAfterHeader(text: String, seconds: Double?) {
    #expect(RetryAfter.seconds(text, now: Timestamp(milliseconds: 1_772_366_400_000)) == seconds)
  }

  @Test func reconnecting() {
    let policy = ReconnectPolicy()
    let delays = (1...12).map { policy.delay(failures: $0, random: 0) }
    #expect(delays == [1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30])
    #expect(policy.delay(failures: 1, random: 0.5) == 1.25)
    #expect(policy.delay(failures: 1_000_000, random: 0) == 30)
    let outbox = OutboxBackoff()
    #expect((1...7).map { outbox.delay(failures: $0) } == [1, 2, 4, 8, 16, 30, 30])
    #expect(outbox.delay(failures: 1_000_000) == 30)
  }
}
