// API keys (ruling R42), and how answers and bodies with secrets are handled: never cached, never remembered.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import HTTPTypes

extension RouteBuilder {
  mutating func addKeys() {
    page(Endpoints.listKeys, sortFields: SortFields.keys, kept: false) { _, _ in
      { reader, paging in try reader.apiKeys(paging) }
    }
    secretChange(Endpoints.createKey, prepare: { _, _ in KeySecret.make() }) { useCases, change, secret in
      try .json(useCases.createKey(change.body, secret: secret))
    }
    secretChange(Endpoints.rotateKey, prepare: { _, _ in KeySecret.make() }) { useCases, change, secret in
      try .json(useCases.rotateKey(change.body, secret: secret))
    }
    change(Endpoints.revokeKey, on: .key) { useCases, change in
      try useCases.revokeKey(change.id)
      return .nothing
    }
  }

  /// A change whose body or answer holds a secret.
  /// - Parameter prepare: what must happen before the transaction and outside it: making a key, hashing a password. After the scope
  ///   was checked, before the entity is looked up.
  mutating func secretChange<Body, Value, Prepared: Sendable>(
    _ endpoint: Endpoint<Body, Value>, on kind: EntityKind? = nil,
    prepare: @escaping @Sendable (Body, ServerRequest) async throws -> Prepared,
    _ work: @escaping @Sendable (UseCases, Change<Body>, Prepared) throws -> Data
  ) {
    let services = services
    let description = endpoint.description
    raw(endpoint, body: .json(services.limits.body)) { request, _ in
      let caller = try request.caller()
      let id = try kind.map { try request.id(of: $0) } ?? EntityID(high: 0, low: 0)
      let key = try request.idempotencyKey()
      let body = try await Self.decode(Body.self, request, kind, id, services.engine)
      let prepared = try await prepare(body, request)
      let change = Change(id: id, body: body, ifMatch: nil, query: request.query, parameters: request.parameters)
      let secret = services.signIn.bodyKey
      let answer = try await services.engine.perform(
        caller.actor, idempotency: key.map { Self.idempotency($0, request, caller, keyedWith: secret) },
        now: request.now, requestId: request.id, status: description.status
      ) { useCases in try work(useCases, change, prepared) }
      var reply = Self.reply(answer)
      reply.headers[.cacheControl] = "no-store"
      return reply
    }
  }
}
