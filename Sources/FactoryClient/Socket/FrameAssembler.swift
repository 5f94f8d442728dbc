// Frames of a server put together to messages (RFC 6455 §5). Pure.
// Invariant: what the protocol forbids ends the connection with the code it names; nothing is guessed.
import Foundation

/// One whole message from the server.
package enum SocketInput: Sendable, Equatable {
  case text(String)
  case binary
  case ping([UInt8])
  case pong
  case close(code: UInt16, reason: String)
}

/// Why the connection must be closed, with the close code of RFC 6455 §7.4.
package struct SocketFault: Error, Sendable, Equatable {
  package let code: UInt16
  package let reason: String

  static func protocolError(_ reason: String) -> SocketFault { SocketFault(code: 1002, reason: reason) }
}

/// A frame as it matters here.
package struct PlainFrame: Sendable {
  package var final: Bool
  package var opcode: UInt8
  package var masked: Bool
  package var reserved: Bool
  package var payload: [UInt8]

  package init(final: Bool = true, opcode: UInt8, masked: Bool = false, reserved: Bool = false, payload: [UInt8] = []) {
    self.final = final
    self.opcode = opcode
    self.masked = masked
    self.reserved = reserved
    self.payload = payload
  }
}

package struct FrameAssembler: Sendable {
  private let limit: Int
  private var opcode: UInt8?
  private var parts: [UInt8] = []

  /// `limit`: bytes a message may have.
  package init(limit: Int) { self.limit = limit }

  /// nil when the message is not complete.
  package mutating func add(_ frame: PlainFrame) throws(SocketFault) -> SocketInput? {
    guard !frame.masked else { throw .protocolError("a server must not mask") }
    guard !frame.reserved else { throw .protocolError("a reserved bit is set") }
    if frame.opcode >= 8 { return try control(frame) }
    return try data(frame)
  }

  private func control(_ frame: PlainFrame) throws(SocketFault) -> SocketInput {
    guard frame.final, frame.payload.count <= 125 else { throw .protocolError("a control frame is cut or too long") }
    switch frame.opcode {
    case 8: return try close(frame.payload)
    case 9: return .ping(frame.payload)
    case 10: return .pong
    default: throw .protocolError("opcode \(frame.opcode) is reserved")
    }
  }

  private func close(_ payload: [UInt8]) throws(SocketFault) -> SocketInput {
    if payload.isEmpty { return .close(code: 1005, reason: "") }
    guard payload.count >= 2 else { throw .protocolError("a close code is cut") }
    guard let reason = String(validating: payload[2...], as: UTF8.self) else {
      throw SocketFault(code: 1007, reason: "a close reason is not UTF-8")
    }
    return .close(code: UInt16(payload[0]) << 8 | UInt16(payload[1]), reason: reason)
  }

  private mutating func data(_ frame: PlainFrame) throws(SocketFault) -> SocketInput? {
    switch frame.opcode {
    case 0: guard opcode != nil else { throw .protocolError("a continuation without a beginning") }
    case 1, 2:
      guard opcode == nil else { throw .protocolError("a message began inside another") }
      opcode = frame.opcode
    default: throw .protocolError("opcode \(frame.opcode) is reserved")
    }
    guard parts.count + frame.payload.count <= limit else {
      throw SocketFault(code: 1009, reason: "a message has more than \(limit) bytes")
    }
    parts.append(contentsOf: frame.payload)
    return frame.final ? try finish() : nil
  }

  private mutating func finish() throws(SocketFault) -> SocketInput {
    defer {
      opcode = nil
      parts = []
    }
    guard opcode == 1 else { return .binary }
    guard let text = String(validating: parts, as: UTF8.self) else {
      throw SocketFault(code: 1007, reason: "a text message is not UTF-8")
    }
    return .text(text)
  }
}
