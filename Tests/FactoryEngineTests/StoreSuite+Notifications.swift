// The behaviour suite: notifications as they come back, their filters, pages and totals.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  private static func row(
    _ number: Int, _ type: NotificationType = .slaWarning, user: EntityID = Sample.decider, held: Double? = nil
  ) -> StoredNotification {
    let at = Sample.start.adding(seconds: Double(number))
    let notification = FactoryNotification(
      id: Sample.id(7000 + number), userId: user, type: type, title: "“\(number)” \\ \u{1F600}\n/",
      body: number % 2 == 0 ? "b" : nil, data: ["count": .integer(Int64(number)), "nested": ["read": false]],
      deliveredVia: [.dashboard], entityType: "task", entityId: Sample.id(number), createdAt: at)
    return StoredNotification(notification, outAt: held.map { at.adding(seconds: $0) } ?? at, isHeld: held != nil)
  }

  @Test("notifications come back as they went in; read all changes nothing else", arguments: StoreFactory.all)
  func notificationsComeBack(factory: StoreFactory) async throws {
    let store = try factory.make()
    let rows = (1...9).map { Self.row($0, held: $0 == 4 ? 60 : nil) }
    let other = Self.row(20, user: Sample.asker, held: 30)
    try await store.write { tx in for row in rows + [other] { try tx.insert(row) } }
    let at = Sample.start.adding(minutes: 5)
    try await store.read { (reader) throws -> Void in
      for row in rows { #expect(try reader.notification(row.notification.id) == row) }
      #expect(try reader.notification(Sample.id(1)) == nil)
      #expect(try reader.nextDue() == Sample.start.adding(seconds: 50))
      #expect(try reader.dueNotifications(now: at, limit: 9) == [Sample.id(7020), Sample.id(7004)])
      #expect(try reader.dueNotifications(now: Sample.start.adding(seconds: 49), limit: 9) == [])
      #expect(try reader.latestNotification(user: Sample.decider, type: .slaWarning) == rows[3])
      #expect(try reader.latestNotification(user: Sample.decider, type: .slaBreach) == nil)
    }
    try await store.write { try $0.readAllNotifications(user: Sample.decider, at: at) }
    try await store.read { (reader) throws -> Void in
      for row in rows {
        var read = row
        read.notification.read = true
        read.notification.readAt = at
        read.isHeld = false
        #expect(try reader.notification(row.notification.id) == read)
      }
      #expect(try reader.notification(other.notification.id) == other)
      #expect(
        try reader.latestNotification(user: Sample.decider, type: .slaWarning)?.notification.id == Sample.id(7009))
      #expect(try reader.nextDue() == other.outAt)
    }
    await store.close()
  }

  @Test("filters, pages and totals of notifications agree with a count by hand", arguments: StoreFactory.all)
  func notificationLists(factory: StoreFactory) async throws {
    let store = try factory.make()
    let types = NotificationType.declared
    var rows = (0..<60).map { Self.row($0, types[$0 % types.count], user: $0 % 3 == 0 ? Sample.asker : Sample.decider) }
    try await store.write { [rows] tx in for row in rows { try tx.insert(row) } }
    for index in rows.indices where index % 4 == 0 { rows[index].notification.read = true }
    try await store.write { [rows] tx in for row in rows where row.notification.read { try tx.update(row) } }
    try await store.write { try $0.trimNotifications(readBefore: Sample.start.adding(seconds: 20)) }
    let kept = rows.map(\.notification).filter { !$0.read || $0.createdAt >= Sample.start.adding(seconds: 20) }
    for user in [Sample.asker, Sample.decider, Sample.id(1)] {
      for unread in [nil, true, false] as [Bool?] {
        for type in [nil] + types.map({ $0 as NotificationType? }) {
          var query = NotificationQuery(userId: user)
          (query.unread, query.type) = (unread, type)
          let expected = kept.filter {
            $0.userId == user && (unread == nil || unread != $0.read) && (type == nil || type == $0.type)
          }
          let page = try await store.read { [query] in try $0.notifications(query, PageRequest(limit: 1)) }
          #expect(page.total == expected.count)
          let found: [FactoryNotification] = try await store.read { [query] reader in
            try StoreImage.all { try reader.notifications(query, PageRequest(limit: 7, cursor: $0.cursor)) }
          }
          #expect(found.map(\.id) == expected.reversed().map(\.id))
        }
      }
    }
    await #expect(throws: APIError.self) {
      try await store.read { reader in
        let sort = SortOrder(field: "title", descending: true)
        _ = try reader.notifications(NotificationQuery(userId: Sample.asker), PageRequest(sort: sort))
      }
    }
    await store.close()
  }
}
