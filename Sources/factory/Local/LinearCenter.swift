// Linear mode on standard input and output: a prompt where a person types, none in a pipe. Main thread.
import FactoryClient
import FactoryContracts
import FactoryTUI
import Foundation
import TerminalKit

struct LinearCenter {
  let grace: Int?
  let readOnly: Bool
  /// Where the sitting is written down, as asciicast v2.
  var recordPath: String?

  /// - Throws: exit code 70 when lines of a pipe could not be carried out.
  func run(_ connection: Connection) throws {
    let config = try ConfigFile.read(Paths().gooseConfig)
    var options = LinearOptions()
    options.graceSeconds = grace ?? config?.graceSeconds ?? options.graceSeconds
    options.readOnly = readOnly
    let record = try recordPath.map { path in
      do {
        return try SessionRecord(
          path: path, size: TerminalSize(columns: 80, rows: 24), charset: .utf8, depth: .none, title: "factory",
          term: ProcessInfo.processInfo.environment["TERM"] ?? "")
      } catch { throw CommandFailure(.usage, "\(error)") }
    }
    defer { if let problem = record?.close() { Output.remark(problem) } }
    var session = LinearSession(
      api: connection.api, options: options,
      say: { text in
        Output.line(text)
        record?.line(SafeText(text))
      },
      describe: { TaskText.full($0, pipeline: $1, now: .current) })
    let isTyped = isatty(0) == 1
    session.begin()
    var goesOn = true
    while goesOn {
      if isTyped { Output.prompt("> ") }
      guard let line = readLine(strippingNewline: true) else { break }
      record?.input(line + "\r")
      record?.line(SafeText("> " + line))
      goesOn = session.take(line)
    }
    guard session.failures == 0 || isTyped else {
      throw CommandFailure(.failed, "\(session.failures) of the lines could not be carried out; each said why.")
    }
  }
}
