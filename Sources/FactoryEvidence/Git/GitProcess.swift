// Runs git: argument vector instead of a shell, an environment of our own, both pipes drained at once. Any thread; blocks it.
// Nothing of the user's taste in output (pager, colours, external diff) and no network reaches what is read here.
import Foundation
import Glibc

/// The end of a git process.
struct GitResult {
  var status: Int32
  var output: [UInt8]
  var message: String

  var succeeded: Bool { status == 0 }
  /// The output without the line end.
  var line: String {
    String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}

/// How git is started; `gitDirectory` once it is known.
struct GitProcess: Sendable {
  var directory: String
  var gitDirectory: String?

  /// Output up to this is held in memory; what is longer belongs into a sink.
  static let outputLimit = 64 * 1024 * 1024

  /// Runs git to its end and gives what it said. Throws only when git cannot be started or says too much.
  func run(_ arguments: [String]) throws(EvidenceError) -> GitResult {
    var output: [UInt8] = []
    var result = try run(arguments) { chunk in
      output.append(contentsOf: chunk)
      return output.count <= Self.outputLimit
    }
    guard output.count <= Self.outputLimit else {
      throw EvidenceError("git \(arguments.first ?? "") said more than \(ByteCount.words(Self.outputLimit)).")
    }
    result.output = output
    return result
  }

  /// The same with the output handed over in pieces; git is ended when `sink` returns false.
  func run(
    _ arguments: [String], sink: (UnsafeRawBufferPointer) -> Bool
  ) throws(EvidenceError) -> GitResult {
    guard let output = Pipe(), let errors = Pipe() else { throw EvidenceError("No more files can be opened.") }
    let process = try start(arguments, output: output.writing, errors: errors.writing)
    close(output.writing)
    close(errors.writing)
    let message = Self.drain(output.reading, errors.reading, process, sink)
    close(output.reading)
    close(errors.reading)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    return GitResult(status: code, output: [], message: message)
  }

  private func start(_ arguments: [String], output: Int32, errors: Int32) throws(EvidenceError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    let words = (["git"] + Self.options + location + arguments).map { strdup($0) }
    let settings = environment.map { strdup($0) }
    defer { (words + settings).forEach { free($0) } }
    var process: pid_t = 0
    let failure = posix_spawnp(&process, "git", &actions, nil, words + [nil], settings + [nil])
    guard failure == 0 else {
      throw EvidenceError(
        failure == ENOENT
          ? "git was not found on the PATH; it is needed to read a range of commits."
          : "git could not be started: \(String(cString: strerror(failure))).")
    }
    return process
  }

  // Once its place is known git stands inside the repository's own folder, with no index and no work tree but that: a change
  // must not hide itself through the .gitattributes it brings along.
  private var location: [String] {
    if let gitDirectory { ["-C", gitDirectory, "--git-dir=.", "--work-tree=."] } else { ["-C", directory] }
  }

  private static let options = [
    "--no-pager", "-c", "core.quotePath=false", "-c", "diff.suppressBlankEmpty=false", "-c", "log.showSignature=false",
    "-c", "core.fsmonitor=false", "-c", "core.pager=cat", "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "diff.orderFile=/dev/null",
  ]

  // A hook's GIT_DIR and quarantine belong to the folder the hook runs in, not to a repository named by the caller.
  private var environment: [String] {
    let own = ProcessInfo.processInfo.environment
    let kept =
      ["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"]
      + (directory == "." ? ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"] : [])
      + (directory == "." && gitDirectory == nil ? ["GIT_DIR"] : [])
    return kept.compactMap { name in own[name].map { "\(name)=\($0)" } } + [
      "LC_ALL=C", "TERM=dumb", "GIT_PAGER=cat", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
      "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_REPLACE_OBJECTS=1", "GIT_INDEX_FILE=no-index",
    ]
  }
}

extension GitProcess {
  /// Both ends of a channel that a child inherits only where it is told to. A pair of sockets, because only that is closed to
  /// other children from its first moment: a pipe's end in a child started meanwhile would keep us waiting for its end.
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init?() {
      var ends: [Int32] = [0, 0]
      let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
      reading = ends[0]
      writing = ends[1]
    }
  }

  // Reads both pipes until both are closed, so that neither can fill up and stop the child.
  private static func drain(
    _ output: Int32, _ errors: Int32, _ process: pid_t, _ sink: (UnsafeRawBufferPointer) -> Bool
  ) -> String {
    var message: [UInt8] = []
    var polled = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
    ]
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while polled.contains(where: { $0.fd >= 0 }) {
      guard poll(&polled, 2, -1) >= 0 || errno == EINTR else { break }
      for index in 0..<2 where polled[index].fd >= 0 && polled[index].revents != 0 {
        let count = read(polled[index].fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 {
          polled[index].fd = -1
        } else if index == 1 {
          if message.count < 65_536 { message.append(contentsOf: buffer[..<count]) }
        } else if !buffer.withUnsafeBytes({ sink(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) {
          kill(process, SIGTERM)
          polled[index].fd = -1
        }
      }
    }
    return String(decoding: message, as: UTF8.self)
  }
}
