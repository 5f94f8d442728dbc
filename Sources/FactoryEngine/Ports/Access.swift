// Who may come in, as stores keep it, and how the rest of the program learns that somebody's access ended.
import FactoryContracts
import Foundation
import Synchronization

/// An API key as stored: the secret only as its hash.
package struct StoredKey: Sendable, Hashable {
  package var key: APIKey
  /// SHA-256 of the whole key.
  package var hash: Data

  package init(key: APIKey, hash: Data) {
    self.key = key
    self.hash = hash
  }
}

/// Somebody's access is other than it was. Told after the commit.
package enum AccessChange: Sendable, Hashable {
  /// Role, status or password: what was allowed before may not be now.
  case user(EntityID)
  /// A key is refused from that moment on.
  case key(EntityID, endsAt: Timestamp)
}

/// Tells who caches principals or holds connections. Any thread.
package final class AccessNews: Sendable {
  private let handlers = Mutex<[@Sendable ([AccessChange]) -> Void]>([])

  package init() {}

  /// `handler` must not block.
  package func onChange(_ handler: @escaping @Sendable ([AccessChange]) -> Void) {
    handlers.withLock { $0.append(handler) }
  }

  func tell(_ changes: [AccessChange]) {
    guard !changes.isEmpty else { return }
    for handler in handlers.withLock({ $0 }) { handler(changes) }
  }
}
