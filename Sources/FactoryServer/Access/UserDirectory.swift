// Users behind access tokens, kept for a few seconds, so that a request does not ask the store who its caller is.
import FactoryContracts
import FactoryEngine
import NIOConcurrencyHelpers

final class UserDirectory: Sendable {
  private let store: any FactoryStore
  private let known = NIOLockedValueBox<[EntityID: (user: User?, readAt: Timestamp)]>([:])
  private static let freshSeconds = 5.0
  private static let bound = 10_000

  init(store: any FactoryStore) { self.store = store }

  /// nil: no such user.
  func user(_ id: EntityID, now: Timestamp) async throws -> User? {
    if let entry = known.withLockedValue({ $0[id] }), now.seconds(since: entry.readAt) < Self.freshSeconds {
      return entry.user
    }
    let user = try await store.read { try $0.user(id)?.user }
    known.withLockedValue { known in
      if known.count >= Self.bound { known.removeAll() }
      known[id] = (user, now)
    }
    return user
  }
}
