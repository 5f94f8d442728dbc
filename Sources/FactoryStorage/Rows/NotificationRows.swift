// Notifications: rows, lists and their counters.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func notification(_ id: EntityID) throws -> StoredNotification? { try notification("WHERE id = ?", [id]) }

  func latestNotification(user: EntityID, type: NotificationType) throws -> StoredNotification? {
    let kind: [Bind] = [user, Codes.of(type)]
    if let held = try notification("WHERE user = ? AND type = ? AND held = 1", kind) { return held }
    return try notification("WHERE user = ? AND type = ? ORDER BY created DESC, id DESC LIMIT 1", kind)
  }

  private func notification(_ tail: String, _ values: [Bind]) throws -> StoredNotification? {
    try db.first("SELECT json, out, held FROM notification \(tail)", values) { row in
      StoredNotification(
        try FactoryJSON.decode(FactoryNotification.self, from: row[0]), outAt: row[1], isHeld: row[2])
    }
  }

  func notifications(_ query: NotificationQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" {
      throw APIError.unknownSort(field, NotificationQuery.sortFields)
    }
    var conditions = Conditions()
    conditions.add("user = ?", query.userId)
    if let type = query.type { conditions.add("type = ?", Codes.of(type)) }
    // Written out, so that the index of the unread ones is recognised.
    if let unread = query.unread { conditions.add(unread ? "unread = 1" : "unread = 0") }
    let order = ListOrder(
      40, [("created", .integer), ("id", .blob)], descending: page.sort?.descending ?? true)
    let list = ListQuery(source: "notification", conditions: conditions, order: order, page: page)
    let sum = "SELECT ifnull(sum(n), 0) FROM notification_count\(conditions.sql)"
    return try list.run(db, total: Int(try db.integer(sum, conditions.values) ?? 0))
  }

  func dueNotifications(now: Timestamp, limit: Int) throws -> [EntityID] {
    try db.all("SELECT id FROM notification WHERE held = 1 AND out <= ? ORDER BY out, n LIMIT ?", [now, limit]) {
      $0[0]
    }
  }

  /// When the next held one goes out.
  func nextNotification() throws -> Timestamp? {
    try db.integer("SELECT min(out) FROM notification WHERE held = 1").map { Timestamp(milliseconds: $0) }
  }
}

extension SQLiteTransaction {
  func insert(_ notification: StoredNotification) throws {
    try change(
      "INSERT INTO notification (user, type, unread, created, out, held, json, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      try columns(notification))
    try count(notification.notification, 1)
  }

  func update(_ notification: StoredNotification) throws {
    let id = notification.notification.id
    let kind: (EntityID, Int, Bool)? = try db.first("SELECT user, type, unread FROM notification WHERE id = ?", [id]) {
      ($0[0], $0[1], $0[2])
    }
    guard let old = kind else { throw APIError.missing("notification", id) }
    try change(
      """
      UPDATE notification SET user = ?, type = ?, unread = ?, created = ?, out = ?, held = ?, json = ? WHERE id = ?
      """, try columns(notification))
    guard old.2 == notification.notification.read else { return }
    try count(old.0, old.1, unread: old.2, -1)
    try count(notification.notification, 1)
  }

  private func columns(_ stored: StoredNotification) throws -> [Bind] {
    let notification = stored.notification
    return [
      notification.userId, Codes.of(notification.type), !notification.read, notification.createdAt, stored.outAt,
      stored.isHeld, try FactoryJSON.canonical(notification), notification.id,
    ]
  }

  private func count(_ notification: FactoryNotification, _ sign: Int) throws {
    try count(notification.userId, Codes.of(notification.type), unread: !notification.read, sign)
  }

  private func count(_ user: EntityID, _ type: Int, unread: Bool, _ sign: Int) throws {
    try change(
      """
      INSERT INTO notification_count (user, type, unread, n) VALUES (?, ?, ?, ?)
      ON CONFLICT (user, type, unread) DO UPDATE SET n = n + excluded.n
      """, [user, type, unread, sign])
  }

  /// In one statement, however many there are.
  func readAllNotifications(user: EntityID, at: Timestamp) throws {
    try change(
      """
      UPDATE notification SET unread = 0, held = 0,
        json = CAST(json_set(CAST(json AS TEXT), '$.read', json('true'), '$.readAt', ?) AS BLOB)
      WHERE user = ? AND unread = 1
      """, [at.description, user])
    try change(
      """
      INSERT INTO notification_count (user, type, unread, n)
      SELECT user, type, 0, n FROM notification_count WHERE user = ? AND unread = 1
      ON CONFLICT (user, type, unread) DO UPDATE SET n = n + excluded.n
      """, [user])
    try change("UPDATE notification_count SET n = 0 WHERE user = ? AND unread = 1", [user])
  }

  func trimNotifications(readBefore: Timestamp) throws {
    try change(
      """
      INSERT INTO notification_count (user, type, unread, n)
      SELECT user, type, 0, -count(*) FROM notification WHERE unread = 0 AND created < ? GROUP BY user, type
      ON CONFLICT (user, type, unread) DO UPDATE SET n = n + excluded.n
      """, [readBefore])
    try change("DELETE FROM notification WHERE unread = 0 AND created < ?", [readBefore])
  }
}
