// The engine's timers: everything that is due happens, and the caller learns when to wake next.
// Any thread; running twice at once does nothing twice, because each effect looks again inside its transaction.
import FactoryContracts
import Synchronization

extension Engine {
  /// Performs what is due at `now`.
  /// - Returns: the next moment at which something will be due; nil when nothing waits. Never earlier than a second from now
  ///   when something that is due could not be done.
  package func runDue(now: Timestamp) async throws -> Timestamp? {
    var failed = false
    failed = try await perform(now, atOnce: 1, due: { try $0.duePendingDecisions(now: now, limit: 100) }) {
      try $0.takeEffect($1)
    }
    failed = try await perform(now, due: { try $0.lapsedClaims(now: now, limit: 100) }) { try $0.lapse($1) } || failed
    failed = try await perform(now, due: { try $0.dueSLA(now: now, limit: 100) }) { try $0.stepSLA($1) } || failed
    failed =
      try await perform(now, due: { try $0.lapsedLeases(now: now, limit: 100) }) { try $0.lapseLease($1) } || failed
    failed =
      try await perform(now, due: { try $0.silentAgents(now: now, limit: 100) }) { try $0.silence($1) } || failed
    failed =
      try await perform(now, due: { try $0.dueNotifications(now: now, limit: 100) }) {
        try $0.announceNotification($1)
      } || failed
    try await trim(now)
    let next = try await store.read { try $0.nextDue() }
    return failed ? max(next ?? now, now.adding(seconds: 1)) : next
  }

  /// - Parameter atOnce: how many share a transaction; a decision has one of its own, a savepoint keeps the others apart. Few, because
  ///   people who decide wait behind them: after a night off there are thousands.
  /// - Returns: whether something that is due stays undone.
  private func perform(
    _ now: Timestamp, atOnce: Int = 5, due: @escaping @Sendable (any FactoryReader) throws -> [EntityID],
    _ work: @escaping @Sendable (UseCases, EntityID) throws -> Void
  ) async throws -> Bool {
    while true {
      let ids = try await store.read(due)
      if ids.isEmpty { return false }
      for start in stride(from: 0, to: ids.count, by: atOnce) {
        let chunk = ids[start..<min(ids.count, start + atOnce)]
        try await run(.system, now: now) { cases in
          for id in chunk { try Self.leavingRefused { try cases.tx.savepoint { try work(cases, id) } } }
        }
      }
      // What is due still after its turn was refused: it would be found for ever.
      if try await store.read(due).contains(where: ids.contains) { return true }
    }
  }

  private static func leavingRefused(_ work: () throws -> Void) throws {
    do { try work() } catch is APIError {}
  }

  /// Once an hour, what is older than it is kept: events, idempotency rows, job logs, refresh tokens, notifications that were
  /// read (rulings R8, R20).
  private func trim(_ now: Timestamp) async throws {
    let isDue = lastTrim.withLock { last in
      if let last, now.seconds(since: last) < 3600 { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let settings = settings
    try await store.write { tx in
      try tx.trimEvents(before: now.adding(seconds: -settings.eventRetentionSeconds))
      try tx.forgetIdempotency(before: now.adding(seconds: -settings.idempotencySeconds))
      try tx.trimJobLogs(before: now.adding(seconds: -settings.jobLogSeconds))
      try tx.trimRefreshTokens(before: now)
      let kept = (settings.notifications ?? NotificationSettings()).readRetentionSeconds
      try tx.trimNotifications(readBefore: now.adding(seconds: -kept))
    }
  }
}
