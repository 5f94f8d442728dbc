// What comes in from the terminal, as values. Pure; any thread.
// Invariant: nothing a terminal answers or reports by itself ever looks like a key.

/// A key without its modifiers.
package enum Key: Hashable, Sendable {
  /// A printable character, space included.
  case character(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 to F12.
  case function(Int)
}

/// One key as it was pressed. Control with a letter carries the lower-case letter.
package struct KeyPress: Hashable, Sendable {
  package var key: Key
  package var control: Bool
  package var alt: Bool
  /// Only for named keys; a shifted character is another character.
  package var shift: Bool

  package init(_ key: Key, control: Bool = false, alt: Bool = false, shift: Bool = false) {
    self.key = key
    self.control = control
    self.alt = alt
    self.shift = shift
  }

  package static func character(_ character: Character) -> KeyPress { KeyPress(.character(character)) }
  package static func control(_ character: Character) -> KeyPress { KeyPress(.character(character), control: true) }

  /// The character it types into a text field; nil for named keys and with Control or Alt.
  package var typed: Character? {
    guard !control, !alt, case .character(let character) = key else { return nil }
    return character
  }
}

/// Why the process is asked to end.
package enum StopSignal: Int32, Sendable {
  case hangUp = 1
  case interrupt = 2
  case terminate = 15
}

/// Anything the loop learns from its terminal, in the order it came.
package enum InputEvent: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MousePress)
  /// A bracketed paste; raw text of others: only SafeText may draw it.
  case paste(String)
  /// The new size; the next frame repaints everything.
  case resize(TerminalSize)
  /// The terminal has drawn everything sent before the oldest unanswered fence.
  case fence
  /// The window got or lost the focus (only where the terminal tells).
  case focus(Bool)
  /// Continued after a stop; the screen was put back and needs a frame.
  case resumed
  /// Another program asked the process to stop (SIGTSTP): call `stop()` on the terminal.
  case stopRequested
  /// A signal asks to quit cleanly.
  case quit(StopSignal)
  /// The terminal is gone; nothing will be read or shown any more.
  case closed
}
