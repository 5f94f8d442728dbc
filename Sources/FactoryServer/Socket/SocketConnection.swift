// One WebSocket connection (contract §1.6). Lives on its channel's event loop: every member is touched only there.
//
// Live events pass through `deliver`. A subscription with `since` reads the past from the store first (`Replay`); meanwhile live
// events are left to the store too, and the connection goes live again when it has read up to the last one it was told of. So
// nothing is missed and nothing comes twice (ruling R20).
//
// What the client does not read piles up in the channel; beyond a bound the connection is cut off, and nobody else waits.
import FactoryContracts
import FactoryEngine
import Foundation
import NIOCore
import NIOWebSocket

/// Who comes through the door.
struct SocketGuest: Sendable {
  let principal: Principal
}

final class SocketConnection: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  let guest: SocketGuest
  let hub: Hub
  let store: any FactoryStore
  let limits: ServerLimits
  let log: ServerLog
  var context: ChannelHandlerContext?
  /// The place of the handler that makes frames into bytes; what is written from there are bytes.
  var encoder: ChannelHandlerContext?
  var key = 0
  var channels = ChannelMatcher()
  /// Every event up to this one was sent or is not for this connection.
  var cursor: Int64 = 0
  /// The last event that live delivery told of.
  var latest: Int64 = 0
  var replay: Replay?
  /// What waits for the client to read.
  var backlog = SocketBacklog()
  /// Subscriptions that came while the past was being read.
  var waiting: [(channels: ChannelMatcher, since: Int64?)] = []
  var isClosing = false
  var heardAt = NIODeadline.now()
  var timers: [() -> Void] = []

  init(guest: SocketGuest, hub: Hub, store: any FactoryStore, limits: ServerLimits, log: ServerLog) {
    self.guest = guest
    self.hub = hub
    self.store = store
    self.limits = limits
    self.log = log
  }

  var user: EntityID { guest.principal.actor.id }

  // MARK: Life

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    (key, cursor) = hub.register(self, on: context.eventLoop)
    latest = cursor
    startTimers(context)
  }

  func handlerRemoved(context: ChannelHandlerContext) { left(context) }

  func channelInactive(context: ChannelHandlerContext) {
    left(context)
    context.fireChannelInactive()
  }

  func left(_ context: ChannelHandlerContext) {
    guard self.context != nil else { return }
    self.context = nil
    encoder = nil
    for cancel in timers { cancel() }
    timers = []
    hub.leave(key, on: context.eventLoop)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent { close(.goingAway, "the server is stopping") }
    if let event = event as? ChannelEvent, event == .inputClosed { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is NIOWebSocketError: break  // answered by the protocol's own handler
    case let violation as FrameViolation: close(violation.code, violation.reason)
    case is NIOWebSocketFrameAggregator.Error: close(.messageTooLarge, "the message is too large")
    default: context.close(promise: nil)
    }
  }

  func startTimers(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let interval = TimeAmount.seconds(limits.pingSeconds)
    let pings = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      bound.value.beat()
    }
    timers.append { pings.cancel() }
    if let end = guest.principal.expiresAt { expire(at: end) }
  }

  private func expire(at end: Timestamp) {
    guard let context else { return }
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let seconds = max(0, end.seconds(since: WallClock.now()))
    let expiry = context.eventLoop.scheduleTask(in: .seconds(seconds)) { bound.value.expire() }
    timers.append { expiry.cancel() }
  }

  /// A revoked key, a disabled person, another role: who is still allowed comes back with what is allowed now (ruling R23).
  func end(_ change: AccessChange) {
    let now = WallClock.now()
    switch change {
    case .user(let id) where id == user: refuse(because: "Your access changed; connect again.")
    case .key(let id, let end) where id == guest.principal.actor.keyId:
      if end > now { expire(at: end) } else { refuse(because: "The API key was revoked.") }
    case .user, .key: break
    }
  }

  private func refuse(because reason: String) {
    send(.error(APIError(code: .unauthorized, message: reason)))
    close(.policyViolation, reason)
  }

  func beat() {
    guard let context else { return }
    if NIODeadline.now() - heardAt > .seconds(limits.pingSeconds * 2.5) {
      return close(.policyViolation, "nothing was heard from the client")
    }
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())), promise: nil)
  }

  func expire() {
    refuse(because: guest.principal.actor.keyId == nil ? "The token has expired." : "The API key has ended.")
  }

  /// Says why and gives the client a moment to read it.
  func close(_ code: WebSocketErrorCode, _ reason: String) {
    guard let context, !isClosing else { return }
    isClosing = true
    // Who is being shown out looks at nothing any more, however long the farewell takes.
    hub.look(key, at: nil, as: nil)
    let channel = context.channel
    context.writeAndFlush(
      wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: Self.closing(code, reason))),
      promise: nil)
    _ = context.eventLoop.scheduleTask(in: .seconds(limits.closeSeconds)) { channel.close(promise: nil) }
  }

  /// A close frame's payload.
  static func closing(_ code: WebSocketErrorCode, _ reason: String) -> ByteBuffer {
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    data.writeString(reason)
    return data
  }

  // MARK: From the client

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    heardAt = .now()
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text: if !isClosing { read(frame.unmaskedData) }
    case .binary: refuse("Messages are JSON text.")
    case .ping:
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)), promise: nil)
    case .connectionClose: closed(context, frame.unmaskedData)
    default: break
    }
  }

  func read(_ text: ByteBuffer) {
    guard FrameRules.isUTF8(text.readableBytesView) else {
      return close(FrameViolation.text.code, FrameViolation.text.reason)
    }
    receive(text)
  }

  /// Answers the client's close, unless it is itself the answer to ours.
  func closed(_ context: ChannelHandlerContext, _ data: ByteBuffer) {
    let channel = context.channel
    guard !isClosing else { return channel.close(promise: nil) }
    isClosing = true
    let violation = FrameRules.violation(inClose: data)
    let answer = violation.map { Self.closing($0.code, $0.reason) } ?? data
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: answer)))
      .whenComplete { _ in channel.close(promise: nil) }
  }
}
