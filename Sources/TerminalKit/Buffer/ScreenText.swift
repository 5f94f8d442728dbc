// ScreenText: a frame as text, for golden tests and bug reports. Pure.
// Invariant: one line for each row; the role map has one letter for each column.

package enum ScreenText {
  /// What is on the screen, row by row, without spaces at line ends.
  package static func plain(_ buffer: CellBuffer) -> String {
    rows(buffer) { $0.isContinuation ? "" : $0.glyph.text }
  }

  /// What each cell means: `.` for plain text, else a letter explained below the map. A selected cell counts as
  /// its surface.
  package static func roles(_ buffer: CellBuffer) -> String {
    var legend: [ThemeRole: Character] = [:]
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    let map = rows(buffer) { cell in
      let role = cell.style.surface == .text ? cell.style.role : cell.style.surface
      if role == .text { return cell.glyph == .space ? " " : "." }
      let letter = legend[role] ?? letters[legend.count % letters.count]
      legend[role] = letter
      return String(letter)
    }
    let explained = legend.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
    return map + "\n" + explained.joined(separator: ", ")
  }

  /// Both, one above the other.
  package static func full(_ buffer: CellBuffer) -> String {
    "\(buffer.columns)×\(buffer.rows)\n" + plain(buffer) + "\n---\n" + roles(buffer) + "\n"
  }

  private static func rows(_ buffer: CellBuffer, _ text: (Cell) -> String) -> String {
    var lines: [String] = []
    for y in 0..<buffer.rows {
      var line = (0..<buffer.columns).map { text(buffer[$0, y]) }.joined()
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }
}
