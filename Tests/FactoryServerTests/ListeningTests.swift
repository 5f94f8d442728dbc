// Where the server listens, who may show the owner's token there, how it stops, and what it does by itself in time.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct ListeningTests {
  private func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("gf-\(UUID().uuidString.prefix(8))").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test func aPortAndASocketAtOnce() async throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/factory.sock"
    try await Rig.with(configure: { $0.socketPath = path }) { rig in
      var info = stat()
      #expect(lstat(path, &info) == 0)
      #expect(info.st_mode & 0o777 == 0o600)
      let wire = try await Wire.open(path: path)
      #expect(try await wire.call("GET", "/v1/tasks", headers: Rig.owner).status == 200)
      #expect(try await rig.call("GET", "/v1/tasks").status == 200)
      await rig.server.stop()
      #expect(lstat(path, &info) != 0)
    }
  }

  @Test func aDeadServersSocketIsReplacedAndALivingOnesKept() async throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/factory.sock"
    try await Rig.with(configure: { $0.socketPath = path }) { first in
      try await Rig.with(configure: { $0.socketPath = path }) { second in
        await first.server.stop()
        let wire = try await Wire.open(path: path)
        #expect(try await wire.call("GET", "/v1/tasks", headers: Rig.owner).status == 200)
        _ = second
      }
    }
  }

  @Test func aTakenPortIsOneSentence() async throws {
    try await Rig.with { rig in
      let problem = await #expect(throws: ListenProblem.self) {
        try await Rig.with(configure: { $0.port = rig.port }) { _ in }
      }
      #expect(problem?.description.contains("127.0.0.1:\(rig.port)") == true)
      #expect(problem?.description.contains("in use") == true)
    }
  }

  @Test func theOwnersTokenIsForThisMachine() async throws {
    let engine = try engine()
    let authenticator = Authenticator(
      owner: LocalOwner(
        token: "t", actor: Actor(kind: .user, id: Sample.id(1), name: "", role: .owner), email: ""),
      signer: try .init(secret: Rig.secret),
      directory: AccessDirectory(engine: engine, log: ServerLog(level: .fatal) { _ in }), guesses: PasswordGuard())
    let near = try await authenticator.authenticate(token: "t", peer: Peer(isLocal: true, address: ""), now: Rig.now())
    #expect(near.isLocalOwner)
    await #expect(throws: Refusal.self) {
      try await authenticator.authenticate(token: "t", peer: Peer(isLocal: false, address: ""), now: Rig.now())
    }
    await engine.store.close()
  }

  private func engine() throws -> Engine {
    Engine(store: try SQLiteStore(.memory), ids: RandomIDSource(), settings: EngineSettings())
  }

  @Test func stoppingLetsRequestsEnd() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      let body = #"{"type":"decision","title":"t","context":{"summary":"s"}}"#
      try await wire.send(
        "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
          + body.prefix(10))
      let idle = try await Wire.open(port: rig.port)
      _ = try await idle.call("GET", "/healthz")
      #expect(await eventually { rig.server.connections == 2 })
      async let stopped: Void = rig.server.stop()
      #expect(try await idle.readToEnd().isEmpty)
      try await wire.send(String(body.dropFirst(10)))
      #expect(try await wire.answer().status == 201)
      await stopped
      await #expect(throws: WireFault.self) { try await Wire.open(port: rig.port) }
    }
  }

  @Test func stoppingDoesNotWaitForever() async throws {
    try await Rig.with(configure: { $0.limits.drainSeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send(
        "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: 9\r\n\r\n")
      #expect(await eventually { rig.server.connections == 1 })
      let start = ContinuousClock.now
      await rig.server.stop()
      #expect(ContinuousClock.now - start < .seconds(5))
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  @Test func decisionsTakeEffectOnTime() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      try await socket.subscribe(["tasks:*"])
      var delays: [Double] = []
      for _ in 0..<3 {
        let task = try await rig.task()
        let body = #"{"decision":"approved","graceSeconds":1}"#
        let pending = try await rig.call("POST", "/v1/tasks/\(task.id)/complete", body: body).data(FactoryTask.self)
        let effectiveAt = try #require(pending.pendingDecision?.effectiveAt)
        let completed = try await socket.message(of: "task.completed")
        let late = Rig.now().seconds(since: effectiveAt)
        #expect(late > -0.002)
        delays.append(late)
        #expect(completed["data"]?["task"]?["id"]?.string == task.id.description)
      }
      // The machine may be busy with other tests; the timer itself is not slow.
      #expect((delays.min() ?? .infinity) < 0.25, "\(delays) s late")
    }
  }
}
