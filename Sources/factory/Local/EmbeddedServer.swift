// Finds the user's own server or starts it in the background (design §2).
//
// 1. Whoever finds no answering server takes `spawn.lock`, looks again and starts one: of many at once, one server comes up.
// 2. The child reports over a pipe: one line, `ready` or the sentence why not. Nobody guesses by waiting.
// 3. A newer program ends an older server after it drained, and starts its own.
import FactoryContracts
import Foundation

struct EmbeddedServer {
  let files: ServerFiles
  /// Read end of a pipe that ends with this process: the server started then ends too (throw-away stores).
  var lifeline: Int32?

  /// The running server, started if there is none.
  func ensureRunning() throws -> ServerState {
    if let state = files.readState(), answers(state), !isOlder(state) { return state }
    try Paths.makePrivate(files.folder)
    let lock = try FileLock(files.spawnLock)
    defer { lock.release() }
    if let state = files.readState(), answers(state) {
      guard isOlder(state) else { return state }
      try stop(state)
    }
    return try spawn()
  }

  /// Whether the process behind a state file is there and listens.
  func answers(_ state: ServerState) -> Bool {
    guard kill(state.pid, 0) == 0 || errno == EPERM else { return false }
    return UnixSocket.accepts(state.socket)
  }

  /// Asks the server to drain and waits until its process is gone.
  func stop(_ state: ServerState, seconds: Double = 15) throws {
    guard kill(state.pid, SIGTERM) == 0 else {
      if errno == ESRCH { return }
      throw CommandFailure(
        .failed, "The server (pid \(state.pid)) cannot be ended: \(String(cString: strerror(errno))).")
    }
    guard Process.waitForEnd(of: state.pid, seconds: seconds) else {
      throw CommandFailure(
        .failed, "The server (pid \(state.pid)) did not end within \(Int(seconds)) s; see \(files.log).")
    }
  }

  private func isOlder(_ state: ServerState) -> Bool {
    ProgramVersion.current.compare(state.version, options: .numeric) == .orderedDescending
  }

  private func spawn() throws -> ServerState {
    let report = try Pipes.make()
    defer { close(report.reader) }
    var arguments = ["serve", "--embedded", files.folder, "--ready-descriptor", "\(Detached.readinessDescriptor)"]
    if lifeline != nil { arguments += ["--lifeline-descriptor", "\(Detached.lifelineDescriptor)"] }
    let child = try Detached.start(
      try Self.programPath(), arguments, readiness: report.writer, lifeline: lifeline, log: files.log)
    close(report.writer)
    let words = Pipes.readLine(report.reader, seconds: 20)
    guard words == "ready", let state = files.readState() else {
      let why = words.flatMap { $0.isEmpty ? nil : $0 } ?? "it ended or gave no answer; see \(files.log)"
      throw CommandFailure(.unreachable, "The local server (pid \(child)) did not start: \(why)")
    }
    return state
  }

  static func programPath() throws -> String {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      throw CommandFailure(.failed, "The program cannot find its own file through /proc/self/exe.")
    }
    // After an upgrade in place the kernel marks the old file as deleted; the new one stands where it was.
    return path.hasSuffix(" (deleted)") ? String(path.dropLast(" (deleted)".count)) : path
  }
}
