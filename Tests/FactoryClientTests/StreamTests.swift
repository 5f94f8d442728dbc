// Streams: lines while bytes still come, stopping, cuts, errors.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import Testing

@Suite struct StreamTests {
  private func client(_ server: FakeServer) -> RESTClient {
    var options = ClientOptions()
    options.retry.baseDelay = 0.01
    options.retry.jitter = 0
    options.lineLimit = 1000
    return RESTClient(address: server.address, credential: nil, options: options)
  }

  private let call = Call(method: .get, path: "/v1/snapshot")
  private static let head = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

  private static func chunk(_ text: String) -> [UInt8] {
    Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8)
  }

  private static let end: [UInt8] = Array("0\r\n\r\n".utf8)

  @Test func linesArriveBeforeTheEnd() throws {
    let server = try FakeServer { _ in
      [
        .bytes(Self.head + Self.chunk("{\"seq\":1}\n{\"a\"")), .wait(milliseconds: 400),
        .bytes(Self.chunk(":2}\r\n\nlast") + Self.end),
      ]
    }
    let lines = Recorder<(String, Date)>()
    let start = Date()
    try client(server).stream(call) { line in
      lines.add((String(decoding: line, as: UTF8.self), Date()))
      return true
    }
    #expect(lines.all.map(\.0) == ["{\"seq\":1}", "{\"a\":2}", "last"])
    let first = try #require(lines.all.first).1.timeIntervalSince(start)
    let last = try #require(lines.all.last).1.timeIntervalSince(start)
    #expect(last - first > 0.2)
  }

  @Test func theReaderMayStop() throws {
    let server = try FakeServer { _ in
      [.bytes(Self.head + Self.chunk("1\n2\n3\n")), .wait(milliseconds: 60_000)]
    }
    var lines: [String] = []
    try client(server).stream(call) { line in
      lines.append(String(decoding: line, as: UTF8.self))
      return lines.count < 2
    }
    #expect(lines == ["1", "2"])
  }

  @Test func aCutAfterTheFirstLineIsToldAndNotRepeated() throws {
    let server = try FakeServer { _ in [.bytes(Self.head + Self.chunk("1\n2\nhal")), .close] }
    var lines: [String] = []
    let failure = #expect(throws: APIFailure.self) {
      try client(server).stream(call) { line in
        lines.append(String(decoding: line, as: UTF8.self))
        return true
      }
    }
    #expect(lines == ["1", "2"], "half a line is none")
    guard case .unreachable(_, sent: true) = failure else {
      return #expect(Bool(false), "\(String(describing: failure))")
    }
    #expect(server.requests.count == 1)
  }

  @Test func aCutBeforeTheFirstLineIsRepeated() throws {
    let calls = Mutex(0)
    let server = try FakeServer { _ in
      let first = calls.withLock { count in
        count += 1
        return count == 1
      }
      return first ? [.bytes(Self.head), .close] : [.bytes(Self.head + Self.chunk("ok\n") + Self.end)]
    }
    var lines: [String] = []
    try client(server).stream(call) { line in
      lines.append(String(decoding: line, as: UTF8.self))
      return true
    }
    #expect(lines == ["ok"])
  }

  @Test func errorsComeFromTheEnvelope() throws {
    let server = try FakeServer { _ in FakeReply.error(403, "FORBIDDEN") }
    let failure = #expect(throws: APIFailure.self) { try client(server).stream(call) { _ in true } }
    #expect(failure == .refused(APIError(code: .forbidden, message: "It is FORBIDDEN.")))
  }

  @Test func anEndlessLineIsGivenUp() throws {
    let server = try FakeServer { _ in [.bytes(Self.head + Self.chunk(String(repeating: "x", count: 5000)))] }
    let failure = #expect(throws: APIFailure.self) { try client(server).stream(call) { _ in true } }
    #expect(failure == .garbled(status: 200, reason: "a line has more than 1000 bytes"))
  }
}
