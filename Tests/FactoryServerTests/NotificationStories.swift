// Notifications over HTTP and the socket: filters, pages, reading, and the push to one's own person only (contract §1.5, R21).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct NotificationStories {
  private static let plain = NotificationSettings(batchSeconds: 0, quiet: nil)

  private func list(_ rig: Rig, _ query: String = "", _ role: Role = .operator) async throws -> HTTPAnswer {
    let answer = try await rig.call("GET", "/v1/notifications\(query)", headers: try rig.bearer(role))
    try #require(answer.status == 200, "\(answer.json)")
    return answer
  }

  @Test func aListWithFiltersPagesAndTheNumberOfUnreadOnes() async throws {
    try await Rig.with(notifications: Self.plain) { rig in
      for index in 0..<5 { _ = try await rig.task("n\(index)") }
      let first = try await list(rig, "?limit=2")
      let rows = try first.data([FactoryNotification].self)
      #expect(rows.map(\.title) == ["n4", "n3"])
      #expect(first.json["meta"]?["pagination"]?["total"]?.int == 5)
      let read = try await rig.call(
        "POST", "/v1/notifications/\(rows[0].id)/read", headers: try rig.bearer(.operator))
      #expect(read.status == 204 && read.body.isEmpty)
      #expect(try await list(rig, "?unread=true&limit=1").json["meta"]?["pagination"]?["total"]?.int == 4)
      #expect(try await list(rig, "?unread=false").data([FactoryNotification].self).map(\.id) == [rows[0].id])
      #expect(try await list(rig, "?type=sla_breach").data([FactoryNotification].self).isEmpty)
      let next = try #require(
        first.json["meta"]?["pagination"]?["nextCursor"]?.string ?? first.json["meta"]?["nextCursor"]?.string)
      #expect(
        try await list(rig, "?limit=2&cursor=\(next)").data([FactoryNotification].self).map(\.title) == ["n2", "n1"])
      #expect(
        try await rig.call("POST", "/v1/notifications/read-all", headers: try rig.bearer(.operator)).status == 204)
      #expect(try await list(rig, "?unread=true").data([FactoryNotification].self).isEmpty)
      // Everyone has their own.
      #expect(try await list(rig, "?unread=true", .admin).data([FactoryNotification].self).count == 5)
      #expect(try await list(rig, "", .viewer).data([FactoryNotification].self).isEmpty)
    }
  }

  @Test func usedWrongly() async throws {
    try await Rig.with(notifications: Self.plain) { rig in
      _ = try await rig.task()
      let theirs = try #require(try await list(rig, "", .admin).data([FactoryNotification].self).first).id
      let rows: [(String, String, Int, String?)] = [
        ("GET", "/v1/notifications?unread=maybe&type=gossip", 400, "unread"),
        ("GET", "/v1/notifications?limit=0", 400, "limit"),
        ("GET", "/v1/notifications?sort=title", 400, "sort"), ("GET", "/v1/notifications?cursor=x", 400, "cursor"),
        ("POST", "/v1/notifications/\(theirs)/read", 404, nil), ("POST", "/v1/notifications/x/read", 404, nil),
        ("POST", "/v1/notifications/\(Sample.id(1))/read", 404, nil),
      ]
      for (method, path, status, field) in rows {
        let answer = try await rig.call(method, path, headers: try rig.bearer(.operator))
        #expect(answer.status == status, "\(method) \(path)")
        if let field { #expect(answer.error?.field == field, "\(path)") }
      }
      let both = try await rig.call(
        "GET", "/v1/notifications?unread=maybe&type=gossip", headers: try rig.bearer(.operator))
      #expect(both.error?.details?["validationErrors"]?.array?.count == 2)
    }
  }

  @Test func thePushReachesItsPersonOnly() async throws {
    try await Rig.with(notifications: Self.plain) { rig in
      let sockets = try await [Role.operator, .admin, .viewer].asyncMap {
        try await rig.socket(token: try rig.token($0))
      }
      for socket in sockets { try await socket.subscribe(["notifications:me"]) }
      let task = try await rig.task("Ship it?")
      for (socket, role) in zip(sockets, [Role.operator, .admin]) {
        let message = try await socket.message()
        #expect(message["type"]?.string == "notification.created" && message["channel"]?.string == "notifications:me")
        let event = try FactoryJSON.decode(WsEvent.self, from: FactoryJSON.encode(message))
        guard case .notificationCreated(let payload) = event.event else {
          Issue.record("\(message)")
          continue
        }
        #expect(payload.notification.userId == rig.users[role]?.id && payload.notification.entityId == task.id)
      }
      // The viewer got none: the next thing it hears is its pong.
      try await sockets[2].send(.ping)
      #expect(try await sockets[2].message()["type"]?.string == "pong")
      // The list of events shows each their own as well.
      let events = try await rig.call("GET", "/v1/events", headers: try rig.bearer(.viewer)).data([WsEvent].self)
      #expect(!events.contains { $0.event.type == .notificationCreated })
    }
  }

  /// The server's own timer tells what was held back, also when nothing else happens.
  @Test func aBatchGoesOutByItself() async throws {
    try await Rig.with(notifications: NotificationSettings(batchSeconds: 0.4, quiet: nil)) { rig in
      let socket = try await rig.socket(token: try rig.token(.operator))
      try await socket.subscribe(["notifications:me"])
      for index in 0..<4 { _ = try await rig.task("n\(index)") }
      var counts: [Int] = []
      while counts.reduce(0, +) < 4 {
        let message = try await socket.message(of: "notification.created")
        counts.append(message["data"]?["notification"]?["data"]?["count"]?.int ?? 0)
      }
      #expect(counts.reduce(0, +) == 4 && counts.first == 1)
    }
  }
}

extension Sequence where Element: Sendable {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
