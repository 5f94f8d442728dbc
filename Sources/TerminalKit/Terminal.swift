// Terminal: the port between the screens and whatever shows them (ncurses; a fake in tests).
// Everything here happens on the one thread that owns the terminal, except `wake`, which any thread may call.

/// Columns and rows.
package struct TerminalSize: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// The signs a terminal can show.
package enum Charset: Sendable {
  case utf8
  /// Everything else is folded to ASCII when a frame is sent.
  case ascii
}

/// Where the cursor stands, in cells from the top left corner.
package struct CursorPlace: Hashable, Sendable {
  package var x: Int
  package var y: Int

  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A screen that shows frames and gives input.
package protocol Terminal: AnyObject {
  var size: TerminalSize { get }
  var charset: Charset { get }
  var colorDepth: ColorDepth { get }
  /// Setting another theme repaints with the next frame.
  var theme: Theme { get set }
  /// Whether the terminal reports its mouse; while it does, selecting text with the mouse needs Shift in most terminals.
  var reportsMouse: Bool { get set }

  /// Readable when input may have come: poll both, then call `readInput`.
  var inputDescriptor: Int32 { get }
  /// Readable after a signal or after `wake`; `readInput` empties it.
  var wakeDescriptor: Int32 { get }
  /// Makes `wakeDescriptor` readable. Any thread.
  var wake: @Sendable () -> Void { get }

  /// Everything that came since; returns at once (after an Esc it waits the escape delay of 25 ms).
  func readInput() -> [InputEvent]
  /// Shows a frame; sends only what changed. No cursor is shown when nil. False when the screen stood so already: nothing was sent.
  @discardableResult func draw(_ buffer: CellBuffer, cursor: CursorPlace?) -> Bool
  /// Asks the terminal to answer once it has drawn everything so far; the answer comes as `InputEvent.fence`.
  func sendFence()
  /// The next frame is painted whole (^L).
  func repaint()

  /// Gives the screen and the tty's modes back, for a pager or an editor.
  func suspend()
  func resume()
  /// Stops the process (^Z) with the screen given back; returns when it is continued.
  func stop()

  func setTitle(_ title: SafeText)
  func bell()
  /// Shows a line on the desktop of the terminal's machine (OSC 9 or 777), where the terminal can.
  func notify(_ text: SafeText)
  /// Puts text into the clipboard of the terminal's machine (OSC 52), where the terminal allows it. False when this
  /// terminal has no such thing or the text is too long for it.
  @discardableResult func copy(_ text: String) -> Bool
  /// Gives the screen back for good. Safe to call twice.
  func close()
}
