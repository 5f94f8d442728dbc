// MCP over HTTP: one listener, until a signal. The wiring's thread awaits it.
import FactoryContracts
import FactoryMCP
import Foundation
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

package struct MCPHTTPServer: Sendable {
  private let office: Office
  private let identity: ServerIdentity
  private let settings: MCPHTTPSettings

  package init(office: Office, identity: ServerIdentity, settings: MCPHTTPSettings) {
    self.office = office
    self.identity = identity
    self.settings = settings
  }

  /// Serves until SIGTERM or SIGINT.
  /// - Parameter ready: called with the port when connections are accepted.
  package func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    let sessions = Sessions()
    let responder = MCPResponder(
      office: office, lanes: Lanes(), identity: identity,
      rules: DoorRules(token: settings.token, origins: settings.origins, checksHost: settings.isLocal),
      sessions: sessions)
    let channel = HTTP1Channel(
      responder: { request, writer, channel in try await responder.respond(request, writer, channel) },
      configuration: .init(
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
    let server = HummingbirdCore.Server(
      childChannelSetup: channel,
      configuration: HummingbirdCore.ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 256),
      onServerRunning: { ready($0.localAddress?.port ?? 0) }, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "factory-mcp") { _ in SwiftLogNoOpLogHandler() })
    let sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        sessions.endAll()
        Task { try? await server.shutdownGracefully() }
      }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    try await server.run()
  }
}
