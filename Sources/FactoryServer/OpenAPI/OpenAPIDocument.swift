// The OpenAPI 3.1 document of this server (ruling R17), made from the endpoint descriptors and the types that cross them. Nothing
// in it is written down a second time: a new endpoint or field is in it by being declared. Made once, at start.
import FactoryContracts
import Foundation

struct OpenAPIDocument {
  private let version: String
  private let requests = SchemaBook(.request)
  private let answers = SchemaBook(.answer)

  /// The document's bytes; the same for the same declarations.
  static func bytes(_ endpoints: [EndpointDescription], version: String) throws -> Data {
    try FactoryJSON.canonical(OpenAPIDocument(version: version).document(endpoints))
  }

  private init(version: String) { self.version = version }

  private func document(_ endpoints: [EndpointDescription]) -> JSONValue {
    var paths: [String: [String: JSONValue]] = [:]
    for endpoint in endpoints {
      let operation = OpenAPIOperation(endpoint, requests, answers, OpenAPILinks.links(from: endpoint, endpoints)).json
      paths[Self.template(endpoint.path), default: [:]][endpoint.method.rawValue.lowercased()] = operation
    }
    return [
      "openapi": "3.1.0", "info": info, "servers": [["url": "/"]],
      "paths": .object(paths.mapValues { .object($0) }), "components": components,
      "security": [["bearer": []], ["apiKey": []]],
    ]
  }

  private var info: JSONValue {
    [
      "title": "GooseFactory", "version": .string(version),
      "description": """
      Every decision with its evidence, decided exactly once. Answers are wrapped in an envelope; changes take an \
      Idempotency-Key, decisions an If-Match with the version that was shown. Live events come over the WebSocket at /v1/ws.
      """,
    ]
  }

  private var components: JSONValue {
    _ = answers.schema(of: APIErrorResponse.self)
    _ = answers.schema(of: ResponseMeta.self)
    var schemas = requests.components.merging(answers.components) { $1 }
    let details = answers.schema(of: FactoryErrorDetails.self)
    schemas.merge(answers.components) { $1 }
    if case .object(var error)? = schemas["APIError"], case .object(var properties)? = error["properties"] {
      properties["details"] = details
      error["properties"] = .object(properties)
      schemas["APIError"] = .object(error)
    }
    return ["schemas": .object(schemas), "securitySchemes": securitySchemes]
  }

  private var securitySchemes: JSONValue {
    [
      "bearer": [
        "type": "http", "scheme": "bearer", "description": "An access token of /v1/auth/login, or the local owner's.",
      ],
      "apiKey": ["type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key."],
    ]
  }

  /// `/v1/tasks/:taskId` as `/v1/tasks/{taskId}`
  private static func template(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
  }
}
