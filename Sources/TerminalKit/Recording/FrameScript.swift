// FrameScript: frames as the bytes that any terminal takes: cursor places, SGR looks, text. Pure value; any thread.
// Invariant: played in order from a cleared screen, every frame shows what was drawn; nothing of a cell's text is a control character.

/// Turns frames into what changed since the one before.
package struct FrameScript: Sendable {
  private let charset: Charset
  private let depth: ColorDepth
  private var shown = ContiguousArray<Cell>()
  private var columns = 0
  private var theme: Theme?

  package init(charset: Charset, depth: ColorDepth) {
    self.charset = charset
    self.depth = depth
  }

  /// The next frame is written whole.
  package mutating func forget() { shown = [] }

  /// The bytes that bring a screen from the frame before to this one; empty when nothing changed.
  package mutating func bytes(
    _ cells: ContiguousArray<Cell>, columns: Int, theme: Theme, cursor: CursorPlace?
  ) -> String {
    let isWhole = shown.count != cells.count || self.columns != columns || self.theme != theme
    var out = isWhole ? "\u{1B}[0m\u{1B}[2J" : ""
    var look: ResolvedStyle?
    for row in 0..<(columns > 0 ? cells.count / columns : 0) {
      putRow(cells, row, columns, isWhole, theme, &look, &out)
    }
    guard !out.isEmpty else { return "" }
    (shown, self.columns, self.theme) = (cells, columns, theme)
    out += "\u{1B}[0m"
    return out + (cursor.map { "\u{1B}[\($0.y + 1);\($0.x + 1)H\u{1B}[?25h" } ?? "\u{1B}[?25l")
  }

  private func putRow(
    _ cells: ContiguousArray<Cell>, _ row: Int, _ columns: Int, _ isWhole: Bool, _ theme: Theme,
    _ look: inout ResolvedStyle?, _ out: inout String
  ) {
    let start = row * columns
    // Where the terminal's cursor stands, as far as it is known.
    var place = -1
    for column in 0..<columns {
      let cell = cells[start + column]
      // The right half of a wide character comes with its left half, changed or not.
      guard !cell.isContinuation, isWhole || isChanged(cells, start + column, last: start + columns) else { continue }
      if place != column { out += "\u{1B}[\(row + 1);\(column + 1)H" }
      let style = theme.resolve(cell.style, depth: depth)
      if style != look {
        out += Self.sgr(style)
        look = style
      }
      out += text(cell.glyph)
      place = column + max(1, Int(cell.glyph.width))
    }
  }

  private func isChanged(_ cells: ContiguousArray<Cell>, _ index: Int, last: Int) -> Bool {
    if cells[index] != shown[index] { return true }
    return cells[index].glyph.width == 2 && index + 1 < last && cells[index + 1] != shown[index + 1]
  }

  private func text(_ glyph: Glyph) -> String {
    guard charset == .ascii else { return glyph.text }
    return String(ASCIIFold.fold(glyph)) + (glyph.width == 2 ? " " : "")
  }

  private static let attributes: [(Modifiers, Int)] = [
    (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7),
  ]

  static func sgr(_ style: ResolvedStyle) -> String {
    let parts =
      ["0"] + attributes.filter { style.attributes.contains($0.0) }.map { String($0.1) }
      + color(style.foreground, "38") + color(style.background, "48")
    return "\u{1B}[\(parts.joined(separator: ";"))m"
  }

  private static func color(_ color: TerminalColor, _ which: String) -> [String] {
    switch color {
    case .standard: []
    case .palette(let index): [which, "5", String(index)]
    case .rgb(let rgb): [which, "2", String(rgb.red), String(rgb.green), String(rgb.blue)]
    }
  }
}
