// The OpenAPI document holds what the descriptors and types say, and the server keeps to it (ruling R17).
import FactoryContracts
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct OpenAPITests {
  /// Read once: every error thrown while reading costs a test process its backtrace.
  private static let read = Result {
    try FactoryJSON.decode(JSONValue.self, from: OpenAPIDocument.bytes(Endpoints.all, version: "1"))
  }
  private static func document() throws -> JSONValue { try read.get() }

  @Test func isServedToWhoIsSignedIn() async throws {
    try await Rig.with { rig in
      let answer = try await rig.call("GET", "/v1/openapi.json")
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"] == "application/json")
      #expect(answer.json["openapi"]?.string == "3.1.0")
      #expect(answer.json["info"]?["version"]?.string == "test")
    }
  }

  @Test func everyEndpointIsAnOperationNamedAsItsConstant() throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/FactoryContracts/API/Endpoints.swift")
    let text = try String(contentsOf: source, encoding: .utf8)
    let constants = text.matches(of: /static let (\w+) = Endpoint</).map { String($0.1) }
    #expect(Set(Endpoints.all.map(\.name)) == Set(constants))
    let document = try Self.document()
    for endpoint in Endpoints.all {
      let path = endpoint.path.split(separator: "/", omittingEmptySubsequences: false)
        .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
      let operation = document["paths"]?[path]?[endpoint.method.rawValue.lowercased()]
      #expect(operation?["operationId"]?.string == endpoint.name)
      #expect(operation?["responses"]?["\(endpoint.status)"] != nil, "\(endpoint.signature)")
      #expect(
        (operation?["responses"]?["401"] == nil) == (endpoint.access == .open && endpoint.body == "Empty"),
        "\(endpoint.signature)")
    }
  }

  @Test func everyReferenceLeadsSomewhereAndNoTypeIsOpaque() throws {
    let document = try Self.document()
    let schemas = try #require(document["components"]?["schemas"]?.object)
    for name in Self.references(document) { #expect(schemas[name] != nil, "\(name)") }
    for (name, schema) in schemas { #expect(schema != ["type": "object"] && schema != .null, "\(name)") }
  }

  private static func references(_ value: JSONValue) -> Set<String> {
    switch value {
    case .array(let items): return items.reduce(into: []) { $0.formUnion(references($1)) }
    case .object(let members):
      if let target = members["$ref"]?.string, let name = target.split(separator: "/").last { return [String(name)] }
      return members.values.reduce(into: []) { $0.formUnion(references($1)) }
    default: return []
    }
  }

  @Test func whatMayBeAbsentDiffersByDirection() throws {
    let schemas = try #require(try Self.document()["components"]?["schemas"])
    let task = try #require(schemas["FactoryTask"])
    let required = Set(task["required"]?.array?.compactMap(\.string) ?? [])
    // Null against absent (ruling R3).
    #expect(required.isSuperset(of: ["id", "pipelineId", "decision", "slaDeadline"]))
    #expect(required.isDisjoint(with: ["version", "key", "pendingDecision"]))
    #expect(task["properties"]?["pipelineId"]?["type"] == ["string", "null"])
    #expect(task["properties"]?["key"]?["type"] == "string")
    let body = try #require(schemas["CreateTaskBody"])
    #expect(Set(body["required"]?.array?.compactMap(\.string) ?? []) == ["type", "title", "context"])
    #expect(body["properties"]?["title"]?["maxLength"]?.int == FieldLimits.title)
    #expect(schemas["TaskStatus"]?["enum"]?.array?.compactMap(\.string) == TaskStatus.declared.map(\.rawValue))
  }

  @Test(arguments: FieldRules.all.keys.sorted()) func everyRuleIsOfAFieldThatExists(_ rule: String) throws {
    let schemas = try #require(try Self.document()["components"]?["schemas"])
    let parts = rule.split(separator: ".").map(String.init)
    let type = schemas[parts[0]] ?? schemas[parts[0] + "Input"]
    #expect(type?["properties"]?[parts[1]] != nil)
  }

  /// One wrong value for each parameter of each endpoint, through the real server.
  @Test func everyDeclaredParameterIsJudgedByItsKind() async throws {
    try await Rig.with(configure: { $0.rateLimit = 0 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      // What the path names must exist: 404 goes before 400 (ruling R6).
      let pipeline = try await rig.pipeline()
      let agent = try await rig.call("POST", "/v1/agents", body: #"{"name":"A","type":"monitor"}"#).data(Agent.self)
      let asset = try await AssetStories.upload(rig, pipeline.id, "one\n").data(Asset.self)
      for endpoint in Endpoints.all {
        let named =
          endpoint.path.contains(":agentId")
          ? agent.id : endpoint.path.contains(":assetId") ? asset.id : pipeline.id
        for parameter in endpoint.query where parameter.kind != .text && parameter.kind != .cursor {
          for value in ["zz%0a", ""] where parameter.kind.admits(value) == false {
            let path = RouteTests.filled(endpoint).replacingOccurrences(
              of: Sample.id(77).description, with: named.description)
            let others = endpoint.query.filter { $0.isRequired && $0 != parameter }
              .map { "&\($0.name)=\($0.kind.admits("1") ? "1" : "a")" }.joined()
            let answer = try await wire.call(
              endpoint.method.rawValue, "\(path)?\(parameter.name)=\(value)\(others)", headers: Rig.owner)
            #expect(answer.status == 400, "\(endpoint.signature) \(parameter.name)=\(value)")
            #expect(answer.error?.field == parameter.name, "\(endpoint.signature) \(parameter.name)")
          }
        }
      }
    }
  }

  @Test func aWrongIdempotencyKeyIsRefusedEverywhere() async throws {
    try await Rig.with(configure: { $0.rateLimit = 0 }) { rig in
      for endpoint in [Endpoints.logout.description, Endpoints.importLines.description] {
        let answer = try await rig.call(
          "POST", endpoint.path, headers: Rig.owner + [("Idempotency-Key", "again")])
        #expect(answer.status == 400, "\(endpoint.path)")
        #expect(answer.error?.field == "Idempotency-Key")
      }
    }
  }
}
