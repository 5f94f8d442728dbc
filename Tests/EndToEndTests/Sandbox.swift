// A home of its own for each story: its folders, its server, its processes. Everything started is ended by pid.
import Foundation
import Testing

/// What a finished command left.
struct CommandResult {
  var status: Int32
  var output: String
  var errors: String
}

struct StoryFailure: Error, CustomStringConvertible {
  var description: String
}

final class Sandbox {
  let folder: String
  /// Added to the environment of every process.
  var extra: [String: String] = [:]
  private var children: [RunningCommand] = []

  init() throws {
    folder = NSTemporaryDirectory() + "factory-story-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(
      atPath: folder + "/home", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    for child in children where child.isRunning { kill(child.pid, SIGKILL) }
    if let pid = serverPid { kill(pid, SIGKILL) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The program under test: it lies beside the test bundle.
  static var program: String {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (bundle as NSString).deletingLastPathComponent + "/factory"
  }

  var environment: [String: String] {
    var values = ["HOME": folder + "/home", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
    values["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    values["TMPDIR"] = folder
    // The report of a crash that a story causes on purpose takes longer than the story.
    values["SWIFT_BACKTRACE"] = "enable=no"
    return values.merging(extra) { $1 }
  }

  private struct ServerFile: Decodable {
    var pid: Int32
    var port: Int
  }

  private var serverFile: ServerFile? {
    FileManager.default.contents(atPath: folder + "/home/.local/share/goosefactory/server.json")
      .flatMap { try? JSONDecoder().decode(ServerFile.self, from: $0) }
  }
  /// The embedded server's process, as its state file names it.
  var serverPid: pid_t? { serverFile?.pid }
  var serverPort: Int? { serverFile?.port }

  /// Connections to the embedded server's socket that are open now, beside the one that listens.
  func connections() throws -> Int {
    let path = folder + "/home/.local/share/goosefactory/server.sock"
    // Foundation takes the first page of a file without a size for all of it; where many sockets are open, that is a part of the table.
    let table = try shell("cat /proc/net/unix")
    // State 03 is connected; the name is the one it was bound under, before it was moved into place.
    return table.split(separator: "\n").count { $0.contains(path) && $0.contains(" 03 ") }
  }

  /// Starts the program, or another one, and returns at once.
  func start(_ arguments: [String], program: String? = nil, input: String? = nil) throws -> RunningCommand {
    let command = try RunningCommand(
      program ?? Self.program, arguments, environment: environment, folder: folder, input: input)
    children.append(command)
    return command
  }

  /// Runs the program to its end.
  @discardableResult
  func factory(_ arguments: String..., input: String? = nil) throws -> CommandResult {
    try start(arguments, input: input).finish()
  }

  /// Runs any other program to its end; a failure ends the story.
  @discardableResult
  func shell(_ line: String) throws -> String {
    let command = try RunningCommand("/bin/sh", ["-ec", line], environment: environment, folder: folder, input: nil)
    let result = try command.finish()
    guard result.status == 0 else { throw StoryFailure(description: "\(line): \(result.errors)") }
    return result.output
  }

  /// Asks for a decision and returns its id.
  func submit(_ title: String, _ more: String...) throws -> String {
    let command = try start(["submit", "--title", title, "--summary", "what \(title) is about"] + more)
    let result = try command.finish()
    guard result.status == 0 else { throw StoryFailure(description: "submit: \(result.errors)") }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// A process with its output gathered in files, so that no pipe can fill up. Started and awaited by hand: Foundation's `Process` takes a
/// program for running as long as any daemon that it left behind holds a descriptor.
final class RunningCommand {
  let pid: pid_t
  private let line: String
  private let outputPath: String
  let errorPath: String
  private var status: Int32?

  init(_ program: String, _ arguments: [String], environment: [String: String], folder: String, input: String?) throws {
    let stem = folder + "/run-\(UInt64.random(in: .min ... .max))"
    (outputPath, errorPath) = (stem + ".out", stem + ".err")
    line = ([program] + arguments).joined(separator: " ")
    var inputPath = "/dev/null"
    if let input {
      inputPath = stem + ".in"
      try input.write(toFile: inputPath, atomically: true, encoding: .utf8)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let words = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, program] + arguments
    var attributes = Self.cleanSignals()
    defer { posix_spawnattr_destroy(&attributes) }
    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw StoryFailure(description: "\(line) cannot be started: \(code)") }
    pid = child
  }

  /// No signal blocked or ignored: the threads that tests run on block most of them, and a child would inherit that.
  private static func cleanSignals() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    return attributes
  }

  var isRunning: Bool {
    guard status == nil else { return false }
    var found: Int32 = 0
    guard waitpid(pid, &found, WNOHANG) == pid else { return true }
    status = found & 0x7f == 0 ? (found >> 8) & 0xff : 128 + (found & 0x7f)
    return false
  }
  var errors: String { text(errorPath) }
  var output: String { text(outputPath) }

  func finish(seconds: Double = 60) throws -> CommandResult {
    let deadline = Date().addingTimeInterval(seconds)
    while isRunning {
      guard deadline.timeIntervalSinceNow > 0 else {
        kill(pid, SIGKILL)
        throw StoryFailure(description: "\(line) did not end within \(seconds) s: \(errors)")
      }
      usleep(5_000)
    }
    return CommandResult(status: status ?? -1, output: output, errors: errors)
  }

  private func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// Waits for a condition, never for a time; throws what was seen last.
func eventually(
  _ what: String, seconds: Double = 15, seen: () -> String = { "" }, _ condition: () throws -> Bool
) throws {
  let deadline = Date().addingTimeInterval(seconds)
  while try !condition() {
    guard deadline.timeIntervalSinceNow > 0 else {
      throw StoryFailure(description: "never seen: \(what)\n\(seen())")
    }
    usleep(15_000)
  }
}
