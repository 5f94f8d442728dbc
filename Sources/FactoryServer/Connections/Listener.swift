// Listening addresses: TCP and a Unix socket at the same time, each one a Hummingbird server with the same connections.
// `stop` drains; a listener is used once.
import Foundation
import HummingbirdCore
import Logging
import NIOCore

/// Why an address cannot be listened on, as a sentence.
package struct ListenProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
}

/// One listening address.
struct Listener: Sendable {
  let server: HummingbirdCore.Server<FactoryChannel>
  let running: Task<Void, any Error>
  /// nil for a Unix socket.
  let port: Int?

  static func open(
    _ address: BindAddress, named name: String, channel: FactoryChannel, group: any EventLoopGroup, logger: Logger
  ) async throws -> Listener {
    let (bound, ready) = AsyncStream.makeStream(of: (any Channel).self)
    let server = HummingbirdCore.Server(
      childChannelSetup: channel,
      configuration: HummingbirdCore.ServerConfiguration(address: address, backlog: 1024),
      onServerRunning: { channel in
        ready.yield(channel)
        ready.finish()
      }, eventLoopGroup: group, logger: logger)
    let running = Task {
      defer { ready.finish() }
      try await server.run()
    }
    for await channel in bound { return Listener(server: server, running: running, port: channel.localAddress?.port) }
    switch await running.result {
    case .success: throw ListenProblem(description: "Listening on \(name) ended at once.")
    case .failure(let error):
      throw ListenProblem(description: "Listening on \(name) is not possible: \(reason(error)).")
    }
  }

  /// Listens at a temporary name, closes it to other users and only then gives it its name: whoever finds the socket can use it,
  /// and the one of a server that died is replaced.
  static func open(
    socketPath path: String, channel: FactoryChannel, group: any EventLoopGroup, logger: Logger
  ) async throws -> Listener {
    let temporary = path + ".new"
    guard temporary.utf8.count < 104 else {
      throw ListenProblem(
        description:
          "Listening on \(path) is not possible: the path has \(path.utf8.count) bytes, at most 99 are possible.")
    }
    let listener = try await open(
      .unixDomainSocket(path: temporary), named: path, channel: channel, group: group, logger: logger)
    guard chmod(temporary, 0o600) == 0, rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      listener.running.cancel()
      throw ListenProblem(description: "Listening on \(path) is not possible: \(reason).")
    }
    return listener
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
    return "\(error)"
  }
}
