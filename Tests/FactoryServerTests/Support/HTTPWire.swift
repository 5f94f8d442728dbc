// HTTP/1.1 by hand over a `Wire`: what goes out is exactly what a test wrote, what comes in is shown as it came.
import FactoryContracts
import Foundation

/// One answer.
struct HTTPAnswer: Sendable {
  var status: Int
  /// Lower-case names.
  var headers: [String: String]
  var body: Data

  var json: JSONValue { (try? FactoryJSON.decode(JSONValue.self, from: body)) ?? .null }
  var error: APIError? { (try? FactoryJSON.decode(APIErrorResponse.self, from: body))?.error }

  func data<Value: Codable & Sendable>(_ type: Value.Type) throws -> Value {
    try FactoryJSON.decode(APIResponse<Value>.self, from: body).data
  }

  func meta() throws -> ResponseMeta? { try FactoryJSON.decode(APIResponse<JSONValue>.self, from: body).meta }
}

extension Wire {
  /// Sends a request and reads its answer.
  func call(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: String? = nil
  ) async throws -> HTTPAnswer {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body {
      if !headers.contains(where: { $0.0 == "Content-Type" }) { text += "Content-Type: application/json\r\n" }
      text += "Content-Length: \(body.utf8.count)\r\n"
    }
    try await send(text + "\r\n" + (body ?? ""))
    return try await answer()
  }

  /// Reads one answer; interim ones are skipped.
  func answer() async throws -> HTTPAnswer {
    while true {
      let head = try await read(through: "\r\n\r\n")
      let lines = head.components(separatedBy: "\r\n").filter { !$0.isEmpty }
      let status = Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
      if (100..<200).contains(status), status != 101 { continue }
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      }
      return HTTPAnswer(status: status, headers: headers, body: try await body(status, headers))
    }
  }

  private func body(_ status: Int, _ headers: [String: String]) async throws -> Data {
    if status == 204 || status == 101 { return Data() }
    if let length = headers["content-length"].flatMap(Int.init) { return Data(try await read(length)) }
    guard headers["transfer-encoding"] == "chunked" else { return Data(try await readToEnd()) }
    var body = Data()
    while true {
      let size = try await read(through: "\r\n").trimmingCharacters(in: .whitespacesAndNewlines)
      guard let count = Int(size, radix: 16) else { throw WireFault(description: "a chunk of size \(size)") }
      body.append(contentsOf: try await read(count))
      _ = try await read(through: "\r\n")
      if count == 0 { return body }
    }
  }
}
