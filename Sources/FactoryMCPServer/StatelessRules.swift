// What the headers of a stateless request must repeat of its body, and which HTTP status an error has there. Pure.
import FactoryContracts
import FactoryMCP
import Foundation

enum StatelessRules {
  /// What a header says against the body; nil when they agree.
  static func mismatch(_ request: RPCRequest, revision: String?, method: String?, name: String?) -> RPCFault? {
    let inBody = request.params["_meta"]?[MetaKey.revision]?.string
    // Without an envelope the conversation says what is missing.
    guard let inBody else { return nil }
    guard revision == inBody else { return mismatch("MCP-Protocol-Version", "the protocol version of the body") }
    guard method == request.method else { return mismatch("Mcp-Method", "the method of the body") }
    guard let wanted = named(request) else { return nil }
    guard decoded(name) == wanted else { return mismatch("Mcp-Name", "the name or uri of the body") }
    return nil
  }

  private static func named(_ request: RPCRequest) -> String? {
    switch request.method {
    case "tools/call", "prompts/get": request.params["name"]?.string
    case "resources/read": request.params["uri"]?.string
    default: nil
    }
  }

  private static func mismatch(_ header: String, _ what: String) -> RPCFault {
    RPCFault(-32020, "The header \(header) is not \(what).")
  }

  /// `=?base64?…?=` holds what a header cannot.
  static func decoded(_ value: String?) -> String? {
    guard let value, value.hasPrefix("=?base64?"), value.hasSuffix("?=") else { return value }
    let payload = value.dropFirst("=?base64?".count).dropLast(2)
    guard let bytes = Data(base64Encoded: String(payload)), bytes.base64EncodedString() == payload else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  static func status(_ code: Int?) -> Int {
    switch code {
    case -32700, -32600, -32602, -32020, -32021, -32022: 400
    case -32601: 404
    default: 200
    }
  }
}
