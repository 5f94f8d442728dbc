// People and API keys behind credentials, kept for a few seconds, so that a request does not ask the store who its caller is.
//
// Invariant: what changed through this process is forgotten with the commit; an entry that was read before and would arrive after
// is not kept. The few seconds are for stores that another process writes.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import NIOConcurrencyHelpers

final class AccessDirectory: Sendable {
  struct KnownKey: Sendable {
    var stored: StoredKey
    var principal: User
  }

  private struct State {
    var generation = 0
    var users: [EntityID: (user: User?, readAt: Timestamp)] = [:]
    var keys: [String: (key: KnownKey, readAt: Timestamp)] = [:]
    /// Public beginnings of keys that were shown whole and right: who tries others' keys does not keep these waiting.
    var proven: Set<String> = []
    /// When a key's use was last noted in the store.
    var noted: [EntityID: Timestamp] = [:]
  }

  private let engine: Engine
  private let log: ServerLog
  private let state = NIOLockedValueBox(State())
  private static let freshSeconds = 5.0
  private static let noteSeconds = 60.0
  private static let bound = 10_000

  init(engine: Engine, log: ServerLog) {
    self.engine = engine
    self.log = log
  }

  func forget() {
    state.withLockedValue { state in
      state.generation += 1
      state.users.removeAll()
      state.keys.removeAll()
    }
  }

  /// nil: no such user.
  func user(_ id: EntityID, now: Timestamp) async throws -> User? {
    let (entry, generation) = state.withLockedValue { ($0.users[id], $0.generation) }
    if let entry, now.seconds(since: entry.readAt) < Self.freshSeconds { return entry.user }
    let user = try await engine.read { try $0.user(id)?.user }
    state.withLockedValue { state in
      guard state.generation == generation else { return }
      if state.users.count >= Self.bound { state.users.removeAll() }
      state.users[id] = (user, now)
    }
    return user
  }

  // MARK: Keys

  /// Whether the key of a public beginning was right before; outlives the entry that is read again every few seconds.
  func isProven(_ prefix: String) -> Bool { state.withLockedValue { $0.proven.contains(prefix) } }

  func prove(_ prefix: String) {
    state.withLockedValue { state in
      if state.proven.count >= Self.bound { state.proven.removeAll() }
      state.proven.insert(prefix)
    }
  }

  private func knownKey(_ prefix: String, now: Timestamp) -> KnownKey? {
    guard let entry = state.withLockedValue({ $0.keys[prefix] }), now.seconds(since: entry.readAt) < Self.freshSeconds
    else { return nil }
    return entry.key
  }

  /// nil: no such key. Keys that do not exist are not remembered: there are too many of them.
  func key(_ prefix: String, now: Timestamp) async throws -> KnownKey? {
    if let known = knownKey(prefix, now: now) { return known }
    let generation = state.withLockedValue { $0.generation }
    let found = try await engine.read { reader -> KnownKey? in
      guard let stored = try reader.apiKey(prefix: prefix), let user = try reader.user(stored.key.principalId)?.user
      else { return nil }
      return KnownKey(stored: stored, principal: user)
    }
    guard let found else { return nil }
    state.withLockedValue { state in
      guard state.generation == generation else { return }
      if state.keys.count >= Self.bound { state.keys.removeAll() }
      state.keys[prefix] = (found, now)
    }
    return found
  }

  /// Notes in the store that a key was used, at most once a minute and never while somebody waits for it.
  func used(_ key: EntityID, now: Timestamp) {
    let isDue = state.withLockedValue { state in
      if let last = state.noted[key], now.seconds(since: last) < Self.noteSeconds { return false }
      if state.noted.count >= Self.bound { state.noted.removeAll() }
      state.noted[key] = now
      return true
    }
    guard isDue else { return }
    let (engine, log) = (engine, log)
    Task {
      do { try await engine.run(.system, now: now) { try $0.noteUse(ofKey: key, at: now) } } catch {
        var line = LogLine(.warn, "The use of an API key could not be noted")
        line.error = (name: "\(type(of: error))", message: "\(error)")
        log.log(line)
      }
    }
  }
}
