// Runs a command: a process group of its own that ends as a whole, both outputs line by line, limits of time and memory.
// The calling thread blocks; it must be a thread that lives as long as the command, whose death is tied to it.
import CProcess
import Foundation
import Glibc

extension Command {
  /// Runs to the end.
  /// - Parameters:
  ///   - stop: ends the command early.
  ///   - line: every line of both outputs in the order they came, without its end; at most 4 KiB of it.
  /// - Throws: only when it cannot be started.
  package func run(stop: StopSignal = StopSignal(), line: (String) -> Void = { _ in }) throws -> CommandResult {
    let output = try Channel()
    let process = try start(output: output.writing, errors: output.writing)
    output.closeWriting()
    var run = CommandRun(process: process, limits: limits, stop: stop)
    return run.toEnd(output.reading, line)
  }

  /// Starts it with the given descriptors, numbered 10 or higher.
  func start(output: Int32, errors: Int32, input pipe: Int32? = nil) throws -> pid_t {
    let input = try pipe ?? Self.file(of: self.input)
    defer { if pipe == nil { close(input) } }
    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var child: pid_t = -1
    let failure = folder.withCString { folder in
      argv.withUnsafeMutableBufferPointer { argv in
        envp.withUnsafeMutableBufferPointer { envp in
          var job = cp_job(
            folder: folder, argv: argv.baseAddress, envp: envp.baseAddress, in: input, out: output, err: errors,
            lifeline: Lifeline.reading, memory: limits.memoryBytes ?? 0)
          return cp_spawn_job(&job, &child)
        }
      }
    }
    guard failure == 0 else {
      if child > 0 { while waitpid(child, nil, 0) < 0, errno == EINTR {} }
      throw RunnerError("\(words.first ?? "") cannot be started in \(folder): \(String(cString: strerror(failure))).")
    }
    return child
  }

  /// The input as an unnamed file, so that neither side waits for the other.
  private static func file(of data: Data?) throws -> Int32 {
    let descriptor: Int32
    if let data {
      descriptor = cp_memory_file("input")
      guard descriptor >= 0, data.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == data.count
      else { throw RunnerError("The input of a command cannot be kept: \(String(cString: strerror(errno))).") }
      lseek(descriptor, 0, SEEK_SET)
    } else {
      descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
    defer { close(descriptor) }
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 10)
  }
}

/// Ends with this process, however that comes about; what a command started is killed then.
private enum Lifeline {
  /// Never closed; the writing end is nobody's but this process's. -1 where no more descriptors are to be had.
  static let reading: Int32 = {
    var ends: [Int32] = [-1, -1]
    guard cp_pipe(&ends) == 0 else { return -1 }
    defer { close(ends[0]) }
    return fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
  }()
}

/// Both ends of a pipe, closed on exec and numbered 10 or higher. Closes what is open when it goes.
final class Channel {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard cp_pipe(&ends) == 0 else {
      throw RunnerError("No pipe can be made: \(String(cString: strerror(errno))).")
    }
    reading = fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
    writing = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
    ends.forEach { close($0) }
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  deinit {
    closeReading()
    closeWriting()
  }
}

/// One process group on its way to its end.
struct CommandRun {
  let process: pid_t
  let limits: CommandLimits
  let stop: StopSignal
  private let begun = Date()
  private var lines = LineBuffer()
  private var tail = Tail()
  private var end: CommandEnd?
  /// When the group is killed that was asked to end.
  private var killAt: Date?

  init(process: pid_t, limits: CommandLimits, stop: StopSignal) {
    self.process = process
    self.limits = limits
    self.stop = stop
  }

  mutating func toEnd(_ output: Int32, _ line: (String) -> Void) -> CommandResult {
    var isOpen = true
    while true {
      endIfDue()
      if isOpen { isOpen = read(output, line) } else { usleep(5_000) }
      guard leaderEnded else { continue }
      // Whoever it left behind ends too; its id is still taken while the leader is not waited for.
      kill(-process, SIGKILL)
      drain(output, line)
      break
    }
    for rest in lines.finish() { note(rest, line) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let natural: CommandEnd =
      status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    return CommandResult(end: end ?? natural, tail: tail.lines, duration: Date().timeIntervalSince(begun))
  }

  /// A polite signal first, two seconds later the other.
  private mutating func endIfDue() {
    if end == nil {
      if stop.isRaised { end = .stopped } else if Date().timeIntervalSince(begun) > limits.seconds { end = .timedOut }
      guard end != nil else { return }
      kill(-process, SIGTERM)
      killAt = Date().addingTimeInterval(2)
    } else if let killAt, killAt < Date() {
      kill(-process, SIGKILL)
    }
  }

  private var leaderEnded: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  /// False when the output ended.
  private mutating func read(_ output: Int32, _ line: (String) -> Void) -> Bool {
    var poller = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&poller, 1, 50) > 0 else { return true }
    return take(output, line)
  }

  private mutating func take(_ output: Int32, _ line: (String) -> Void) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(output, &bytes, bytes.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    for text in lines.add(bytes[..<max(count, 0)]) { note(text, line) }
    return count > 0
  }

  /// What lies in the pipe still; nobody writes to it any more but what left the group.
  private mutating func drain(_ output: Int32, _ line: (String) -> Void) {
    let deadline = Date().addingTimeInterval(0.5)
    while deadline.timeIntervalSinceNow > 0 {
      var poller = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, 0) > 0, take(output, line) else { return }
    }
  }

  private mutating func note(_ text: String, _ line: (String) -> Void) {
    tail.add(text)
    line(text)
  }
}
