// The socket's stories (contract §1.6, rulings R20–R23, R51, R60), over real connections.
import FactoryContracts
import FactoryServer
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct SocketTests {
  @Test func aDecisionIsHeard() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      let subscribed = try await socket.subscribe(["tasks:*", "pipeline:*"])
      #expect(subscribed["channels"]?.array == ["pipeline:*", "tasks:*"])
      let task = try await rig.task()
      let created = try await socket.message()
      #expect(created["type"]?.string == "task.created")
      #expect(created["channel"]?.string == "tasks:*")
      #expect(created["data"]?["task"]?["id"]?.string == task.id.description)
      let seq = try #require(created["seq"]?.int)
      #expect(seq > (subscribed["seq"]?.int ?? .max))
      let body = #"{"decision":"approved","notes":"fine"}"#
      #expect(try await rig.call("POST", "/v1/tasks/\(task.id)/complete", body: body).status == 200)
      let completed = try await socket.message(of: "task.completed")
      #expect(completed["data"]?["decision"]?.string == "approved")
      // As the client's own types read it.
      let event = try FactoryJSON.decode(WsEvent.self, from: FactoryJSON.encode(completed))
      #expect(event.event.type == .taskCompleted)
      try await socket.send(.ping)
      _ = try await socket.message(of: "pong")
      try await socket.send(.unsubscribe(channels: ["tasks:*"]))
      #expect(try await socket.message(of: "subscribed")["channels"]?.array == ["pipeline:*"])
      _ = try await rig.task("unheard")
      let pipeline = try await rig.pipeline()
      #expect(try await socket.message()["data"]?["pipeline"]?["id"]?.string == pipeline.id.description)
    }
  }

  @Test func replayMeetsLiveWithoutGapOrDouble() async throws {
    try await Rig.with(logLevel: .error) { rig in
      let first = try await rig.socket()
      try await first.subscribe(["tasks:*"])
      let writing = Task {
        let wire = try await Wire.open(port: rig.port)
        for index in 0..<300 {
          let body = #"{"type":"decision","title":"n\#(index)","context":{"summary":"s"}}"#
          _ = try await wire.call("POST", "/v1/tasks", headers: Rig.owner, body: body)
        }
      }
      // Sockets come while it is being written, each from another point of the past.
      let starts: [Int64] = [0, 0, 1, 40, 80]
      let heard = try await withThrowingTaskGroup(of: (Int64, [Int]).self) { group in
        for (index, since) in starts.enumerated() {
          group.addTask {
            try #require(
              await eventually(seconds: 60) {
                (try? await rig.engine.read { try $0.seq() } > Int64(index * 50)) ?? false
              })
            let socket = try await rig.socket()
            try await socket.send(.subscribe(channels: ["tasks:*"], since: since))
            var seqs: [Int] = []
            while seqs.last != 300 {
              let message = try await socket.message()
              if message["type"]?.string == "task.created" { seqs.append(message["seq"]?.int ?? 0) }
            }
            return (since, seqs)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      try await writing.value
      for (since, seqs) in heard { #expect(seqs == Array(Int(since) + 1...300), "since \(since)") }
      var live: [Int] = []
      while live.last != 300 { live.append(try await first.message()["seq"]?.int ?? 0) }
      #expect(live == Array(1...300))
    }
  }

  @Test func whatIsNoLongerKeptIsGone() async throws {
    try await Rig.with { rig in
      for index in 0..<3 { _ = try await rig.task("\(index)") }
      try await rig.engine.store.write { try $0.trimEvents(before: Rig.now().adding(seconds: 60)) }
      _ = try await rig.task("after")
      let socket = try await rig.socket()
      try await socket.send(.subscribe(channels: ["tasks:*"], since: 1))
      #expect(try await socket.message()["error"]?["code"]?.string == "GONE")
      #expect(try await socket.message(of: "subscribed")["seq"]?.int == 4)
      _ = try await rig.task("live")
      #expect(try await socket.message(of: "task.created")["seq"]?.int == 5)
      let answer = try await rig.call("GET", "/v1/events?after=1")
      #expect(answer.status == 410)
      #expect(answer.error?.code == .gone)
    }
  }

  @Test func theFutureIsRefusedAndLiveGoesOn() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      try await socket.send(.subscribe(channels: ["tasks:*"], since: 999))
      #expect(try await socket.message()["error"]?["code"]?.string == "VALIDATION_ERROR")
      _ = try await socket.message(of: "subscribed")
      _ = try await rig.task()
      _ = try await socket.message(of: "task.created")
    }
  }

  @Test func badMessagesAreAnsweredAndForgiven() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      let bad = [
        "", "{", "[]", "null", #"{"type":"sing"}"#, #"{"type":"subscribe"}"#, #"{"type":"subscribe","channels":["x"]}"#,
        #"{"type":"subscribe","channels":"tasks:*"}"#, #"{"type":"viewing","taskId":"x"}"#,
        String(repeating: "[", count: 100), #"{"type":"subscribe","channels":["tasks:*"],"since":"a"}"#,
        #"{"type":"ping","type":"subscribe","channels":["tasks:*"]}"#,
      ]
      for text in bad {
        try await socket.send(text: Data(text.utf8))
        let answer = try await socket.message()
        #expect(answer["type"]?.string == "error", "\(text)")
        #expect(["BAD_REQUEST", "VALIDATION_ERROR"].contains(answer["error"]?["code"]?.string ?? ""), "\(text)")
      }
      try await socket.send(opcode: 2, [1, 2, 3])
      #expect(try await socket.message()["type"]?.string == "error")
      try await socket.subscribe(["tasks:*"])
    }
  }

  @Test func channelsNeedTheirScope() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket(token: try rig.token(.viewer, scopes: [.tasksRead]))
      try await socket.send(.subscribe(channels: ["tasks:*", "pipeline:*"], since: nil))
      let answer = try await socket.message()
      #expect(answer["error"]?["code"]?.string == "FORBIDDEN")
      #expect(answer["error"]?["details"]?["requiredScope"]?.string == "pipelines:read")
      #expect(try await socket.subscribe(["tasks:*"])["channels"]?.array == ["tasks:*"])
    }
  }

  @Test func strangersAreRefusedAtTheDoor() async throws {
    try await Rig.with { rig in
      let rows: [(String, [(String, String)], Int)] = [
        ("/v1/ws", [], 401), ("/v1/ws?token=nonsense", [], 401), ("/v1/ws", [("Authorization", "Bearer x")], 401),
        ("/v1/ws", [("X-API-Key", "k")], 401),
        ("/v1/ws", [("Authorization", "Bearer \(try rig.token(.viewer, scopes: [.pipelinesRead]))")], 403),
        ("/v1/ws", Rig.owner + [("Origin", "https://elsewhere.example")], 403),
        ("/v1/ws", Rig.owner + [("Origin", "null")], 403),
        ("/v1/ws?token=\(Rig.ownerToken)", [], 101), ("/v1/ws", Rig.owner + [("Origin", "http://localhost")], 101),
      ]
      for (target, headers, status) in rows {
        let (socket, answer) = try await SocketWire.open(port: rig.port, target: target, headers: headers)
        #expect(answer.status == status, "\(target) \(headers)")
        if status != 101 {
          #expect(answer.json["type"]?.string == "error")
          #expect(answer.error?.requestId == answer.headers["x-request-id"])
        }
        socket.wire.close()
      }
    }
  }

  @Test func presenceIsSeen() async throws {
    try await Rig.with { rig in
      let (one, two) = (Sample.id(1), Sample.id(2))
      let watcher = try await rig.socket()
      try await watcher.subscribe(["tasks:*"])
      let viewer = try await rig.socket(token: try rig.token(.operator))
      try await viewer.send(.viewing(taskId: one))
      let seen = try await watcher.message(of: "presence")
      #expect(seen["taskId"]?.string == one.description)
      #expect(seen["viewers"]?.array?.first?["name"]?.string == "Operator")
      #expect(seen["seq"] == nil)
      try await viewer.send(.viewing(taskId: two))
      #expect(try await watcher.message(of: "presence")["viewers"]?.array?.isEmpty == true)
      #expect(try await watcher.message(of: "presence")["taskId"]?.string == two.description)
      // Who comes later is told.
      let late = try await rig.socket()
      try await late.subscribe(["tasks:*"])
      #expect(try await late.message(of: "presence")["taskId"]?.string == two.description)
      viewer.wire.close()
      #expect(try await watcher.message(of: "presence")["viewers"]?.array?.isEmpty == true)
    }
  }

  @Test func aSlowConsumerIsCutAndHarmsNobody() async throws {
    try await Rig.with(configure: {
      $0.limits.socketQueue = 256 << 10
      $0.limits.closeSeconds = 0.2
    }) { rig in
      let slow = try await rig.socket(receiveBuffer: 4096)
      try await slow.subscribe(["tasks:*"])
      let quick = try await rig.socket()
      try await quick.subscribe(["tasks:*"])
      let long = String(repeating: "x", count: 90_000)
      let wire = try await Wire.open(port: rig.port)
      var heard = 0
      // The quick one is never further behind than one event, however busy the machine: only the slow one may be cut.
      while !rig.lines.all.contains("slow WebSocket client"), heard < 400 {
        let body = #"{"type":"decision","title":"t","context":{"summary":"s","details":"\#(long)"}}"#
        #expect(try await wire.call("POST", "/v1/tasks", headers: Rig.owner, body: body).status == 201)
        let message = try await quick.message(of: "task.created")
        heard += 1
        #expect(message["seq"]?.int == heard)
      }
      #expect(rig.lines.all.contains("slow WebSocket client"))
      switch try await slow.end() {
      case .closed(let code, let reason):
        #expect(code == 1013)
        #expect(reason.contains("slow"))
      case .ended: break  // it was cut before it read its backlog
      default: Issue.record("the slow one goes on")
      }
    }
  }

  @Test func aTokensEndClosesTheSocket() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket(token: try rig.token(.operator, seconds: 4))
      #expect(try await socket.message(of: "error")["error"]?["code"]?.string == "UNAUTHORIZED")
      guard case .closed(let code, let reason) = try await socket.end() else {
        Issue.record("the socket stays open")
        return
      }
      #expect(code == 1008 && reason.contains("expired"))
    }
  }

  @Test func stoppingSaysGoingAway() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      try await socket.subscribe(["tasks:*"])
      async let stopped: Void = rig.server.stop()
      guard case .closed(let code, _) = try await socket.end() else {
        Issue.record("no close came")
        return
      }
      #expect(code == 1001)
      try await socket.send(opcode: 8, [3, 233])
      await stopped
      #expect(rig.server.connections == 0)
    }
  }

  @Test func silentClientsArePingedAndCut() async throws {
    try await Rig.with(configure: {
      $0.limits.pingSeconds = 0.4
      $0.limits.closeSeconds = 0.1
    }) { rig in
      let socket = try await rig.socket()
      #expect(try await socket.next() == .ping)
      guard case .closed(let code, _) = try await socket.end() else {
        Issue.record("no close came")
        return
      }
      #expect(code == 1008)
    }
  }

  @Test func protocolErrorsAndLargeMessagesClose() async throws {
    try await Rig.with { rig in
      let large = try await rig.socket()
      try? await large.send(opcode: 1, [UInt8](repeating: 32, count: 100_000))
      let end = try await large.end()
      if case .closed(let code, _) = end { #expect(code == 1009 || code == 1002) }
      #expect(end != .ping)
      let garbage = try await rig.socket()
      try await garbage.wire.send([UInt8](repeating: 0xff, count: 64))
      if case .closed(let code, _) = try await garbage.end() { #expect(code == 1009 || code == 1002) }
      let closing = try await rig.socket()
      try await closing.send(opcode: 8, [3, 232])
      #expect(try await closing.end() == .closed(code: 1000, reason: ""))
      #expect(await eventually { rig.server.connections == 0 })
    }
  }
}
