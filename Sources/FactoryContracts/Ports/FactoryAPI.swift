// The client's side of the API as one blocking port: libcurl implements it, tests fake it. Called on worker threads only.
import Foundation

/// One HTTP request, below the host.
package struct Call: Sendable, Hashable {
  package var method: HTTPMethod
  package var path: String
  package var query: [QueryItem]
  package var body: Data?
  package var contentType: String
  /// The version that was shown (ruling R32).
  package var ifMatch: Int?
  /// The same key never acts twice (contract §7.1).
  package var idempotencyKey: EntityID?
  /// The whole time the call may take, retries included. nil: the client's default.
  package var timeoutSeconds: Double?
  /// The tool of an MCP session that makes the call: it goes into the audit log (contract §5.2, ruling R19).
  package var tool: String?
  /// Retries after the first try; nil: the policy's three. 0 where the caller retries by itself.
  package var maxRetries: Int?

  package struct QueryItem: Sendable, Hashable {
    package var name: String
    package var value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(method: HTTPMethod, path: String, query: [(String, String)] = [], body: Data? = nil) {
    self.method = method
    self.path = path
    self.query = query.map { QueryItem($0.0, $0.1) }
    self.body = body
    contentType = "application/json"
  }

  /// Path and query string.
  package var target: String {
    query.isEmpty ? path : path + "?" + PercentCoding.encodeQuery(query.map { ($0.name, $0.value) })
  }
}

/// A 2xx answer. Anything else is thrown.
package struct Answer: Sendable {
  package var status: Int
  package var body: Data
  /// Lower-case names.
  package var headers: [String: String]
  package init(status: Int, body: Data, headers: [String: String] = [:]) {
    self.status = status
    self.body = body
    self.headers = headers
  }
}

/// Why a call has no answer: facts; `FailureWords` puts them into a sentence.
package enum APIFailure: Error, Sendable, Hashable {
  /// The server answered with an error of its registry.
  case refused(APIError)
  /// Nothing answered: refused connection, time-out, TLS, name. Whether the request arrived is unknown when `sent`.
  case unreachable(reason: String, sent: Bool)
  /// An answer that is not of this API.
  case garbled(status: Int, reason: String)
  /// The caller asked to stop.
  case cancelled
}

package protocol FactoryAPI: Sendable {
  /// Sends and waits. Retries by the policy of contract §7.1.
  func send(_ call: Call) throws(APIFailure) -> Answer
  /// Sends and hands over each line of the answer as it arrives (JSON Lines); stops when `line` returns false.
  func stream(_ call: Call, line: (Data) -> Bool) throws(APIFailure)
}

extension FactoryAPI {
  /// Calls an endpoint and decodes the envelope's data and meta.
  package func request<Body, Reply>(
    _ endpoint: Endpoint<Body, Reply>, _ body: Body, path: [String] = [], query: [(String, String)] = [],
    ifMatch: Int? = nil, key: EntityID? = nil, timeoutSeconds: Double? = nil, tool: String? = nil
  ) throws(APIFailure) -> (data: Reply, meta: ResponseMeta?) {
    var call: Call
    do { call = try endpoint.call(path: path, query: query, body: body) } catch {
      throw .garbled(status: 0, reason: "the request cannot be written as JSON: \(error)")
    }
    call.ifMatch = ifMatch
    call.idempotencyKey = key
    call.timeoutSeconds = timeoutSeconds
    call.tool = tool
    let answer = try send(call)
    if let none = NoContent() as? Reply { return (none, nil) }
    do {
      let envelope = try FactoryJSON.decode(APIResponse<Reply>.self, from: answer.body)
      return (envelope.data, envelope.meta)
    } catch {
      throw .garbled(status: answer.status, reason: "the answer is not of this API: \(error)")
    }
  }

  package func request<Reply>(
    _ endpoint: Endpoint<Empty, Reply>, path: [String] = [], query: [(String, String)] = []
  ) throws(APIFailure) -> (data: Reply, meta: ResponseMeta?) {
    try request(endpoint, Empty(), path: path, query: query)
  }
}

/// Words for failures; the only place that makes sentences of them for people.
package enum FailureWords {
  package static func sentence(_ failure: APIFailure) -> String {
    switch failure {
    case .refused(let error): error.message
    case .unreachable(let reason, _): "The server cannot be reached: \(reason)."
    case .garbled(let status, let reason):
      status == 0 ? reason : "The server answered \(status), and not in the form of this API: \(reason)."
    case .cancelled: "Cancelled."
    }
  }
}
