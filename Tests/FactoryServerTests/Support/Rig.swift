// A whole server on a free port over a store of its own, with people in it. Everything ends with the test.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import FactoryServer
import FactoryStorage
import Foundation
import Synchronization

/// A running server and who may use it.
struct Rig: Sendable {
  let engine: Engine
  let server: RunningServer
  let lines: Lines
  let users: [Role: User]
  static let password = "correct horse"
  static let ownerToken = "owner-token-of-the-tests"
  static let secret = Array("a secret of more than thirty-two bytes".utf8)

  var port: Int { server.boundPort ?? 0 }

  /// What the server logged.
  final class Lines: Sendable {
    private let text = Mutex("")
    var all: String { text.withLock { $0 } }
    func add(_ bytes: [UInt8]) { text.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
  }

  static func with(
    logLevel: LogLevel = .info, location: StoreLocation = .memory, notifications: NotificationSettings? = nil,
    configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (Rig) async throws -> Void
  ) async throws {
    let store = try SQLiteStore(location)
    let settings = EngineSettings(selfDecision: true, approverPolicy: .unchecked, notifications: notifications)
    let engine = Engine(store: store, ids: RandomIDSource(), settings: settings)
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.tokenSecret = secret
    configuration.limits.drainSeconds = 2
    configuration.passwordCost = cheap
    configure(&configuration)
    let users = try await people(engine)
    guard let owner = users[.owner] else { throw WireFault(description: "there is no owner") }
    let lines = Lines()
    let server = FactoryServer(
      engine: engine, configuration: configuration,
      owner: LocalOwner(
        token: ownerToken, actor: Actor(kind: .user, id: owner.id, name: owner.name, role: .owner), email: owner.email),
      version: "test", log: ServerLog(level: logLevel) { lines.add($0) })
    let running = try await server.start()
    do {
      try await body(Rig(engine: engine, server: running, lines: lines, users: users))
    } catch {
      await running.stop()
      await store.close()
      throw error
    }
    await running.stop()
    await store.close()
  }

  /// Real hashes would take both cores from what runs beside them.
  private static let cheap = ScryptCost(n: 16, r: 1, p: 1)

  /// One user of each role; the password is the same.
  private static func people(_ engine: Engine) async throws -> [Role: User] {
    let hash = Scrypt.hash(password: password, cost: cheap)
    return try await engine.run(.system, now: now()) { useCases in
      var users: [Role: User] = [:]
      for role in Role.declared {
        users[role] = try useCases.createUser(
          email: "\(role.rawValue)@example.com", name: role.rawValue.capitalized, role: role, passwordHash: hash)
      }
      return users
    }
  }

  static func now() -> Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }

  /// An access token of a role, or with other scopes; `seconds`: until it ends.
  func token(_ role: Role, scopes: [Scope]? = nil, seconds: Int = 900) throws -> String {
    guard let user = users[role] else { throw WireFault(description: "there is no \(role)") }
    let issued = Int(Date().timeIntervalSince1970)
    return try TokenSigner(secret: Self.secret).sign(
      TokenClaims(
        sub: user.id, email: user.email, role: role, scopes: scopes ?? role.scopes, iat: issued,
        exp: issued + seconds))
  }

  func bearer(_ role: Role) throws -> [(String, String)] { [("Authorization", "Bearer \(try token(role))")] }

  static let owner = [("Authorization", "Bearer \(ownerToken)")]

  /// One request on a connection of its own; as the local owner where nothing else is said.
  func call(
    _ method: String, _ target: String, headers: [(String, String)] = Rig.owner, body: String? = nil
  ) async throws -> HTTPAnswer {
    let wire = try await Wire.open(port: port)
    defer { wire.close() }
    return try await wire.call(method, target, headers: headers, body: body)
  }

  /// A task, made through the API.
  func task(_ title: String = "Ship it?", headers: [(String, String)] = Rig.owner) async throws -> FactoryTask {
    let body = #"{"type":"decision","title":"\#(title)","context":{"summary":"Why."}}"#
    return try await call("POST", "/v1/tasks", headers: headers, body: body).data(FactoryTask.self)
  }

  func pipeline(_ name: String = "Alpha") async throws -> Pipeline {
    try await call("POST", "/v1/pipelines", body: #"{"name":"\#(name)","platform":"shopify"}"#).data(Pipeline.self)
  }

  /// A socket as the local owner or with a token.
  func socket(token: String = Rig.ownerToken, receiveBuffer: Int32? = nil) async throws -> SocketWire {
    let (socket, answer) = try await SocketWire.open(
      port: port, headers: [("Authorization", "Bearer \(token)")], receiveBuffer: receiveBuffer)
    guard answer.status == 101 else { throw WireFault(description: "the handshake was answered \(answer.status)") }
    return socket
  }
}

/// Waits until a condition holds; false when it does not within the time.
func eventually(seconds: Double = 10, _ condition: () async throws -> Bool) async rethrows -> Bool {
  let end = Date().addingTimeInterval(seconds)
  while Date() < end {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return false
}
