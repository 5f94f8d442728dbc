// What one client may cost: dead readers, many channels, strange pages, viewers who went away (rulings R22, R23, R60).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct SocketLimitTests {
  /// Writes tasks with long details until the server says that it cut `clients` off.
  private static func flood(_ rig: Rig, until clients: Int, bytes: Int) async throws -> Int {
    let wire = try await Wire.open(port: rig.port)
    defer { wire.close() }
    let long = String(repeating: "x", count: bytes)
    var count = 0
    while rig.lines.all.components(separatedBy: "slow WebSocket client").count - 1 < clients, count < 400 {
      count += 1
      let body = #"{"type":"decision","title":"t","context":{"summary":"s","details":"\#(long)"}}"#
      _ = try await wire.call("POST", "/v1/tasks", headers: Rig.owner, body: body)
    }
    return count
  }

  @Test func deadReadersAreCutAndFiftyLiveOnesHearEverythingInOrder() async throws {
    try await Rig.with(configure: {
      $0.rateLimit = 0
      $0.limits.socketQueue = 256 << 10
      $0.limits.closeSeconds = 0.2
    }) { rig in
      var dead: [SocketWire] = []
      for _ in 0..<3 {
        let socket = try await rig.socket(receiveBuffer: 4096)
        try await socket.subscribe(["tasks:*"])
        dead.append(socket)
      }
      var live: [SocketWire] = []
      for _ in 0..<50 {
        let socket = try await rig.socket()
        try await socket.subscribe(["tasks:*"])
        live.append(socket)
      }
      let writing = Task {
        let count = try await Self.flood(rig, until: 3, bytes: 60_000)
        // The last one is told from the others.
        return (count, try await rig.task("the end").id)
      }
      let heard = try await withThrowingTaskGroup(of: [Int].self) { group in
        for socket in live {
          group.addTask {
            var seqs: [Int] = []
            while true {
              let message = try await socket.message(of: "task.created")
              seqs.append(message["seq"]?.int ?? 0)
              if message["data"]?["task"]?["title"]?.string == "the end" { return seqs }
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let (count, _) = try await writing.value
      #expect(heard.count == 50)
      for seqs in heard { #expect(seqs == Array(1...(count + 1))) }
      for socket in dead {
        switch try await socket.end() {
        case .closed(let code, let reason): #expect(code == 1013 && reason.contains("slow"))
        case .ended: break  // cut before it could be told
        default: Issue.record("a dead reader goes on")
        }
      }
    }
  }

  @Test func theNumberOfMessagesIsBoundedToo() async throws {
    try await Rig.with(configure: {
      $0.rateLimit = 0
      $0.limits.socketMessages = 20
      $0.limits.socketQueue = 1 << 30
      $0.limits.closeSeconds = 0.2
    }) { rig in
      let slow = try await rig.socket(receiveBuffer: 4096)
      try await slow.subscribe(["tasks:*"])
      let count = try await Self.flood(rig, until: 1, bytes: 60_000)
      #expect(count < 400 && rig.lines.all.contains("\"queuedMessages\":21"))
    }
  }

  @Test func theBacklogCountsWhatHasNotLeft() {
    var backlog = SocketBacklog()
    for size in [10, 200, 70_000] { backlog.wrote(size) }
    let sizes = [12, 204, 70_010]
    #expect(backlog.count(buffered: 70_226) == 3)
    #expect(backlog.count(buffered: 70_225) == 3)
    #expect(backlog.count(buffered: sizes[1] + sizes[2]) == 2)
    #expect(backlog.count(buffered: 1) == 1)
    backlog.wrote(10)
    #expect(backlog.count(buffered: 13) == 2)
    #expect(backlog.count(buffered: 0) == 0)
    for _ in 0..<5000 { backlog.wrote(0) }
    #expect(backlog.count(buffered: 2000) == 1000)
    #expect(backlog.count(buffered: 2) == 1)
  }

  @Test func channelsOfAConnectionAreBounded() async throws {
    try await Rig.with(configure: { $0.limits.channels = 3 }) { rig in
      let socket = try await rig.socket()
      let channels = (1...3).map { "pipeline:\(Sample.id($0))" }
      try await socket.subscribe(channels)
      try await socket.subscribe([channels[0]])
      try await socket.send(.subscribe(channels: ["tasks:*"], since: nil))
      let refusal = try await socket.message()
      #expect(
        refusal["error"]?["code"]?.string == "VALIDATION_ERROR" && refusal["error"]?["field"]?.string == "channels")
      try await socket.send(.unsubscribe(channels: [channels[2]]))
      _ = try await socket.message(of: "subscribed")
      #expect(try await socket.subscribe(["tasks:*"])["channels"]?.array?.count == 3)
    }
  }

  // MARK: - Origins

  @Test(arguments: [
    ("http://localhost", true), ("http://LOCALHOST:3000", true), ("https://127.0.0.1:8443", true),
    ("http://127.1.2.3", true), ("http://[::1]", true), ("http://[::1]:80", true), ("https://ok.example", true),
    ("https://OK.example", true), ("https://ok.example:444", false), ("http://ok.example", false),
    ("https://not.ok.example", false), ("null", false), ("", false), ("http://", false), ("localhost", false),
    ("http://127.evil.example", false), ("http://127.0.0.1.evil.example", false),
    ("http://localhost.evil.example", false),
    ("http://localhost@evil.example", false), ("http://evil.example/localhost", false), ("file://localhost", false),
    ("http://localhost:99999", false), ("http://localhost/", false), ("http://[::1", false),
    ("http://127.0.0.256", false),
  ])
  func origins(_ origin: String, _ isAllowed: Bool) {
    #expect(OriginRule(allowed: ["https://ok.example"]).admits(origin) == isAllowed)
  }

  @Test func aPageIsAskedForItsOriginAtTheDoor() async throws {
    try await Rig.with(configure: { $0.corsOrigins = ["https://ok.example"] }) { rig in
      let rows: [([(String, String)], Int)] = [
        ([("Origin", "https://ok.example")], 101), ([("Origin", "http://localhost:5173")], 101), ([], 101),
        // Its own name in both headers: a name that was made to point here.
        ([("Origin", "http://rebound.example"), ("X-Forwarded-Host", "rebound.example")], 403),
        ([("Origin", "https://ok.example"), ("Origin", "https://elsewhere.example")], 403),
      ]
      for (headers, status) in rows {
        let (socket, answer) = try await SocketWire.open(port: rig.port, headers: Rig.owner + headers)
        #expect(answer.status == status, "\(headers)")
        socket.wire.close()
      }
    }
  }

  // MARK: - Presence

  /// A viewer whose machine went away says nothing any more: it is not shown as looking when it is cut off.
  @Test func aSilentViewerIsSeenNoMore() async throws {
    try await Rig.with(configure: {
      $0.limits.pingSeconds = 2
      $0.limits.closeSeconds = 30
    }) { rig in
      let watcher = try await rig.socket()
      try await watcher.subscribe(["tasks:*"])
      let viewer = try await rig.socket(token: try rig.token(.operator))
      try await viewer.send(.viewing(taskId: Sample.id(1)))
      var seen: [Int] = []
      while seen.last != 0 {
        switch try await watcher.next() {
        case .ping: try await watcher.send(opcode: 10, [])
        case .message(let message):
          if message["type"]?.string == "presence" { seen.append(message["viewers"]?.array?.count ?? -1) }
        case let item:
          Issue.record("\(item)")
          return
        }
      }
      #expect(seen == [1, 0])
    }
  }
}
