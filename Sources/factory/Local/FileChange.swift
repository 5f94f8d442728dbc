// A change of somebody else's file: shown first, written only when it was said so, whole or not at all.
import FactoryContracts
import FactoryHooks
import FactoryInstall
import Foundation

struct FileChange {
  /// Without links: what is written is the file, not the link to it.
  let path: String
  let old: String?

  /// - Throws: when there is something that is no text file.
  init(_ path: String) throws {
    guard let real = Places.resolve(path) else {
      throw CommandFailure(.failed, "\(path) cannot be followed to a file.")
    }
    self.path = real
    guard FileManager.default.fileExists(atPath: real) else {
      old = nil
      return
    }
    guard let data = FileManager.default.contents(atPath: real), let text = String(validating: data, as: UTF8.self)
    else {
      throw CommandFailure(.failed, "\(path) is no text file that can be read; nothing was changed.")
    }
    old = text
  }

  /// Edits, shows, asks, writes. `edit` answers nil when there is nothing to do.
  func carryOut(yes: Bool, done: String, edit: (String?) throws(InstallFault) -> String?) throws {
    let new: String?
    do { new = try edit(old) } catch {
      throw CommandFailure(.failed, "\(path): \(error.sentence); nothing was changed.")
    }
    guard let new else { return Output.line("\(path): nothing to do, \(done).") }
    Output.line(path)
    for line in Hunk(old: old ?? "", new: new)?.text.split(separator: "\n") ?? [] { Output.line(String(line)) }
    try Self.confirm(yes: yes)
    try write(new)
    Output.line("written")
  }

  static func confirm(yes: Bool) throws {
    if yes { return }
    guard isatty(0) == 1 else {
      throw CommandFailure(.usage, "Nothing was changed: --yes was expected where nobody can be asked.")
    }
    Output.prompt("Write it? [y/N] ")
    guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw CommandFailure(.failed, "Nothing was changed.") }
  }

  /// Beside the old file first, then in its place; with its permissions.
  func write(_ text: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let next = "\(folder)/.\(URL(filePath: path).lastPathComponent).\(getpid())"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] ?? 0o600
      try Data(text.utf8).write(to: URL(filePath: next))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: next)
    } catch {
      unlink(next)
      throw CommandFailure(.failed, "\(path) cannot be written: \(error.fileReason).")
    }
    guard rename(next, path) == 0 else {
      let why = String(cString: strerror(errno))
      unlink(next)
      throw CommandFailure(.failed, "\(path) cannot be written: \(why).")
    }
  }
}

/// How other programs shall call this one.
enum OwnName {
  /// `factory` where the `PATH` leads to this very program, else its whole path.
  static func path() throws -> String {
    let own = try EmbeddedServer.programPath()
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let first = folders.map { "\($0)/factory" as String }.first { access($0, X_OK) == 0 }
    return first.flatMap { Places.resolve($0) } == Places.resolve(own) ? "factory" : own
  }

  /// For a line that a shell reads.
  static func quoted() throws -> String { try HookExec.quoted(path()) }
}
