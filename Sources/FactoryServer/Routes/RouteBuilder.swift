// The four kinds of handlers: a page of a list, one value, a change through a use case, and anything else. Each takes a
// descriptor, so that a handler says only what is its own.
import FactoryContracts
import FactoryEngine
import FactoryCrypto
import Foundation
import HTTPTypes
import NIOCore

extension Data {
  /// A change's answer.
  static func json(_ value: some Encodable) throws -> Data { try FactoryJSON.encode(value) }
  /// No answer: 204.
  static let nothing = Data()
}

/// What a change works on.
struct Change<Body: Sendable>: Sendable {
  /// What the path names; only where the route says of which kind it is.
  let id: EntityID
  let body: Body
  let ifMatch: Int?
  let query: String
  /// Every parameter of the path, in order.
  let parameters: [Substring]
}

struct RouteBuilder {
  let services: Services
  private(set) var table = RouteTable()

  init(_ services: Services) { self.services = services }

  /// A list in pages. `plan` reads the filters and returns how to read the rows; every fault of the query is told at once.
  /// `kept`: every change of these rows has an event, so a page may be answered again until the next commit.
  mutating func page<Row>(
    _ endpoint: Endpoint<Empty, [Row]>, sortFields: [String], kept: Bool,
    _ plan:
      @escaping @Sendable (inout QueryReader, Principal) ->
      @Sendable (any FactoryReader, PageRequest) throws ->
      EncodedPage
  ) {
    let engine = services.engine
    let cache = kept ? services.pages : nil
    let declared = endpoint.description.query
    table.add(endpoint.description, body: .none) { request, _ in
      let key = "\(try request.caller().actor.id) \(request.path)?\(request.query)"
      let generation = cache?.generation ?? 0
      if let page = cache?.page(key, generation: generation) {
        return Reply(status: 200, json: EnvelopeWriter.list(page, for: request))
      }
      var query = QueryReader(request.query, declared)
      let paging = query.page(sortFields: sortFields)
      let read = plan(&query, try request.caller())
      try query.finish()
      let (page, seq) = try await engine.read { (try read($0, paging), try $0.seq()) }
      let listed = EnvelopeWriter.listed(page, paging, seq: seq)
      cache?.keep(listed, as: key, generation: generation)
      return Reply(status: 200, json: EnvelopeWriter.list(listed, for: request))
    }
  }

  /// One value, read and encoded on the store's thread. A version becomes the ETag (ruling R32).
  mutating func value<Value>(
    _ endpoint: Endpoint<Empty, Value>,
    _ read: @escaping @Sendable (any FactoryReader, ServerRequest) throws -> (json: Data, version: Int?)
  ) {
    let engine = services.engine
    table.add(endpoint.description, body: .none) { request, _ in
      let (answer, seq) = try await engine.read { (try read($0, request), try $0.seq()) }
      var reply = Reply(status: 200, json: EnvelopeWriter.one(answer.json, for: request, seq: seq))
      if let version = answer.version { reply.headers[.eTag] = "\"\(version)\"" }
      return reply
    }
  }

  /// A change: one use case in one transaction, remembered under its Idempotency-Key (ruling R8).
  /// - Parameters:
  ///   - kind: What the path names, if it names something.
  ///   - permit: Scopes that depend on the body; asked before anything is looked up (ruling R6).
  mutating func change<Body, Value>(
    _ endpoint: Endpoint<Body, Value>, on kind: EntityKind? = nil, limit: Int? = nil,
    permit: @escaping @Sendable (Body, Principal) throws -> Void = { _, _ in },
    _ work: @escaping @Sendable (UseCases, Change<Body>) throws -> Data
  ) {
    let services = services
    let description = endpoint.description
    table.add(description, body: .json(limit ?? services.limits.body)) { request, _ in
      let caller = try request.caller()
      let id = try kind.map { try request.id(of: $0) } ?? EntityID(high: 0, low: 0)
      let key = try request.idempotencyKey()
      let ifMatch = try request.ifMatch()
      let body = try await Self.decode(Body.self, request, kind, id, services.engine)
      try permit(body, caller)
      let change = Change(id: id, body: body, ifMatch: ifMatch, query: request.query, parameters: request.parameters)
      var actor = caller.actor
      actor.tool = try request.tool()
      let answer = try await services.engine.perform(
        actor, idempotency: key.map { Self.idempotency($0, request, caller) }, now: request.now,
        requestId: request.id, status: description.status
      ) { useCases in try work(useCases, change) }
      return Self.reply(answer)
    }
  }

  /// Anything else.
  mutating func raw<Body, Value>(
    _ endpoint: Endpoint<Body, Value>, body: BodyRule, _ handler: @escaping Route.Handler
  ) {
    let keyed = endpoint.description.idempotent && endpoint.description.access != .open
    table.add(endpoint.description, body: body) { request, stream in
      if keyed { _ = try request.idempotencyKey() }
      return try await handler(request, stream)
    }
  }

  /// The typed body. Its faults are told only when the entity exists: 404 and 410 go before 400 (ruling R6).
  static func decode<Body: Decodable & Sendable>(
    _ type: Body.Type, _ request: ServerRequest, _ kind: EntityKind?, _ id: EntityID, _ engine: Engine
  ) async throws -> Body {
    if let empty = Empty() as? Body { return empty }
    do {
      return try BodyDecoding.decode(type, from: request.body.data)
    } catch {
      if let kind { try await engine.read { try kind.mustExist(id, $0) } }
      throw error
    }
  }

  /// - Parameter secret: what the body's hash is keyed with; nil: nothing in the body is worth guessing.
  static func idempotency(
    _ key: EntityID, _ request: ServerRequest, _ caller: Principal, keyedWith secret: [UInt8]? = nil
  ) -> (scope: IdempotencyScope, bodyHash: Data) {
    var hashed = request.body.data
    hashed.append(contentsOf: [0] + request.query.utf8)
    return (
      IdempotencyScope(principal: caller.actor.id, method: request.method, path: request.path, key: key),
      Data(secret.map { HMACSHA256.code(for: hashed, key: $0) } ?? SHA256.hash(hashed))
    )
  }

  static func reply(_ answer: EngineAnswer) -> Reply {
    var reply =
      answer.status == 204 ? Reply.noContent : Reply(status: answer.status, json: ByteBuffer(bytes: answer.body))
    if answer.replayed { reply.headers[.idempotentReplayed] = "true" }
    return reply
  }
}
