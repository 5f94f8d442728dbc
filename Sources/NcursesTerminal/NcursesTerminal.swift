// NcursesTerminal: the screen through ncursesw; input is read and decoded by ourselves. Lives on one thread, the one
// that made it; only `wake` may be called from others. One at a time in a process, because ncurses is global.
// Invariant: between `init` and `close` the guard is armed whenever the terminal's modes are changed.
import CNcurses
import Foundation
import TerminalKit

/// The operator's terminal.
package final class NcursesTerminal: Terminal {
  /// How long an Esc waits for the rest of a key's sequence, in milliseconds.
  package static let escapeDelay: Int32 = 25
  /// A paste whose end has not come for this long, in milliseconds, is taken as it is.
  static let pasteTimeout: Int64 = 1_000

  package internal(set) var size: TerminalSize
  package let charset: Charset
  package let colorDepth: ColorDepth
  package let inputDescriptor: Int32
  package let wakeDescriptor: Int32
  package let wake: @Sendable () -> Void
  package var theme: Theme {
    didSet {
      painter.pairs.forgetLooks()
      painter.forget()
    }
  }

  package var reportsMouse = false {
    didSet {
      guard reportsMouse != oldValue, capabilities.isXtermLike, !isSuspended, !isClosed, !isGone else { return }
      tty.write(reportsMouse ? Capabilities.mouseOn : Capabilities.mouseOff)
    }
  }

  var screen = cn_screen()
  let tty: TTY
  let capabilities: Capabilities
  let terminalGuard: TerminalGuard
  var painter: FramePainter
  var decoder: KeyDecoder
  var queued: [InputEvent] = []
  var lastInput: Int64 = 0
  var isSuspended = false
  var isClosed = false
  var isGone = false
  var hasTitle = false
  /// The next frame is sent whole.
  var isRepainting = false
  var shownCursor: CursorPlace?
  /// Whether the terminal said that it holds a frame back until it is whole.
  var isSynchronized = false
  /// From where the last fence was sent, counted from 1.
  private var fenceColumn = 9

  /// Opens the terminal on two descriptors. `term` and `environment` are for tests; usually they are the process's.
  package init(
    input: Int32 = 0, output: Int32 = 1, theme: Theme = ShippedThemes.standard(), term: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(TerminalFailure) {
    let tty = try TTY(input: input, output: output)
    let name = term ?? environment["TERM"] ?? ""
    let charset = Capabilities.charset(environment)
    let wakeDescriptor = TerminalGuard.install()
    guard cn_open(&screen, name, output, input) == 0 else {
      TerminalGuard(wakeDescriptor: wakeDescriptor, tty: tty, restoreBytes: []).uninstall()
      throw .unknownType(name)
    }
    let found = Capabilities(term: name, charset: charset, environment: environment)
    self.tty = tty
    capabilities = found
    terminalGuard = TerminalGuard(wakeDescriptor: wakeDescriptor, tty: tty, restoreBytes: found.restoreBytes)
    self.charset = charset
    colorDepth = found.depth
    self.theme = theme
    size = tty.size
    inputDescriptor = input
    self.wakeDescriptor = wakeDescriptor
    wake = { cn_event_write(wakeDescriptor) }
    painter = FramePainter(pairs: ColorPairs(depth: found.depth, limit: cn_pair_limit()), charset: charset)
    decoder = KeyDecoder(extra: found.keys)
    try begin(name)
  }

  private func begin(_ name: String) throws(TerminalFailure) {
    terminalGuard.arm()
    guard cn_capability("cup") != nil else {
      close()
      throw .noScreen(name)
    }
    cn_resize(Int32(size.rows), Int32(size.columns))
    if capabilities.isXtermLike { tty.write(Capabilities.modesOn + Capabilities.askSynchronized) }
  }

  deinit { close() }

  @discardableResult package func draw(_ buffer: CellBuffer, cursor: CursorPlace?) -> Bool {
    guard !isSuspended, !isClosed, !isGone else { return true }
    let hasChanged = painter.paint(buffer, theme: theme)
    guard hasChanged || isRepainting || cursor != shownCursor else { return false }
    isRepainting = false
    shownCursor = cursor
    if isSynchronized { tty.write(Capabilities.beginFrame) }
    cn_show(Int32(cursor?.y ?? -1), Int32(cursor?.x ?? 0))
    if isSynchronized { tty.write(Capabilities.endFrame) }
    return true
  }

  package func sendFence() {
    guard !isSuspended, !isClosed, !isGone else { return }
    // Asked from another column each time, so that an answer says which question it is for; the cursor goes back to its place. The
    // first columns are left out: a late answer that nobody waits for any more would look like F3 with Shift.
    fenceColumn = fenceColumn < min(size.columns, 99) ? fenceColumn + 1 : 10
    decoder.fenceSent(column: fenceColumn)
    tty.write(Array("\u{1B}7\u{1B}[1;\(fenceColumn)H\u{1B}[6n\u{1B}8".utf8))
  }

  package func repaint() {
    painter.forget()
    isRepainting = true
    cn_forget_screen()
  }

  package func close() {
    guard !isClosed else { return }
    isClosed = true
    leave()
    cn_close(&screen)
    tty.restoreModes()
    terminalGuard.uninstall()
  }

  /// Switches off what was switched on beside ncurses.
  func leave() {
    guard !isGone, !isSuspended, capabilities.isXtermLike else { return }
    tty.write(Capabilities.modesOff + (hasTitle ? Array("\u{1B}[23;2t".utf8) : []))
    hasTitle = false
  }
}
