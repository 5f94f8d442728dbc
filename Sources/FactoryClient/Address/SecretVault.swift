// The Secret Service of a desktop session, through `secret-tool` of libsecret, where both are there (ruling R26). Blocking; worker
// threads. Invariant: a secret goes through the program's standard input and comes from its standard output, never through arguments.
import Foundation

/// A place that keeps texts by the origin they belong to.
package protocol SecretVault: Sendable {
  /// nil: nothing is kept, or nobody answers.
  func read(_ origin: String) -> String?
  /// Whether it is kept there now.
  func write(_ secret: String, for origin: String) -> Bool
  /// Whether there was something.
  @discardableResult func remove(_ origin: String) -> Bool
}

/// `secret-tool`, run once for each call. A service that asks its user for a password gets a minute.
package struct SecretTool: SecretVault {
  private let program: String
  private let environment: [String: String]
  private let seconds: Double

  /// nil where there is no such program on the PATH or no session bus.
  package static func find(_ environment: [String: String], seconds: Double = 60) -> SecretTool? {
    guard hasBus(environment), let path = environment["PATH"] else { return nil }
    let programs = path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/secret-tool" }
    guard let program = programs.first(where: { access($0, X_OK) == 0 }) else { return nil }
    return SecretTool(program: program, environment: environment, seconds: seconds)
  }

  private static func hasBus(_ environment: [String: String]) -> Bool {
    if environment["DBUS_SESSION_BUS_ADDRESS"]?.isEmpty == false { return true }
    guard let folder = environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") else { return false }
    return access(folder + "/bus", F_OK) == 0
  }

  package func read(_ origin: String) -> String? {
    let result = run(["lookup"] + Self.attributes(origin))
    guard result.status == 0, !result.output.isEmpty else { return nil }
    return String(validating: result.output, as: UTF8.self)?.trimmingCharacters(in: .newlines)
  }

  package func write(_ secret: String, for origin: String) -> Bool {
    let arguments = ["store", "--label=GooseFactory \(origin)"] + Self.attributes(origin)
    // Some services take a secret and forget it: what counts is that it comes back.
    return run(arguments, input: secret).status == 0 && read(origin) == secret
  }

  package func remove(_ origin: String) -> Bool { run(["clear"] + Self.attributes(origin)).status == 0 }

  private static func attributes(_ origin: String) -> [String] { ["application", "goosefactory", "origin", origin] }

  /// A program that ended without reading is no reason to end too.
  private static func give(_ input: String, to pipe: FileHandle) {
    var (broken, before) = (sigset_t(), sigset_t())
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &broken, &before)
    if (try? pipe.write(contentsOf: Data(input.utf8))) == nil {
      var atOnce = timespec()
      sigtimedwait(&broken, nil, &atOnce)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    try? pipe.close()
  }

  private func run(_ arguments: [String], input: String = "") -> (status: Int32, output: Data) {
    let process = Process()
    let (stdin, stdout) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return (-1, Data()) }
    let patience = DispatchWorkItem {
      // Not SIGTERM: a child started from a worker thread may have it blocked.
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: patience)
    Self.give(input, to: stdin.fileHandleForWriting)
    let output = (try? stdout.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    patience.cancel()
    return (process.terminationReason == .exit ? process.terminationStatus : -1, output)
  }
}
