// DiffRows: a change as it is shown: folded files, side by side, without changes of blanks. Pure value over a DiffDocument.
// Invariants: every line of the document is in one row, or folded away, or the half of one; rows keep the document's order.
import FactoryState
import TerminalKit

/// One row: a line of the document, or a removed line beside the added one; nil where a side has none.
package struct DiffRow: Hashable, Sendable {
  private var leftLine: Int32
  private var rightLine: Int32

  init(_ left: Int?, _ right: Int?) {
    leftLine = left.map { Int32($0) } ?? -1
    rightLine = right.map { Int32($0) } ?? -1
  }

  package var left: Int? { leftLine < 0 ? nil : Int(leftLine) }
  package var right: Int? { rightLine < 0 ? nil : Int(rightLine) }
  /// A line that is the same on both sides, or that stands alone.
  package var isWhole: Bool { leftLine == rightLine }
  /// The line that it is found by.
  package var line: Int { Int(rightLine < 0 ? leftLine : rightLine) }
}

package struct DiffRows: Hashable, Sendable {
  package let document: DiffDocument
  package let options: DiffOptions
  package private(set) var rows: [DiffRow] = []
  /// Rows at which files and hunks begin.
  package private(set) var fileStarts: [Int] = []
  package private(set) var hunkStarts: [Int] = []
  /// Pairs that differ in blanks alone and are shown as unchanged.
  package private(set) var blankOnly = 0

  package init(_ document: DiffDocument, _ options: DiffOptions = DiffOptions()) {
    self.document = document
    self.options = options
    rows.reserveCapacity(document.lines.count)
    var line = 0
    while line < document.lines.count { line = take(line) }
  }

  package var width: Int { document.width }

  /// The file whose rows these are, from 0; the first one before any.
  package func file(at row: Int) -> Int { fileStarts.lastIndex { $0 <= row } ?? 0 }

  /// The row that shows a line of the document, or the file that it is folded into.
  package func row(ofLine line: Int) -> Int {
    rows.firstIndex { $0.left == line || $0.right == line } ?? rows.lastIndex { $0.line < line } ?? 0
  }

  // MARK: Making

  /// Adds the row or rows that begin with a line; returns the next line.
  private mutating func take(_ line: Int) -> Int {
    switch document.lines[line].kind {
    case .file: return takeFile(line)
    case .delete: return takeBlock(line)
    case .hunk: hunkStarts.append(rows.count)
    case .entry, .context, .add, .meta: break
    }
    let isAlone = document.lines[line].kind == .add && options.isSideBySide
    rows.append(isAlone ? DiffRow(nil, line) : DiffRow(line, line))
    return line + 1
  }

  private mutating func takeFile(_ line: Int) -> Int {
    let file = document.files[fileStarts.count]
    fileStarts.append(rows.count)
    rows.append(DiffRow(line, line))
    return options.folded.contains(file.mark) ? file.end : line + 1
  }

  /// Removed lines and the added ones that take their place.
  private mutating func takeBlock(_ start: Int) -> Int {
    let lines = document.lines
    var middle = start
    while middle < lines.count, lines[middle].kind == .delete { middle += 1 }
    var end = middle
    while end < lines.count, lines[end].kind == .add { end += 1 }
    var (removed, added): ([Int], [Int]) = ([], [])
    for offset in 0..<max(middle - start, end - middle) {
      let old = start + offset < middle ? start + offset : nil
      let new = middle + offset < end ? middle + offset : nil
      if let old, let new, options.ignoresBlanks, isSameButBlanks(old, new) {
        flush(&removed, &added)
        rows.append(DiffRow(old, new))
        blankOnly += 1
      } else {
        if let old { removed.append(old) }
        if let new { added.append(new) }
      }
    }
    flush(&removed, &added)
    return end
  }

  private mutating func flush(_ removed: inout [Int], _ added: inout [Int]) {
    if options.isSideBySide {
      for offset in 0..<max(removed.count, added.count) {
        rows.append(
          DiffRow(
            removed.indices.contains(offset) ? removed[offset] : nil,
            added.indices.contains(offset) ? added[offset] : nil))
      }
    } else {
      rows += (removed + added).map { DiffRow($0, $0) }
    }
    (removed, added) = ([], [])
  }

  /// Blanks at the ends of changed lines were made visible: `·` and `→` count as blanks there.
  private func isSameButBlanks(_ old: Int, _ new: Int) -> Bool {
    func words(_ line: Int) -> [Substring] {
      let text = document.lines[line].text.plain
      let end = text.reversed().prefix { "·→ \t".contains($0) }.count
      return text.dropLast(end).split { $0 == " " || $0 == "\t" }
    }
    return words(old) == words(new)
  }

  /// Whether a row of two lines is shown as one unchanged line.
  package func isBlankOnly(_ row: DiffRow) -> Bool {
    guard options.ignoresBlanks, let left = row.left, let right = row.right, left != right else { return false }
    return isSameButBlanks(left, right)
  }
}
