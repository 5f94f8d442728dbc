// What a terminal of this environment can do, for `factory doctor`; nothing is opened. Any thread, not while a terminal is open.
import CNcurses
import TerminalKit

package struct TerminalReport: Sendable {
  /// `TERM`; empty where it is not set.
  package let term: String
  /// Whether the machine has a description of it; without one the screen cannot open.
  package let isKnown: Bool
  /// Colours of the description; 0 with NO_COLOR.
  package let colors: Int
  package let isUTF8: Bool
  /// Bracketed paste, focus, titles and the clipboard are used.
  package let hasExtensions: Bool
  /// nil where standard output is no terminal.
  package let size: (columns: Int, rows: Int)?

  package init(_ environment: [String: String]) {
    term = environment["TERM"] ?? ""
    let described = term.isEmpty ? -1 : Int(cn_described_colors(term))
    isKnown = described >= 0
    colors = environment["NO_COLOR", default: ""].isEmpty ? max(0, described) : 0
    let charset = Capabilities.charset(environment)
    isUTF8 = charset == .utf8
    hasExtensions = Capabilities.isXtermLike(term)
    var (rows, columns): (Int32, Int32) = (0, 0)
    size = cn_window_size(1, &rows, &columns) == 0 && rows > 0 ? (Int(columns), Int(rows)) : nil
  }

  /// A line for a person.
  package var words: String {
    let place = size.map { "\($0.columns)×\($0.rows)" } ?? "no terminal on standard output"
    let paint = colors == 0 ? "no colours" : "\(colors) colours"
    return "\(place), \(paint), \(isUTF8 ? "UTF-8" : "ASCII")\(hasExtensions ? ", paste and focus are told apart" : "")"
  }
}
