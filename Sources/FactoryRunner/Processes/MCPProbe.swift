// A real look at an MCP server over standard input and output: `initialize`, `notifications/initialized`, `tools/list`. Blocks its
// thread, at most for the limit; the server is ended afterwards with everything it started.
import CProcess
import FactoryContracts
import Foundation
import Glibc

/// What a server said about itself.
package struct MCPReport: Hashable, Sendable {
  package var name: String
  package var version: String
  package var protocolVersion: String
  package var tools: [String]
  /// From start to the list of tools.
  package var seconds: Double
}

package struct MCPProbe {
  /// How the server is started; its limits bound the whole look.
  package var command: Command

  package init(_ command: Command) { self.command = command }

  /// A server that ends early is an error of its pipe, not a signal to this process; what is started gets the usual signals back.
  private static let pipesAreErrors: Bool = {
    signal(SIGPIPE, SIG_IGN)
    return true
  }()

  /// - Throws: with a sentence that names the step that failed and what came instead.
  package func run(stop: StopSignal = StopSignal()) throws -> MCPReport {
    _ = Self.pipesAreErrors
    let (input, output) = (try Channel(), try Channel())
    let errors = open("/dev/null", O_WRONLY | O_CLOEXEC)
    let null = fcntl(errors, F_DUPFD_CLOEXEC, 10)
    close(errors)
    defer { close(null) }
    let process = try command.start(output: output.writing, errors: null, input: input.reading)
    defer {
      kill(-process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
    output.closeWriting()
    input.closeReading()
    var talk = Talk(
      writing: input.writing, reading: output.reading, deadline: Date().addingTimeInterval(command.limits.seconds),
      stop: stop)
    return try talk.run()
  }
}

/// The conversation.
private struct Talk {
  let writing: Int32
  let reading: Int32
  let deadline: Date
  let stop: StopSignal
  private let begun = Date()
  private var buffer = [UInt8]()

  init(writing: Int32, reading: Int32, deadline: Date, stop: StopSignal) {
    (self.writing, self.reading, self.deadline, self.stop) = (writing, reading, deadline, stop)
  }

  mutating func run() throws -> MCPReport {
    let hello = try ask(
      1, "initialize",
      [
        "protocolVersion": "2025-06-18", "capabilities": [:],
        "clientInfo": ["name": "factory", "version": "1"],
      ])
    guard let server = hello["serverInfo"], let version = hello["protocolVersion"]?.string else {
      throw RunnerError("initialize: serverInfo and protocolVersion were expected in the result.")
    }
    try send(["jsonrpc": "2.0", "method": "notifications/initialized"])
    let listed = try ask(2, "tools/list", [:])
    guard let tools = listed["tools"]?.array else { throw RunnerError("tools/list: tools was expected in the result.") }
    let names = tools.compactMap { $0["inputSchema"] == nil ? nil : $0["name"]?.string }
    guard !names.isEmpty, names.count == tools.count else {
      throw RunnerError("tools/list: tools with a name and an inputSchema were expected, found \(tools.count) tools.")
    }
    return MCPReport(
      name: server["name"]?.string ?? "?", version: server["version"]?.string ?? "?", protocolVersion: version,
      tools: names, seconds: Date().timeIntervalSince(begun))
  }

  private mutating func ask(_ id: Int64, _ method: String, _ params: JSONValue) throws -> JSONValue {
    try send(["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": params])
    while let line = try line(method) {
      guard let reply = try? FactoryJSON.decode(JSONValue.self, from: line) else {
        throw RunnerError(
          "\(method): the server wrote a line that is no JSON: \(String(decoding: line.prefix(200), as: UTF8.self))")
      }
      // What the server tells or asks by itself is passed over.
      guard reply["id"] == .integer(id) else { continue }
      if let error = reply["error"] {
        throw RunnerError("\(method): the server refused: \(error["message"]?.string ?? "?")")
      }
      guard let result = reply["result"] else { throw RunnerError("\(method): the answer has no result.") }
      return result
    }
    throw RunnerError("\(method): the server ended without an answer.")
  }

  private func send(_ message: JSONValue) throws {
    let bytes = Array(try FactoryJSON.encode(message)) + [10]
    guard bytes.withUnsafeBytes({ Glibc.write(writing, $0.baseAddress, $0.count) }) == bytes.count else {
      throw RunnerError("\(message["method"]?.string ?? "A message"): the server ended without an answer.")
    }
  }

  /// nil when the output ended.
  private mutating func line(_ method: String) throws -> Data? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        defer { buffer.removeSubrange(...end) }
        return Data(buffer[..<end])
      }
      guard buffer.count < 16 << 20 else { throw RunnerError("\(method): the answer is over 16 MiB.") }
      try stop.check()
      guard deadline.timeIntervalSinceNow > 0 else { throw RunnerError("\(method): no answer in time.") }
      var poller = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, 50) > 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = Glibc.read(reading, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      buffer += bytes[..<count]
    }
  }
}
