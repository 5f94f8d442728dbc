// Reading input: signals first, then bytes. The terminal's thread.
// Invariant: a call takes a bounded number of bytes, so that a flood of input cannot keep frames from being drawn.
import CNcurses
import TerminalKit

extension NcursesTerminal {
  private static let mostReads = 16

  package func readInput() -> [InputEvent] {
    guard !isClosed else { return [] }
    var events = queued
    queued = []
    events += signals()
    if isSuspended || isGone { return events }
    expirePaste(&events)
    for _ in 0..<Self.mostReads {
      let waits = decoder.isWaiting && !decoder.isPasting
      switch tty.read(waiting: waits ? Self.escapeDelay : 0) {
      case .bytes(let bytes):
        lastInput = TTY.milliseconds()
        events += decoder.feed(bytes)
        if let answer = decoder.takeSynchronized() { isSynchronized = answer }
      case .nothing:
        return events + (waits ? decoder.flush() : [])
      case .gone:
        isGone = true
        return events + [.closed]
      }
    }
    return events
  }

  /// The end of a paste got lost: what came is given out before newer keys are read.
  private func expirePaste(_ events: inout [InputEvent]) {
    guard decoder.isPasting, TTY.milliseconds() - lastInput > Self.pasteTimeout else { return }
    events += decoder.flushPaste()
  }

  private func signals() -> [InputEvent] {
    let signals = terminalGuard.take()
    var events = signals.events
    if signals.continued, !isSuspended {
      reenter()
      events.append(.resumed)
    }
    if signals.resized || signals.continued { resized(&events) }
    return events
  }

  /// Takes the new size over where it changed.
  func resized(_ events: inout [InputEvent]) {
    let now = tty.size
    guard now != size else { return }
    size = now
    painter.forget()
    if !isSuspended { cn_resize(Int32(now.rows), Int32(now.columns)) }
    events.append(.resize(now))
  }
}
