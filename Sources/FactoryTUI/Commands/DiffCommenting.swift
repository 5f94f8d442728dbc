// Pointing at a line of a change and commenting on it. Pure.
// Invariant: only lines of files are pointed at, never heads; the line that is pointed at is on the page.
import FactoryContracts
import FactoryState
import TerminalKit

package enum DiffCommenting {
  /// The first press points at a line, the second asks for the comment.
  static let comment: DiffReading.Run = { situation, _ in
    guard let diff = situation.diff else { return [] }
    guard let line = situation.app.pickedLine, let spot = spot(of: line, in: diff.document) else {
      let top = Motion.place(situation).top
      guard let row = (top..<max(top, diff.rows.count)).first(where: { isText(diff, $0) }) else {
        return [.app(.notice(.info, "There is no line to comment on from here on.", now: situation.now))]
      }
      return [.app(.pickLine(diff.rows[row].line))] + showing(row, situation)
    }
    return [.app(.commentOn(spot, quoted: diff.document.lines[line].text.plain))]
  }

  /// So many lines further, heads not counted.
  static func move(_ move: Move, from line: Int, _ situation: Situation) -> [Intent] {
    guard let diff = situation.diff else { return [] }
    let page = max(1, situation.app.context.height)
    let (start, count): (Int, Int) =
      switch move {
      case .by(let lines): (diff.row(ofLine: line), lines)
      case .halfPage(let pages): (diff.row(ofLine: line), pages * max(1, page / 2))
      case .page(let pages): (diff.row(ofLine: line), pages * max(1, page - 1))
      case .first: (-1, 1)
      case .last: (diff.rows.count, -1)
      case .toRow(let row): (row - 2, 1)
      case .oldestUnseen: (diff.row(ofLine: line), 0)
      }
    guard let row = row(start, count, diff) else { return [] }
    return [.app(.pickLine(diff.rows[row].line))] + showing(row, situation)
  }

  private static func row(_ start: Int, _ count: Int, _ diff: DiffRows) -> Int? {
    var (row, left, found) = (start, abs(count), nil as Int?)
    while left > 0 {
      row += count.signum()
      guard diff.rows.indices.contains(row) else { break }
      guard isText(diff, row) else { continue }
      found = row
      left -= 1
    }
    return found
  }

  private static func isText(_ diff: DiffRows, _ row: Int) -> Bool {
    switch diff.document.lines[diff.rows[row].line].kind {
    case .context, .add, .delete: true
    case .entry, .file, .hunk, .meta: false
    }
  }

  /// Scrolls as little as needed for a row to be on the page.
  private static func showing(_ row: Int, _ situation: Situation) -> [Intent] {
    let place = Motion.place(situation)
    let height = max(1, situation.app.context.height)
    let top = row < place.top ? row : row >= place.top + height ? row - height + 1 : place.top
    return top == place.top ? [] : Motion.scrollTo(top, place.left, situation)
  }

  /// Where a line of the whole change stands, as both sides number it.
  package static func spot(of line: Int, in document: DiffDocument) -> DiffSpot? {
    guard document.lines.indices.contains(line), let file = document.file(ofLine: line) else { return nil }
    let shown = document.lines[line]
    let isRemoved = shown.kind == .delete
    guard let number = isRemoved ? shown.old : shown.new else { return nil }
    return DiffSpot(path: file.path, line: number, isRemoved: isRemoved)
  }
}

extension DiffDocument {
  /// The file whose text a line is; heads and the list at the top have none.
  package func file(ofLine line: Int) -> DiffFilePart? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].end <= line { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].start < line ? files[low] : nil
  }
}
