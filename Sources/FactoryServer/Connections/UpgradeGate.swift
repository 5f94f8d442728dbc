// The first request of a connection passes here, between the decoder and the upgrader. Lives on its channel's event loop.
// It ends connections that send nothing, lets them go at once on shutdown, and hides `Upgrade` headers that are not for the
// socket: the upgrader loses the request of an upgrade that is not taken (h2c, for example).
import NIOCore
import NIOHTTP1

final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  private let path: String
  private let patience: TimeAmount
  private var waiting = true
  private var timer: Scheduled<Void>?

  init(path: String, patience: TimeAmount) {
    self.path = path
    self.patience = patience
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if waiting, event is ChannelShouldQuiesceEvent {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard waiting, case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    waiting = false
    timer?.cancel()
    if head.headers.contains(name: "upgrade"), !asksForSocket(head) {
      head.headers.remove(name: "upgrade")
      // The decoder stops after a request with `Upgrade`: this connection has no second request.
      head.headers.replaceOrAdd(name: "connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  private func asksForSocket(_ head: HTTPRequestHead) -> Bool {
    head.method == .GET && head.uri.prefix { $0 != "?" } == path
      && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
      && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
      && head.headers["sec-websocket-key"].count == 1 && head.headers["sec-websocket-version"] == ["13"]
  }
}
