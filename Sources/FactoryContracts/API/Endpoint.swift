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
  /// No credential from this machine; any valid one from elsewhere.
  case local
  /// Any valid credential.
  case signedIn
  /// This scope.
  case scope(Scope)
  /// Role owner or admin.
  case administrator
}

/// How an answer or a body is written.
package enum WireFormat: Sendable, Hashable {
  /// JSON; answers in the envelope.
  case json
  /// JSON that is no envelope: a document of another standard.
  case document
  /// JSON Lines.
  case lines
  /// Text of one of these media types.
  case text([String])
  /// A form with a file (RFC 7578).
  case form
  /// Bytes of another media type.
  case bytes(String)
}

/// A type that crosses the wire, as a value: compared by identity.
package struct WireType: Sendable, Hashable {
  package let type: any (Codable & Sendable).Type

  package static func == (left: WireType, right: WireType) -> Bool { left.type == right.type }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(type)) }
}

/// The description of an endpoint without its types; what tables of endpoints hold.
package struct EndpointDescription: Sendable, Hashable {
  /// Of the descriptor, as the OpenAPI document calls the operation.
  package let name: String
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
  /// Other statuses of success.
  package let otherStatuses: [Int]
  /// Whether `If-Match` pins the call to a version (ruling R32).
  package let pinned: Bool
  package let body: String
  package let reply: String
  package let bodyType: WireType
  package let replyType: WireType
  package let bodyFormat: WireFormat
  package let replyFormat: WireFormat

  /// `POST /v1/tasks/:taskId/complete`
  package var signature: String { "\(method.rawValue) \(path)" }
}

/// An endpoint with the types that cross it. `Empty` stands for no body, `NoContent` for 204.
package struct Endpoint<Body: Codable & Sendable, Reply: Codable & Sendable>: Sendable {
  package let description: EndpointDescription

  /// - Parameters:
  ///   - name: The name of the constant that holds it.
  ///   - otherStatuses: Statuses of success beside `status`.
  ///   - pinned: Whether `If-Match` is looked at.
  package init(
    named name: String = "", _ method: HTTPMethod, _ path: String, _ access: Access, _ summary: String,
    query: [QueryParameter] = [], status: Int = 200, otherStatuses: [Int] = [], pinned: Bool = false,
    bodyFormat: WireFormat = .json, replyFormat: WireFormat = .json
  ) {
    description = EndpointDescription(
      name: name, method: method, path: path, access: access, summary: summary, idempotent: method != .get,
      query: query, status: status, otherStatuses: otherStatuses, pinned: pinned, body: "\(Body.self)",
      reply: "\(Reply.self)", bodyType: WireType(type: Body.self), replyType: WireType(type: Reply.self),
      bodyFormat: bodyFormat, replyFormat: replyFormat)
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
