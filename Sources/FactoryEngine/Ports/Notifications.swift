// Notifications as stores keep them: each belongs to one person and may be held back for a while (contract §5.3).
import FactoryContracts

/// A notification with when it goes out.
package struct StoredNotification: Sendable, Hashable {
  package var notification: FactoryNotification
  /// When it went or will go out.
  package var outAt: Timestamp
  /// Not told by an event yet.
  package var isHeld: Bool

  package init(_ notification: FactoryNotification, outAt: Timestamp, isHeld: Bool) {
    self.notification = notification
    self.outAt = outAt
    self.isHeld = isHeld
  }
}

/// Notifications of one person. Newest first unless asked otherwise.
package struct NotificationQuery: Sendable, Hashable {
  package static let sortFields = SortFields.notifications
  package var userId: EntityID
  package var unread: Bool?
  package var type: NotificationType?
  package init(userId: EntityID) { self.userId = userId }
}

package protocol NotificationReader {
  func notification(_ id: EntityID) throws -> StoredNotification?
  /// Encoded; what is held back too, because nothing is kept from whoever looks.
  func notifications(_ query: NotificationQuery, _ page: PageRequest) throws -> EncodedPage
  /// The one of this kind that is held back for this person; else the newest.
  func latestNotification(user: EntityID, type: NotificationType) throws -> StoredNotification?
  /// Held ones whose moment is not after `now`, earliest first.
  func dueNotifications(now: Timestamp, limit: Int) throws -> [EntityID]
}

package protocol NotificationWriter {
  func insert(_ notification: StoredNotification) throws
  func update(_ notification: StoredNotification) throws
  /// Marks all of a person's as read; held ones are held no more.
  func readAllNotifications(user: EntityID, at: Timestamp) throws
  /// Removes those that were read and made before that.
  func trimNotifications(readBefore: Timestamp) throws
}
