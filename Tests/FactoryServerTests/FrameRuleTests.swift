// Frames that RFC 6455 forbids, byte by byte: each ends the connection with the code that the RFC names.
import FactoryContracts
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct FrameRuleTests {
  /// A frame's bytes: first byte, payload, masked or not.
  static func frame(_ first: UInt8, _ payload: [UInt8] = [], masked: Bool = true) -> [UInt8] {
    let length = UInt8(payload.count) | (masked ? 0x80 : 0)
    guard masked else { return [first, length] + payload }
    let mask: [UInt8] = [9, 8, 7, 6]
    return [first, length] + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
  }

  static let ping = Array(#"{"type":"ping"}"#.utf8)

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let code: Int
  }

  static let forbidden: [Row] = [
    Row(testDescription: "unmasked text", bytes: frame(0x81, ping, masked: false), code: 1002),
    Row(testDescription: "unmasked empty ping", bytes: frame(0x89, masked: false), code: 1002),
    Row(testDescription: "unmasked close", bytes: frame(0x88, [3, 232], masked: false), code: 1002),
    Row(testDescription: "first reserved bit", bytes: frame(0xC1, ping), code: 1002),
    Row(testDescription: "second reserved bit", bytes: frame(0xA1, ping), code: 1002),
    Row(testDescription: "third reserved bit, ping", bytes: frame(0x99), code: 1002),
    Row(testDescription: "reserved opcode 3", bytes: frame(0x83, ping), code: 1002),
    Row(testDescription: "reserved opcode 7", bytes: frame(0x87), code: 1002),
    Row(testDescription: "reserved control opcode 11", bytes: frame(0x8B), code: 1002),
    Row(testDescription: "no UTF-8", bytes: frame(0x81, [0x22, 0xC3, 0x28, 0x22]), code: 1007),
    Row(testDescription: "surrogate as UTF-8", bytes: frame(0x81, [0x22, 0xED, 0xA0, 0x80, 0x22]), code: 1007),
    Row(
      testDescription: "no UTF-8 over two fragments", bytes: frame(0x01, [0x22, 0xC3]) + frame(0x80, [0x28]), code: 1007
    ),
    Row(testDescription: "continuation first", bytes: frame(0x80, ping), code: 1002),
    Row(
      testDescription: "continuation after a whole message", bytes: frame(0x81, ping) + frame(0x80, ping), code: 1002),
    Row(testDescription: "text inside a message", bytes: frame(0x01, ping) + frame(0x81, ping), code: 1002),
    Row(testDescription: "binary inside a message", bytes: frame(0x01, ping) + frame(0x02, [1]), code: 1002),
    Row(testDescription: "fragmented ping", bytes: frame(0x09), code: 1002),
    Row(testDescription: "close of one byte", bytes: frame(0x88, [3]), code: 1002),
    Row(testDescription: "close 1005", bytes: frame(0x88, [3, 237]), code: 1002),
    Row(testDescription: "close 1006", bytes: frame(0x88, [3, 238]), code: 1002),
    Row(testDescription: "close 1015", bytes: frame(0x88, [3, 247]), code: 1002),
    Row(testDescription: "close 999", bytes: frame(0x88, [3, 231]), code: 1002),
    Row(testDescription: "close 5000", bytes: frame(0x88, [0x13, 0x88]), code: 1002),
    Row(testDescription: "close whose reason is no UTF-8", bytes: frame(0x88, [3, 232, 0xFF]), code: 1007),
  ]

  @Test(arguments: forbidden) func endsTheConnection(_ row: Row) async throws {
    try await Rig.with(configure: { $0.limits.closeSeconds = 0.2 }) { rig in
      let socket = try await rig.socket()
      try await socket.wire.send(row.bytes)
      guard case .closed(let code, _) = try await socket.end() else { throw WireFault(description: "no close") }
      #expect(code == row.code)
      #expect(try await socket.end() == .ended)
    }
  }

  static let allowed: [Row] = [
    Row(testDescription: "1000", bytes: frame(0x88, [3, 232]), code: 1000),
    Row(testDescription: "1001 with a reason", bytes: frame(0x88, [3, 233] + Array("Bye…".utf8)), code: 1001),
    Row(testDescription: "4999", bytes: frame(0x88, [0x13, 0x87]), code: 4999),
    Row(testDescription: "no code", bytes: frame(0x88), code: 1005),
  ]

  @Test(arguments: allowed) func aGoodCloseIsSentBack(_ row: Row) async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      try await socket.wire.send(row.bytes)
      guard case .closed(let code, _) = try await socket.end() else { throw WireFault(description: "no close") }
      #expect(code == row.code)
    }
  }

  /// A message in fragments, a ping between them and a character cut in two are all fine.
  @Test func fragmentsMayBePingedBetween() async throws {
    try await Rig.with { rig in
      let socket = try await rig.socket()
      let text = Array(#"{"type":"ping","x":"é"}"#.utf8)
      let cut = (text.firstIndex(of: 0xC3) ?? 0) + 1
      try await socket.wire.send(
        Self.frame(0x01, Array(text[..<cut])) + Self.frame(0x89) + Self.frame(0x80, Array(text[cut...])))
      #expect(try await socket.next() == .pong)
      #expect(try await socket.message()["type"]?.string == "pong")
    }
  }
}
