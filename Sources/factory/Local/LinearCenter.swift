// Linear mode on standard input and output: a prompt where a person types, none in a pipe. Main thread.
import FactoryClient
import FactoryContracts
import FactoryTUI
import Foundation

struct LinearCenter {
  let grace: Int?
  let readOnly: Bool

  /// - Throws: exit code 70 when lines of a pipe could not be carried out.
  func run(_ connection: Connection) throws {
    let config = try ConfigFile.read(Paths().gooseConfig)
    var options = LinearOptions()
    options.graceSeconds = grace ?? config?.graceSeconds ?? options.graceSeconds
    options.readOnly = readOnly
    var session = LinearSession(
      api: connection.api, options: options, say: Output.line,
      describe: { TaskText.full($0, pipeline: $1, now: .current) })
    let isTyped = isatty(0) == 1
    session.begin()
    var goesOn = true
    while goesOn {
      if isTyped { Output.prompt("> ") }
      guard let line = readLine(strippingNewline: true) else { break }
      goesOn = session.take(line)
    }
    guard session.failures == 0 || isTyped else {
      throw CommandFailure(.failed, "\(session.failures) of the lines could not be carried out; each said why.")
    }
  }
}
