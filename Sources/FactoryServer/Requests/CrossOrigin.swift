// Which web pages of other hosts a browser lets talk to this server (CORS). None, unless the configuration names them.
import FactoryContracts
import Foundation
import HTTPTypes

struct CrossOrigin: Sendable {
  /// As browsers write them: `https://app.example.org`.
  let origins: Set<String>

  private static let methods = "GET, POST, PATCH, DELETE"
  private static let asked = "Authorization, Content-Type, Idempotency-Key, If-Match, X-API-Key, X-Request-Id"
  private static let shown = "ETag, Idempotent-Replayed, Retry-After, X-API-Version, X-Request-Id"

  func allows(_ origin: String?) -> Bool { origin.map { origins.contains($0.lowercased()) } ?? false }

  /// Scheme, host and perhaps a port; nothing behind them.
  static func isOrigin(_ text: String) -> Bool {
    let parts = text.components(separatedBy: "://")
    guard parts.count == 2, ["http", "https"].contains(parts[0]), !parts[1].isEmpty else { return false }
    return parts[1].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]".contains($0)) }
  }

  /// The answer to a browser that asks before it sends; nil for any other request.
  func preflight(_ request: ServerRequest) -> Reply? {
    guard request.method == "OPTIONS", allows(request.headers[.origin]),
      request.headers[.accessControlRequestMethod] != nil
    else { return nil }
    var reply = Reply.noContent
    reply.headers[.accessControlAllowMethods] = Self.methods
    reply.headers[.accessControlAllowHeaders] = Self.asked
    reply.headers[.accessControlMaxAge] = "600"
    return reply
  }

  /// Lets the page read the answer.
  func mark(_ reply: inout Reply, for request: ServerRequest) {
    guard !origins.isEmpty else { return }
    reply.headers.append(HTTPField(name: .vary, value: "Origin"))
    guard let origin = request.headers[.origin], allows(origin) else { return }
    reply.headers[.accessControlAllowOrigin] = origin
    reply.headers[.accessControlExposeHeaders] = Self.shown
  }
}
