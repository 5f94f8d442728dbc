// No secret is ever found again: not in the log, the audit rows, the events, a list or an error, and not in the bytes on disk.
import FactoryContracts
import FactoryEngine
import FactoryServer
import FactoryStorage
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct SecretTests {
  /// What was shown or sent once.
  private final class Secrets: Sendable {
    private let all = Mutex<[String: String]>([:])
    func add(_ name: String, _ text: String?) { if let text { all.withLock { $0[name] = text } } }
    var named: [String: String] { all.withLock { $0 } }
  }

  private func key(_ rig: Rig, _ path: String, _ body: String, _ number: Int) async throws -> KeyReply {
    let headers = Rig.owner + [("Idempotency-Key", Sample.id(number).description)]
    let answer = try await rig.call("POST", path, headers: headers, body: body)
    try #require(answer.status == 201)
    let again = try await rig.call("POST", path, headers: headers, body: body)
    #expect(again.status == 201 && again.headers["idempotent-replayed"] == "true")
    #expect(again.json["data"]?["api_key"] == nil && again.json["api_key"] == nil)
    return try answer.data(KeyReply.self)
  }

  /// Everything that has to do with secrets, done once.
  private func live(_ rig: Rig, _ secrets: Secrets) async throws {
    let made = try await key(rig, "/v1/auth/keys", #"{"name":"k","scopes":["tasks:read","pipelines:write"]}"#, 1)
    secrets.add("key", made.apiKey)
    let rotated = try await key(
      rig, "/v1/auth/keys/rotate", #"{"key_id":"\#(made.keyId)","graceSeconds":60}"#, 2)
    secrets.add("rotated key", rotated.apiKey)
    let headers = [("X-API-Key", try #require(rotated.apiKey))]
    _ = try await rig.task(headers: headers)
    #expect(await eventually { (try? await rig.engine.read { try $0.apiKey(rotated.keyId)?.key.lastUsedAt }) != nil })
    let (socket, _) = try await SocketWire.open(
      port: rig.port, target: "/v1/ws?token=\(rotated.apiKey ?? "")", headers: [])
    try await socket.subscribe(["tasks:*"])
    let wrong = "gfk_0123456789abcdef_" + String(repeating: "Z", count: 43)
    secrets.add("guess", wrong)
    #expect(try await rig.call("GET", "/v1/tasks", headers: [("X-API-Key", wrong)]).status == 401)
    try await passwords(rig, secrets)
    #expect(try await rig.call("DELETE", "/v1/auth/keys/\(rotated.keyId)").status == 204)
    socket.wire.close()
  }

  private func passwords(_ rig: Rig, _ secrets: Secrets) async throws {
    for name in ["created-pass-phrase", "given-pass-phrase", "chosen-pass-phrase", "wrong-pass-phrase"] {
      secrets.add(name, name)
    }
    let key = [("Idempotency-Key", Sample.id(3).description)]
    let body = #"{"email":"eve@example.org","role":"operator","password":"created-pass-phrase"}"#
    let eve = try await rig.call("POST", "/v1/users", headers: Rig.owner + key, body: body).data(User.self)
    let given = #"{"password":"given-pass-phrase"}"#
    #expect(
      try await rig.call("POST", "/v1/users/\(eve.id)/password", headers: Rig.owner + key, body: given).status == 204)
    let login = #"{"email":"eve@example.org","password":"given-pass-phrase"}"#
    let tokens = try await rig.call("POST", "/v1/auth/login", headers: [], body: login).data(TokenReply.self)
    secrets.add("access token", tokens.accessToken)
    secrets.add("refresh token", tokens.refreshToken)
    let refresh = #"{"refresh_token":"\#(tokens.refreshToken ?? "")"}"#
    let second = try await rig.call("POST", "/v1/auth/refresh", headers: [], body: refresh).data(TokenReply.self)
    secrets.add("second access token", second.accessToken)
    secrets.add("second refresh token", second.refreshToken)
    #expect(try await rig.call("POST", "/v1/auth/refresh", headers: [], body: refresh).status == 401)
    let wrong = login.replacingOccurrences(of: "given", with: "wrong")
    #expect(try await rig.call("POST", "/v1/auth/login", headers: [], body: wrong).status == 401)
    let own = #"{"currentPassword":"given-pass-phrase","newPassword":"chosen-pass-phrase"}"#
    let bearer = [("Authorization", "Bearer \(second.accessToken)")]
    #expect(try await rig.call("POST", "/v1/users/me/password", headers: bearer + key, body: own).status == 204)
    secrets.add("owner's token", Rig.ownerToken)
    secrets.add("signing secret", String(decoding: Rig.secret, as: UTF8.self))
  }

  @Test func noneIsFoundAgain() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("factory-secrets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let secrets = Secrets()
    var shown: [(String, Data)] = []
    try await Rig.with(logLevel: .debug, location: .file(folder.path + "/f.db")) { rig in
      try await live(rig, secrets)
      for path in [
        "/v1/audit?limit=100", "/v1/events?limit=1000", "/v1/auth/keys", "/v1/users/accounts", "/v1/snapshot",
      ] {
        shown.append((path, try await rig.call("GET", path).body))
      }
      let audit = String(decoding: shown[0].1, as: UTF8.self)
      for action in [
        "key.created", "key.rotated", "key.revoked", "user.created", "user.password_changed", "session.reused",
      ] {
        #expect(audit.contains("\"\(action)\""), "\(action)")
      }
      // The files while they are in use: what the log before the database holds counts too.
      shown += try Self.files(folder)
      shown.append(("log", Data(rig.lines.all.utf8)))
    }
    shown += try Self.files(folder)
    #expect(secrets.named.count == 13)
    for (name, secret) in secrets.named {
      for (place, bytes) in shown where bytes.range(of: Data(secret.utf8)) != nil {
        Issue.record("\(name) is in \(place)")
      }
    }
    let hasKeys = shown.contains { $0.0 == "f.db" && $0.1.range(of: Data("gfk_".utf8)) != nil }
    #expect(hasKeys, "the search finds what is there")
  }

  private static func files(_ folder: URL) throws -> [(String, Data)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      (name, try Data(contentsOf: folder.appendingPathComponent(name)))
    }
  }
}
