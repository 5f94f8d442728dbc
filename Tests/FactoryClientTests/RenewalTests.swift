// A token that ran out is renewed once, by one caller for all, and stored.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import Testing

@Suite struct RenewalTests {
  /// Accepts `fresh` only, and hands it out for the refresh token `again`.
  private func server() throws -> FakeServer {
    try FakeServer { request in
      if request.path == "/v1/auth/refresh" {
        return request.text.contains("\"again\"")
          ? FakeReply.json(#"{"ok":true,"data":{"access_token":"fresh","expires_in":900}}"#)
          : FakeReply.error(401, "UNAUTHORIZED")
      }
      return request.headers["authorization"] == "Bearer fresh"
        ? FakeReply.json("{}") : FakeReply.error(401, "UNAUTHORIZED")
    }
  }

  @Test func renewedOnceAndStored() throws {
    let folder = TemporaryFolder()
    let server = try server()
    let store = CredentialStore(configFolder: folder.path)
    try store.write(
      StoredLogin(origin: server.address.origin, kind: .bearer, secret: "old", refreshToken: "again"),
      for: server.address)
    let client = RESTClient(
      address: server.address, source: try SignIn.source(address: server.address, store: store))
    let failed = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      if (try? client.send(Call(method: .get, path: "/v1/x"))) == nil { failed.withLock { $0 += 1 } }
    }
    #expect(failed.withLock { $0 } == 0)
    #expect(server.requests.filter { $0.path == "/v1/auth/refresh" }.count == 1)
    let stored = try #require(try store.read(for: server.address))
    #expect(stored.secret == "fresh")
    #expect(stored.refreshToken == "again")
    #expect(stored.expiresAt != nil)
  }

  @Test func aUselessRefreshTokenEndsInTheRefusal() throws {
    let folder = TemporaryFolder()
    let server = try server()
    let store = CredentialStore(configFolder: folder.path)
    try store.write(
      StoredLogin(origin: server.address.origin, kind: .bearer, secret: "old", refreshToken: "gone"),
      for: server.address)
    let client = RESTClient(
      address: server.address, source: try SignIn.source(address: server.address, store: store))
    let failure = #expect(throws: APIFailure.self) { try client.send(Call(method: .get, path: "/v1/x")) }
    guard case .refused(let error) = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    #expect(error.code == .unauthorized)
    #expect(server.requests.count == 2)
  }

  @Test func aRenewalForAnotherOriginIsNotUsed() throws {
    let server = try server()
    let old = try Credential(.bearer, secret: "old", for: server.address)
    let foreign = try Credential(.bearer, secret: "fresh", for: ServerAddress.unix("/x"))
    let source = CredentialSource(old) { _ in foreign }
    #expect(throws: APIFailure.self) {
      try RESTClient(address: server.address, source: source).send(Call(method: .get, path: "/v1/x"))
    }
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer old" })
  }

  @Test func login() throws {
    let server = try FakeServer { _ in
      FakeReply.json(#"{"ok":true,"data":{"access_token":"a","refresh_token":"r","expires_in":900}}"#)
    }
    let login = try SignIn.login(address: server.address, email: "me@example.org", password: "p\"w")
    #expect(login.secret == "a")
    #expect(login.refreshToken == "r")
    #expect(login.origin == server.address.origin)
    let body = try FactoryJSON.decode(LoginBody.self, from: try #require(server.requests.first).body)
    #expect(body == LoginBody(email: "me@example.org", password: "p\"w"))
    #expect(server.requests.first?.headers["authorization"] == nil)
  }
}
