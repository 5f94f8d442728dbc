// Canvas: clipped drawing into a region of a buffer. The terminal's thread only.
// Invariant: nothing is drawn outside the region, and a wide character that would stick out becomes a space.

/// A region to draw in; coordinates count from the region's own top left corner.
package struct Canvas {
  package let buffer: CellBuffer
  /// Where the region lies in the buffer.
  package let region: Rect
  private let clip: Rect

  package init(_ buffer: CellBuffer) {
    self.init(buffer, region: buffer.bounds, clip: buffer.bounds)
  }

  private init(_ buffer: CellBuffer, region: Rect, clip: Rect) {
    self.buffer = buffer
    self.region = region
    self.clip = clip
  }

  package var width: Int { region.width }
  package var height: Int { region.height }
  /// The region in its own coordinates, for splitting.
  package var bounds: Rect { Rect(columns: region.width, rows: region.height) }

  /// A part of this canvas; what lies outside it is clipped.
  package func sub(_ rect: Rect) -> Canvas {
    let moved = Rect(x: region.x + rect.x, y: region.y + rect.y, width: rect.width, height: rect.height)
    return Canvas(buffer, region: moved, clip: clip.intersection(moved))
  }

  /// Puts text and returns the column after it. What does not fit is cut.
  @discardableResult
  package func put(_ x: Int, _ y: Int, _ text: SafeText, _ style: Style) -> Int {
    let row = region.y + y
    guard row >= clip.y, row < clip.bottom else { return x + text.width }
    // Only ASCII takes as many columns as bytes.
    if text.plain.utf8.count == text.width, put(ascii: text, style, row: row, from: region.x + x) {
      return x + text.width
    }
    var column = region.x + x
    text.forEachGlyph { glyph in
      place(glyph, style, column, row)
      column += Int(glyph.width)
      return column < clip.right
    }
    return x + text.width
  }

  /// What most text is, cell after cell without looking at each; false where the text lies in no one piece.
  private func put(ascii text: SafeText, _ style: Style, row: Int, from column: Int) -> Bool {
    let first = max(column, clip.x)
    let end = min(column + text.width, clip.right)
    guard first < end else { return true }
    return text.plain.utf8.withContiguousStorageIfAvailable { bytes in
      buffer.set(bytes[first - column..<end - column], style: style, x: first, y: row)
    } != nil
  }

  @discardableResult
  package func put(_ x: Int, _ y: Int, _ text: SafeText, _ role: ThemeRole = .text) -> Int {
    put(x, y, text, Style(role))
  }

  /// Puts a line of differently styled pieces, cut at `limit` columns with `…`.
  @discardableResult
  package func put(_ x: Int, _ y: Int, _ spans: [Span], limit: Int? = nil) -> Int {
    let end = min(width, x + (limit ?? width))
    let overflows = x + spans.width > end
    var column = x
    for span in spans where column < end {
      let room = end - column
      let isCut = overflows && (span.text.width > room || (span.text.width == room && span != spans.last))
      column = put(column, y, isCut ? span.text.prefix(columns: room - 1) + "…" : span.text, span.style)
      if isCut { break }
    }
    return column
  }

  /// Puts text so that it ends before column `end`; for numbers. Returns the column it starts at.
  @discardableResult
  package func putRight(_ end: Int, _ y: Int, _ text: SafeText, _ style: Style = .plain) -> Int {
    put(end - text.width, y, text, style)
    return end - text.width
  }

  package func fill(_ rect: Rect, _ text: SafeText = " ", _ style: Style = .plain) {
    let glyph = text.cells.first { $0.width == 1 } ?? .space
    let area = rect.intersection(bounds)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { place(glyph, style, region.x + x, region.y + y) }
    }
  }

  package func fill(_ style: Style) { fill(bounds, " ", style) }

  package func hline(_ x: Int, _ y: Int, length: Int, _ style: Style = Style(.border), sign: SafeText = "─") {
    fill(Rect(x: x, y: y, width: length, height: 1), sign, style)
  }

  package func vline(_ x: Int, _ y: Int, length: Int, _ style: Style = Style(.border), sign: SafeText = "│") {
    fill(Rect(x: x, y: y, width: 1, height: length), sign, style)
  }

  /// Says what a part of this canvas stands for.
  package func hit(_ rect: Rect, _ target: any Sendable) {
    let moved = Rect(x: region.x + rect.x, y: region.y + rect.y, width: rect.width, height: rect.height)
    buffer.hits.append(HitRegion(region: moved.intersection(clip), target: target))
  }

  /// Lays what was already drawn in a region on another surface (a selected row).
  package func lay(_ rect: Rect, on surface: ThemeRole) {
    let area = rect.intersection(bounds)
    let moved = Rect(x: region.x + area.x, y: region.y + area.y, width: area.width, height: area.height)
    buffer.restyle(moved.intersection(clip)) { $0.on(surface) }
  }

  private func place(_ glyph: Glyph, _ style: Style, _ column: Int, _ row: Int) {
    guard clip.contains(x: column, y: row) else {
      if glyph.width == 2, clip.contains(x: column + 1, y: row) {
        buffer.set(.space, style: style, x: column + 1, y: row)
      }
      return
    }
    let sticksOut = column + Int(glyph.width) > clip.right
    buffer.set(sticksOut ? .space : glyph, style: style, x: column, y: row)
  }
}
