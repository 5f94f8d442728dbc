// NIO's frame codec without NIO's network: an embedded channel turns bytes into frames and back.
// On the thread that made it. After an error it is of no more use.
import Foundation
import NIOCore
import NIOEmbedded
import NIOWebSocket

package final class FrameCodec {
  private let channel: EmbeddedChannel
  private var assembler: FrameAssembler

  /// `limit`: bytes a message may have.
  package init(limit: Int) throws {
    channel = EmbeddedChannel()
    assembler = FrameAssembler(limit: limit)
    let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limit))
    try channel.pipeline.syncOperations.addHandlers([decoder, WebSocketFrameEncoder()])
  }

  deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

  /// The messages that bytes from the server complete.
  package func decode(_ bytes: some Sequence<UInt8>) throws(SocketFault) -> [SocketInput] {
    do { try channel.writeInbound(ByteBuffer(bytes: bytes)) } catch { throw Self.fault(error) }
    var messages: [SocketInput] = []
    while let frame = nextFrame() {
      if let message = try assembler.add(frame) { messages.append(message) }
    }
    return messages
  }

  private func nextFrame() -> PlainFrame? {
    guard let frame = (try? channel.readInbound(as: WebSocketFrame.self)) ?? nil else { return nil }
    return PlainFrame(
      final: frame.fin, opcode: UInt8(webSocketOpcode: frame.opcode), masked: frame.maskKey != nil,
      reserved: frame.rsv1 || frame.rsv2 || frame.rsv3, payload: Array(frame.unmaskedData.readableBytesView))
  }

  package func encode(text: String) -> [UInt8] { encode(.text, Array(text.utf8)) }
  package func encode(pong payload: [UInt8]) -> [UInt8] { encode(.pong, payload) }
  package func encodeClose(code: UInt16) -> [UInt8] {
    encode(.connectionClose, [UInt8(code >> 8), UInt8(code & 255)])
  }

  /// Masked with a fresh key, as a client must.
  private func encode(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: ByteBuffer(bytes: payload))
    guard (try? channel.writeOutbound(frame)) != nil else { return [] }
    var bytes: [UInt8] = []
    while let part = (try? channel.readOutbound(as: ByteBuffer.self)) ?? nil {
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }

  private static func fault(_ error: any Error) -> SocketFault {
    guard let error = error as? NIOWebSocketError else { return .protocolError("the frames cannot be read") }
    switch error {
    case .invalidFrameLength: return SocketFault(code: 1009, reason: "a frame is too long")
    case .fragmentedControlFrame: return .protocolError("a control frame is cut")
    case .multiByteControlFrameLength: return .protocolError("a control frame is too long")
    }
  }
}
