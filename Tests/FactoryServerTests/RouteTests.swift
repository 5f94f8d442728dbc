// Every descriptor has exactly one handler, and every handler asks for what its descriptor says (rulings R5, R6).
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct RouteTests {
  @Test func eachDescriptorHasOneHandler() async throws {
    let store = try SQLiteStore(.memory)
    let engine = Engine(store: store, ids: RandomIDSource(), settings: EngineSettings())
    let signIn = SignIn(
      store: store, signer: try TokenSigner(secret: Rig.secret), accessSeconds: 1, refreshSeconds: 1,
      passwordCost: ScryptCost(),
      ids: RandomIDSource())
    let table = FactoryServer.routes(
      Services(
        engine: engine, signIn: signIn, owner: nil, log: ServerLog(level: .fatal) { _ in }, limits: ServerLimits(),
        snapshots: SnapshotGate(1), pages: PageCache(), version: ""))
    #expect(table.routes.map(\.endpoint.signature).sorted() == Endpoints.all.map(\.signature).sorted())
    for endpoint in Endpoints.all {
      let path = Self.filled(endpoint)
      guard case .found(let route, _) = table.match(endpoint.method.rawValue, path) else {
        Issue.record("\(endpoint.signature) is not found")
        continue
      }
      #expect(route.endpoint == endpoint)
    }
    await store.close()
  }

  static func filled(_ endpoint: EndpointDescription) -> String {
    endpoint.path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(":") ? Sample.id(77).description : String($0) }.joined(separator: "/")
  }

  @Test func strangersGet401() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      for endpoint in Endpoints.all where endpoint.access != .open && endpoint.access != .local {
        for headers in [
          [], [("Authorization", "Bearer nonsense")], [("Authorization", "Basic eDp5")], [("X-API-Key", "k")],
        ] {
          let answer = try await wire.call(endpoint.method.rawValue, Self.filled(endpoint), headers: headers)
          #expect(answer.status == 401, "\(endpoint.signature)")
          #expect(answer.error?.code == .unauthorized)
          #expect(answer.headers["www-authenticate"] == "Bearer")
        }
      }
      let unknown = try await wire.call("GET", "/v1/secrets")
      #expect(unknown.status == 401)
    }
  }

  @Test func aMissingScopeIs403() async throws {
    try await Rig.with(configure: { $0.rateLimit = 0 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      for endpoint in Endpoints.all {
        guard case .scope(let scope) = endpoint.access else { continue }
        let others = Scope.declared.filter { $0 != scope }
        let token = try rig.token(.admin, scopes: others)
        let answer = try await wire.call(
          endpoint.method.rawValue, Self.filled(endpoint), headers: [("Authorization", "Bearer \(token)")])
        #expect(answer.status == 403, "\(endpoint.signature)")
        #expect(answer.error?.code == .forbidden)
        #expect(answer.error?.details?["requiredScope"]?.string == scope.rawValue)
        #expect(answer.error?.details?["userScopes"]?.array?.count == others.count)
      }
      let answer = try await wire.call("POST", "/v1/import", headers: try rig.bearer(.operator))
      #expect(answer.status == 403)
    }
  }

  @Test func otherMethodsAre404WithAllow() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      for (method, path, allow) in [
        ("PUT", "/v1/tasks", "GET, POST"), ("POST", "/healthz", "GET"), ("GET", "/v1/auth/login", "POST"),
        ("DELETE", "/v1/tasks/\(Sample.id(1))", "GET, PATCH"), ("HEAD", "/v1/tasks", "GET, POST"),
      ] {
        if method == "HEAD" { continue }
        let answer = try await wire.call(method, path, headers: Rig.owner)
        #expect(answer.status == 404, "\(method) \(path)")
        #expect(answer.error?.code == .notFound)
        #expect(answer.headers["allow"] == allow)
      }
      for path in ["/", "/v1", "/v1/", "/v1/tasks/", "/v2/tasks", "/v1/tasks/stats/x", "//v1/tasks"] {
        let answer = try await wire.call("GET", path, headers: Rig.owner)
        #expect(answer.status == 404, "\(path)")
        #expect(answer.error?.code == .notFound)
      }
    }
  }
}
