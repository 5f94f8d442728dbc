// The upgrade as a table: what is sent, and every way an answer can be.
import FactoryClient
import FactoryContracts
import Foundation
import Testing

@Suite struct HandshakeTests {
  // The example of RFC 6455 §1.3.
  private let handshake = Handshake(nonce: Array("the sample nonce".utf8))
  private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  private func answer(_ lines: [String], _ rest: String = "") -> [UInt8] {
    Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + rest).utf8)
  }

  private let good = [
    "HTTP/1.1 101 Switching Protocols", "upgrade: WebSocket", "Connection: keep-alive, Upgrade",
    "Sec-WebSocket-Accept: \(accept)",
  ]

  @Test func keyAndAccept() {
    #expect(handshake.key == "dGhlIHNhbXBsZSBub25jZQ==")
    #expect(handshake.accept == Self.accept)
    #expect(Handshake().key != Handshake().key)
    #expect(Data(base64Encoded: Handshake().key)?.count == 16)
  }

  @Test func request() {
    let bytes = handshake.request(
      path: "/v1/ws", host: "h:1", credentialLine: "Authorization: Bearer t", userAgent: "GooseFactory")
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.first == "GET /v1/ws HTTP/1.1", "the token is in no target")
    for line in [
      "Host: h:1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: \(handshake.key)", "Authorization: Bearer t",
    ] { #expect(lines.contains(line)) }
    #expect(lines.suffix(2) == ["", ""])
  }

  @Test func acceptedWithFramesBehind() {
    let bytes = answer(good, "frames")
    #expect(handshake.read(bytes) == .accepted(framesFrom: bytes.count - 6))
  }

  @Test func everyPrefixIsIncompleteAndItsEndInvalid() {
    let bytes = answer(good)
    for count in 0..<bytes.count {
      #expect(handshake.read(Array(bytes[..<count])) == .incomplete)
      guard case .invalid = handshake.read(Array(bytes[..<count]), ended: true) else {
        return #expect(Bool(false), "after \(count) bytes")
      }
    }
  }

  @Test(arguments: [
    ("Sec-WebSocket-Accept: \(accept)", "Sec-WebSocket-Accept: AAAA", "another handshake"),
    ("Sec-WebSocket-Accept: \(accept)", "X: y", "another handshake"),
    ("upgrade: WebSocket", "upgrade: h2c", "does not upgrade"),
    ("Connection: keep-alive, Upgrade", "Connection: close", "does not upgrade"),
    ("upgrade: WebSocket", "upgrade: WebSocket\r\nSec-WebSocket-Extensions: x", "not asked for"),
    ("upgrade: WebSocket", "upgrade: WebSocket\r\nSec-WebSocket-Protocol: x", "not asked for"),
    ("upgrade: WebSocket", "no colon", "not HTTP"), ("HTTP/1.1 101 Switching Protocols", "SSH-2.0", "not HTTP"),
    ("HTTP/1.1 101 Switching Protocols", "HTTP/1.1 1O1 x", "not HTTP"),
  ])
  func invalid(line: String, replacement: String, part: String) {
    let reply = handshake.read(answer(good.map { $0 == line ? replacement : $0 }))
    guard case .invalid(let reason) = reply else { return #expect(Bool(false), "\(reply)") }
    #expect(reason.contains(part))
  }

  @Test func refusals() {
    let body = #"{"ok":false,"error":{"code":"UNAUTHORIZED","message":"No.","requestId":"r"}}"#
    let head = ["HTTP/1.1 401 Unauthorized", "Content-Length: \(body.utf8.count)"]
    let refused = Handshake.Reply.refused(
      .refused(APIError(code: .unauthorized, message: "No.", requestId: "r")))
    #expect(handshake.read(answer(head, body)) == refused)
    #expect(handshake.read(answer(head, String(body.dropLast()))) == .incomplete)
    #expect(handshake.read(answer(["HTTP/1.1 401 Unauthorized"], body), ended: true) == refused)
    guard case .refused(.garbled(502, _)) = handshake.read(answer(["HTTP/1.1 502 Bad", "Content-Length: 0"])) else {
      return #expect(Bool(false))
    }
  }

  @Test func hostileBytes() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      var bytes = answer(good, "xyz")
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      let cut = Int.random(in: 0...bytes.count, using: &generator)
      if case .accepted(let start) = handshake.read(Array(bytes[..<cut]), ended: true) { #expect(start <= cut) }
    }
    let endless = [UInt8](repeating: 65, count: Handshake.longestHead + 1)
    #expect(handshake.read(endless) == .invalid("the answer's head does not end"))
  }
}
