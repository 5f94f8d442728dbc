// Signing in, who am I, and whether the server is well (contract §1.2, rulings R41, R53).
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import NIOCore

extension RouteBuilder {
  mutating func addSessions() {
    let services = services
    raw(Endpoints.login, body: .json(services.limits.body)) { request, _ in
      let body = try BodyDecoding.decode(LoginBody.self, from: request.body.data)
      return try Self.tokens(try await services.signIn.login(body, peer: request.peer, now: request.now), request)
    }
    raw(Endpoints.refresh, body: .json(services.limits.body)) { request, _ in
      let body = try BodyDecoding.decode(RefreshBody.self, from: request.body.data)
      return try Self.tokens(try await services.signIn.refresh(body, now: request.now), request)
    }
    raw(Endpoints.logout, body: .none) { request, _ in
      try await services.signIn.logout(try request.caller().actor.id, now: request.now)
      return .noContent
    }
    raw(Endpoints.currentUser, body: .none) { request, _ in
      let caller = try request.caller()
      let user = CurrentUser(
        id: caller.actor.id, email: caller.email, name: caller.actor.name, role: caller.actor.role,
        scopes: Scope.declared.filter { caller.actor.scopes.contains($0) }, credential: caller.credential,
        keyId: caller.actor.keyId, expiresAt: caller.expiresAt)
      return Reply(status: 200, json: EnvelopeWriter.one(try FactoryJSON.encode(user), for: request))
    }
  }

  mutating func addHealth() {
    let services = services
    raw(Endpoints.health, body: .none) { request, _ in try Self.health("ok", services.version, request) }
    raw(Endpoints.ready, body: .none) { request, _ in
      do { _ = try await services.engine.read { try $0.seq() } } catch {
        throw Refusal.unavailable("The store cannot be reached.")
      }
      return try Self.health("ready", services.version, request)
    }
  }

  private static func health(_ status: String, _ version: String, _ request: ServerRequest) throws -> Reply {
    let json = try FactoryJSON.encode(HealthReply(status: status, version: version))
    return Reply(status: 200, json: EnvelopeWriter.one(json, for: request))
  }

  /// In the envelope and beside it (ruling R41); never to be kept by a cache.
  private static func tokens(_ tokens: TokenReply, _ request: ServerRequest) throws -> Reply {
    let json = try FactoryJSON.encode(tokens)
    var buffer = EnvelopeWriter.one(json, for: request)
    buffer.moveWriterIndex(to: buffer.writerIndex - 1)
    buffer.writeString(",")
    buffer.writeBytes(json.dropFirst())
    var reply = Reply(status: 200, json: buffer)
    reply.headers[.cacheControl] = "no-store"
    return reply
  }
}
