// The reader against a real little WebSocket server: subscribing, resuming after cuts, dead links, refusals, stopping.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct SocketReaderTests {
  private static func options() -> SocketOptions {
    var options = SocketOptions()
    options.reconnect.firstDelay = 0.02
    options.reconnect.longestDelay = 0.1
    options.reconnect.jitter = 0
    return options
  }

  private final class Bench: Sendable {
    let server: FakeServer
    let reader: SocketReader
    let events = Recorder<LinkEvent>()

    init(
      unix: String? = nil, credential: String? = "token", since: Int64? = nil,
      edit: (inout SocketOptions) -> Void = { _ in }, script: @escaping FakeServer.Script = FakeReply.upgrade
    ) throws {
      server = try FakeServer(unix: unix, script: script)
      var options = SocketReaderTests.options()
      edit(&options)
      let address = server.address
      reader = SocketReader(
        address: address, credential: try credential.map { try Credential(.bearer, secret: $0, for: address) },
        options: options)
      let events = events
      reader.start(channels: ["tasks:*", "pipeline:*"], since: since) { events.add($0) }
    }

    deinit { reader.stop() }

    /// The server's end of the nth connection, once the client subscribed there.
    func socket(_ number: Int = 1) -> FakeSocket? {
      eventually { server.sockets.count >= number && server.sockets[number - 1].texts.count > 0 }
        ? server.sockets[number - 1] : nil
    }

    func saw(_ condition: (LinkEvent) -> Bool) -> Bool { eventually { events.all.contains(where: condition) } }
    func saw(_ event: LinkEvent) -> Bool { saw { $0 == event } }
    var seqs: [Int64] {
      events.all.compactMap { if case .event(let event) = $0 { event.seq } else { nil } }
    }
  }

  private func event(_ seq: Int64) -> String { LinkStateTests.text(.event(LinkStateTests.event(seq))) }
  private func subscribed(_ seq: Int64) -> String { LinkStateTests.text(.subscribed(channels: [], seq: seq)) }

  @Test(arguments: [false, true])
  func subscribesAndReceives(overUnixSocket: Bool) throws {
    let folder = TemporaryFolder()
    let bench = try Bench(unix: overUnixSocket ? folder.path + "/s" : nil, since: 4)
    let socket = try #require(bench.socket())
    #expect(
      try FactoryJSON.decode(ClientMessage.self, from: Data((socket.texts.all.first ?? "").utf8))
        == .subscribe(channels: ["tasks:*", "pipeline:*"], since: 4))
    let request = try #require(bench.server.requests.first)
    #expect(request.target == "/v1/ws")
    #expect(request.headers["authorization"] == "Bearer token")
    socket.send(event(5))
    socket.send(subscribed(5))
    socket.send(event(6))
    #expect(bench.saw(.event(LinkStateTests.event(6))))
    let expected: [LinkEvent] = [
      .connecting(attempt: 1), .event(LinkStateTests.event(5)), .connected(seq: 5), .event(LinkStateTests.event(6)),
    ]
    #expect(bench.events.all == expected)
    #expect(socket.unmasked.withLock { $0 } == 0)
  }

  private static func withFrames(_ bytes: [UInt8]) -> FakeServer.Script {
    { request in
      var steps = FakeReply.upgrade(request)
      if case .bytes(let head) = steps[0] { steps[0] = .bytes(head + bytes) }
      return steps
    }
  }

  @Test func framesInOnePieceWithTheHandshakeAndInCrumbs() throws {
    let bytes = FakeSocket.frameBytes(1, Array(subscribed(1).utf8)) + FakeSocket.frameBytes(1, Array(event(2).utf8))
    let bench = try Bench(since: 1, script: Self.withFrames(bytes))
    #expect(bench.saw(.event(LinkStateTests.event(2))))
    let socket = try #require(bench.socket())
    for byte in FakeSocket.frameBytes(1, Array(event(3).utf8)) { socket.raw([byte]) }
    #expect(bench.saw(.event(LinkStateTests.event(3))))
    let text = Array(event(4).utf8)
    socket.frame(1, Array(text[..<10]), final: false)
    socket.frame(9, [42])
    socket.frame(0, Array(text[10...]))
    #expect(bench.saw(.event(LinkStateTests.event(4))))
    #expect(eventually { socket.pongs.all == [[42]] })
  }

  @Test func resumesAfterCutsWithoutLossOrDoubling() throws {
    let bench = try Bench(since: 0)
    for round in 1...5 {
      let socket = try #require(bench.socket(round))
      let first = Data((socket.texts.all.first ?? "").utf8)
      guard case .subscribe(_, let since) = try FactoryJSON.decode(ClientMessage.self, from: first) else {
        return #expect(Bool(false))
      }
      #expect(since == Int64(round - 1) * 10)
      // Replays from before what the client asked for, as a careless server might.
      for seq in max(1, Int64(round - 1) * 10 - 3)...Int64(round) * 10 { socket.send(event(seq)) }
      socket.send(subscribed(Int64(round) * 10))
      #expect(bench.saw(.connected(seq: Int64(round) * 10)))
      // Cut in the middle of a frame.
      socket.raw(Array(FakeSocket.frameBytes(1, Array(event(999).utf8)).prefix(20)))
      socket.cut()
    }
    #expect(bench.socket(6) != nil)
    #expect(bench.seqs == Array(1...50))
  }

  @Test func backsOffWhileNothingListens() throws {
    let bench = try Bench()
    bench.server.stop()
    #expect(eventually { bench.events.all.contains(.connecting(attempt: 6)) })
    let delays = bench.events.all.compactMap { event -> Double? in
      if case .disconnected(_, let seconds) = event { seconds } else { nil }
    }
    // The first may be a cut connection's.
    #expect(delays.prefix(5) == [0.02, 0.04, 0.08, 0.1, 0.1])
  }

  @Test func aSilentLinkIsDeadAfterTwoPings() throws {
    let bench = try Bench(edit: { ($0.pingInterval, $0.silentAfter, $0.deadAfter) = (0.1, 0.15, 0.3) })
    let socket = try #require(bench.socket())
    #expect(bench.saw(.silent))
    #expect(bench.socket(2) != nil)
    #expect(socket.texts.all.filter { $0.contains("ping") }.count == 2)
    #expect(bench.saw { if case .disconnected(let reason, _) = $0 { reason.contains("nothing came") } else { false } })
  }

  @Test func aLinkThatSpeaksAgainIsHeard() throws {
    let bench = try Bench(edit: { ($0.pingInterval, $0.silentAfter, $0.deadAfter) = (0.1, 0.15, 30) })
    let socket = try #require(bench.socket())
    #expect(bench.saw(.silent))
    socket.send(LinkStateTests.text(.pong))
    #expect(bench.saw(.heard))
    #expect(bench.server.connections == 1)
  }

  @Test func anAnsweredPingKeepsTheLink() throws {
    let bench = try Bench(edit: { ($0.pingInterval, $0.silentAfter, $0.deadAfter) = (0.15, 5, 10) })
    let socket = try #require(bench.socket())
    let answered = Mutex(0)
    #expect(
      eventually {
        let pings = socket.texts.all.filter { $0.contains("ping") }.count
        answered.withLock { count in
          while count < pings {
            socket.send(LinkStateTests.text(.pong))
            count += 1
          }
        }
        return pings >= 6
      })
    #expect(bench.server.connections == 1)
  }

  @Test func tooOldNeedsASnapshotAndGoesOnFromIt() throws {
    let bench = try Bench(since: 3)
    let socket = try #require(bench.socket())
    socket.send(LinkStateTests.text(.error(APIError(code: .gone, message: "x"))))
    #expect(bench.saw(.resumeTooOld))
    bench.reader.resume(from: 70)
    #expect(eventually { socket.texts.all.contains { $0.contains("\"since\":70") } })
    socket.send(event(71))
    #expect(bench.saw(.event(LinkStateTests.event(71))))
  }

  @Test func viewingIsToldAndPresenceComes() throws {
    let bench = try Bench()
    let socket = try #require(bench.socket())
    bench.reader.viewing(Sample.id(1))
    #expect(eventually { socket.texts.all.contains { $0.contains("viewing") && $0.contains("\(Sample.id(1))") } })
    socket.send(LinkStateTests.text(.presence(taskId: Sample.id(1), viewers: [])))
    #expect(bench.saw(.presence(taskId: Sample.id(1), viewers: [])))
  }

  private static let broken: [([UInt8], UInt16)] = [
    ([0x81, 0x01, 0xff], 1007), ([0x83, 0], 1002), ([0xc1, 0], 1002), ([0x81, 0x80, 1, 2, 3, 4], 1002),
    ([0x82, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0], 1009),
  ]

  @Test(arguments: broken)
  func brokenFramesEndTheConnectionWithTheirCode(bytes: [UInt8], code: UInt16) throws {
    let bench = try Bench()
    let socket = try #require(bench.socket())
    socket.raw(bytes)
    #expect(eventually { socket.closes.all == [code] })
    #expect(bench.socket(2) != nil, "and it comes back")
  }

  @Test(arguments: [400, 5000, 200_000])
  func deeplyNestedEventsDoNotEndTheProgram(depth: Int) throws {
    let bench = try Bench()
    let socket = try #require(bench.socket())
    let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let head = #"{"type":"moon.rose","timestamp":"2026-03-01T12:00:00.000Z","channel":"x","seq":1,"data":"#
    socket.send(head + nest + "}")
    socket.send(subscribed(2))
    #expect(bench.saw(.connected(seq: 2)))
  }

  @Test func noiseNeverStopsTheReader() throws {
    var generator = SeededGenerator(seed: 5)
    let bench = try Bench()
    for round in 1...12 {
      let socket = try #require(bench.socket(round))
      socket.raw((0..<400).map { _ in UInt8.random(in: 0...255, using: &generator) })
      socket.cut()
    }
    let socket = try #require(bench.socket(13))
    socket.send(subscribed(9))
    #expect(bench.saw(.connected(seq: 9)))
  }

  @Test(arguments: [(401, "UNAUTHORIZED"), (403, "FORBIDDEN")])
  func aRefusedCredentialEndsTheTrying(status: Int, code: String) throws {
    let bench = try Bench(script: { _ in FakeReply.error(status, code) })
    #expect(bench.saw { if case .refused(let error) = $0 { error.code.rawValue == code } else { false } })
    #expect(bench.events.all.count == 2)
    #expect(bench.server.requests.count == 1)
  }

  @Test func otherRefusalsAreTriedAgain() throws {
    let calls = Mutex(0)
    let bench = try Bench(script: { request in
      let call = calls.withLock { count in
        count += 1
        return count
      }
      switch call {
      case 1: return FakeReply.error(503, "SERVICE_UNAVAILABLE")
      case 2: return FakeReply.error(404, "NOT_FOUND")
      case 3: return [.bytes(Array("HTTP/1.1 101 X\r\n\r\n".utf8))]
      case 4: return [.close]
      default: return FakeReply.upgrade(request)
      }
    })
    #expect(bench.socket() != nil)
    #expect(bench.server.requests.count == 5)
  }

  @Test func anExpiredTokenIsRenewed() throws {
    let server = try FakeServer { request in
      request.headers["authorization"] == "Bearer fresh"
        ? FakeReply.upgrade(request) : FakeReply.error(401, "UNAUTHORIZED")
    }
    let address = server.address
    let source = CredentialSource(try Credential(.bearer, secret: "old", for: address)) { _ in
      try? Credential(.bearer, secret: "fresh", for: address)
    }
    let reader = SocketReader(address: address, source: source, options: Self.options())
    defer { reader.stop() }
    reader.start(channels: [], since: nil) { _ in }
    #expect(eventually { server.sockets.count == 1 })
    #expect(source.current?.secret == "fresh")
  }

  @Test func stoppingSaysGoodbye() throws {
    let bench = try Bench()
    let socket = try #require(bench.socket())
    #expect(elapsed { bench.reader.stop() } < 2)
    #expect(eventually { socket.closes.all == [1000] })
    #expect(eventually { socket.isClosed.withLock { $0 } })
    let count = bench.events.count
    bench.reader.resume(from: 1)
    #expect(bench.events.count == count)
  }

  @Test func stoppingWhileWaitingEndsAtOnce() throws {
    let edit = { (options: inout SocketOptions) in
      options.reconnect.firstDelay = 60
      options.reconnect.longestDelay = 60
    }
    let bench = try Bench(edit: edit, script: { _ in [.close] })
    #expect(bench.saw { if case .disconnected = $0 { true } else { false } })
    #expect(elapsed { bench.reader.stop() } < 0.4)
  }

  @Test func aCloseFromTheServerIsAnsweredAndFollowedByAnotherTry() throws {
    let bench = try Bench()
    let socket = try #require(bench.socket())
    socket.frame(8, [3, 233] + Array("restarting".utf8))
    #expect(eventually { socket.closes.all == [1001] })
    #expect(bench.saw { if case .disconnected(let reason, _) = $0 { reason.contains("restarting") } else { false } })
    #expect(bench.socket(2) != nil)
  }
}
