// FramePainter: puts the cells that changed since the last frame into ncurses' window. The terminal's thread.
// Invariant: `shown` is what ncurses' window holds; a run that starts in a wide character starts at its left half.
import CNcurses
import TerminalKit

struct FramePainter {
  private var shown = ContiguousArray<Cell>()
  private var shownColumns = 0
  private var run: [cn_cell] = []
  private var lookOfRun: Look?
  var pairs: ColorPairs
  let charset: Charset

  init(pairs: ColorPairs, charset: Charset) {
    self.pairs = pairs
    self.charset = charset
  }

  /// All cells are put again with the next frame.
  mutating func forget() { shown = [] }

  /// Whether any cell changed.
  mutating func paint(_ buffer: CellBuffer, theme: Theme) -> Bool {
    let cells = buffer.cells
    let columns = buffer.columns
    let isWhole = shown.count != cells.count || shownColumns != columns
    if !isWhole, cells == shown { return false }
    for row in 0..<buffer.rows {
      paintRow(cells, row: row, columns: columns, isWhole: isWhole, theme: theme)
    }
    shown = cells
    shownColumns = columns
    return true
  }

  private mutating func paintRow(
    _ cells: ContiguousArray<Cell>, row: Int, columns: Int, isWhole: Bool, theme: Theme
  ) {
    let start = row * columns
    var column = 0
    while column < columns {
      guard isWhole || cells[start + column] != shown[start + column] else {
        column += 1
        continue
      }
      if cells[start + column].isContinuation, column > 0 { column -= 1 }
      column = putRun(cells, row: row, from: column, columns: columns, isWhole: isWhole, theme: theme)
    }
  }

  /// Puts the run of changed cells that begins at `first`; returns the column after it.
  private mutating func putRun(
    _ cells: ContiguousArray<Cell>, row: Int, from first: Int, columns: Int, isWhole: Bool, theme: Theme
  ) -> Int {
    let start = row * columns
    var column = first
    run.removeAll(keepingCapacity: true)
    lookOfRun = nil
    repeat {
      let cell = cells[start + column]
      append(cell, theme)
      column += max(1, Int(cell.glyph.width))
    } while column < columns && (isWhole || cells[start + column] != shown[start + column])
    cn_put(Int32(row), Int32(first), run, Int32(run.count))
    return column
  }

  private mutating func append(_ cell: Cell, _ theme: Theme) {
    let glyph = cell.glyph
    let look = look(of: cell, theme)
    var item = cn_cell(text: (glyph.base.value, 0, 0, 0), attributes: look.attributes, pair: look.pair)
    if charset == .ascii {
      item.text.0 = ASCIIFold.fold(glyph).value
    } else if glyph.packedMarks != 0 {
      let marks = glyph.marks.map(\.value) + [0, 0, 0]
      (item.text.1, item.text.2, item.text.3) = (marks[0], marks[1], marks[2])
    }
    run.append(item)
    // A folded wide character leaves its right half to a space.
    if charset == .ascii, glyph.width == 2 {
      run.append(cn_cell(text: (0x20, 0, 0, 0), attributes: look.attributes, pair: look.pair))
    }
  }

  /// A space goes on in the look before it where nobody can see the difference, which saves switching colours.
  private mutating func look(of cell: Cell, _ theme: Theme) -> Look {
    let own = pairs.look(cell.style, theme: theme)
    if cell.glyph == .space, let before = lookOfRun, before.isSameOnSpace(own) { return before }
    lookOfRun = own
    return own
  }
}
