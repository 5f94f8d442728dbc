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

  private let guest: SocketGuest
  private let hub: Hub
  private let store: any FactoryStore
  private let limits: ServerLimits
  private let log: ServerLog
  private var context: ChannelHandlerContext?
  private var key = 0
  private var channels = ChannelMatcher()
  /// Every event up to this one was sent or is not for this connection.
  private var cursor: Int64 = 0
  /// The last event that live delivery told of.
  private var latest: Int64 = 0
  private var replay: Replay?
  /// Subscriptions that came while the past was being read.
  private var waiting: [(channels: ChannelMatcher, since: Int64?)] = []
  private var isClosing = false
  private var heardAt = NIODeadline.now()
  private var timers: [() -> Void] = []

  init(guest: SocketGuest, hub: Hub, store: any FactoryStore, limits: ServerLimits, log: ServerLog) {
    self.guest = guest
    self.hub = hub
    self.store = store
    self.limits = limits
    self.log = log
  }

  private var user: EntityID { guest.principal.actor.id }

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

  private func left(_ context: ChannelHandlerContext) {
    guard self.context != nil else { return }
    self.context = nil
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
    case is NIOWebSocketFrameAggregator.Error: close(.messageTooLarge, "the message is too large")
    default: context.close(promise: nil)
    }
  }

  private func startTimers(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let interval = TimeAmount.seconds(limits.pingSeconds)
    let pings = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      bound.value.beat()
    }
    timers.append { pings.cancel() }
    if let end = guest.principal.expiresAt {
      let seconds = max(0, end.seconds(since: WallClock.now()))
      let expiry = context.eventLoop.scheduleTask(in: .seconds(seconds)) { bound.value.expire() }
      timers.append { expiry.cancel() }
    }
  }

  private func beat() {
    guard let context else { return }
    if NIODeadline.now() - heardAt > .seconds(limits.pingSeconds * 2.5) {
      return close(.policyViolation, "nothing was heard from the client")
    }
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())), promise: nil)
  }

  private func expire() {
    send(.error(APIError(code: .unauthorized, message: "The token has expired.")))
    close(.policyViolation, "the token has expired")
  }

  /// Says why and gives the client a moment to read it.
  private func close(_ code: WebSocketErrorCode, _ reason: String) {
    guard let context, !isClosing else { return }
    isClosing = true
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    data.writeString(reason)
    let channel = context.channel
    context.writeAndFlush(
      wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)), promise: nil)
    _ = context.eventLoop.scheduleTask(in: .seconds(limits.closeSeconds)) { channel.close(promise: nil) }
  }

  // MARK: From the client

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    heardAt = .now()
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text: if !isClosing { receive(frame.unmaskedData) }
    case .binary: refuse("Messages are JSON text.")
    case .ping:
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)), promise: nil)
    case .connectionClose: closed(context, frame.unmaskedData)
    default: break
    }
  }

  /// Answers the client's close, unless it is itself the answer to ours.
  private func closed(_ context: ChannelHandlerContext, _ data: ByteBuffer) {
    let channel = context.channel
    guard !isClosing else { return channel.close(promise: nil) }
    isClosing = true
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)))
      .whenComplete { _ in channel.close(promise: nil) }
  }

  private func receive(_ text: ByteBuffer) {
    if JSONCheck.fault(in: text.readableBytesView, depth: 16) != nil { return refuse("The message is not valid JSON.") }
    do {
      switch try BodyDecoding.decode(ClientMessage.self, from: text.data) {
      case .subscribe(let names, let since): subscribe(try channels(names), since: since)
      case .unsubscribe(let names): unsubscribe(try channels(names))
      case .ping: send(.pong)
      case .viewing(let task):
        hub.look(key, at: task, as: Viewer(id: user, name: guest.principal.actor.name))
      }
    } catch {
      send(.error(error as? APIError ?? APIError(code: .badRequest, message: "The message cannot be read.")))
    }
  }

  private func refuse(_ sentence: String) { send(.error(APIError(code: .badRequest, message: sentence))) }

  private func channels(_ names: [String]) throws -> ChannelMatcher {
    guard names.count <= 1000 else {
      throw APIError(code: .validationError, message: "A message names at most 1000 channels.", field: "channels")
    }
    return ChannelMatcher(
      try names.map { name in
        guard let channel = SocketChannel(name) else {
          let problem = ValidationProblem(
            field: "channels", message: "must be of \(SocketChannel.words)", received: .string(String(name.prefix(64))),
            expected: SocketChannel.words)
          throw ValidationErrors.error([problem])
        }
        try Permission.require(channel.scope, guest.principal)
        return channel
      })
  }

  // MARK: Subscriptions

  private func subscribe(_ wanted: ChannelMatcher, since: Int64?) {
    guard replay == nil else { return waiting.append((wanted, since)) }
    guard let since else { return goLive(wanted) }
    guard since <= latest else {
      let problem = ValidationProblem(
        field: "since", message: "must not be in the future", received: .integer(since), expected: "at most \(latest)")
      send(.error(ValidationErrors.error([problem])))
      return goLive(wanted)
    }
    replay = Replay(
      old: channels, new: wanted, since: since, cursor: cursor, next: channels.isEmpty ? since : min(since, cursor))
    readOn()
  }

  private func goLive(_ wanted: ChannelMatcher) {
    channels = channels.union(wanted)
    send(.subscribed(channels: channels.channels.map(\.text).sorted(), seq: cursor))
    if wanted.contains(.tasks) { for presence in hub.presences() { send(presence) } }
  }

  private func unsubscribe(_ unwanted: ChannelMatcher) {
    channels = channels.subtracting(unwanted.channels)
    replay?.drop(unwanted)
    send(.subscribed(channels: channels.channels.map(\.text).sorted(), seq: cursor))
  }

  // MARK: Live events, from the hub

  func deliver(_ events: [LoopEvent]) {
    guard let last = events.last else { return }
    latest = max(latest, last.event.seq)
    guard replay == nil, !isClosing else { return }
    var wrote = false
    for event in events where event.event.seq > cursor {
      cursor = event.event.seq
      guard let channel = channels.channel(for: event.event, user: user) else { continue }
      write(event.text(for: channel))
      wrote = true
    }
    if wrote { flush() }
  }

  func announce(_ presence: ServerMessage) {
    if channels.contains(.tasks), !isClosing { send(presence) }
  }

  // MARK: Past events, from the store

  private func readOn() {
    guard let context, let replay else { return }
    let from = replay.next
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    let store = store
    Task {
      let result: Result<Replay.Batch, any Error>
      do {
        result = .success(
          try await store.read { reader in
            try EventHistory.mustReach(from, reader)
            return Replay.Batch(events: try reader.events(after: from, limit: Replay.size), seq: try reader.seq())
          })
      } catch { result = .failure(error) }
      loop.execute { bound.value.replayed(result) }
    }
  }

  private func replayed(_ result: Result<Replay.Batch, any Error>) {
    guard let context, !isClosing, var current = replay else { return }
    switch result {
    case .success(let batch):
      let chosen = current.take(batch, user: user)
      replay = current
      let sent = write(chosen, context)
      guard current.isBehind(latest) else { return finish(current) }
      // The next batch is read when this one has left: a slow client slows its own replay.
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      sent.whenSuccess { bound.value.readOn() }
    case .failure(let error as APIError) where error.code == .gone:
      send(.error(error))
      replay = current.restarted()
      if replay != nil { return readOn() }
      cursor = latest
      finish(current)
    case .failure:
      send(.error(APIError(code: .serviceUnavailable, message: "The store cannot be reached.")))
      close(.unexpectedServerError, "the store cannot be reached")
    }
  }

  /// - Returns: when the last of them has left.
  private func write(_ events: [(CommittedEvent, SocketChannel)], _ context: ChannelHandlerContext) -> EventLoopFuture<
    Void
  > {
    guard let last = events.last else { return context.eventLoop.makeSucceededVoidFuture() }
    for (event, channel) in events.dropLast() { write(EventText.buffer(event, channel: channel)) }
    let frame = WebSocketFrame(fin: true, opcode: .text, data: EventText.buffer(last.0, channel: last.1))
    return context.writeAndFlush(wrapOutboundOut(frame))
  }

  private func finish(_ done: Replay) {
    replay = nil
    cursor = max(cursor, done.next)
    goLive(done.new)
    let held = waiting
    waiting = []
    for (channels, since) in held { subscribe(channels, since: since) }
  }

  // MARK: To the client

  private func send(_ message: ServerMessage) {
    guard context != nil, let data = try? FactoryJSON.encode(message) else { return }
    write(ByteBuffer(bytes: data))
    flush()
  }

  private func write(_ text: ByteBuffer) {
    guard let context, !isClosing else { return }
    context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: text)), promise: nil)
  }

  private func flush() {
    guard let context, !isClosing else { return }
    context.flush()
    let queued = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    guard queued > limits.socketQueue else { return }
    var line = LogLine(.warn, "A slow WebSocket client was cut off", service: "ws")
    line.userId = user
    line.data = [("queuedBytes", .integer(Int64(queued)))]
    log.log(line)
    close(.init(codeNumber: 1013), "too slow: \(queued) bytes were waiting")
  }
}
