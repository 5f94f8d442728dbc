// The diff: unified, with line numbers, hunks and files to jump to. Draws on the terminal's thread.
// Invariant: a line's kind shows in its sign as well as in its colour.
import TerminalKit

/// Where the reader is in a diff.
package struct DiffPlace: Hashable, Sendable {
  package var row = 0
  package var column = 0
  package var wraps = false
  package var showsNumbers = true
  package init() {}
}

package enum DiffView {
  package static func draw(_ document: DiffDocument, at place: DiffPlace, in canvas: Canvas) {
    guard !document.lines.isEmpty else {
      canvas.put(0, 0, "This change touches no file.", .muted)
      return
    }
    let gutter = gutter(document, place, width: canvas.width)
    var y = 0
    var row = min(place.row, document.lines.count - 1)
    while y < canvas.height, row < document.lines.count {
      y += draw(document.lines[row], changed: document.changed(at: row), place, gutter, in: canvas, y)
      row += 1
    }
  }

  /// The first line of the last full page. Only the lines of that page are wrapped for it.
  package static func lastPage(_ document: DiffDocument, _ place: DiffPlace, width: Int, height: Int) -> Int {
    let columns = textColumns(width - gutter(document, place, width: width).width)
    var (row, rows) = (document.lines.count, 0)
    while row > 0 {
      rows += Self.rows(document.lines[row - 1], place, columns: columns)
      // The last line stays on the screen even where it is longer than the page.
      if rows > height { return min(row, document.lines.count - 1) }
      row -= 1
    }
    return 0
  }

  private static func rows(_ line: DiffLine, _ place: DiffPlace, columns: Int) -> Int {
    switch line.kind {
    case .file, .entry, .hunk, .meta: return 1
    case .context, .add, .delete:
      return place.wraps ? max(1, TextBlock.wrap(line.text, columns: columns).count) : 1
    }
  }

  /// Columns of a line's text beside its sign.
  private static func textColumns(_ width: Int) -> Int { max(8, width - 1) }

  /// Columns of a line number and whether both sides are numbered.
  private struct Gutter {
    var digits: Int
    var both: Bool
    var width: Int { digits == 0 ? 0 : digits * (both ? 2 : 1) + (both ? 2 : 1) }
  }

  private static func gutter(_ document: DiffDocument, _ place: DiffPlace, width: Int) -> Gutter {
    guard place.showsNumbers, width >= 36 else { return Gutter(digits: 0, both: false) }
    return Gutter(digits: document.numberWidth, both: width >= 70)
  }

  /// Draws one line of the document; returns the rows it took.
  private static func draw(
    _ line: DiffLine, changed: Range<Int>?, _ place: DiffPlace, _ gutter: Gutter, in canvas: Canvas, _ y: Int
  ) -> Int {
    switch line.kind {
    case .file:
      canvas.put(0, y, fileText(line, columns: canvas.width), Style(.diffFile, .bold))
      return 1
    case .entry:
      canvas.put(0, y, fileText(line, columns: canvas.width), .muted)
      return 1
    case .hunk:
      canvas.put(0, y, line.text.truncated(to: canvas.width), .diffHunk)
      return 1
    case .meta:
      canvas.put(0, y, line.text.truncated(to: canvas.width), .diffMeta)
      return 1
    case .context, .add, .delete: return drawText(line, changed, place, gutter, in: canvas, y)
    }
  }

  /// A path is cut at its start; the mark before it stays.
  private static func fileText(_ line: DiffLine, columns: Int) -> SafeText {
    line.text.prefix(columns: 2) + line.text.dropping(columns: 2).truncatedAtStart(to: max(0, columns - 2))
  }

  private static func drawText(
    _ line: DiffLine, _ changed: Range<Int>?, _ place: DiffPlace, _ gutter: Gutter, in canvas: Canvas, _ y: Int
  ) -> Int {
    drawNumbers(line, gutter, in: canvas, y)
    let style = Style(role(line.kind))
    let x = gutter.width
    canvas.put(x, y, sign(line.kind), style)
    let room = canvas.sub(Rect(x: x + 1, y: y, width: canvas.width - x - 1, height: canvas.height - y))
    guard place.wraps, line.text.width > room.width else {
      let left = place.wraps ? 0 : place.column
      let shown = line.text.dropping(columns: left)
      room.put(0, 0, shown, style)
      mark(changed, line.text, left, style, in: room)
      if shown.width > room.width { room.put(room.width - 1, 0, "›", .faint) }
      return 1
    }
    let parts = TextBlock.wrap(line.text, columns: textColumns(canvas.width - x))
    for (offset, part) in parts.enumerated() { room.put(0, offset, part, style) }
    return max(1, parts.count)
  }

  /// The words that changed, drawn once more so that they stand out in every theme and without colours.
  private static func mark(_ changed: Range<Int>?, _ text: SafeText, _ left: Int, _ style: Style, in room: Canvas) {
    guard let changed, !changed.isEmpty, changed.upperBound > left else { return }
    let start = max(changed.lowerBound, left)
    room.put(
      start - left, 0, text.dropping(columns: start).prefix(columns: changed.upperBound - start),
      style.with([.bold, .underline]))
  }

  private static func drawNumbers(_ line: DiffLine, _ gutter: Gutter, in canvas: Canvas, _ y: Int) {
    guard gutter.digits > 0 else { return }
    var end = gutter.digits
    if gutter.both {
      if let old = line.old { canvas.putRight(end, y, SafeText(String(old)), Style(.lineNumber)) }
      end += gutter.digits + 1
      if let new = line.new { canvas.putRight(end, y, SafeText(String(new)), Style(.lineNumber)) }
    } else if let number = line.new ?? line.old {
      canvas.putRight(end, y, SafeText(String(number)), Style(.lineNumber))
    }
  }

  private static func sign(_ kind: DiffLine.Kind) -> SafeText {
    switch kind {
    case .add: "+"
    case .delete: "-"
    case .context, .entry, .file, .hunk, .meta: " "
    }
  }

  private static func role(_ kind: DiffLine.Kind) -> ThemeRole {
    switch kind {
    case .add: .diffAdd
    case .delete: .diffDelete
    case .context, .entry, .file, .hunk, .meta: .diffContext
    }
  }
}
