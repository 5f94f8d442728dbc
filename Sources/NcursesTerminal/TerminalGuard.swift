// TerminalGuard: the tty is given back whatever ends the process, and signals become events. The handlers live in C
// (only there can they be async-signal-safe); this is their Swift side. The terminal's thread, but for `wake`.
import CNcurses
import Glibc
import TerminalKit

/// Arms and disarms the clean-up, and turns signals into input events.
struct TerminalGuard {
  let wakeDescriptor: Int32
  private let tty: TTY
  private let restoreBytes: [UInt8]

  /// Must happen before ncurses opens the terminal, or ncurses puts its own handlers there.
  static func install() -> Int32 {
    let descriptor = cn_event_descriptor()
    cn_guard_install(descriptor)
    return descriptor
  }

  init(wakeDescriptor: Int32, tty: TTY, restoreBytes: [UInt8]) {
    self.wakeDescriptor = wakeDescriptor
    self.tty = tty
    self.restoreBytes = restoreBytes
  }

  /// From here on an exit, a crash or a second wish to end gives the screen back.
  func arm() {
    var modes = tty.modes
    restoreBytes.withUnsafeBytes { bytes in
      cn_guard_arm(tty.output, &modes, bytes.baseAddress, bytes.count)
    }
  }

  func disarm() { cn_guard_disarm() }

  func uninstall() {
    disarm()
    cn_guard_uninstall()
    close(wakeDescriptor)
  }

  /// What happened since the last call, without sizes: those are read by the terminal itself.
  struct Signals {
    let resized: Bool
    let continued: Bool
    let events: [InputEvent]
  }

  func take() -> Signals {
    cn_event_drain(wakeDescriptor)
    let bits = cn_guard_take()
    func has(_ bit: cn_signal_bit) -> Bool { bits & bit.rawValue != 0 }
    var events: [InputEvent] = []
    if has(CN_GOT_STOP) { events.append(.stopRequested) }
    if has(CN_GOT_HANGUP) { events.append(.quit(.hangUp)) }
    if has(CN_GOT_INTERRUPT) { events.append(.quit(.interrupt)) }
    if has(CN_GOT_TERMINATE) { events.append(.quit(.terminate)) }
    return Signals(resized: has(CN_GOT_RESIZE), continued: has(CN_GOT_CONTINUE), events: events)
  }
}
