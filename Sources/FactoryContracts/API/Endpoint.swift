// An endpoint described once: the client calls it, a route answers it, OpenAPI and the reference list it.

package enum HTTPMethod: String, Sendable, Hashable, Codable {
  case get = "GET"
  case post = "POST"
  case patch = "PATCH"
  case delete = "DELETE"
}

/// What a caller must show before an endpoint looks at anything else.
package enum Access: Sendable, Hashable {
  /// No credential.
  case open
  /// Any valid credential.
  case signedIn
  /// This scope.
  case scope(Scope)
  /// Role owner or admin.
  case administrator
}

/// One parameter of the query string.
package struct QueryParameter: Sendable, Hashable {
  package let name: String
  package let summary: String
  package init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// The description of an endpoint without its types; what tables of endpoints hold.
package struct EndpointDescription: Sendable, Hashable {
  package let method: HTTPMethod
  /// Below the host, with `:name` for each parameter: `/v1/tasks/:taskId/complete`.
  package let path: String
  package let access: Access
  package let summary: String
  /// Whether an `Idempotency-Key` is honoured (ruling R8).
  package let idempotent: Bool
  package let query: [QueryParameter]
  /// The HTTP status of success.
  package let status: Int
  package let body: String
  package let reply: String

  /// `POST /v1/tasks/:taskId/complete`
  package var signature: String { "\(method.rawValue) \(path)" }
}

/// An endpoint with the types that cross it. `Empty` stands for no body, `NoContent` for 204.
package struct Endpoint<Body: Codable & Sendable, Reply: Codable & Sendable>: Sendable {
  package let description: EndpointDescription

  package init(
    _ method: HTTPMethod, _ path: String, _ access: Access, _ summary: String, query: [QueryParameter] = [],
    status: Int = 200
  ) {
    description = EndpointDescription(
      method: method, path: path, access: access, summary: summary, idempotent: method != .get, query: query,
      status: status, body: "\(Body.self)", reply: "\(Reply.self)")
  }

  /// The call that reaches this endpoint; `path` fills the `:parameters` in order.
  package func call(
    path parameters: [String] = [], query: [(String, String)] = [], body: Body
  ) throws -> Call {
    var call = Call(method: description.method, path: filled(parameters), query: query)
    if Body.self != Empty.self { call.body = try FactoryJSON.encode(body) }
    return call
  }

  private func filled(_ parameters: [String]) -> String {
    var rest = parameters[...]
    return description.path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.hasPrefix(":") ? PercentCoding.encodePath(rest.popFirst() ?? "") : String(part)
    }.joined(separator: "/")
  }
}

extension Endpoint where Body == Empty {
  package func call(path parameters: [String] = [], query: [(String, String)] = []) throws -> Call {
    try call(path: parameters, query: query, body: Empty())
  }
}

/// No body.
package struct Empty: Codable, Hashable, Sendable {
  package init() {}
}

/// The absent body of a 204.
package struct NoContent: Codable, Hashable, Sendable {
  package init() {}
}

/// RFC 3986 percent-encoding of everything but unreserved characters.
package enum PercentCoding {
  package static func encodePath(_ text: String) -> String { encode(text) }

  package static func encode(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126: result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }

  package static func encodeQuery(_ items: [(String, String)]) -> String {
    items.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
  }
}
