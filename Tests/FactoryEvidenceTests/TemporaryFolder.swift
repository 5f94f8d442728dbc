// Real folders and repositories for tests; each test has its own, removed when the test lets go of it.
import Foundation
import Glibc

/// A folder that lives as long as this object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("evidence-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    let folder = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes a file whose name is not text.
  func write(nameBytes: [UInt8], _ text: String) {
    let file = (Array((path + "/").utf8) + nameBytes).map { CChar(bitPattern: $0) } + [0]
    let handle = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    _ = text.withCString { Glibc.write(handle, $0, strlen($0)) }
    close(handle)
  }
}

struct GitFailed: Error { var message: String }

/// A repository with an identity of its own and none of the user's configuration.
struct TemporaryRepository {
  let folder: TemporaryFolder
  var path: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
    try git("init", "-q", "-b", "main")
  }

  /// A copy of another repository's newest commits.
  init(shallowCopyOf other: TemporaryRepository, depth: Int) throws {
    folder = try TemporaryFolder()
    try git("clone", "-q", "--depth", String(depth), "file://" + other.path, folder.path)
  }

  @discardableResult
  func git(_ arguments: String..., input: String? = nil) throws -> String {
    try run(arguments, input: input)
  }

  private func run(_ arguments: [String], input: String?, minutes: Int = 0) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", path] + arguments
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": path,
      "GIT_AUTHOR_NAME": "Ada Lovelace", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_COMMITTER_NAME": "Ada Lovelace", "GIT_COMMITTER_EMAIL": "ada@example.org",
      "GIT_AUTHOR_DATE": "2026-03-01T12:\(10 + minutes):00Z", "GIT_COMMITTER_DATE": "2026-03-01T12:\(10 + minutes):00Z",
    ]
    process.standardOutput = output
    process.standardError = output
    let source = Pipe()
    process.standardInput = source
    try process.run()
    if let input { source.fileHandleForWriting.write(Data(input.utf8)) }
    try source.fileHandleForWriting.close()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw GitFailed(message: "git \(arguments): \(said)") }
    return said.trimmingCharacters(in: .newlines)
  }

  /// Commits everything in the folder, a minute after the commit before, and gives the commit.
  @discardableResult
  func commit(_ message: String) throws -> String {
    try git("add", "-A")
    let count = Int(try git("rev-list", "--all", "--count")) ?? 0
    let command = ["commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "-"]
    _ = try run(command, input: message, minutes: count)
    return try git("rev-parse", "HEAD")
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }
}
