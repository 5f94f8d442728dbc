// Who may open a socket (contract §1.6, rulings R18, R23): a credential in the Authorization header or as `?token=`, the scope to
// read tasks, and no web page of elsewhere. Neither the query nor the header is ever logged.
import FactoryContracts
import FactoryEngine
import Foundation
import NIOCore
import NIOHTTP1
import NIOWebSocket

struct FactorySocketDoor: SocketDoor {
  let authenticator: Authenticator
  let hub: Hub
  let store: any FactoryStore
  let limits: ServerLimits
  let origins: OriginRule
  let log: ServerLog
  let ids: any IDSource

  func admit(_ head: HTTPRequestHead, _ channel: any Channel) async -> Result<SocketGuest, SocketRefusal> {
    let now = WallClock.now()
    let id = (head.headers["x-request-id"].first.flatMap { EntityID($0) } ?? ids.next(at: now)).description
    do {
      try checkOrigin(head)
      let principal = try await principal(head, Peer(channel), now)
      try Permission.require(.tasksRead, principal)
      return .success(SocketGuest(principal: principal))
    } catch {
      return .failure(refusal(error, id))
    }
  }

  func enter(_ guest: SocketGuest, _ channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let connection = SocketConnection(guest: guest, hub: hub, store: store, limits: limits, log: log)
    connection.encoder = try pipeline.context(handlerType: WebSocketFrameEncoder.self)
    try pipeline.addHandler(connection)
  }

  private func principal(_ head: HTTPRequestHead, _ peer: Peer, _ now: Timestamp) async throws -> Principal {
    if let mark = head.uri.firstIndex(of: "?"), head.headers["authorization"].isEmpty {
      let query = QueryReader(String(head.uri[head.uri.index(after: mark)...]))
      if let token = query.text("token") {
        return try await authenticator.authenticate(token: token, peer: peer, now: now)
      }
    }
    return try await authenticator.authenticate(
      authorization: head.headers["authorization"].first, apiKey: head.headers["x-api-key"].first, peer: peer, now: now)
  }

  /// Browsers say which page asks; programs do not.
  private func checkOrigin(_ head: HTTPRequestHead) throws {
    guard !head.headers["origin"].allSatisfy(origins.admits) else { return }
    throw APIError(code: .forbidden, message: "Pages of this origin may not open the socket.")
  }

  /// In the envelope and in the socket's own form at once (contract §1.6).
  private func refusal(_ error: any Error, _ id: String) -> SocketRefusal {
    var known: APIError
    switch error {
    case let refusal as Refusal: known = refusal.error
    case let error as APIError: known = error
    case is StoreFailure: known = APIError(code: .serviceUnavailable, message: "The store cannot be reached.")
    default: known = APIError(code: .internalError, message: "Something went wrong in the server.")
    }
    known.requestId = id
    let body = Array("{\"type\":\"error\",".utf8) + ErrorBody.bytes(known).dropFirst()
    return SocketRefusal(status: known.code.status, body: body, requestId: id)
  }
}
