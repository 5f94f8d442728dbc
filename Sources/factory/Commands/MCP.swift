// mcp: the Model Context Protocol server for goose, Claude Code, Cursor and other hosts. Nothing is connected before a tool needs it.
import ArgumentParser
import FactoryContracts
import FactoryMCP
import FactoryClient
import Foundation

struct MCP: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp", abstract: "Serve the factory's tools, resources and prompts to an MCP host.",
    discussion: """
      Speaks over standard input and output. A host starts it by itself; see docs/mcp.md.
      """)

  @Option(
    name: .customLong("api-url"),
    help: ArgumentHelp(
      "Server to talk to: http(s)://host:port/v1 or unix:/path. Also FACTORY_API_URL.", valueName: "url"))
  var apiURL: String?

  func run() throws {
    let office = Office(door: Door(apiURL: apiURL), clock: { .current })
    StdioTransport(office: office, identity: ServerIdentity(version: ProgramVersion.current)).run()
  }
}

/// Opens the way to the factory as every command does; the user's own server is started where none is named.
private struct Door: FactoryDoor {
  let apiURL: String?

  func open() throws -> FactoryRoom {
    var options = ServerOptions()
    options.apiURL = apiURL
    options.json = false
    let connection: Connection
    do { connection = try Connection.open(options) } catch let failure as CommandFailure {
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
