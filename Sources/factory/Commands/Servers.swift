// serve, server status, server stop: the server in the foreground, and the user's own one in the background.
import ArgumentParser
import FactoryContracts
import Foundation

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run the API server in the foreground.",
    discussion:
      "Set by environment variables; see docs/reference/configuration.md. Logs to standard error, stops on SIGTERM.")

  @Option(help: .hidden) var embedded: String?
  @Option(help: .hidden) var readyDescriptor: Int32?
  @Option(help: .hidden) var lifelineDescriptor: Int32?

  func run() async throws {
    try await ServerProcess(
      embeddedFolder: embedded, readiness: readyDescriptor, lifeline: lifelineDescriptor
    ).run()
  }
}

struct Server: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server", abstract: "Your own server in the background.",
    subcommands: [ServerStatus.self, ServerStop.self])
}

struct ServerStatus: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "status", abstract: "Say whether it runs, and where.")
  @Flag(help: "Print one JSON document.") var json = false

  struct Report: Codable {
    var running: Bool
    var server: ServerState?
    var folder: String
  }

  func run() throws {
    let files = ServerFiles(folder: Paths().data)
    let state = files.readState().flatMap { EmbeddedServer(files: files).answers($0) ? $0 : nil }
    if json { return try Output.json(Report(running: state != nil, server: state, folder: files.folder)) }
    guard let state else { return Output.line("not running; store in \(files.folder)") }
    Output.line("running, version \(state.version), pid \(state.pid), since \(state.startedAt)")
    Output.line("http://127.0.0.1:\(state.port)/v1 and unix:\(state.socket)")
    Output.line("store \(files.database), log \(files.log)")
  }
}

struct ServerStop: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "stop", abstract: "Drain and end it.")

  func run() throws {
    let files = ServerFiles(folder: Paths().data)
    guard let state = files.readState(), EmbeddedServer(files: files).answers(state) else {
      return Output.line("not running")
    }
    try EmbeddedServer(files: files).stop(state)
    Output.line("stopped")
  }
}
