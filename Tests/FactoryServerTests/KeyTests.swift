// API keys over real HTTP and sockets: made, used, slowed down, replaced, revoked; and never found again in the clear (rulings R9,
// R41, R42, R51).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct KeyTests {
  private func make(
    _ rig: Rig, _ scopes: String = #""tasks:read","tasks:approve","pipelines:write""#,
    headers: [(String, String)] = Rig.owner, more: String = ""
  ) async throws -> KeyReply {
    let body = #"{"name":"ci","scopes":[\#(scopes)]\#(more)}"#
    let answer = try await rig.call("POST", "/v1/auth/keys", headers: headers, body: body)
    try #require(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
    return try answer.data(KeyReply.self)
  }

  private func me(_ rig: Rig, _ key: String) async throws -> HTTPAnswer {
    try await rig.call("GET", "/v1/users/me", headers: [("X-API-Key", key)])
  }

  @Test func aKeyIsShownOnceAndWorksInBothHeaders() async throws {
    try await Rig.with { rig in
      let admin = try rig.bearer(.admin)
      let body = #"{"name":"ci","scopes":["tasks:read"],"expiresInDays":1}"#
      let answer = try await rig.call("POST", "/v1/auth/keys", headers: admin, body: body)
      #expect(answer.status == 201 && answer.headers["cache-control"] == "no-store")
      let key = try #require(try answer.data(KeyReply.self).apiKey)
      #expect(answer.json["api_key"]?.string == key && answer.json["scopes"]?.array == ["tasks:read"])
      for header in [("X-API-Key", key), ("Authorization", "Bearer \(key)")] {
        let user = try await rig.call("GET", "/v1/users/me", headers: [header]).data(CurrentUser.self)
        #expect(user.credential == .apiKey && user.scopes == [.tasksRead] && user.email == "admin@example.com")
        #expect(user.role == .operator && user.expiresAt != nil && user.keyId != nil)
        #expect(try await rig.call("GET", "/v1/tasks", headers: [header]).status == 200)
        let refused = try await rig.call("GET", "/v1/pipelines", headers: [header])
        #expect(refused.status == 403 && refused.error?.facts.requiredScope == .pipelinesRead)
        #expect(refused.error?.facts.userScopes == [.tasksRead])
        #expect(try await rig.call("GET", "/v1/auth/keys", headers: [header]).status == 403)
        #expect(try await rig.call("POST", "/v1/auth/keys", headers: [header], body: body).status == 403)
      }
      let listed = try await rig.call("GET", "/v1/auth/keys?limit=1", headers: admin)
      let row = try #require(try listed.data([APIKey].self).first)
      #expect(
        row.name == "ci" && key.hasPrefix(row.prefix) && !String(decoding: listed.body, as: UTF8.self).contains(key))
      #expect(await eventually { (try? await rig.engine.read { try $0.apiKey(row.id)?.key.lastUsedAt }) != nil })
    }
  }

  @Test func revokedKeysAndThoseOfDisabledPeopleAreOutAtOnce() async throws {
    try await Rig.with { rig in
      let made = try await make(rig)
      let key = try #require(made.apiKey)
      #expect(try await me(rig, key).status == 200)
      let path = "/v1/auth/keys/\(made.keyId)"
      #expect(try await rig.call("DELETE", path, headers: try rig.bearer(.operator)).status == 403)
      #expect(try await rig.call("DELETE", path).status == 204)
      let refused = try await me(rig, key)
      #expect(refused.status == 401 && refused.headers["www-authenticate"] == "Bearer")
      #expect(try await rig.call("DELETE", path).status == 204)
      #expect(try await rig.call("DELETE", "/v1/auth/keys/\(Sample.id(404))").status == 404)
      #expect(try await rig.call("DELETE", "/v1/auth/keys/x").status == 404)
      let hers = try #require(try await make(rig, headers: try rig.bearer(.admin)).apiKey)
      #expect(try await me(rig, hers).status == 200)
      let admin = try #require(rig.users[.admin])
      try await rig.engine.run(.system, now: Rig.now()) { try $0.disableUser(admin.id) }
      #expect(try await me(rig, hers).status == 401)
    }
  }

  @Test func rotationOverHTTP() async throws {
    try await Rig.with { rig in
      let first = try #require(try await make(rig).apiKey)
      let itself = [("X-API-Key", first)]
      let answer = try await rig.call("POST", "/v1/auth/keys/rotate", headers: itself, body: #"{"graceSeconds":600}"#)
      #expect(answer.status == 201)
      let second = try #require(try answer.data(KeyReply.self).apiKey)
      #expect(try await me(rig, first).status == 200 && second != first)
      #expect(try await rig.call("POST", "/v1/auth/keys/rotate", headers: itself, body: "{}").status == 409)
      let third = try #require(
        try await rig.call("POST", "/v1/auth/keys/rotate", headers: [("X-API-Key", second)]).data(KeyReply.self).apiKey)
      #expect(try await me(rig, second).status == 401)
      #expect(try await me(rig, third).status == 200)
      #expect(try await rig.call("POST", "/v1/auth/keys/rotate", body: "{}").error?.field == "key_id")
      #expect(try await rig.call("POST", "/v1/auth/keys/rotate", headers: try rig.bearer(.viewer)).status == 403)
    }
  }

  @Test(arguments: ["", "gfk_", "gfk_0123456789abcdef_", "x"]) func partsOfAKeyOpenNothing(_ start: String) async throws
  {
    try await Rig.with { rig in
      let key = try #require(try await make(rig).apiKey)
      let tries = [
        start, start + key, String(key.dropLast()), key + "A", key.uppercased(), String(key.dropLast()) + "~",
        String(key.prefix(20)) + "_" + String(repeating: "A", count: 43),
      ]
      for text in tries where text != key {
        #expect(try await me(rig, text).status == 401, "\(text)")
        #expect(try await rig.call("GET", "/v1/tasks", headers: [("Authorization", "Bearer \(text)")]).status == 401)
      }
    }
  }

  @Test func guessingKeysSlowsDownAndGoodOnesGoOn() async throws {
    try await Rig.with(configure: { $0.rateLimit = 0 }) { rig in
      let good = try #require(try await make(rig).apiKey)
      #expect(try await me(rig, good).status == 200)
      var statuses: [Int] = []
      for number in 0..<25 {
        let guess = "gfk_" + String(format: "%016x", number) + "_" + String(repeating: "A", count: 43)
        statuses.append(try await me(rig, guess).status)
      }
      #expect(statuses.prefix(20).allSatisfy { $0 == 401 } && statuses.contains(429))
      #expect(try await me(rig, good).status == 200)
    }
  }

  @Test func theSocketTakesAKeyAndClosesWithIt() async throws {
    try await Rig.with { rig in
      let made = try await make(rig)
      let key = try #require(made.apiKey)
      let (socket, answer) = try await SocketWire.open(port: rig.port, headers: [("X-API-Key", key)])
      #expect(answer.status == 101)
      try await socket.subscribe(["tasks:*"])
      let other = try await rig.socket()
      try await other.subscribe(["tasks:*"])
      #expect(try await rig.call("DELETE", "/v1/auth/keys/\(made.keyId)").status == 204)
      #expect(try await socket.message(of: "error")["error"]?["code"]?.string == "UNAUTHORIZED")
      guard case .closed(let code, let reason) = try await socket.end() else {
        Issue.record("the socket stays open")
        return
      }
      #expect(code == 1008 && reason.contains("revoked"))
      _ = try await rig.task()
      _ = try await other.message(of: "task.created")
    }
  }

  @Test func aRotatedKeysSocketEndsWithTheGrace() async throws {
    try await Rig.with { rig in
      let key = try #require(try await make(rig).apiKey)
      let (socket, answer) = try await SocketWire.open(port: rig.port, headers: [("X-API-Key", key)])
      #expect(answer.status == 101)
      try await socket.subscribe(["tasks:*"])
      let body = #"{"graceSeconds":1}"#
      #expect(
        try await rig.call("POST", "/v1/auth/keys/rotate", headers: [("X-API-Key", key)], body: body).status == 201)
      guard case .closed(let code, _) = try await socket.end() else {
        Issue.record("the socket stays open")
        return
      }
      #expect(code == 1008)
    }
  }

  @Test func aKeyNeverDecidesWhatItsPersonAsked() async throws {
    try await Rig.with { rig in
      let key = [("X-API-Key", try #require(try await make(rig).apiKey))]
      let body = #"{"decision":"approved"}"#
      for asker in [Rig.owner, key] {
        let task = try await rig.task(headers: asker)
        let refused = try await rig.call("POST", "/v1/tasks/\(task.id)/complete", headers: key, body: body)
        #expect(refused.status == 403)
        // The rig's store lets people decide their own.
        #expect(try await rig.call("POST", "/v1/tasks/\(task.id)/complete", body: body).status == 200)
      }
      let others = try await rig.task(headers: try rig.bearer(.operator))
      #expect(try await rig.call("POST", "/v1/tasks/\(others.id)/complete", headers: key, body: body).status == 200)
    }
  }
}
