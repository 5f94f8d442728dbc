// The way of every request, top to bottom: name it, find the route, who is it, too often, the body, may they, act, answer, log.
// The order of refusals is ruling R6. Runs on the event loop of its connection.
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

struct Responder: Sendable {
  let table: RouteTable
  let authenticator: Authenticator
  let rateLimiter: RateLimiter
  let reader: BodyReader
  let log: ServerLog
  let metrics: Metrics
  let crossOrigin: CrossOrigin
  let ids: any IDSource
  let dates = HTTPDates()

  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let start = ContinuousClock.now
    var call = opened(request, channel)
    var spent = false
    var isUnread = BodyReader.isPresent(request.headers)
    var reply: Reply
    do {
      if let answer = crossOrigin.preflight(call) {
        reply = answer
      } else {
        let route = try await prepare(&call, request, &isUnread, &writer, channel)
        reply = try await away(large: call) { [call] in try await route.handler(call, request.body) }
      }
    } catch {
      spent = error is ConnectionSpent || error is BodyTooLarge
      reply = ErrorReplies.reply(error, for: call, log: log)
    }
    reply.headers[.requestId] = call.id
    reply.headers[.apiVersion] = "1"
    reply.headers[.date] = dates.text(call.now)
    crossOrigin.mark(&reply, for: call)
    if let length = reply.length, reply.status != 204 { reply.headers[.contentLength] = "\(length)" }
    let head = HTTPResponse(status: .init(code: reply.status), headerFields: reply.headers)
    defer { write(call, reply, start) }
    try await writer.write(response: head, body: reply.body)
    if isUnread { try await reader.drain(request, channel) }
    if spent { throw ConnectionSpent() }
  }

  /// Names the request (ruling R4).
  private func opened(_ request: Request, _ channel: any Channel) -> ServerRequest {
    let now = WallClock.now()
    let target = request.head.path ?? "/"
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    let given = request.headers[.requestId].flatMap { EntityID($0) }
    return ServerRequest(
      id: (given ?? ids.next(at: now)).description, now: now, method: request.method.rawValue,
      path: String(target[..<mark]), query: mark == target.endIndex ? "" : String(target[target.index(after: mark)...]),
      headers: request.headers, peer: Peer(channel))
  }

  private func prepare(
    _ call: inout ServerRequest, _ request: Request, _ isUnread: inout Bool, _ writer: inout ResponseWriter,
    _ channel: any Channel
  ) async throws -> Route {
    let match = table.match(call.method, call.path)
    if needsCredential(match, call) {
      let principal = try await authenticator.authenticate(call)
      call.principal = principal
      if !principal.isLocalOwner { call.rateLimit = try rateLimiter.take(principal.actor.id, now: call.now) }
    }
    guard case .found(let route, let parameters) = match else { throw notFound(match) }
    call.parameters = parameters
    call.endpoint = route.endpoint.name
    try await readBody(route, &call, request, &isUnread, &writer, channel)
    try Permission.check(route.endpoint.access, call.principal)
    if route.body == .stream {
      call.pace = BodyPace(reader.limits, channel)
      isUnread = false
    }
    return route
  }

  /// A stranger does not even learn which paths below `/v1` exist.
  private func needsCredential(_ match: RouteTable.Match, _ call: ServerRequest) -> Bool {
    if case .found(let route, _) = match {
      return route.endpoint.access == .local ? !call.peer.isLocal : route.endpoint.access != .open
    }
    return call.path.hasPrefix("/v1/")
  }

  private func notFound(_ match: RouteTable.Match) -> any Error {
    guard case .otherMethods(let methods) = match else {
      return APIError(code: .notFound, message: "There is nothing at this path.")
    }
    return Refusal(
      error: APIError(
        code: .notFound, message: "This path does not take this method; it takes \(methods.joined(separator: ", "))."),
      headers: [.allow: methods.joined(separator: ", ")])
  }

  private func readBody(
    _ route: Route, _ call: inout ServerRequest, _ request: Request, _ isUnread: inout Bool,
    _ writer: inout ResponseWriter, _ channel: any Channel
  ) async throws {
    guard BodyReader.isPresent(request.headers) else { return }
    let limit: Int
    switch route.body {
    case .json(let bytes): limit = bytes
    case .none: limit = reader.limits.body
    case .stream: limit = 0
    }
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    if request.headers[.expect]?.lowercased() == "100-continue", route.body == .stream || declared <= limit {
      try await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }
    if route.body == .stream { return }
    if declared > limit { throw BodyTooLarge(limit: limit) }
    isUnread = false
    call.body = try await reader.collect(request, limit: limit, channel: channel)
    if case .json = route.body { try await away(large: call) { [call] in try checkJSON(call) } }
  }

  /// Small work stays on the connection's event loop; a large body leaves it, so that others are not kept waiting.
  private func away<Value: Sendable>(
    large call: ServerRequest, _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    guard call.body.readableBytes > 256 << 10 else { return try await work() }
    return try await withTaskExecutorPreference(globalConcurrentExecutor, operation: work)
  }

  private func checkJSON(_ call: ServerRequest) throws {
    guard call.body.readableBytes > 0 else { return }
    if let type = call.headers[.contentType] {
      let name = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
      guard name == "application/json" || name.hasSuffix("+json") else {
        throw APIError(code: .badRequest, message: "The Content-Type of the body must be application/json.")
      }
    }
    if let fault = JSONCheck.fault(in: call.body.readableBytesView, depth: reader.limits.depth) {
      throw APIError(code: .badRequest, message: fault)
    }
  }

  private func write(_ call: ServerRequest, _ reply: Reply, _ start: ContinuousClock.Instant) {
    let elapsed = (ContinuousClock.now - start).components
    let milliseconds = Double(elapsed.seconds) * 1000 + Double(elapsed.attoseconds) / 1e15
    metrics.observe(call.endpoint, status: reply.status, seconds: milliseconds / 1000)
    guard log.takes(.info) else { return }
    var line = LogLine(.info, "\(call.method) \(call.path)")
    line.requestId = call.id
    line.userId = call.principal?.actor.id
    line.data = [("status", .integer(Int64(reply.status)))]
    if let length = reply.length { line.data.append(("bytes", .integer(Int64(length)))) }
    line.durationMs = milliseconds
    log.log(line)
  }
}
