// Wrapping text to a width. Pure. Invariant: no line is wider than asked, and no character is lost but the spaces
// at the breaks.

package enum TextBlock {
  /// Lines of at most `columns`, broken at spaces; a longer word is cut. Line ends of the text are kept.
  package static func wrap(_ text: String, columns: Int) -> [SafeText] {
    guard columns > 0 else { return [] }
    return SafeText.lines(text).flatMap { wrap($0, columns: columns) }
  }

  /// The same for one safe line; lines after the first keep its indentation where there is room.
  package static func wrap(_ line: SafeText, columns: Int) -> [SafeText] {
    guard line.width > columns, columns > 1 else { return [line.prefix(columns: max(0, columns))] }
    let spaces = line.cells.prefix { $0 == .space }.count
    let indent = spaces < columns / 2 ? spaces : 0
    var result: [SafeText] = []
    var rest = line
    while rest.width > columns {
      let cut = breakPoint(rest, columns: columns, after: indent)
      result.append(trimmedEnd(rest.prefix(columns: cut)))
      let next = trimmedStart(rest.dropping(columns: cut))
      if next.isEmpty { return result }
      rest = SafeText(repeating: " ", count: indent) + next
    }
    result.append(rest)
    return result
  }

  /// The column after the last space that fits, else the width itself (less half a wide character).
  private static func breakPoint(_ text: SafeText, columns: Int, after indent: Int) -> Int {
    var column = 0
    var best: Int?
    var fitting = 0
    text.forEachGlyph { glyph in
      if glyph.base == " ", column > indent, column <= columns { best = column }
      column += Int(glyph.width)
      if column <= columns { fitting = column }
      return column <= columns
    }
    return best ?? max(1, fitting)
  }

  private static func trimmedStart(_ text: SafeText) -> SafeText {
    text.dropping(columns: text.cells.prefix { $0 == .space }.count)
  }

  private static func trimmedEnd(_ text: SafeText) -> SafeText {
    text.prefix(columns: text.width - text.cells.reversed().prefix { $0 == .space }.count)
  }

  /// Draws wrapped text; returns the number of lines used.
  @discardableResult
  package static func draw(_ text: String, in canvas: Canvas, _ style: Style = .plain, from first: Int = 0) -> Int {
    let lines = wrap(text, columns: canvas.width)
    for (row, line) in lines.dropFirst(first).prefix(canvas.height).enumerated() { canvas.put(0, row, line, style) }
    return lines.count
  }
}
