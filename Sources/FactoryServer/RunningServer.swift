// A server that listens. The handle that the wiring and tests hold; any thread.
import Dispatch
import FactoryContracts
import Foundation
import HummingbirdCore
import NIOConcurrencyHelpers

package final class RunningServer: Sendable {
  private let listeners: [Listener]
  private let open: OpenConnections
  private let timer: DecisionTimer
  private let log: ServerLog
  private let drainSeconds: Double
  package let socketPath: String?
  /// Of our socket: another server may have put its own at the same path since.
  private let socketFile: ino_t?
  private let stopping = NIOLockedValueBox<Task<Void, Never>?>(nil)

  init(
    listeners: [Listener], open: OpenConnections, timer: DecisionTimer, socketPath: String?, log: ServerLog,
    drainSeconds: Double
  ) {
    self.listeners = listeners
    self.open = open
    self.timer = timer
    self.socketPath = socketPath
    self.log = log
    self.drainSeconds = drainSeconds
    socketFile = socketPath.flatMap(Self.file)
  }

  /// The TCP port; nil when only the Unix socket is listened on.
  package var boundPort: Int? { listeners.lazy.compactMap(\.port).first }

  /// Connections open now.
  package var connections: Int { open.count }

  /// Takes no new connection, lets requests end, closes sockets with 1001; returns when all are gone. Several calls share one stop.
  package func stop() async {
    let task = stopping.withLockedValue { stopping in
      if let stopping { return stopping }
      let task = Task { await self.drain() }
      stopping = task
      return task
    }
    await task.value
  }

  /// Ends every connection at once; a running `stop` then returns.
  package func cut() { open.closeAll() }

  /// Returns when the server has stopped.
  package func wait() async {
    for listener in listeners { _ = await listener.running.result }
    if let task = stopping.withLockedValue({ $0 }) { await task.value }
  }

  private func drain() async {
    removeSocket()
    let patience = Task {
      try await Task.sleep(for: .seconds(drainSeconds))
      open.closeAll()
    }
    await withTaskGroup(of: Void.self) { group in
      for listener in listeners { group.addTask { try? await listener.server.shutdownGracefully() } }
    }
    patience.cancel()
    for listener in listeners { _ = await listener.running.result }
    await timer.stop()
    log.log(LogLine(.info, "Stopped"))
    log.flush()
  }

  private func removeSocket() {
    guard let socketPath, let socketFile, Self.file(socketPath) == socketFile else { return }
    unlink(socketPath)
  }

  private static func file(_ path: String) -> ino_t? {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_ino : nil
  }
}

extension FactoryServer {
  /// Serves in the foreground until a signal: the first drains, the second cuts.
  /// - Parameter ready: called when connections are accepted.
  package func run(
    stopOn signals: [Int32] = [SIGTERM, SIGINT], ready: @Sendable (RunningServer) -> Void = { _ in }
  ) async throws {
    let running = try await start()
    let sources = signals.map { Self.watch($0, running) }
    defer { for source in sources { source.cancel() } }
    ready(running)
    await running.wait()
  }

  private static func watch(_ number: Int32, _ running: RunningServer) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    let count = NIOLockedValueBox(0)
    source.setEventHandler {
      let isFirst = count.withLockedValue { count in
        count += 1
        return count == 1
      }
      if isFirst { Task { await running.stop() } } else { running.cut() }
    }
    source.resume()
    return source
  }
}
