// The engine's timers: everything that is due happens, each in its own transaction, and the caller learns when to wake next.
// Any thread; running twice at once does nothing twice, because each effect looks again inside its transaction.
import FactoryContracts
import Synchronization

extension Engine {
  /// Performs what is due at `now`.
  /// - Returns: the next moment at which something will be due; nil when nothing waits. Never earlier than a second from now
  ///   when something that is due could not be done.
  package func runDue(now: Timestamp) async throws -> Timestamp? {
    var failed = false
    failed = try await perform(now, due: { try $0.duePendingDecisions(now: now, limit: 100) }) {
      try $0.takeEffect($1)
    }
    failed = try await perform(now, due: { try $0.lapsedClaims(now: now, limit: 100) }) { try $0.lapse($1) } || failed
    failed = try await perform(now, due: { try $0.dueSLA(now: now, limit: 100) }) { try $0.stepSLA($1) } || failed
    try await trim(now)
    let next = try await store.read { try $0.nextDue() }
    return failed ? max(next ?? now, now.adding(seconds: 1)) : next
  }

  /// - Returns: whether something that is due stays undone.
  private func perform(
    _ now: Timestamp, due: @escaping @Sendable (any FactoryReader) throws -> [EntityID],
    _ work: @escaping @Sendable (UseCases, EntityID) throws -> Void
  ) async throws -> Bool {
    var failed: Set<EntityID> = []
    while true {
      let ids = try await store.read(due).filter { !failed.contains($0) }
      if ids.isEmpty { return !failed.isEmpty }
      for id in ids {
        do {
          try await run(.system, now: now) { try work($0, id) }
        } catch is APIError {
          failed.insert(id)
        }
      }
      if try await !store.read(due).filter({ ids.contains($0) }).isEmpty { return true }
    }
  }

  /// Once an hour: events and idempotency rows that are older than they are kept (rulings R8, R20).
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
    }
  }
}
