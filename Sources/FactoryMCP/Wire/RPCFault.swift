// The errors of JSON-RPC and of MCP, with their codes. Pure.
import FactoryContracts

/// Why a message got no result.
package struct RPCFault: Error, Hashable, Sendable {
  package var code: Int
  package var message: String
  package var data: JSONValue?

  package init(_ code: Int, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  package static func parse(_ words: String) -> RPCFault { RPCFault(-32700, "Parse error: \(words).") }
  package static func invalid(_ words: String) -> RPCFault { RPCFault(-32600, "Invalid request: \(words).") }
  package static func invalidParams(_ words: String) -> RPCFault { RPCFault(-32602, "Invalid params: \(words).") }
  package static func unknownMethod(_ name: String) -> RPCFault {
    RPCFault(-32601, "Method not found: \(String(name.prefix(100))).", data: .string(String(name.prefix(100))))
  }
  package static func failed(_ words: String) -> RPCFault { RPCFault(-32603, words) }
  /// The revision that was asked for is none of ours (stateless revisions).
  package static func unsupportedRevision(_ requested: String) -> RPCFault {
    RPCFault(
      -32022, "Unsupported protocol version",
      data: [
        "supported": .array(Revision.allCases.map { .string($0.rawValue) }), "requested": .string(requested),
      ])
  }

  package var json: JSONValue {
    var members: [String: JSONValue] = ["code": .integer(Int64(code)), "message": .string(message)]
    members["data"] = data
    return .object(members)
  }
}
