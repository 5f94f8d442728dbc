// What RFC 6455 asks of a client's frames and the frame codec does not check: masks, reserved bits and opcodes, the order of
// fragments. Lives on its channel's event loop, between the codec and the aggregator. The first frame that breaks a rule is told
// to the connection as an error; of what follows only the client's close passes.
import NIOCore
import NIOWebSocket

/// The rule that a client broke, and how its connection ends.
struct FrameViolation: Error {
  let code: WebSocketErrorCode
  let reason: String

  static func breaks(_ reason: String) -> FrameViolation { FrameViolation(code: .protocolError, reason: reason) }
  static let text = FrameViolation(code: .dataInconsistentWithMessage, reason: "text must be UTF-8")
}

final class FrameRules: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketFrame

  private var isInsideMessage = false
  private var isBroken = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    guard !isBroken else {
      if frame.opcode == .connectionClose { context.fireChannelRead(data) }
      return
    }
    if let violation = violation(frame) {
      isBroken = true
      return context.fireErrorCaught(violation)
    }
    context.fireChannelRead(data)
  }

  private func violation(_ frame: WebSocketFrame) -> FrameViolation? {
    if frame.maskKey == nil { return .breaks("a client's frames must be masked") }
    if frame.rsv1 || frame.rsv2 || frame.rsv3 { return .breaks("reserved bits must be zero") }
    switch frame.opcode {
    case .ping, .pong, .connectionClose: return nil
    case .continuation:
      guard isInsideMessage else { return .breaks("there is no message to continue") }
    case .text, .binary:
      guard !isInsideMessage else { return .breaks("a message began inside another") }
    default: return .breaks("the opcode is reserved")
    }
    isInsideMessage = !frame.fin
    return nil
  }

  // MARK: Closing

  /// What is wrong with the payload of a client's close; nil when it may be sent back.
  static func violation(inClose payload: ByteBuffer) -> FrameViolation? {
    guard payload.readableBytes > 0 else { return nil }
    guard let code = payload.getInteger(at: payload.readerIndex, as: UInt16.self) else {
      return .breaks("a close code has two bytes")
    }
    guard sendable(code) else { return .breaks("\(code) is no close code that may be sent") }
    return isUTF8(payload.readableBytesView.dropFirst(2)) ? nil : .text
  }

  private static func sendable(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }

  static func isUTF8(_ bytes: some Sequence<UInt8>) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
}
