// Small pieces of POSIX that the wiring needs: locks, pipes, detached children, a look at a Unix socket. No state.
import CProcess
import Foundation

enum Signals {
  /// A reader that went away ends in EPIPE at the write, not in a signal.
  static func ignoreBrokenPipe() { signal(SIGPIPE, SIG_IGN) }
}

enum StandardDescriptors {
  /// A closed one is taken up, else the next file that is opened would get its number and our output. What is written to
  /// standard output fails then, as it should: nobody reads it.
  static func fill() {
    for (descriptor, mode) in [(0 as Int32, O_RDONLY), (1, O_RDONLY), (2, O_WRONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", mode)
    }
  }
}

/// An exclusive lock on a file, held until released or the process ends.
struct FileLock {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(.failed, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw CommandFailure(.failed, "\(path) cannot be locked: \(String(cString: strerror(errno))).")
      }
    }
  }

  func release() { close(descriptor) }
}

enum Pipes {
  /// Both ends closed on exec and numbered 10 or higher, out of the way of what a child is given.
  static func make() throws -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw CommandFailure(.failed, "No pipe can be made: \(String(cString: strerror(errno))).")
    }
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    ends.forEach { close($0) }
    return (moved[0], moved[1])
  }

  /// The first line that arrives; nil when nothing came in time, empty when the other end closed.
  static func readLine(_ descriptor: Int32, seconds: Double) -> String? {
    let deadline = Date().addingTimeInterval(seconds)
    var bytes: [UInt8] = []
    while bytes.last != 10 {
      let rest = deadline.timeIntervalSinceNow
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard rest > 0, poll(&poller, 1, Int32(rest * 1000)) > 0 else { return bytes.isEmpty ? nil : text(bytes) }
      var byte: UInt8 = 0
      guard read(descriptor, &byte, 1) == 1 else { break }
      bytes.append(byte)
    }
    return text(bytes)
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}

enum UnixSocket {
  /// Whether something accepts connections at a path.
  static func accepts(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withAddress(path) { connect(descriptor, $0, $1) } == 0
  }

  /// Calls with the socket address of a path; -1 when it is longer than an address can be.
  static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8CString)
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { target in
      for (index, byte) in bytes.enumerated() { target[index] = UInt8(bitPattern: byte) }
    }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

/// A child in a session of its own, so that it outlives the terminal that started it.
enum Detached {
  /// The descriptors that the child finds its ends of the two pipes on.
  static let readinessDescriptor: Int32 = 3
  static let lifelineDescriptor: Int32 = 4

  /// - Parameter lifeline: read end of a pipe whose other end only this process holds: its end tells the child to end too.
  static func start(
    _ program: String, _ arguments: [String], readiness: Int32, lifeline: Int32?, log: String
  ) throws -> pid_t {
    var vector: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { vector.forEach { free($0) } }
    var child: pid_t = 0
    let result = cp_spawn_detached(program, &vector, readiness, lifeline ?? -1, log, &child)
    guard result == 0 else {
      throw CommandFailure(.failed, "\(program) cannot be started: \(String(cString: strerror(result))).")
    }
    return child
  }
}

extension Process {
  /// Waits until a process of this user is gone, child or not.
  static func waitForEnd(of pid: pid_t, seconds: Double) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while deadline.timeIntervalSinceNow > 0 {
      var status: Int32 = 0
      if waitpid(pid, &status, WNOHANG) == pid { return true }
      if kill(pid, 0) != 0, errno == ESRCH { return true }
      usleep(10_000)
    }
    return false
  }
}

enum Memory {
  /// Two pools instead of eight for each core: what one thread frees another uses again. Before the first thread.
  static func keepSmall() { cp_keep_memory_small() }

  /// Free pages and code that is not needed any more go back to the system, when the message that brought the last rows is gone too.
  /// Any thread; returns at once. On a thread of its own: a global queue, once used, is watched by a timer that wakes every second for good.
  static func giveBackSoon() {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 1)
      cp_give_memory_back()
    }
  }
}

enum Scheduling {
  /// This thread answers a person: it need not wait until those who compute have had their turn. It gets no more of the processor for it.
  static func answerKeys() { _ = cp_prefer_short_slices() }
}
