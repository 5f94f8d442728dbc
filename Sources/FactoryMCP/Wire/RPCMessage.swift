// JSON-RPC 2.0 as values: what a line or a body says, and what is wrong with it. Pure; any thread.
// Invariant: whatever the bytes are, reading them ends in values; nothing here traps or recurses deeper than `maxDepth`.
import FactoryContracts
import Foundation

/// The id of a request; a null or fractional one is refused.
package enum RPCID: Hashable, Sendable {
  case number(Int64)
  case text(String)

  package var json: JSONValue {
    switch self {
    case .number(let value): .integer(value)
    case .text(let value): .string(value)
    }
  }

  package init?(_ json: JSONValue?) {
    switch json {
    case .integer(let value): self = .number(value)
    case .string(let value): self = .text(value)
    default: return nil
    }
  }
}

/// Something a client wants an answer to.
package struct RPCRequest: Hashable, Sendable {
  package var id: RPCID
  package var method: String
  package var params: JSONValue

  package init(id: RPCID, method: String, params: JSONValue = .object([:])) {
    self.id = id
    self.method = method
    self.params = params
  }
}

/// One message of a client.
package enum RPCMessage: Hashable, Sendable {
  case request(RPCRequest)
  case notification(method: String, params: JSONValue)
  /// An answer to a question of ours; without a result the client could not ask.
  case reply(RPCID?, result: JSONValue?)
  case faulty(RPCFault, id: RPCID?)
}

/// What one line or body holds.
package enum RPCFrame: Hashable, Sendable {
  case single(RPCMessage)
  case batch([RPCMessage])
}

extension RPCFrame {
  package static let maxDepth = 64

  /// Reads a frame; whatever is no message comes back as the fault to answer with.
  package static func read(_ bytes: Data) -> RPCFrame {
    guard depth(of: bytes) <= maxDepth else {
      return .single(.faulty(.parse("JSON nested deeper than \(maxDepth) levels is not read"), id: nil))
    }
    guard let json = JSONReader.read(AnyJSON.self, from: bytes)?.value ?? slowly(bytes) else {
      return .single(.faulty(.parse("the message is not JSON"), id: nil))
    }
    guard case .array(let parts) = json else { return .single(message(json)) }
    guard !parts.isEmpty else { return .single(.faulty(.invalid("an empty batch was sent"), id: nil)) }
    return .batch(parts.map(message))
  }

  /// Any JSON, spaces and escapes too; the reader above takes the compact form at a tenth of the cost.
  private static func slowly(_ bytes: Data) -> JSONValue? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    return try? JSONDecoder().decode(JSONValue.self, from: bytes)
  }

  private static func message(_ json: JSONValue) -> RPCMessage {
    guard case .object(let members) = json else {
      return .faulty(.invalid("a message is a JSON object"), id: nil)
    }
    let id = RPCID(members["id"])
    guard members["jsonrpc"] == .string("2.0") else {
      return .faulty(.invalid("jsonrpc: \"2.0\" was expected"), id: id)
    }
    if members["method"] == nil, members["result"] != nil || members["error"] != nil {
      return .reply(id, result: members["result"])
    }
    guard let method = members["method"]?.string else {
      return .faulty(.invalid("method: the name of a method was expected"), id: id)
    }
    let params = members["params"] ?? .object([:])
    guard case .object = params else {
      return .faulty(.invalidParams("params: an object was expected"), id: id)
    }
    guard members["id"] != nil else { return .notification(method: method, params: params) }
    guard let id else { return .faulty(.invalid("id: a whole number or a text was expected"), id: nil) }
    return .request(RPCRequest(id: id, method: method, params: params))
  }

  /// How deep brackets nest outside of texts.
  private static func depth(of bytes: Data) -> Int {
    bytes.withUnsafeBytes { raw in
      var depth = 0
      var deepest = 0
      var isText = false
      var index = 0
      while index < raw.count {
        switch raw[index] {
        case UInt8(ascii: "\\") where isText: index += 1
        case UInt8(ascii: "\""): isText.toggle()
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          if !isText { (depth, deepest) = (depth + 1, max(deepest, depth + 1)) }
        case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isText { depth -= 1 }
        default: break
        }
        index += 1
      }
      return deepest
    }
  }
}

/// Any JSON value read by the direct reader.
private struct AnyJSON: DirectlyRead {
  var value: JSONValue
  init(from json: inout JSONReader) throws { value = try json.value() }
}
