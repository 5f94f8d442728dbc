// Events on their way to a client: live ones from the hub, past ones from the store. Event loop of the connection.
import FactoryContracts
import FactoryEngine
import NIOCore
import NIOWebSocket

extension SocketConnection {
  // MARK: Live events, from the hub

  func deliver(_ batch: EventBatch) {
    latest = max(latest, batch.last)
    guard replay == nil, !isClosing, !channels.isEmpty, cursor < batch.last else { return }
    let frames =
      cursor < batch.first
      ? batch.frames(for: channels, user: user) : batch.frames(for: channels, user: user, after: cursor)
    cursor = batch.last
    guard !frames.sizes.isEmpty, let encoder else { return }
    for size in frames.sizes { backlog.wrote(size) }
    // They have their heads already: they enter behind the handler that would write them.
    encoder.write(NIOAny(frames.bytes), promise: nil)
    flush()
  }

  func announce(_ presence: ServerMessage) {
    if channels.contains(.tasks), !isClosing { send(presence) }
  }

  // MARK: Past events, from the store

  func readOn() {
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

  func replayed(_ result: Result<Replay.Batch, any Error>) {
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
  func write(_ events: [(CommittedEvent, SocketChannel)], _ context: ChannelHandlerContext) -> EventLoopFuture<
    Void
  > {
    guard let last = events.last else { return context.eventLoop.makeSucceededVoidFuture() }
    for (event, channel) in events.dropLast() { write(EventText.buffer(event, channel: channel)) }
    let text = EventText.buffer(last.0, channel: last.1)
    backlog.wrote(text.readableBytes)
    return context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: text)))
  }

  func finish(_ done: Replay) {
    replay = nil
    cursor = max(cursor, done.next)
    goLive(done.new)
    let held = waiting
    waiting = []
    for (channels, since) in held { subscribe(channels, since: since) }
  }

  // MARK: To the client

  func send(_ message: ServerMessage) {
    guard context != nil, let data = try? FactoryJSON.encode(message) else { return }
    write(ByteBuffer(bytes: data))
    flush()
  }

  func write(_ text: ByteBuffer) {
    guard let context, !isClosing else { return }
    backlog.wrote(text.readableBytes)
    context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: text)), promise: nil)
  }

  func flush() {
    guard let context, !isClosing else { return }
    context.flush()
    let queued = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    let messages = backlog.count(buffered: queued)
    guard queued > limits.socketQueue || messages > limits.socketMessages else { return }
    var line = LogLine(.warn, "A slow WebSocket client was cut off", service: "ws")
    line.userId = user
    line.data = [("queuedBytes", .integer(Int64(queued))), ("queuedMessages", .integer(Int64(messages)))]
    log.log(line)
    close(.init(codeNumber: 1013), "too slow: \(messages) messages of \(queued) bytes were waiting")
  }
}
