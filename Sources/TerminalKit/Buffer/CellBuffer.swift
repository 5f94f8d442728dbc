// CellBuffer: one frame of the screen as cells, rows × columns. The terminal's thread owns it (not Sendable).
// Invariant: the cell after a wide character is its continuation (`width` 0), and no half of one ever stays behind.

/// One place on the screen.
package struct Cell: Hashable, Sendable {
  package var glyph: Glyph
  package var style: Style

  package init(_ glyph: Glyph = .space, style: Style = .plain) {
    self.glyph = glyph
    self.style = style
  }

  package static let blank = Cell()
  /// True for the right half of a wide character, which is drawn by the cell before it.
  package var isContinuation: Bool { glyph.width == 0 }
}

/// What a place on a frame stands for, so that a mouse can point at it.
package struct HitRegion: Sendable {
  package let region: Rect
  /// The screens' own word for it.
  package let target: any Sendable
}

/// A frame. Views draw into it through a Canvas; a Terminal shows it.
package final class CellBuffer {
  package private(set) var columns: Int
  package private(set) var rows: Int
  /// Row by row, `rows * columns` cells. One thread has the frame and no access spans a call out of here: a check at each cell is saved.
  @exclusivity(unchecked) package private(set) var cells: ContiguousArray<Cell>
  /// The signs that whoever shows this has. Cells hold what is meant; the fold comes when they are sent. Only what would be spelled out
  /// with other words asks.
  package var charset = Charset.utf8
  /// What was said to be where, in the order in which it was drawn.
  package internal(set) var hits: [HitRegion] = []

  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = ContiguousArray(repeating: .blank, count: self.columns * self.rows)
  }

  package var bounds: Rect { Rect(columns: columns, rows: rows) }
  package var canvas: Canvas { Canvas(self) }

  /// The cell at a place inside the buffer; a blank one outside.
  package subscript(x: Int, y: Int) -> Cell {
    bounds.contains(x: x, y: y) ? cells[y * columns + x] : .blank
  }

  /// Forgets everything and takes this size.
  package func reset(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    clear()
  }

  package func clear() {
    cells = ContiguousArray(repeating: .blank, count: columns * rows)
    hits.removeAll(keepingCapacity: true)
  }

  /// What was drawn last at a place.
  package func hit(x: Int, y: Int) -> HitRegion? { hits.last { $0.region.contains(x: x, y: y) } }

  /// Becomes a copy of another frame.
  package func take(_ other: CellBuffer) {
    columns = other.columns
    rows = other.rows
    cells = other.cells
    hits = other.hits
  }

  /// Puts one character; the caller has clipped. A wide one in the last column becomes a space.
  func set(_ glyph: Glyph, style: Style, x: Int, y: Int) {
    guard bounds.contains(x: x, y: y) else { return }
    let index = y * columns + x
    healLeft(index, x: x)
    guard glyph.width == 2 else {
      healRight(index, x: x)
      cells[index] = Cell(glyph, style: style)
      return
    }
    guard x + 1 < columns else {
      cells[index] = Cell(.space, style: style)
      return
    }
    healRight(index + 1, x: x + 1)
    cells[index] = Cell(glyph, style: style)
    cells[index + 1] = Cell(Glyph(base: " ", width: 0), style: style)
  }

  /// Puts printable ASCII, a column each; the caller has clipped.
  func set(_ letters: Slice<UnsafeBufferPointer<UInt8>>, style: Style, x: Int, y: Int) {
    let start = y * columns + x
    healLeft(start, x: x)
    healRight(start + letters.count - 1, x: x + letters.count - 1)
    cells.withUnsafeMutableBufferPointer { cells in
      var index = start
      for letter in letters {
        cells[index] = Cell(Glyph(base: Unicode.Scalar(letter), width: 1), style: style)
        index += 1
      }
    }
  }

  /// Changes what is under the text of a region without touching the text.
  func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right {
        cells[y * columns + x].style = change(cells[y * columns + x].style)
      }
    }
  }

  /// Overwriting the right half of a wide character blanks its left half.
  private func healLeft(_ index: Int, x: Int) {
    guard x > 0, cells[index].isContinuation else { return }
    cells[index - 1].glyph = .space
    cells[index].glyph = .space
  }

  /// Overwriting the left half of a wide character blanks its right half.
  private func healRight(_ index: Int, x: Int) {
    guard x + 1 < columns, cells[index].glyph.width == 2 else { return }
    cells[index + 1].glyph = .space
  }
}
