// What is not meant well, or not HTTP at all: never a 5xx, never a hang, and the next caller is served.
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct HostileTests {
  static let requests: [String] = [
    "garbage\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    "GET /v1/tasks HTTP/1.1\r\nHost : x\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "GET /%00%ff%zz?%=%&& HTTP/1.1\r\nHost: x\r\n\r\n", "GET http://x/v1/tasks HTTP/1.1\r\nHost: x\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
    "GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 8\r\n\r\n",
    "GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
    "GET /" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\n\r\n",
    "GET /healthz HTTP/1.1\r\n" + (0..<500).map { "X\($0): y\r\n" }.joined() + "\r\n",
    "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{\"ema",
    "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
  ]

  @Test(arguments: requests.indices) func isAnsweredOrCut(_ index: Int) async throws {
    try await Rig.with(configure: {
      $0.limits.bodySeconds = 5
      $0.limits.headSeconds = 5
    }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try? await wire.send(Self.requests[index])
      wire.endSending()
      let text = String(decoding: (try? await wire.readToEnd()) ?? [], as: UTF8.self)
      if !text.isEmpty {
        let status = Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0
        #expect((200..<500).contains(status), "\(text.prefix(200))")
        if status >= 400 { #expect(text.contains("\"ok\":false"), "\(text.prefix(400))") }
      }
      #expect(try await rig.call("GET", "/healthz", headers: []).status == 200)
    }
  }

  @Test func anUpgradeToHTTP2IsServedAsHTTP1() async throws {
    try await Rig.with { rig in
      let answer = try await rig.call(
        "GET", "/healthz",
        headers: [("Upgrade", "h2c"), ("Connection", "Upgrade, HTTP2-Settings"), ("HTTP2-Settings", "AAMAAABk")])
      #expect(answer.status == 200)
    }
  }

  @Test func bodiesThatNeverEndAreCut() async throws {
    try await Rig.with(configure: { $0.limits.bodySeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send(
        "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: 100\r\n\r\n{\"a"
      )
      let answer = try await wire.answer()
      #expect(answer.status == 400)
      #expect(answer.error?.message.contains("in time") == true)
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  @Test func headsThatNeverEndAreCut() async throws {
    try await Rig.with(configure: { $0.limits.headSeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send("GET /healthz HTTP/1.1\r\nHos")
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  @Test func idleConnectionsAreClosed() async throws {
    try await Rig.with(configure: { $0.limits.idleSeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      #expect(try await wire.call("GET", "/healthz").status == 200)
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  @Test func largeUploadsMayWaitForContinue() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      let body = #"{"type":"decision","title":"t","context":{"summary":"s"}}"#
      try await wire.send(
        "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nExpect: 100-continue\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n")
      #expect(try await wire.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
      try await wire.send(body)
      #expect(try await wire.answer().status == 201)
    }
  }

  /// A garbled request behind a good one: the good one is answered first.
  @Test func answersKeepTheirOrder() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try await wire.answer().status == 200)
      try await wire.send("nonsense\r\n\r\n")
      let answer = try await wire.answer()
      #expect(answer.status == 400 && answer.error?.code == .badRequest)
    }
  }
}
