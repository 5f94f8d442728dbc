// TTY: reading, writing and the modes of the descriptors, below ncurses. The terminal's thread.
import CNcurses
import Glibc
import TerminalKit

/// The two descriptors of a terminal.
struct TTY {
  let input: Int32
  let output: Int32
  /// The modes found when it was opened, which are given back.
  let modes: termios

  init(input: Int32, output: Int32) throws(TerminalFailure) {
    self.input = input
    self.output = output
    guard isatty(input) == 1 else { throw .notATerminal("standard input") }
    guard isatty(output) == 1 else { throw .notATerminal("standard output") }
    var found = termios()
    guard tcgetattr(output, &found) == 0 else { throw .notATerminal("standard output") }
    modes = found
  }

  func restoreModes() {
    var wanted = modes
    tcsetattr(output, TCSADRAIN, &wanted)
  }

  /// Writes all bytes, waiting where the terminal is slow; gives up when it is gone.
  func write(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let step = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      if step > 0 {
        done += step
      } else if errno == EAGAIN {
        _ = wait(output, Int16(POLLOUT), milliseconds: 1_000)
      } else if errno != EINTR {
        return
      }
    }
  }

  enum Reading {
    case bytes([UInt8])
    case nothing
    case gone
  }

  /// What has come in, waiting at most so long for it.
  func read(waiting milliseconds: Int32) -> Reading {
    guard wait(input, Int16(POLLIN), milliseconds: milliseconds) else { return .nothing }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = Glibc.read(input, &buffer, buffer.count)
    if count > 0 { return .bytes(Array(buffer.prefix(count))) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .gone
  }

  private func wait(_ descriptor: Int32, _ events: Int16, milliseconds: Int32) -> Bool {
    var item = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&item, 1, milliseconds) > 0
  }

  /// The size the kernel knows; 80×24 when it knows none.
  var size: TerminalSize {
    var rows: Int32 = 24
    var columns: Int32 = 80
    if cn_window_size(output, &rows, &columns) != 0 { return TerminalSize(columns: 80, rows: 24) }
    return TerminalSize(columns: Int(columns), rows: Int(rows))
  }

  static func milliseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }
}
