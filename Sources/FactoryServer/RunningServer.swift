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
  private let tls: TLSContexts?
  package let socketPath: String?
  /// Of our socket: another server may have put its own at the same path since.
  private let socketFile: ino_t?
  private let stopping = NIOLockedValueBox<Task<Void, Never>?>(nil)

  init(
    listeners: [Listener], open: OpenConnections, timer: DecisionTimer, socketPath: String?, log: ServerLog,
    drainSeconds: Double, tls: TLSContexts? = nil
  ) {
    self.tls = tls
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

  /// Reads certificate and key again; what cannot be used leaves the old ones, and is told to the log.
  package func reloadCertificate() {
    guard let tls else { return }
    do {
      try tls.reload()
      log.log(LogLine(.info, "The certificate was read again"))
    } catch {
      log.log(LogLine(.error, "The certificate was not changed: \(error)"))
    }
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
  /// Serves in the foreground until a signal: the first drains, the second cuts. With TLS, SIGHUP reads the certificate again.
  /// - Parameter ready: called when connections are accepted.
  package func run(
    stopOn signals: [Int32] = [SIGTERM, SIGINT], ready: @Sendable (RunningServer) -> Void = { _ in }
  ) async throws {
    let running = try await start()
    let reload = configuration.tls != nil
    var sources = signals.filter { !(reload && $0 == SIGHUP) }.map { Self.watch($0, running) }
    if reload { sources.append(Self.watchReload(running)) }
    defer { for source in sources { source.cancel() } }
    ready(running)
    await running.wait()
  }

  private static func watchReload(_ running: RunningServer) -> any DispatchSourceSignal {
    signal(SIGHUP, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler { running.reloadCertificate() }
    source.resume()
    return source
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
