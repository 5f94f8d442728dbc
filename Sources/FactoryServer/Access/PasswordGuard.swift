// Slows down who tries passwords or keys (ruling R9): attempts are counted for each account and each address, and after a few of
// them every further one doubles the wait. Stays on where the general limit is off.
//
// An attempt counts when it begins, so that a thousand at once are no way around the wait. Memory is bounded: of too many
// records, those go whose wait is over longest ago.
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
  static let bound = 10_000

  /// Counts an attempt to sign in; `succeeded` takes it back.
  /// - Throws: RATE_LIMITED while the account or the address has to wait.
  func begin(account: String, address: String, now: Timestamp) throws {
    let keys = keys(account, address)
    let wait = records.withLockedValue { records in
      let wait = Self.longest(keys, now, records)
      if wait <= 0 { for (key, free) in keys { Self.count(key, free, now, &records) } }
      return wait
    }
    try refuse(wait)
  }

  /// - Throws: RATE_LIMITED while the account or the address has to wait.
  func check(account: String, address: String, now: Timestamp) throws {
    let keys = keys(account, address)
    try refuse(records.withLockedValue { Self.longest(keys, now, $0) })
  }

  func failed(account: String, address: String, now: Timestamp) {
    let keys = keys(account, address)
    records.withLockedValue { records in for (key, free) in keys { Self.count(key, free, now, &records) } }
  }

  /// `address`: where the attempt was counted when it began.
  func succeeded(account: String, address: String? = nil) {
    records.withLockedValue { records in
      records["account " + account] = nil
      if let address { Self.takeBack(Self.place(address), &records) }
    }
  }

  /// - Throws: RATE_LIMITED while the address has shown too many keys that do not exist.
  func checkKeys(address: String, now: Timestamp) throws {
    let wait = records.withLockedValue { Self.wait($0["keys " + Self.place(address)], now) }
    try refuse(wait)
  }

  func failedKey(address: String, now: Timestamp) {
    records.withLockedValue { Self.count("keys " + Self.place(address), Self.freeForAddress, now, &$0) }
  }

  /// How many accounts and addresses are remembered.
  var count: Int { records.withLockedValue { $0.count } }

  private func keys(_ account: String, _ address: String) -> [(String, Int)] {
    [("account " + account, Self.freeForAccount), (Self.place(address), Self.freeForAddress)]
  }

  private static func longest(_ keys: [(String, Int)], _ now: Timestamp, _ records: [String: Record]) -> Double {
    keys.map { wait(records[$0.0], now) }.max() ?? 0
  }

  private func refuse(_ wait: Double) throws {
    if wait > 0 { throw Refusal.rateLimited("Too many failed attempts; wait before the next.", retryAfter: wait) }
  }

  private static func wait(_ record: Record?, _ now: Timestamp) -> Double {
    record.map { $0.waitUntil.seconds(since: now) } ?? 0
  }

  private static func count(_ key: String, _ free: Int, _ now: Timestamp, _ records: inout [String: Record]) {
    if records.count >= bound, records[key] == nil { makeRoom(now, &records) }
    var record = records[key] ?? Record()
    if now.seconds(since: record.lastAt) > forgetSeconds { record = Record() }
    record.failures += 1
    record.lastAt = now
    if record.failures >= free {
      var seconds = 1.0
      for _ in free..<min(record.failures, free + 7) { seconds *= 2 }
      record.waitUntil = now.adding(seconds: min(seconds, longestSeconds))
    }
    records[key] = record
  }

  private static func takeBack(_ key: String, _ records: inout [String: Record]) {
    guard var record = records[key] else { return }
    record.failures -= 1
    if record.failures < freeForAddress { record.waitUntil = Timestamp(milliseconds: 0) }
    records[key] = record.failures > 0 ? record : nil
  }

  /// Forgets the half that matters least, so that room is made rarely: first what waits for nothing.
  private static func makeRoom(_ now: Timestamp, _ records: inout [String: Record]) {
    let kept = records.sorted { ($0.value.waitUntil, $0.value.lastAt) > ($1.value.waitUntil, $1.value.lastAt) }
    records = Dictionary(uniqueKeysWithValues: kept.prefix(bound / 2).map { ($0.key, $0.value) })
  }

  /// Whoever has one address of an IPv6 network has all of its 2^64.
  private static func place(_ address: String) -> String {
    guard address.contains(":"), !address.contains(".") else { return "address " + address }
    let groups = address.prefix { $0 != "%" }.split(separator: ":", omittingEmptySubsequences: false)
    let start = groups.firstIndex(of: "").map { Array(groups[..<$0]) } ?? Array(groups)
    let network = (start + Array(repeating: "0", count: max(0, 4 - start.count))).prefix(4)
    return "address " + network.joined(separator: ":") + "::/64"
  }
}
