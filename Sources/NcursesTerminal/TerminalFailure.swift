// Why a terminal cannot be used, as sentences. Pure value.
import TerminalKit

package enum TerminalFailure: Error, Hashable, CustomStringConvertible {
  /// Standard input or output is a file or a pipe.
  case notATerminal(String)
  /// TERM names a type that the terminal database does not have.
  case unknownType(String)
  /// The type cannot place the cursor (dumb), so there is no screen to draw on.
  case noScreen(String)

  package var description: String {
    switch self {
    case .notATerminal(let which):
      "\(which) is not a terminal; run this in one, or use the commands that print text (factory list, --json)"
    case .unknownType(let name):
      "TERM: found \"\(SafeText.sanitize(name))\", which the terminal database does not know; "
        + "set it to what your terminal is, such as xterm-256color or tmux-256color, or install ncurses-term"
    case .noScreen(let name):
      "TERM: \"\(SafeText.sanitize(name))\" cannot place the cursor; "
        + "use lines of text (factory run --plain), or set TERM to what your terminal is, such as xterm-256color"
    }
  }
}
