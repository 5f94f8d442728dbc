// Giving the screen to others and talking to what surrounds it: title, bell, clipboard. The terminal's thread.
// Invariant: while suspended nothing is written and the tty has the modes it was found with.
import CNcurses
import Foundation
import TerminalKit

extension NcursesTerminal {
  /// The most bytes of base64 that terminals take for the clipboard.
  private static let longestClipboard = 74_994

  package func suspend() {
    guard !isSuspended, !isClosed else { return }
    leave()
    isSuspended = true
    cn_leave(&screen)
    tty.restoreModes()
    terminalGuard.disarm()
  }

  package func resume() {
    guard isSuspended, !isClosed else { return }
    isSuspended = false
    reenter()
    resized(&queued)
    queued.append(.resumed)
    wake()
  }

  package func stop() {
    let wasSuspended = isSuspended
    suspend()
    cn_guard_stop()
    if !wasSuspended { resume() }
  }

  /// Takes the screen and the modes again; the next frame is painted whole.
  func reenter() {
    terminalGuard.arm()
    decoder.forgetFences()
    cn_resize(Int32(tty.size.rows), Int32(tty.size.columns))
    cn_enter(&screen)
    painter.forget()
    if capabilities.isXtermLike { tty.write(Capabilities.modesOn + (reportsMouse ? Capabilities.mouseOn : [])) }
  }

  package func setTitle(_ title: SafeText) {
    guard capabilities.isXtermLike, !isSuspended, !isClosed, !isGone else { return }
    let save = hasTitle ? "" : "\u{1B}[22;2t"
    hasTitle = true
    let text = charset == .ascii ? ASCIIFold.fold(title) : title.plain
    tty.write(Array((save + "\u{1B}]2;" + text + "\u{07}").utf8))
  }

  package func bell() {
    guard !isSuspended, !isClosed, !isGone else { return }
    tty.write([0x07])
  }

  @discardableResult
  package func copy(_ text: String) -> Bool {
    let encoded = Data(text.utf8).base64EncodedString()
    guard capabilities.isXtermLike, !isSuspended, !isClosed, !isGone, encoded.utf8.count <= Self.longestClipboard else {
      return false
    }
    let command = "\u{1B}]52;c;" + encoded + "\u{07}"
    // tmux takes it itself or hands it on, as it is set up; either way the same text arrives.
    tty.write(Array((command + (capabilities.isInTmux ? Self.throughTmux(command) : "")).utf8))
    return true
  }

  package func notify(_ text: SafeText) {
    guard capabilities.isXtermLike, !isSuspended, !isClosed, !isGone else { return }
    let words = (charset == .ascii ? ASCIIFold.fold(text) : text.plain).replacing(";", with: ",")
    let command =
      capabilities.notifiesBy777 ? "\u{1B}]777;notify;factory;\(words)\u{07}" : "\u{1B}]9;factory: \(words)\u{07}"
    tty.write(Array((capabilities.isInTmux ? Self.throughTmux(command) : command).utf8))
  }

  /// What tmux is to hand on to the terminal around it (`allow-passthrough`).
  private static func throughTmux(_ command: String) -> String {
    "\u{1B}Ptmux;" + command.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\"
  }
}
