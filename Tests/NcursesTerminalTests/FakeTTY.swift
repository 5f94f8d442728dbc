// A pseudo-terminal with this test at its other end. One at a time, because ncurses is global.
import CNcurses
import Foundation
import NcursesTerminal
import TerminalKit
import Testing

/// What came out of a terminal, filled by a thread of its own so that the terminal never waits for the test.
private final class Collected: @unchecked Sendable {
  // Sendable by hand: `bytes` is only touched under the condition's lock.
  private let condition = NSCondition()
  private var bytes: [UInt8] = []

  func append(_ more: ArraySlice<UInt8>) {
    condition.lock()
    bytes += more
    condition.broadcast()
    condition.unlock()
  }

  /// Takes all bytes once `isEnough` holds or the time is over.
  func take(within seconds: Double, when isEnough: ([UInt8]) -> Bool) -> [UInt8] {
    let deadline = Date().addingTimeInterval(seconds)
    condition.lock()
    defer { condition.unlock() }
    while !isEnough(bytes), condition.wait(until: deadline) {}
    defer { bytes = [] }
    return bytes
  }

  func follow(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      append(buffer[..<count])
    }
    Foundation.close(descriptor)
  }
}

/// The other end of a terminal: reads what was sent to it and types.
final class FakeTTY {
  let leader: Int32
  let follower: Int32
  private let collected = Collected()

  init(columns: Int = 80, rows: Int = 24) throws {
    var ends: (Int32, Int32) = (-1, -1)
    try #require(cn_open_pty(&ends.0, &ends.1, Int32(rows), Int32(columns)) == 0)
    (leader, follower) = ends
    Thread { [collected, leader] in collected.follow(leader) }.start()
  }

  /// With the follower closed the reading thread ends and closes its own end.
  deinit { Foundation.close(follower) }

  func open(
    _ term: String = "xterm-256color", locale: String = "C.UTF-8", _ more: [String: String] = [:]
  ) throws -> NcursesTerminal {
    let environment = ["TERM": term, "LC_ALL": locale].merging(more) { $1 }
    return try NcursesTerminal(input: follower, output: follower, environment: environment)
  }

  var modes: [UInt32] {
    var found = termios()
    tcgetattr(follower, &found)
    return [found.c_iflag, found.c_oflag, found.c_lflag]
  }

  func type(_ text: String) { type(Array(text.utf8)) }

  func type(_ bytes: [UInt8]) { _ = Foundation.write(leader, bytes, bytes.count) }

  /// Everything that comes until `text` ends it; empty when it does not come within five seconds.
  func read(until text: String) -> String {
    let mark = Array(text.utf8)
    let bytes = collected.take(within: 5) { $0.suffix(mark.count).elementsEqual(mark) }
    let found = String(decoding: bytes, as: UTF8.self)
    if !found.hasSuffix(text) { Issue.record("the end mark did not come; found \(found.debugDescription)") }
    return found
  }

  /// All that was sent before this call: a mark is sent after it, straight into the terminal.
  func readNow() -> String {
    let mark = "<end>"
    _ = Foundation.write(follower, mark, mark.utf8.count)
    return String(read(until: mark).dropLast(mark.count))
  }
}

extension NcursesTerminal {
  /// Input until so many events came, within five seconds.
  func events(_ count: Int) -> [InputEvent] {
    let deadline = Date().addingTimeInterval(5)
    var events: [InputEvent] = []
    while events.count < count, Date() < deadline {
      events += readInput()
      var item = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
      if events.count < count { poll(&item, 1, 10) }
    }
    return events
  }

  /// Whether the wake descriptor is readable, or becomes so in this time.
  func isAwake(within milliseconds: Int32 = 0) -> Bool {
    var item = pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&item, 1, milliseconds) > 0
  }

  /// Shows a frame and returns the bytes it took.
  func show(_ tty: FakeTTY, cursor: CursorPlace? = nil, _ draw: (Canvas) -> Void) -> String {
    let buffer = CellBuffer(columns: size.columns, rows: size.rows)
    draw(buffer.canvas)
    self.draw(buffer, cursor: cursor)
    sendFence()
    let sent = tty.read(until: "\u{1B}[6n\u{1B}8")
    return sent.firstRange(of: "\u{1B}7\u{1B}[1;").map { String(sent[..<$0.lowerBound]) } ?? sent
  }
}
