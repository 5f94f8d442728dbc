// The response to a posted message: one JSON document where the answer is all there is, a stream of events where more comes before it.
import FactoryMCP
import HTTPTypes
import HummingbirdCore
import NIOCore

struct Reply: Sendable {
  let outlet: Outlet
  /// Told with the answer to `initialize`.
  var session: String?
  var isStateless = false

  init(outlet: Outlet, session: String? = nil, isStateless: Bool = false) {
    self.outlet = outlet
    self.session = session
    self.isStateless = isStateless
  }

  func write(_ writer: consuming ResponseWriter) async throws {
    var pieces = outlet.pieces.makeAsyncIterator()
    let clock = ticking()
    defer { clock.cancel() }
    guard let first = await pieces.next() else { return try await writer.send(.accepted()) }
    guard case .message(let message) = first, message.isLast else { return try await events(writer, first, &pieces) }
    var answer = WholeAnswer(status: .ok, body: message.bytes)
    if isStateless { answer.status = .init(code: StatelessRules.status(message.code)) }
    if let session { answer.headers = [(.session, session)] }
    // A batch: the other answers follow.
    guard let second = await pieces.next() else { return try await writer.send(answer) }
    try await events(writer, first, &pieces, second)
  }

  /// A stream from the beginning.
  func stream(_ writer: consuming ResponseWriter, first: ByteBuffer?) async throws {
    var pieces = outlet.pieces.makeAsyncIterator()
    let clock = ticking()
    defer { clock.cancel() }
    var body = try await writer.writeHead(EventStream.head(session: session))
    try await body.write(first ?? EventStream.ping)
    while let piece = await pieces.next() { try await body.write(Self.bytes(piece)) }
    try await body.finish(nil)
  }

  private func events(
    _ writer: consuming ResponseWriter, _ first: Piece, _ pieces: inout AsyncStream<Piece>.AsyncIterator,
    _ second: Piece? = nil
  ) async throws {
    var body = try await writer.writeHead(EventStream.head(session: session))
    try await body.write(Self.bytes(first))
    if let second { try await body.write(Self.bytes(second)) }
    while let piece = await pieces.next() { try await body.write(Self.bytes(piece)) }
    try await body.finish(nil)
  }

  private static func bytes(_ piece: Piece) -> ByteBuffer {
    switch piece {
    case .message(let message): EventStream.event(message.bytes)
    case .tick: EventStream.ping
    }
  }

  /// Wakes the stream now and then, so that proxies and clients see that it lives.
  private func ticking() -> Task<Void, any Error> {
    Task { [end = outlet.end] in
      while !Task.isCancelled {
        try await Task.sleep(for: EventStream.silence)
        end.yield(.tick)
      }
    }
  }
}
