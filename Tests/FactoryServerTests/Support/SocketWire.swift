// A WebSocket client by hand: frames go out masked, messages come in as JSON.
import FactoryContracts
import Foundation

/// What came over the socket.
enum SocketItem: Sendable, Equatable {
  case message(JSONValue)
  case ping
  case pong
  case closed(code: Int, reason: String)
  /// The connection ended without a close.
  case ended
}

struct SocketWire: Sendable {
  let wire: Wire

  /// Shakes hands. The answer is 101 or a refusal.
  static func open(
    port: Int, target: String = "/v1/ws", headers: [(String, String)], receiveBuffer: Int32? = nil
  ) async throws -> (SocketWire, HTTPAnswer) {
    let wire = try await Wire.open(port: port, receiveBuffer: receiveBuffer)
    let answer = try await wire.call(
      "GET", target,
      headers: [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
      ] + headers)
    return (SocketWire(wire: wire), answer)
  }

  func send(_ message: ClientMessage) async throws { try await send(text: FactoryJSON.encode(message)) }

  func send(text: Data) async throws { try await send(opcode: 1, Array(text)) }

  func send(opcode: UInt8, _ payload: [UInt8]) async throws {
    var frame: [UInt8] = [0x80 | opcode]
    switch payload.count {
    case 0..<126: frame.append(0x80 | UInt8(payload.count))
    case 126..<65_536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    default: frame += [0x80 | 127] + (0..<8).map { UInt8(payload.count >> (8 * (7 - $0)) & 255) }
    }
    let mask: [UInt8] = [1, 2, 3, 4]
    frame += mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    try await wire.send(frame)
  }

  /// The next frame.
  func next() async throws -> SocketItem {
    guard let head = try? await wire.read(2) else { return .ended }
    var count = Int(head[1] & 0x7f)
    if count >= 126 {
      guard let length = try? await wire.read(count == 126 ? 2 : 8) else { return .ended }
      count = length.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let payload = try? await wire.read(count) else { return .ended }
    switch head[0] & 0x0f {
    case 8:
      let code = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005
      return .closed(code: code, reason: String(decoding: payload.dropFirst(2), as: UTF8.self))
    case 9: return .ping
    case 10: return .pong
    default: return .message((try? FactoryJSON.decode(JSONValue.self, from: Data(payload))) ?? .null)
    }
  }

  /// The next message; pings are passed over.
  func message() async throws -> JSONValue {
    while true {
      switch try await next() {
      case .message(let message): return message
      case .ping, .pong: continue
      case let item: throw WireFault(description: "\(item) instead of a message")
      }
    }
  }

  /// The next message of a type; others are passed over.
  func message(of type: String) async throws -> JSONValue {
    while true {
      let message = try await message()
      if message["type"]?.string == type { return message }
    }
  }

  /// How the connection ends; messages before that are passed over.
  func end() async throws -> SocketItem {
    while true {
      switch try await next() {
      case .message, .ping, .pong: continue
      case let item: return item
      }
    }
  }

  /// Subscribes and waits for the answer.
  @discardableResult
  func subscribe(_ channels: [String], since: Int64? = nil) async throws -> JSONValue {
    try await send(.subscribe(channels: channels, since: since))
    return try await message(of: "subscribed")
  }
}
