// Notifications in memory.
import FactoryContracts
import Foundation

extension MemoryReading {
  func notification(_ id: EntityID) throws -> StoredNotification? {
    state.notifications.first { $0.notification.id == id }
  }

  func notifications(_ query: NotificationQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" {
      throw APIError.unknownSort(field, NotificationQuery.sortFields)
    }
    let rows = state.notifications.map(\.notification).filter {
      $0.userId == query.userId && query.unread != $0.read && (query.type ?? $0.type) == $0.type
    }
    let order = MemoryOrder<FactoryNotification>("createdAt", descending: page.sort?.descending ?? true) {
      [.time($0.createdAt), .id($0.id)]
    }
    return try order.page(rows, page) { try FactoryJSON.canonical($0) }
  }

  func latestNotification(user: EntityID, type: NotificationType) throws -> StoredNotification? {
    let kind = state.notifications.filter { $0.notification.userId == user && $0.notification.type == type }
    return kind.last { $0.isHeld }
      ?? kind.max {
        ($0.notification.createdAt, $0.notification.id) < ($1.notification.createdAt, $1.notification.id)
      }
  }

  func dueNotifications(now: Timestamp, limit: Int) throws -> [EntityID] {
    state.notifications.filter { $0.isHeld && $0.outAt <= now }
      .sorted { ($0.outAt, $0.notification.id) < ($1.outAt, $1.notification.id) }
      .prefix(limit).map(\.notification.id)
  }
}

extension MemoryTransaction {
  func insert(_ notification: StoredNotification) throws { state.notifications.append(notification) }

  func update(_ notification: StoredNotification) throws {
    let id = notification.notification.id
    guard let index = state.notifications.firstIndex(where: { $0.notification.id == id }) else {
      throw APIError.notFound("notification", id)
    }
    state.notifications[index] = notification
  }

  func readAllNotifications(user: EntityID, at: Timestamp) throws {
    for index in state.notifications.indices where state.notifications[index].notification.userId == user {
      guard !state.notifications[index].notification.read else { continue }
      state.notifications[index].notification.read = true
      state.notifications[index].notification.readAt = at
      state.notifications[index].isHeld = false
    }
  }

  func trimNotifications(readBefore: Timestamp) throws {
    state.notifications.removeAll { $0.notification.read && $0.notification.createdAt < readBefore }
  }
}
