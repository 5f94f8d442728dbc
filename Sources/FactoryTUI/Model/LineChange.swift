// What changed inside a line: the part between the common beginning and the common end, widened to whole words. Pure.
// Invariant: ranges are columns of the line as it is drawn; lines that share little are changed as a whole, and nothing is marked.
import TerminalKit

package enum LineChange {
  /// Lines longer than this are not compared: somebody scrolls, and each line on the screen is compared for each frame.
  private static let longest = 2_000

  /// Columns of the older and the newer line that differ; nil where marking them would say nothing.
  package static func ranges(_ old: SafeText, _ new: SafeText) -> (old: Range<Int>, new: Range<Int>)? {
    guard old != new, old.width <= longest, new.width <= longest else { return nil }
    let (before, after) = (old.cells, new.cells)
    let shorter = min(before.count, after.count)
    var start = 0
    while start < shorter, before[start] == after[start] { start += 1 }
    var end = 0
    while end < shorter - start, before[before.count - 1 - end] == after[after.count - 1 - end] { end += 1 }
    start = wordStart(before, after, start)
    end = wordEnd(before, after, start, end)
    let shared = before.prefix(start).count { $0 != .space } + before.suffix(end).count { $0 != .space }
    guard shared * 3 >= max(before.count, after.count) - start - end, shared > 0 else { return nil }
    return (columns(before, start..<before.count - end), columns(after, start..<after.count - end))
  }

  /// Back to where the word begins that the difference stands in.
  private static func wordStart(_ before: [Glyph], _ after: [Glyph], _ start: Int) -> Int {
    var start = start
    while start > 0, isWord(before[start - 1]), isWord(at: start, before) || isWord(at: start, after) { start -= 1 }
    return start
  }

  private static func wordEnd(_ before: [Glyph], _ after: [Glyph], _ start: Int, _ end: Int) -> Int {
    var end = end
    while end > 0, isWord(before[before.count - end]),
      isWord(at: before.count - end - 1, before, from: start) || isWord(at: after.count - end - 1, after, from: start)
    {
      end -= 1
    }
    return end
  }

  private static func isWord(at index: Int, _ cells: [Glyph], from start: Int = 0) -> Bool {
    index >= start && index < cells.count && isWord(cells[index])
  }

  private static func isWord(_ glyph: Glyph) -> Bool {
    glyph.base == "_" || glyph.base.properties.isAlphabetic || glyph.base.properties.numericType != nil
  }

  private static func columns(_ cells: [Glyph], _ range: Range<Int>) -> Range<Int> {
    let start = cells[..<range.lowerBound].reduce(0) { $0 + Int($1.width) }
    return start..<start + cells[range].reduce(0) { $0 + Int($1.width) }
  }
}
