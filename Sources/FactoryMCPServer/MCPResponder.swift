// From an HTTP request to the peer that answers it: streamable HTTP at /mcp in both eras, the older pair /sse and /messages.
// Event loops; nothing here blocks: work goes to the lanes, answers come back through the outlets.
import FactoryContracts
import FactoryMCP
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

struct MCPResponder: Sendable {
  static let bodyLimit = 4 << 20
  let office: Office
  let lanes: Lanes
  let identity: ServerIdentity
  let rules: DoorRules
  let sessions: Sessions

  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    if let refusal = refusal(request) { return try await writer.send(refusal) }
    switch (request.uri.path, request.method) {
    case ("/mcp", .post): try await post(request, writer, channel)
    case ("/mcp", .get): try await standing(request, writer, channel)
    case ("/mcp", .delete): try await writer.send(end(request))
    case ("/mcp", _): try await writer.send(.notAllowed("GET, POST, DELETE"))
    case ("/sse", .get): try await older(request, writer, channel)
    case ("/sse", _): try await writer.send(.notAllowed("GET"))
    case ("/messages", .post): try await message(request, writer)
    case ("/messages", _): try await writer.send(.notAllowed("POST"))
    default: try await writer.send(.refusal(.notFound, "There is nothing here; MCP is at /mcp."))
    }
  }

  private func refusal(_ request: Request) -> WholeAnswer? {
    let headers = request.headers
    switch rules.refusal(
      origin: headers[.origin], host: request.head.authority ?? headers[optional: .host],
      authorization: headers[.authorization])
    {
    case nil: return nil
    case .origin: return .refusal(.forbidden, "This web page may not call: its Origin is none of FACTORY_MCP_ORIGINS.")
    case .host: return .refusal(.forbidden, "The Host header names another machine.")
    case .token:
      var answer = WholeAnswer.refusal(
        .unauthorized, "Authorization: Bearer TOKEN was expected, with the token of this server.")
      answer.headers = [(.wwwAuthenticate, "Bearer realm=\"factory\"")]
      return answer
    }
  }

  // MARK: Posting

  private func post(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    guard let frame = try await frame(request) else {
      return try await writer.send(.refusal(.contentTooLarge, "A message may have \(Self.bodyLimit) bytes."))
    }
    if case .single(.faulty(let fault, let id)) = frame {
      return try await writer.send(WholeAnswer(status: .badRequest, body: RPCText.fault(id, fault)))
    }
    if case .single(let message) = frame, isStateless(message, request) {
      return try await stateless(message, request, writer, channel)
    }
    try await handshake(frame, request, writer)
  }

  private func frame(_ request: Request) async throws -> RPCFrame? {
    do {
      let body = try await request.body.collect(upTo: Self.bodyLimit)
      return RPCFrame.read(Data(body.readableBytesView))
    } catch is NIOTooManyBytesError { return nil }
  }

  private func isStateless(_ message: RPCMessage, _ request: Request) -> Bool {
    if request.headers[optional: .revision] == Revision.stateless.rawValue { return true }
    guard case .request(let call) = message, request.headers[optional: .session] == nil else { return false }
    return call.method != Method.initialize.rawValue && call.params["_meta"]?[MetaKey.revision] != nil
  }

  /// A peer for this one request: closing the connection gives the request up.
  private func stateless(
    _ message: RPCMessage, _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
  ) async throws {
    guard case .request(let call) = message else { return try await writer.send(.accepted()) }
    let headers = request.headers
    if let fault = StatelessRules.mismatch(
      call, revision: headers[optional: .revision], method: headers[optional: .method], name: headers[optional: .name])
    {
      return try await writer.send(WholeAnswer(status: .badRequest, body: RPCText.fault(call.id, fault)))
    }
    let outlets = Outlets()
    let outlet = outlets.open([call.id])
    let peer = Peer(office: office, lanes: lanes, identity: identity, era: .stateless, claim: headers.claim) {
      outlets.pass($0)
    }
    channel.closeFuture.whenComplete { [weak peer] _ in
      peer?.close()
      outlet.end.finish()
    }
    let number = sessions.keep(outlet)
    peer.receive(message)
    defer {
      peer.close()
      sessions.release(number)
    }
    try await Reply(outlet: outlet, isStateless: true).write(writer)
  }

  private func handshake(_ frame: RPCFrame, _ request: Request, _ writer: consuming ResponseWriter) async throws {
    let messages: [RPCMessage]
    if case .batch(let many) = frame {
      messages = many
    } else if case .single(let one) = frame {
      messages = [one]
    } else {
      messages = []
    }
    let session: Session
    var isNew = false
    if let id = request.headers[optional: .session] {
      guard let known = sessions.find(id) else {
        return try await writer.send(
          .refusal(.notFound, "There is no such session (any more); begin anew with initialize."))
      }
      session = known
    } else {
      guard case .single(.request(let call)) = frame, call.method == Method.initialize.rawValue else {
        return try await writer.send(.refusal(.badRequest, "Mcp-Session-Id is missing; initialize gives one."))
      }
      session = Session(office, lanes, identity, request.headers.claim)
      isNew = true
    }
    if case .batch = frame, !session.peer.takesBatches {
      return try await writer.send(.refusal(.badRequest, "The protocol revision of this session has no batches."))
    }
    let ids = messages.compactMap { message in if case .request(let call) = message { call.id } else { nil } }
    guard !ids.isEmpty else {
      messages.forEach(session.peer.receive)
      return try await writer.send(.accepted())
    }
    let outlet = session.outlets.open(ids)
    messages.forEach(session.peer.receive)
    if isNew, session.peer.era == .undecided || !sessions.add(session) { isNew = false }
    try await Reply(outlet: outlet, session: isNew ? session.id : nil).write(writer)
  }

  // MARK: Streams

  private func standing(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    guard let session = request.headers[optional: .session].flatMap(sessions.find) else {
      return try await writer.send(.refusal(.notFound, "Mcp-Session-Id names no session; initialize gives one."))
    }
    guard let (outlet, number) = session.outlets.openStanding() else {
      return try await writer.send(.refusal(.conflict, "The session's stream is open already."))
    }
    defer { session.outlets.closeStanding(number) }
    channel.closeFuture.whenComplete { _ in outlet.end.finish() }
    try await Reply(outlet: outlet).stream(writer, first: nil)
  }

  private func end(_ request: Request) -> WholeAnswer {
    guard let id = request.headers[optional: .session], sessions.remove(id) else {
      return .refusal(.notFound, "Mcp-Session-Id names no session.")
    }
    return WholeAnswer(status: .noContent)
  }

  // MARK: The older transport (2024-11-05): a stream, and an address for messages

  private func older(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let session = Session(office, lanes, identity, request.headers.claim)
    guard sessions.add(session), let (outlet, _) = session.outlets.openStanding() else {
      return try await writer.send(.refusal(.serviceUnavailable, "Too many sessions are open."))
    }
    let sessions = sessions
    channel.closeFuture.whenComplete { _ in _ = sessions.remove(session.id) }
    defer { _ = sessions.remove(session.id) }
    let address = EventStream.event(Data("/messages?session_id=\(session.id)".utf8), named: "endpoint")
    try await Reply(outlet: outlet).stream(writer, first: address)
  }

  private func message(_ request: Request, _ writer: consuming ResponseWriter) async throws {
    guard let id = request.uri.queryParameters["session_id"], let session = sessions.find(String(id)) else {
      return try await writer.send(.refusal(.notFound, "session_id names no session; GET /sse gives one."))
    }
    guard let frame = try await frame(request) else {
      return try await writer.send(.refusal(.contentTooLarge, "A message may have \(Self.bodyLimit) bytes."))
    }
    switch frame {
    case .single(let message): session.peer.receive(message)
    case .batch(let messages) where session.peer.takesBatches: messages.forEach(session.peer.receive)
    case .batch:
      return try await writer.send(.refusal(.badRequest, "The protocol revision of this session has no batches."))
    }
    try await writer.send(.accepted())
  }
}
