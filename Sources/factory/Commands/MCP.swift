// mcp: the Model Context Protocol server for goose, Claude Code, Cursor and other hosts. Nothing is connected before a tool needs it.
import ArgumentParser
import FactoryClient
import FactoryContracts
import FactoryCrypto
import FactoryMCP
import FactoryMCPServer
import Foundation

struct MCP: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp", abstract: "Serve the factory's tools, resources and prompts to an MCP host.",
    discussion: """
      Speaks over standard input and output; a host starts it by itself. With --transport http (or sse) it listens at /mcp \
      and /sse for callers that show its bearer token. FACTORY_MCP_TRANSPORT, _HOST, _PORT, _TOKEN and _ORIGINS set the \
      same; see docs/mcp.md.
      """)

  @Option(help: ArgumentHelp("stdio, http or sse. Also FACTORY_MCP_TRANSPORT.", valueName: "transport"))
  var transport: String?

  @Option(
    name: .customLong("api-url"),
    help: ArgumentHelp(
      "Server to talk to: http(s)://host:port/v1 or unix:/path. Also FACTORY_API_URL.", valueName: "url"))
  var apiURL: String?

  @Option(
    name: .customLong("permission-wait"),
    help: ArgumentHelp(
      "How long factory_permission_prompt waits for a decision; without one it denies.", valueName: "duration"))
  var permissionWait = "1h"

  func validate() throws {
    guard Duration(argument: permissionWait) != nil else {
      throw ValidationError(
        "--permission-wait: a duration such as 90s, 30m or 1h30m was expected, found \(permissionWait).")
    }
    guard let transport, MCPTransport(rawValue: transport) == nil else { return }
    throw ValidationError("--transport: stdio, http or sse was expected, found “\(transport)”.")
  }

  func run() async throws {
    let environment: MCPEnvironment
    do { environment = try MCPEnvironment(ProcessInfo.processInfo.environment) } catch {
      throw CommandFailure(.usage, error.description)
    }
    let identity = ServerIdentity(version: ProgramVersion.current)
    switch transport.flatMap(MCPTransport.init) ?? environment.transport {
    case .stdio: talk(identity)
    case .http, .sse:
      let office = Office(
        door: Door(apiURL: apiURL), clock: { .current }, visitors: environment.http.isLocal ? visitors : nil)
      try await listen(office, identity, environment.http)
    }
  }

  /// The agent that started this works in the folder where it runs.
  private func talk(_ identity: ServerIdentity) {
    let place = AgentPlace(
      folder: FileManager.default.currentDirectoryPath, session: UUID().uuidString.lowercased(),
      patience: patience, resolve: Places.resolve, read: Places.text)
    let transport = StdioTransport(
      office: Office(door: Door(apiURL: apiURL), clock: { .current }, place: place), identity: identity)
    let ended = Ending.whenAsked { transport.giveUp() }
    transport.run()
    ended.forEach { $0.cancel() }
  }

  private var patience: Double { Duration(argument: permissionWait)?.seconds ?? 0 }

  /// Agents of this machine that call over HTTP.
  private var visitors: AgentVisitors {
    AgentVisitors(
      session: UUID().uuidString.lowercased(), patience: patience, resolve: Places.resolve, read: Places.text)
  }

  private func listen(_ office: Office, _ identity: ServerIdentity, _ settings: MCPHTTPSettings) async throws {
    var settings = settings
    let kept = Paths().data + "/mcp.token"
    let place = settings.token.isEmpty ? kept : "FACTORY_MCP_TOKEN"
    if settings.token.isEmpty { settings.token = try token(kept) }
    let host = settings.host
    let server = MCPHTTPServer(office: office, identity: identity, settings: settings)
    do {
      try await server.run { port in
        Output.error("Listening on http://\(host):\(port)/mcp and /sse; the bearer token is in \(place).")
      }
    } catch {
      throw CommandFailure(.failed, "Listening on \(host):\(settings.port) is not possible: \(error)")
    }
  }

  /// Made on first use.
  private func token(_ path: String) throws -> String {
    if let kept = try ServerFiles.readSecret(path) { return kept }
    try Paths.makePrivate(Paths().data)
    let fresh = "gfm_" + SecureRandom.token()
    try ServerFiles.replace(path, with: Data((fresh + "\n").utf8))
    return fresh
  }
}

/// Opens the way to the factory as every command does; the user's own server is started where none is named.
private struct Door: FactoryDoor {
  let apiURL: String?

  func open() throws -> FactoryRoom {
    let connection: Connection
    do { connection = try Connection.open(ServerOptions(apiURL: apiURL)) } catch let failure as CommandFailure {
      throw DoorFailure(description: failure.sentence)
    }
    return FactoryRoom(api: connection.api) {
      let reader = SocketReader(address: connection.socketAddress, source: connection.source)
      return connection.embedded.map { RevivingLink(reader, server: $0) } ?? reader
    }
  }
}

private struct DoorFailure: Error, CustomStringConvertible {
  var description: String
}
