// The diff: unified or side by side, with line numbers, hunks and files to jump to. Draws on the terminal's thread.
// Invariants: a line's kind shows in its sign as well as in its colour; only the rows of the page are looked at.
import FactoryState
import TerminalKit

/// Where the reader is in a diff.
package struct DiffPlace: Hashable, Sendable {
  package var row = 0
  package var column = 0
  package var wraps = false
  package var showsNumbers = true
  /// The line of the whole change that is pointed at.
  package var picked: Int?
  package var comments: [DiffSpot: String] = [:]
  package init() {}
}

package enum DiffView {
  /// Two sides need so many columns.
  package static let sideBySideWidth = 80

  package static func draw(
    _ diff: DiffRows, seen: Set<UInt64> = [], at place: DiffPlace, in canvas: Canvas
  ) {
    guard !diff.rows.isEmpty else {
      canvas.put(0, 0, "This change touches no file.", .muted)
      return
    }
    let page = DiffPage(diff, seen, place, width: canvas.width)
    var y = 0
    var row = min(place.row, diff.rows.count - 1)
    while y < canvas.height, row < diff.rows.count {
      y += page.draw(diff.rows[row], in: canvas, y)
      row += 1
    }
  }

  /// The first row of the last full page. Only the rows of that page are wrapped for it.
  package static func lastPage(_ diff: DiffRows, _ place: DiffPlace, width: Int, height: Int) -> Int {
    let page = DiffPage(diff, [], place, width: width)
    var (row, lines) = (diff.rows.count, 0)
    while row > 0 {
      lines += page.height(of: diff.rows[row - 1])
      // The last row stays on the screen even where it is longer than the page.
      if lines > height { return min(row, diff.rows.count - 1) }
      row -= 1
    }
    return 0
  }
}

/// How rows are drawn on a page of one width.
private struct DiffPage {
  let diff: DiffRows
  let seen: Set<UInt64>
  let place: DiffPlace
  let width: Int
  /// Columns of a line number; 0: there is no room for any.
  private let digits: Int

  init(_ diff: DiffRows, _ seen: Set<UInt64>, _ place: DiffPlace, width: Int) {
    self.diff = diff
    self.seen = seen
    self.place = place
    self.width = width
    digits = place.showsNumbers && width >= 36 ? diff.document.numberWidth : 0
  }

  private func line(_ index: Int) -> DiffLine { diff.document.lines[index] }

  func height(of row: DiffRow) -> Int { textHeight(of: row) + comment(on: row).count }

  private func textHeight(of row: DiffRow) -> Int {
    guard place.wraps else { return 1 }
    return sides(row).map { side in side.line.map { height(of: $0, columns: side.textWidth) } ?? 1 }.max() ?? 1
  }

  private func height(of line: DiffLine, columns: Int) -> Int {
    switch line.kind {
    case .file, .entry, .hunk, .meta: 1
    case .context, .add, .delete: max(1, TextBlock.wrap(line.text, columns: columns).count)
    }
  }

  /// Draws one row; returns the lines it took.
  func draw(_ row: DiffRow, in canvas: Canvas, _ y: Int) -> Int {
    let line = line(row.line)
    switch line.kind {
    case .file, .entry: canvas.put(0, y, fileText(row.line, line))
    case .hunk: canvas.put(0, y, line.text.truncated(to: width), .diffHunk)
    case .meta: canvas.put(0, y, line.text.truncated(to: width), .diffMeta)
    case .context, .add, .delete:
      let lines = drawText(row, in: canvas, y)
      if let picked = place.picked, row.left == picked || row.right == picked {
        canvas.lay(Rect(x: 0, y: y, width: width, height: lines), on: .selection)
      }
      let comment = comment(on: row)
      for (index, text) in comment.enumerated() {
        canvas.put(1, y + lines + index, [Span(index == 0 ? "✎ " : "  ", .mark), Span(text, Style(.mark))])
      }
      return lines + comment.count
    }
    return 1
  }

  // MARK: Comments

  /// The lines of what was said about a row.
  private func comment(on row: DiffRow) -> [SafeText] {
    guard !place.comments.isEmpty else { return [] }
    let lines = row.isWhole ? [row.left] : [row.left, row.right]
    let texts = lines.compactMap { line in
      line.flatMap { DiffCommenting.spot(of: $0, in: diff.document) }.flatMap { place.comments[$0] }
    }
    return texts.flatMap { TextBlock.wrap(SafeText($0), columns: max(8, width - 4)) }
  }

  // MARK: Files

  /// A path is cut at its start; the mark before it and what follows it stay.
  private func fileText(_ index: Int, _ line: DiffLine) -> [Span] {
    let isHead = line.kind == .file
    let number = isHead ? diff.document.files.firstIndex { $0.start == index } : index
    guard let number, diff.document.files.indices.contains(number) else { return [Span(line.text, .muted)] }
    let file = diff.document.files[number]
    var notes: SafeText = seen.contains(file.mark) ? "  ✓ seen" : .empty
    if isHead, diff.options.folded.contains(file.mark) {
      notes = notes + "  ▸ \(file.end - file.start - 1) lines folded"
    }
    let path = line.text.dropping(columns: 2).truncatedAtStart(to: max(0, width - 2 - notes.width))
    let style = isHead ? Style(.diffFile, .bold) : Style(.muted)
    return [Span(line.text.prefix(columns: 2) + path, style), Span(notes, .faint)]
  }

  // MARK: Text

  /// One side of a row: its line, the numbers before it, and where it lies.
  private struct Side {
    var line: DiffLine?
    var changed: Range<Int>?
    var numbers: [Int?]
    var x = 0
    var width: Int
    var gutter: Int
    /// Columns of the text beside its sign.
    var textWidth: Int { max(8, width - gutter - 1) }
  }

  private func sides(_ row: DiffRow) -> [Side] {
    if diff.options.isSideBySide, width >= DiffView.sideBySideWidth { return twoSides(row) }
    let both = width >= 70
    let gutter = digits == 0 ? 0 : digits * (both ? 2 : 1) + (both ? 2 : 1)
    let line = shown(row)
    let changed = row.isWhole ? diff.document.changed(at: row.line) : nil
    let numbers = digits == 0 ? [] : both ? [line.old, line.new] : [line.new ?? line.old]
    return [Side(line: line, changed: changed, numbers: numbers, width: width, gutter: gutter)]
  }

  private func twoSides(_ row: DiffRow) -> [Side] {
    let half = (width - 1) / 2
    let isKept = row.isWhole || diff.isBlankOnly(row)
    return [(row.left, 0, half, \DiffLine.old), (row.right, half + 1, width - half - 1, \DiffLine.new)].map {
      index, x, columns, number in
      var shown = index.map(line)
      if isKept { shown?.kind = .context }
      let changed = isKept ? nil : index.flatMap { diff.document.changed(at: $0) }
      return Side(
        line: shown, changed: changed, numbers: digits == 0 ? [] : [shown?[keyPath: number]], x: x, width: columns,
        gutter: digits == 0 ? 0 : digits + 1)
    }
  }

  /// A row of one line: what differs in blanks alone reads as unchanged.
  private func shown(_ row: DiffRow) -> DiffLine {
    var shown = line(row.line)
    if !row.isWhole, let left = row.left {
      shown.kind = .context
      shown.old = line(left).old
    }
    return shown
  }

  private func drawText(_ row: DiffRow, in canvas: Canvas, _ y: Int) -> Int {
    let sides = sides(row)
    var rows = 1
    for side in sides { rows = max(rows, draw(side, in: canvas, y)) }
    if sides.count == 2 { canvas.vline(sides[1].x - 1, y, length: min(rows, canvas.height - y), Style(.border)) }
    return rows
  }

  private func draw(_ side: Side, in canvas: Canvas, _ y: Int) -> Int {
    guard let line = side.line else { return 1 }
    var end = side.x + digits
    for number in side.numbers {
      if let number { canvas.putRight(end, y, SafeText(String(number)), Style(.lineNumber)) }
      end += digits + 1
    }
    let style = Style(Self.role(line.kind))
    let x = side.x + side.gutter
    canvas.put(x, y, Self.sign(line.kind), style)
    let room = canvas.sub(Rect(x: x + 1, y: y, width: side.width - side.gutter - 1, height: canvas.height - y))
    guard place.wraps, line.text.width > room.width else {
      drawLine(line, side.changed, style, in: room)
      return 1
    }
    let parts = TextBlock.wrap(line.text, columns: side.textWidth)
    for (offset, part) in parts.enumerated() { room.put(0, offset, part, style) }
    return max(1, parts.count)
  }

  private func drawLine(_ line: DiffLine, _ changed: Range<Int>?, _ style: Style, in room: Canvas) {
    let left = place.wraps ? 0 : place.column
    let shown = line.text.dropping(columns: left)
    room.put(0, 0, shown, style)
    mark(changed, line.text, left, style, in: room)
    if shown.width > room.width { room.put(room.width - 1, 0, "›", .faint) }
  }

  /// The words that changed, drawn once more so that they stand out in every theme and without colours.
  private func mark(_ changed: Range<Int>?, _ text: SafeText, _ left: Int, _ style: Style, in room: Canvas) {
    guard let changed, !changed.isEmpty, changed.upperBound > left else { return }
    let start = max(changed.lowerBound, left)
    room.put(
      start - left, 0, text.dropping(columns: start).prefix(columns: changed.upperBound - start),
      style.with([.bold, .underline]))
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
