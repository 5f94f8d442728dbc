// One operation of the OpenAPI document: parameters, body, and an answer for every status that can occur.
import FactoryContracts

struct OpenAPIOperation {
  private let endpoint: EndpointDescription
  private let requests: SchemaBook
  private let answers: SchemaBook
  private let links: [String: JSONValue]

  init(
    _ endpoint: EndpointDescription, _ requests: SchemaBook, _ answers: SchemaBook, _ links: [String: JSONValue] = [:]
  ) {
    self.endpoint = endpoint
    self.requests = requests
    self.answers = answers
    self.links = links
  }

  var json: JSONValue {
    var operation: [String: JSONValue] = [
      "operationId": .string(endpoint.name), "summary": .string(endpoint.summary),
      "tags": [.string(tag)], "parameters": .array(pathParameters + queryParameters + headers),
      "responses": .object(successes.merging(failures) { $1 }),
    ]
    operation["description"] = access
    if endpoint.access == .open || endpoint.access == .local { operation["security"] = [] }
    if endpoint.bodyType.type != Empty.self { operation["requestBody"] = body }
    return .object(operation)
  }

  /// The first word behind the version.
  private var tag: String {
    endpoint.path.split(separator: "/").first { $0 != "v1" }.map { $0.prefix { $0 != "." }.description } ?? ""
  }

  private var access: JSONValue {
    switch endpoint.access {
    case .open: "Needs no credential."
    case .local: "Needs no credential from the machine of the server, else any valid one."
    case .signedIn: "Needs any valid credential."
    case .scope(let scope): .string("Needs the scope `\(scope.rawValue)`.")
    case .administrator: "Needs the role owner or admin."
    }
  }

  // MARK: Parameters

  private var pathParameters: [JSONValue] {
    endpoint.path.split(separator: "/").filter { $0.hasPrefix(":") }.map { part in
      let name = String(part.dropFirst())
      let schema: JSONValue =
        switch name {
        case "form": ["type": "string", "enum": .array(DeepLink.forms.map { .string($0) })]
        case _ where name.hasSuffix("Id") || name == "id": ["type": "string", "format": "uuid"]
        default: ["type": "integer", "minimum": 0]
        }
      return ["name": .string(name), "in": "path", "required": true, "schema": schema]
    }
  }

  private var queryParameters: [JSONValue] {
    endpoint.query.map { parameter in
      var json: [String: JSONValue] = [
        "name": .string(parameter.name), "in": "query", "description": .string(parameter.summary),
        "required": .bool(parameter.isRequired), "schema": QuerySchema.schema(parameter.kind),
      ]
      if case .someOf = parameter.kind {
        json["style"] = "form"
        json["explode"] = false
      }
      return .object(json)
    }
  }

  private var headers: [JSONValue] {
    var headers: [JSONValue] = []
    if endpoint.idempotent, endpoint.access != .open {
      headers.append(
        header(
          "Idempotency-Key", "The same key gets the same answer for 24 hours.", ["type": "string", "format": "uuid"]))
    }
    if endpoint.pinned {
      headers.append(
        header(
          "If-Match", "The version that was shown.",
          ["type": "string", "pattern": #"^(\*|(W/)?("[0-9]{1,18}"|[0-9]{1,18}))$"#]))
    }
    return headers
  }

  private func header(_ name: String, _ summary: String, _ schema: JSONValue) -> JSONValue {
    ["name": .string(name), "in": "header", "required": false, "description": .string(summary), "schema": schema]
  }

  private var body: JSONValue {
    let content = content(endpoint.bodyFormat, requests.schema(of: endpoint.bodyType.type))
    return ["required": .bool(endpoint.bodyFormat != .lines), "content": content]
  }

  /// Media types with their schemas.
  private func content(_ format: WireFormat, _ schema: JSONValue) -> JSONValue {
    let text: JSONValue = ["schema": ["type": "string"]]
    switch format {
    case .json, .document: return ["application/json": ["schema": schema]]
    case .form: return ["multipart/form-data": ["schema": schema]]
    case .lines: return ["application/x-ndjson": text]
    case .text(let types): return .object(Dictionary(types.map { ($0, text) }, uniquingKeysWith: { $1 }))
    case .bytes(let type): return .object([type: ["schema": ["type": "string", "format": "binary"]]])
    }
  }

  // MARK: Answers

  private var successes: [String: JSONValue] {
    let statuses = [endpoint.status] + endpoint.otherStatuses
    return Dictionary(statuses.map { ("\($0)", success($0)) }, uniquingKeysWith: { $1 })
  }

  private func success(_ status: Int) -> JSONValue {
    var answer: [String: JSONValue] = [
      "description": status == 204 ? "Done." : .string(endpoint.summary + "."), "headers": commonHeaders,
    ]
    if status != 204, endpoint.replyType.type != NoContent.self {
      answer["content"] = content(endpoint.replyFormat, reply)
      if !links.isEmpty { answer["links"] = .object(links) }
    }
    return .object(answer)
  }

  /// In the envelope; tokens beside it as well (ruling R41).
  private var reply: JSONValue {
    let data = answers.schema(of: endpoint.replyType.type)
    guard endpoint.replyFormat == .json else { return data }
    let envelope: JSONValue = [
      "type": "object", "required": ["ok", "data", "meta"],
      "properties": ["ok": ["const": true], "data": data, "meta": answers.schema(of: ResponseMeta.self)],
    ]
    let isSpread = endpoint.replyType.type == TokenReply.self || endpoint.replyType.type == KeyReply.self
    return isSpread ? ["allOf": [envelope, data]] : envelope
  }

  private var failures: [String: JSONValue] {
    Dictionary(
      EndpointFailures.codes(endpoint).map { status, codes in ("\(status)", failure(status, codes)) },
      uniquingKeysWith: { $1 })
  }

  private func failure(_ status: Int, _ codes: [ErrorCode]) -> JSONValue {
    let names: [JSONValue] = codes.map { .string($0.rawValue) }
    var headers = commonHeaders.object ?? [:]
    if status == 429 || status == 503 {
      headers["Retry-After"] = [
        "required": true, "description": "Seconds.", "schema": ["type": "integer", "minimum": 1],
      ]
    }
    return [
      "description": .string(codes.map(\.rawValue).joined(separator: " or ")), "headers": .object(headers),
      "content": [
        "application/json": [
          "schema": [
            "allOf": [
              answers.schema(of: APIErrorResponse.self),
              ["properties": ["ok": ["const": false], "error": ["properties": ["code": ["enum": .array(names)]]]]],
            ]
          ]
        ]
      ],
    ]
  }

  private var commonHeaders: JSONValue {
    [
      "X-Request-Id": ["required": true, "schema": ["type": "string", "format": "uuid"]],
      "X-API-Version": ["required": true, "schema": ["const": "1"]],
    ]
  }
}

/// What can be done with what was just created: the id of the answer fills the first parameter of the paths below.
enum OpenAPILinks {
  static func links(from maker: EndpointDescription, _ all: [EndpointDescription]) -> [String: JSONValue] {
    guard maker.status == 201, !maker.path.contains(":"), !maker.name.isEmpty else { return [:] }
    let below = all.filter { $0.path.hasPrefix(maker.path + "/:") && $0.path.filter { $0 == ":" }.count == 1 }
    return Dictionary(
      below.map { endpoint in
        let name = endpoint.path.dropFirst(maker.path.count + 2).prefix { $0 != "/" }
        let link: JSONValue = [
          "operationId": .string(endpoint.name), "parameters": [String(name): "$response.body#/data/id"],
        ]
        return (endpoint.name, link)
      }, uniquingKeysWith: { $1 })
  }
}

/// Which failures an endpoint can answer with, by the rules that all endpoints share (rulings R5–R8).
enum EndpointFailures {
  static func codes(_ endpoint: EndpointDescription) -> [(Int, [ErrorCode])] {
    var codes: [ErrorCode] = [.badRequest, .validationError, .internalError, .serviceUnavailable]
    let signsIn = endpoint.replyType.type == TokenReply.self
    if endpoint.access != .open || signsIn { codes += [.unauthorized, .rateLimited] }
    let changes = endpoint.method != .get
    if endpoint.access != .open, changes || endpoint.access != .signedIn { codes.append(.forbidden) }
    // One pipeline's blockers are asked for as a filter.
    let namesEntity = endpoint.path.contains(":") || endpoint.name == "listBlockers"
    if namesEntity || (changes && endpoint.access != .open) { codes.append(.notFound) }
    if changes, endpoint.access != .open { codes.append(.conflict) }
    if endpoint.path.contains(":") || endpoint.name == "listEvents" || (changes && endpoint.access != .open) {
      codes.append(.gone)
    }
    return Dictionary(grouping: codes, by: \.status).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// The schema of a query parameter.
enum QuerySchema {
  static func schema(_ kind: QueryParameter.Kind) -> JSONValue {
    switch kind {
    case .text, .cursor: ["type": "string"]
    case .words(let most): ["type": "string", "minLength": 1, "maxLength": .integer(Int64(most))]
    case .whole(let range):
      [
        "type": "integer", "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound)),
      ]
    case .flag: ["type": "boolean"]
    case .time: ["type": "string", "format": "date-time"]
    case .id: ["type": "string", "format": "uuid"]
    case .person: ["anyOf": [["type": "string", "format": "uuid"], ["const": "me"]]]
    case .oneOf(let names): ["type": "string", "enum": strings(names)]
    case .someOf(let names): ["type": "array", "items": ["type": "string", "enum": strings(names)]]
    case .sort(let fields): ["type": "string", "enum": strings(fields.flatMap(spellings))]
    }
  }

  private static func spellings(_ field: String) -> [String] {
    let both = Set([field, SortField.snakeCase(field)]).sorted()
    return both + both.map { "-" + $0 }
  }

  private static func strings(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
}
