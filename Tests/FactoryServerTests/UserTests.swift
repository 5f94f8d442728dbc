// Accounts over HTTP: made, read, changed, disabled at once, passwords (contract §1.2, rulings R6, R8, R18).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct UserTests {
  private func login(_ rig: Rig, _ email: String, _ password: String) async throws -> HTTPAnswer {
    try await rig.call(
      "POST", "/v1/auth/login", headers: [], body: #"{"email":"\#(email)","password":"\#(password)"}"#)
  }

  private func me(_ rig: Rig, _ token: String) async throws -> Int {
    try await rig.call("GET", "/v1/users/me", headers: [("Authorization", "Bearer \(token)")]).status
  }

  @Test func fromTheFirstDayToTheLast() async throws {
    try await Rig.with { rig in
      let admin = try rig.bearer(.admin)
      let body = #"{"email":"Ana@example.org","role":"operator","password":"first password"}"#
      let key = [("Idempotency-Key", Sample.id(1).description)]
      let answer = try await rig.call("POST", "/v1/users", headers: admin + key, body: body)
      #expect(answer.status == 201 && answer.headers["cache-control"] == "no-store")
      let ana = try answer.data(User.self)
      #expect(ana.name == "Ana" && ana.email == "ana@example.org" && ana.status == .active)
      let again = try await rig.call("POST", "/v1/users", headers: admin + key, body: body)
      #expect(again.headers["idempotent-replayed"] == "true" && again.body == answer.body)
      let other = body.replacingOccurrences(of: "first", with: "other")
      #expect(try await rig.call("POST", "/v1/users", headers: admin + key, body: other).status == 409)
      #expect(try await rig.call("POST", "/v1/users", headers: admin, body: body).status == 409)
      let tokens = try await login(rig, "ana@example.org", "first password").data(TokenReply.self)
      #expect(try await me(rig, tokens.accessToken) == 200)
      let path = "/v1/users/\(ana.id)"
      #expect(try await rig.call("GET", path, headers: admin).data(User.self) == ana)
      let listed = try await rig.call("GET", "/v1/users/accounts?search=ana&limit=1", headers: admin)
      #expect(try listed.data([User].self) == [ana])
      #expect(try listed.meta()?.pagination?.total == 1)
      let lowered = try await rig.call("PATCH", path, headers: admin, body: #"{"role":"viewer"}"#)
      #expect(try lowered.data(User.self).role == .viewer)
      // The token is from before; what it may do is of now.
      let claim = try await rig.call(
        "POST", "/v1/tasks/\(Sample.id(404))/claim", headers: [("Authorization", "Bearer \(tokens.accessToken)")])
      #expect(claim.status == 403)
      #expect(try await rig.call("PATCH", path, headers: admin, body: #"{"status":"disabled"}"#).status == 200)
      #expect(try await me(rig, tokens.accessToken) == 401)
      let refresh = #"{"refresh_token":"\#(tokens.refreshToken ?? "")"}"#
      #expect(try await rig.call("POST", "/v1/auth/refresh", headers: [], body: refresh).status == 401)
      #expect(try await login(rig, "ana@example.org", "first password").status == 401)
    }
  }

  @Test func refusals() async throws {
    try await Rig.with { rig in
      let admin = try rig.bearer(.admin)
      let owner = try #require(rig.users[.owner])
      let nobody = Sample.id(404)
      let rows: [(String, String, [(String, String)], String?, Int, String?)] = [
        (
          "POST", "/v1/users", try rig.bearer(.operator), #"{"email":"a@b.c","role":"viewer","password":"12345678"}"#,
          403, nil
        ),
        ("GET", "/v1/users/accounts", try rig.bearer(.operator), nil, 403, nil),
        ("GET", "/v1/users/\(owner.id)", try rig.bearer(.viewer), nil, 403, nil),
        ("GET", "/v1/users/\(nobody)", admin, nil, 404, nil), ("GET", "/v1/users/x", admin, nil, 404, nil),
        ("PATCH", "/v1/users/\(nobody)", admin, #"{"role":"odd"}"#, 404, nil),
        ("POST", "/v1/users/\(nobody)/password", admin, #"{"password":"short"}"#, 404, nil),
        ("POST", "/v1/users", admin, #"{"email":"nobody","role":"viewer","password":"short"}"#, 400, "password"),
        ("POST", "/v1/users", admin, #"{"email":"a@b.c","role":"owner","password":"12345678"}"#, 403, nil),
        ("POST", "/v1/users", admin, #"{"email":"a@b.c","role":"odd","password":"12345678"}"#, 400, "role"),
        ("PATCH", "/v1/users/\(owner.id)", admin, #"{"role":"viewer"}"#, 403, nil),
        ("PATCH", "/v1/users/\(owner.id)", Rig.owner, #"{"status":"disabled"}"#, 409, nil),
        ("PATCH", "/v1/users/\(owner.id)", Rig.owner, #"{"role":"admin"}"#, 409, nil),
        ("GET", "/v1/users/accounts?role=odd&sort=password", admin, nil, 400, "sort"),
        ("POST", "/v1/users/\(owner.id)/password", admin, #"{"password":"12345678"}"#, 403, nil),
      ]
      for (method, path, headers, body, status, field) in rows {
        let answer = try await rig.call(method, path, headers: headers, body: body)
        #expect(answer.status == status, "\(method) \(path) \(body ?? "")")
        if let field { #expect(answer.error?.field == field, "\(method) \(path)") }
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("short\""), "\(path) echoes a password")
      }
    }
  }

  @Test func passwords() async throws {
    try await Rig.with { rig in
      let user = try #require(rig.users[.operator])
      let tokens = try await login(rig, user.email, Rig.password).data(TokenReply.self)
      let bearer = [("Authorization", "Bearer \(tokens.accessToken)")]
      let wrong = #"{"currentPassword":"wrong","newPassword":"second password"}"#
      let refused = try await rig.call("POST", "/v1/users/me/password", headers: bearer, body: wrong)
      #expect(refused.status == 403 && refused.error?.field == "currentPassword")
      let short = #"{"currentPassword":"\#(Rig.password)","newPassword":"short"}"#
      let tooShort = try await rig.call("POST", "/v1/users/me/password", headers: bearer, body: short)
      #expect(tooShort.status == 400 && tooShort.error?.field == "newPassword")
      let body = #"{"currentPassword":"\#(Rig.password)","newPassword":"second password"}"#
      #expect(try await rig.call("POST", "/v1/users/me/password", headers: bearer, body: body).status == 204)
      #expect(try await login(rig, user.email, Rig.password).status == 401)
      let refresh = #"{"refresh_token":"\#(tokens.refreshToken ?? "")"}"#
      #expect(try await rig.call("POST", "/v1/auth/refresh", headers: [], body: refresh).status == 401)
      #expect(try await login(rig, user.email, "second password").status == 200)
      let given = #"{"password":"third password"}"#
      let path = "/v1/users/\(user.id)/password"
      #expect(try await rig.call("POST", path, headers: try rig.bearer(.admin), body: given).status == 204)
      #expect(try await login(rig, user.email, "second password").status == 401)
      #expect(try await login(rig, user.email, "third password").status == 200)
      // Who holds a stolen token does not get to try passwords for long.
      let stolen = try rig.bearer(.viewer)
      var statuses: [Int] = []
      for _ in 0..<7 {
        statuses.append(try await rig.call("POST", "/v1/users/me/password", headers: stolen, body: wrong).status)
      }
      #expect(statuses.prefix(5).allSatisfy { $0 == 403 } && statuses.contains(429))
    }
  }

  @Test func aDisabledPersonsSocketClosesAndOthersStay() async throws {
    try await Rig.with { rig in
      let user = try #require(rig.users[.operator])
      let socket = try await rig.socket(token: try rig.token(.operator))
      try await socket.subscribe(["tasks:*"])
      let other = try await rig.socket(token: try rig.token(.viewer))
      try await other.subscribe(["tasks:*"])
      let body = #"{"status":"disabled"}"#
      #expect(try await rig.call("PATCH", "/v1/users/\(user.id)", body: body).status == 200)
      #expect(try await socket.message(of: "error")["error"]?["code"]?.string == "UNAUTHORIZED")
      guard case .closed(let code, _) = try await socket.end() else {
        Issue.record("the socket stays open")
        return
      }
      #expect(code == 1008)
      let (_, answer) = try await SocketWire.open(
        port: rig.port, headers: [("Authorization", "Bearer \(try rig.token(.operator))")])
      #expect(answer.status == 401)
      _ = try await rig.task()
      _ = try await other.message(of: "task.created")
    }
  }

  /// What a new account of an agent is for: a key, and never a decision.
  @Test func anAgentsKey() async throws {
    try await Rig.with { rig in
      let made = try await rig.call("POST", "/v1/users", body: #"{"email":"bot@example.org","role":"agent"}"#)
      let bot = try made.data(User.self)
      let body = #"{"name":"bot","scopes":["pipelines:write","tasks:read"],"principalId":"\#(bot.id)"}"#
      let reply = try await rig.call("POST", "/v1/auth/keys", body: body).data(KeyReply.self)
      let key = [("X-API-Key", try #require(reply.apiKey))]
      let me = try await rig.call("GET", "/v1/users/me", headers: key).data(CurrentUser.self)
      #expect(me.id == bot.id && me.role == .agent && me.credential == .apiKey)
      let task = try await rig.task(headers: key)
      #expect(task.createdBy == bot.id)
      for path in ["complete", "claim"] {
        let refused = try await rig.call(
          "POST", "/v1/tasks/\(task.id)/\(path)", headers: key, body: #"{"decision":"approved"}"#)
        #expect(refused.status == 403, "\(path)")
      }
      let wide = body.replacingOccurrences(of: "tasks:read", with: "tasks:approve")
      let refused = try await rig.call("POST", "/v1/auth/keys", body: wide)
      #expect(refused.status == 400 && refused.error?.field == "scopes")
      #expect(try await login(rig, "bot@example.org", "").status == 401)
    }
  }
}
