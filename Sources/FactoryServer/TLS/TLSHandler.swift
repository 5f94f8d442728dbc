// TLS of one connection, the first handler of its pipeline. Lives on the connection's event loop.
// Invariants: nothing of the application leaves before the handshake is over; what OpenSSL wants to send is sent in its order; a
// failure ends the connection without a word of plain text.
import NIOCore

final class TLSHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let session: TLSSession
  private var isOpen = false
  private var saidGoodbye = false
  /// Written before the handshake was over.
  private var early: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
  private static let piece = 16 << 10

  init(_ session: TLSSession) { self.session = session }

  func handlerRemoved(context: ChannelHandlerContext) {
    for write in early { write.promise?.fail(ChannelError.ioOnClosedChannel) }
    early = []
  }

  // MARK: From the network

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    guard bytes.withUnsafeReadableBytes({ session.put($0) }) else { return context.close(promise: nil) }
    if !isOpen, !shakeHands(context) { return }
    readAll(context)
    send(context, promise: nil)
    context.flush()
  }

  /// - Returns: whether application data may be read.
  private func shakeHands(_ context: ChannelHandlerContext) -> Bool {
    let result = session.handshake()
    send(context, promise: nil)
    context.flush()
    switch result {
    case nil: return false
    case false?:
      context.close(promise: nil)
      return false
    case true?:
      isOpen = true
      let writes = early
      early = []
      for write in writes { encrypt(context, write.bytes, write.promise) }
      context.flush()
      return true
    }
  }

  private func readAll(_ context: ChannelHandlerContext) {
    while true {
      var buffer = context.channel.allocator.buffer(capacity: Self.piece)
      var reading = TLSSession.Reading.needsMore
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.piece) { bytes in
        reading = session.read(bytes)
        if case .bytes(let count) = reading { return count }
        return 0
      }
      switch reading {
      case .bytes: context.fireChannelRead(wrapInboundOut(buffer))
      case .needsMore: return
      case .ended:
        goodbye(context)
        return context.close(promise: nil)
      case .failed: return context.close(promise: nil)
      }
    }
  }

  // MARK: To the network

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let bytes = unwrapOutboundIn(data)
    guard isOpen else { return early.append((bytes, promise)) }
    encrypt(context, bytes, promise)
  }

  private func encrypt(_ context: ChannelHandlerContext, _ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
    guard !saidGoodbye, bytes.withUnsafeReadableBytes({ session.write($0) }) else {
      promise?.fail(ChannelError.outputClosed)
      return
    }
    send(context, promise: promise)
  }

  /// Hands over what OpenSSL made; the promise goes with the last of it.
  private func send(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
    let count = session.waiting
    guard count > 0 else {
      promise?.succeed()
      return
    }
    var buffer = context.channel.allocator.buffer(capacity: count)
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { session.take($0) }
    context.write(wrapOutboundOut(buffer), promise: promise)
  }

  private func goodbye(_ context: ChannelHandlerContext) {
    guard isOpen, !saidGoodbye else { return }
    saidGoodbye = true
    session.close()
    send(context, promise: nil)
    context.flush()
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if mode != .input { goodbye(context) }
    context.close(mode: mode, promise: promise)
  }
}
