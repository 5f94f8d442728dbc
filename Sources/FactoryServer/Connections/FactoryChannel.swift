// One accepted connection: HTTP/1.1 for the routes, or a WebSocket when its first request asks for `/v1/ws`. The same port
// serves both. Setting up happens on the connection's event loop; serving runs as a task on that same loop.
import HTTPTypes
import HummingbirdCore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Decides whether a handshake becomes a socket.
protocol SocketDoor: Sendable {
  /// nil: welcome; else the refusal.
  func admit(_ head: HTTPRequestHead, _ channel: any Channel) async -> Result<SocketGuest, SocketRefusal>
  /// Puts the connection's handler behind the frame codec.
  func enter(_ guest: SocketGuest, _ channel: any Channel) throws
}

/// A refused handshake: a complete HTTP answer.
struct SocketRefusal: Error, Sendable {
  let status: Int
  let body: [UInt8]
  let requestId: String
}

struct FactoryChannel: ServerChildChannel, HTTPChannelHandler {
  typealias Parts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  enum Kind: Sendable {
    case http(Parts)
    case refused(Parts, SocketRefusal)
    case socket
  }

  struct Value: ServerChildChannelValue {
    let channel: any Channel
    let kind: EventLoopFuture<Kind>
  }

  let responder: HTTPChannelHandler.Responder
  let door: any SocketDoor
  let limits: ServerLimits
  let open: OpenConnections
  /// The smallest answer that is packed; 0: none is.
  let compressFrom: Int
  /// nil: plain.
  var tls: TLSContexts?
  static let socketPath = "/v1/ws"

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      open.add(channel)
      if let tls {
        guard let session = tls.session() else { throw ChannelError.operationUnsupported }
        try channel.pipeline.syncOperations.addHandler(TLSHandler(session))
      }
      let verdict = NIOLockedValueBox<Result<SocketGuest, SocketRefusal>?>(nil)
      let encoder = HTTPResponseEncoder()
      var decoding = NIOHTTPDecoderLimitConfiguration()
      decoding.maxHeaderFieldSize = 32 << 10
      decoding.maxHeaderListSize = 64 << 10
      decoding.maxHeaderFieldCount = 100
      let decoder = ByteToMessageHandler(
        HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoding))
      let answer = BadRequestAnswer()
      let gate = UpgradeGate(path: Self.socketPath, patience: .seconds(limits.headSeconds))
      let upgrade = NIOTypedHTTPServerUpgradeHandler<Kind>(
        httpEncoder: encoder, extraHTTPHandlers: [decoder, answer, gate],
        upgradeConfiguration: .init(
          upgraders: [upgrader(verdict)],
          notUpgradingCompletionHandler: { channel in serveHTTP(channel, verdict, logger) }))
      try channel.pipeline.syncOperations.addHandlers([encoder, decoder, answer, gate, upgrade])
      return Value(channel: channel, kind: upgrade.upgradeResultFuture)
    }
  }

  func handle(value: Value, logger: Logger) async {
    await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
      do {
        switch try await value.kind.get() {
        case .http(let parts): await handleHTTP(asyncChannel: parts, logger: logger)
        case .refused(let parts, let refusal): try await refuse(parts, refusal)
        case .socket: try await value.channel.closeFuture.get()
        }
      } catch {
        value.channel.close(promise: nil)
      }
    }
  }

  private func upgrader(
    _ verdict: NIOLockedValueBox<Result<SocketGuest, SocketRefusal>?>
  ) -> NIOTypedWebSocketServerUpgrader<Kind> {
    NIOTypedWebSocketServerUpgrader<Kind>(
      maxFrameSize: limits.message,
      shouldUpgrade: { channel, head in
        let promise = channel.eventLoop.makePromise(of: HTTPHeaders?.self)
        promise.completeWithTask {
          let result = await door.admit(head, channel)
          verdict.withLockedValue { $0 = result }
          if case .success = result { return HTTPHeaders([("X-API-Version", "1")]) }
          return nil
        }
        return promise.futureResult
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          guard case .success(let guest)? = verdict.withLockedValue({ $0 }) else {
            throw ChannelError.operationUnsupported
          }
          try channel.pipeline.syncOperations.addHandler(FrameRules())
          try channel.pipeline.syncOperations.addHandler(
            NIOWebSocketFrameAggregator(
              minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64, maxAccumulatedFrameSize: limits.message))
          try door.enter(guest, channel)
          return .socket
        }
      })
  }

  private func serveHTTP(
    _ channel: any Channel, _ verdict: NIOLockedValueBox<Result<SocketGuest, SocketRefusal>?>, _ logger: Logger
  ) -> EventLoopFuture<Kind> {
    channel.eventLoop.makeCompletedFuture {
      if compressFrom > 0 {
        try channel.pipeline.syncOperations.addHandlers([Compression.handler(from: compressFrom), InterimBypass()])
      }
      try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: tls != nil))
      try channel.pipeline.syncOperations.addHandler(
        HTTPConnectionStateHandler(idleTimeout: .seconds(limits.idleSeconds), logger: logger))
      let parts = try Parts(
        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
      if case .failure(let refusal)? = verdict.withLockedValue({ $0 }) { return .refused(parts, refusal) }
      return .http(parts)
    }
  }

  private func refuse(_ parts: Parts, _ refusal: SocketRefusal) async throws {
    try await parts.executeThenClose { _, outbound in
      var head = HTTPResponse(status: .init(code: refusal.status))
      head.headerFields[.contentType] = "application/json"
      head.headerFields[.contentLength] = "\(refusal.body.count)"
      head.headerFields[.connection] = "close"
      head.headerFields[.requestId] = refusal.requestId
      head.headerFields[.apiVersion] = "1"
      try await outbound.write(contentsOf: [.head(head), .body(ByteBuffer(bytes: refusal.body)), .end(nil)])
    }
  }
}

extension TimeAmount {
  static func seconds(_ seconds: Double) -> TimeAmount { .nanoseconds(Int64(seconds * 1e9)) }
}
