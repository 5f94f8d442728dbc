// A rule's answer over the socket of the user's own server, without what a whole client brings: it stands in every call of every agent.
// Blocking. Invariant: it only ever finds that a rule allows; whatever else there is, and whatever goes wrong, is nil, and the whole way
// finds out.
import FactoryContracts
import Foundation

struct RuleShortcut {
  private static let limit = 64 << 10
  private let state: ServerState
  private let token: String

  /// nil: another server or another credential is meant, or the own one is not there as it should be.
  init?(_ options: ServerOptions, _ environment: [String: String]) {
    let files = ServerFiles(folder: Paths(environment: environment).data)
    guard EnvironmentCredential.name(environment) == nil, (try? Connection.isConfigured(options, environment)) == false,
      let state = files.readState(), state.version == ProgramVersion.current, let token = try? files.readToken()
    else { return nil }
    (self.state, self.token) = (state, token)
  }

  /// By which rule the call goes on.
  func allowance(_ record: AgentCall) -> String? {
    guard let body = try? FactoryJSON.encode(CheckRuleBody(call: record)), let answer = exchange(body),
      let told = try? FactoryJSON.decode(APIResponse<RuleAnswer>.self, from: answer), told.ok, told.data.allowed
    else { return nil }
    return told.data.reason
  }

  /// The body of a 200; nil for anything else.
  private func exchange(_ body: Data) -> Data? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var patience = timeval(tv_sec: 2, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard UnixSocket.withAddress(state.socket, { connect(descriptor, $0, $1) }) == 0 else { return nil }
    let endpoint = Endpoints.checkRules.description
    let head = """
      \(endpoint.method.rawValue) \(endpoint.path) HTTP/1.1\r
      Host: localhost\r
      Authorization: Bearer \(token)\r
      Content-Type: application/json\r
      Content-Length: \(body.count)\r
      Connection: close\r
      \r

      """
    guard Self.send(Data(head.utf8) + body, descriptor) else { return nil }
    return Self.receive(descriptor)
  }

  private static func send(_ bytes: Data, _ descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Until the body is whole, not until the server has closed.
  private static func receive(_ descriptor: Int32) -> Data? {
    var bytes = Data()
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count <= limit {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes.append(contentsOf: buffer[..<count])
      if let body = body(bytes) { return body }
    }
    return nil
  }

  private static func body(_ bytes: Data) -> Data? {
    guard bytes.starts(with: Data("HTTP/1.1 200 ".utf8)), let head = bytes.range(of: Data("\r\n\r\n".utf8)) else {
      return nil
    }
    let lines = bytes[..<head.lowerBound].split { $0 == 13 || $0 == 10 }
    let length = lines.map { String(decoding: $0, as: UTF8.self).lowercased() }.first {
      $0.hasPrefix("content-length: ")
    }
    return length == "content-length: \(bytes.count - head.upperBound)" ? Data(bytes[head.upperBound...]) : nil
  }
}
