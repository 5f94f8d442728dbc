// Messages to a client as bytes: one line of compact JSON each. Pure; any thread.
import FactoryContracts
import Foundation

/// The result of a request: JSON, and beside it a large member that is JSON text already.
package struct RPCResult: Sendable {
  package var members: [String: JSONValue]
  /// `structuredContent`, as it was encoded.
  package var structured: Data?

  package init(_ members: [String: JSONValue] = [:], structured: Data? = nil) {
    self.members = members
    self.structured = structured
  }
}

package enum RPCText {
  package static func answer(_ id: RPCID, _ result: RPCResult) -> Data {
    var bytes = Data(#"{"jsonrpc":"2.0","id":"#.utf8)
    bytes.append(text(id.json))
    bytes.append(contentsOf: #","result":"#.utf8)
    var body = text(.object(result.members))
    if let structured = result.structured {
      body.removeLast()
      body.append(contentsOf: (result.members.isEmpty ? "" : ",").utf8)
      body.append(contentsOf: #""structuredContent":"#.utf8)
      body.append(structured)
      body.append(UInt8(ascii: "}"))
    }
    bytes.append(body)
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// `id` is null where the message had none that could be read.
  package static func fault(_ id: RPCID?, _ fault: RPCFault) -> Data {
    text(["jsonrpc": "2.0", "id": id?.json ?? .null, "error": fault.json])
  }

  /// A question to the client.
  package static func request(_ id: RPCID, _ method: String, _ params: JSONValue) -> Data {
    text(["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": params])
  }

  package static func notification(_ method: String, _ params: [String: JSONValue]) -> Data {
    text(["jsonrpc": "2.0", "method": .string(method), "params": .object(params)])
  }

  /// Messages gathered into the answer to a batch.
  package static func batch(_ messages: [Data]) -> Data {
    var bytes = Data("[".utf8)
    for (index, message) in messages.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(message)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  package static func text(_ json: JSONValue) -> Data {
    // What cannot be written is a number that JSON has no form for; none is ever made here.
    (try? JSONWriter.data(Written(value: json))) ?? Data("null".utf8)
  }

  private struct Written: DirectJSON {
    var value: JSONValue
    func write(to json: inout JSONWriter) throws { try json.value(value) }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
  }
}
