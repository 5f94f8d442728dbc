// Slows down who tries passwords (ruling R9): failures are counted for each account and each address, and after a few of them
// every further one doubles the wait. Stays on where the general limit is off.
import FactoryContracts
import NIOConcurrencyHelpers

final class PasswordGuard: Sendable {
  private struct Record {
    var failures = 0
    var waitUntil = Timestamp(milliseconds: 0)
    var lastAt = Timestamp(milliseconds: 0)
  }

  private let records = NIOLockedValueBox<[String: Record]>([:])
  private static let freeForAccount = 5
  private static let freeForAddress = 20
  private static let longestSeconds = 60.0
  private static let forgetSeconds = 900.0
  private static let bound = 10_000

  /// - Throws: RATE_LIMITED while the account or the address has to wait.
  func check(account: String, address: String, now: Timestamp) throws {
    let wait = records.withLockedValue { records in
      keys(account, address).map { key, _ in (records[key]?.waitUntil ?? now).seconds(since: now) }.max() ?? 0
    }
    if wait > 0 { throw Refusal.rateLimited("Too many failed sign-ins; wait before the next.", retryAfter: wait) }
  }

  func failed(account: String, address: String, now: Timestamp) {
    records.withLockedValue { records in
      if records.count >= Self.bound {
        records = records.filter { now.seconds(since: $0.value.lastAt) < Self.forgetSeconds && $0.value.failures > 1 }
      }
      for (key, free) in keys(account, address) {
        var record = records[key] ?? Record()
        if now.seconds(since: record.lastAt) > Self.forgetSeconds { record = Record() }
        record.failures += 1
        record.lastAt = now
        if record.failures >= free {
          var seconds = 1.0
          for _ in free..<min(record.failures, free + 7) { seconds *= 2 }
          record.waitUntil = now.adding(seconds: min(seconds, Self.longestSeconds))
        }
        records[key] = record
      }
    }
  }

  func succeeded(account: String) {
    records.withLockedValue { _ = $0.removeValue(forKey: "account " + account) }
  }

  private func keys(_ account: String, _ address: String) -> [(String, Int)] {
    [("account " + account, Self.freeForAccount), ("address " + address, Self.freeForAddress)]
  }
}
