// One HTTP request: what of it matters here, and the ways to answer. Event loop of its connection.
import FactoryMCP
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

extension HTTPField.Name {
  static let session = HTTPField.Name("Mcp-Session-Id")
  static let revision = HTTPField.Name("MCP-Protocol-Version")
  static let method = HTTPField.Name("Mcp-Method")
  static let name = HTTPField.Name("Mcp-Name")
  static let host = HTTPField.Name("Host")
  static let folder = HTTPField.Name("X-Factory-Folder")
  static let agentSession = HTTPField.Name("X-Factory-Session")
}

extension HTTPFields {
  subscript(optional name: HTTPField.Name?) -> String? { name.flatMap { self[$0] } }

  /// Where the agent works that is asked for. Headers are ASCII, so the path may be percent-encoded.
  var claim: AgentClaim {
    let folder = self[optional: .folder].map { $0.removingPercentEncoding ?? $0 }
    return AgentClaim(folder: folder, session: self[optional: .agentSession])
  }
}

/// An answer that is complete.
struct WholeAnswer: Sendable {
  var status: HTTPResponse.Status
  var body = Data()
  var headers: [(HTTPField.Name?, String)] = []

  static func accepted() -> WholeAnswer { WholeAnswer(status: .accepted) }

  /// A refusal before there is a peer to answer.
  static func refusal(_ status: HTTPResponse.Status, _ words: String, code: Int = -32600) -> WholeAnswer {
    WholeAnswer(status: status, body: RPCText.fault(nil, RPCFault(code, words)))
  }

  static func notAllowed(_ methods: String) -> WholeAnswer {
    var answer = refusal(.methodNotAllowed, "This address takes \(methods).")
    answer.headers = [(.allow, methods)]
    return answer
  }
}

extension ResponseWriter {
  consuming func send(_ answer: WholeAnswer) async throws {
    var head = HTTPResponse(status: answer.status)
    if !answer.body.isEmpty { head.headerFields[.contentType] = "application/json" }
    head.headerFields[.contentLength] = "\(answer.body.count)"
    for case (let name?, let value) in answer.headers { head.headerFields[name] = value }
    try await write(
      response: head,
      body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}

/// Server-sent events.
enum EventStream {
  static let silence = Duration.seconds(15)

  static func head(session: String? = nil) -> HTTPResponse {
    var head = HTTPResponse(status: .ok)
    head.headerFields[.contentType] = "text/event-stream"
    head.headerFields[.cacheControl] = "no-cache, no-transform"
    if let session, let name = HTTPField.Name.session { head.headerFields[name] = session }
    return head
  }

  static func event(_ bytes: Data, named name: String = "message") -> ByteBuffer {
    var buffer = ByteBuffer(string: "event: \(name)\ndata: ")
    buffer.writeBytes(bytes)
    buffer.writeString("\n\n")
    return buffer
  }

  static let ping = ByteBuffer(string: ": still here\n\n")
}
