// Answers what is not HTTP with an error in the envelope, and cuts bodies that never end. Lives on its channel's event loop,
// between the decoder and everything that sees requests. An answer never overtakes the answer of an earlier request.
import FactoryContracts
import NIOCore
import NIOHTTP1

/// Fired through the pipeline when a body has not arrived in time.
struct BodyOverdue: Sendable {}

final class BadRequestAnswer: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// Complete requests whose answer is not complete.
  private var unanswered = 0
  private var isReading = false
  private var isWriting = false
  /// The sentence of the last answer of this connection, once there is one.
  private var ending: String?

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard ending == nil else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      isReading = true
      if let sentence = Self.fault(head) { return end(context, sentence) }
      return context.fireChannelRead(wrapInboundOut(.head(Self.closingIfOld(head))))
    case .body: break
    case .end:
      isReading = false
      unanswered += 1
    }
    context.fireChannelRead(data)
  }

  /// RFC 9112 §3.2: HTTP/1.1 says which host, once.
  private static func fault(_ head: HTTPRequestHead) -> String? {
    let count = head.headers["host"].count
    if count > 1 { return "The request has \(count) Host headers; one was expected." }
    return count == 0 && !isOld(head) ? "The request has no Host header; HTTP/1.1 asks for one." : nil
  }

  private static func isOld(_ head: HTTPRequestHead) -> Bool { head.version == .http1_0 || head.version == .http0_9 }

  /// A caller of HTTP/1.0 takes the end of the connection for the end of the answer.
  private static func closingIfOld(_ head: HTTPRequestHead) -> HTTPRequestHead {
    guard isOld(head) else { return head }
    var head = head
    head.headers.replaceOrAdd(name: "connection", value: "close")
    return head
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var ended = false
    switch unwrapOutboundIn(data) {
    case .head(let head): isWriting = head.status.code >= 200
    case .body: break
    case .end:
      isWriting = false
      ended = true
      if unanswered > 0 { unanswered -= 1 }
    }
    context.write(data, promise: promise)
    if ended, let ending, unanswered == 0 { finish(context, ending) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is HTTPParserError: end(context, "The request is not valid HTTP/1.1.")
    default: context.fireErrorCaught(error)
    }
  }

  func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
    guard event is BodyOverdue else { return context.triggerUserOutboundEvent(event, promise: promise) }
    if isReading { end(context, "The body of the request did not arrive in time.") }
    promise?.succeed()
  }

  private func end(_ context: ChannelHandlerContext, _ sentence: String) {
    guard ending == nil else { return }
    ending = sentence
    if unanswered == 0 { finish(context, sentence) }
  }

  private func finish(_ context: ChannelHandlerContext, _ sentence: String) {
    // An answer that already began cannot become an error; it must not look whole either.
    if isWriting { return context.close(promise: nil) }
    let id = RandomIDSource().next(at: WallClock.now()).description
    let body = ErrorBody.bytes(APIError(code: .badRequest, message: sentence, requestId: id))
    let headers = HTTPHeaders([
      ("Content-Type", "application/json"), ("Content-Length", "\(body.count)"), ("Connection", "close"),
      ("X-Request-Id", id), ("X-API-Version", "1"),
    ])
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers))),
      promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }
}
