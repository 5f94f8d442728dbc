// ScrollWindow: which rows of a long list are on the screen. Pure value; the screen's state owns it.
// Invariants: the selected row is inside the window; at an edge the window moves by half a page, because a full-width
// scroll repaints everything anyway; the window never shows empty rows while there are rows to show.

package struct ScrollWindow: Hashable, Sendable {
  /// The first row shown.
  package var offset: Int

  package init(offset: Int = 0) { self.offset = max(0, offset) }

  /// Moves the window so that row `index` of `count` is inside `height` rows.
  package mutating func follow(_ index: Int, count: Int, height: Int) {
    guard height > 0, count > 0 else {
      offset = 0
      return
    }
    let row = min(max(0, index), count - 1)
    let half = max(1, height / 2)
    if row < offset { offset = offset - row > half ? row - half / 2 : min(row, offset - half) }
    if row >= offset + height {
      let beyond = row - (offset + height - 1)
      offset = beyond > half ? row - height + 1 + half / 2 : max(row - height + 1, offset + half)
    }
    clamp(count: count, height: height)
  }

  /// Keeps the window inside the list.
  package mutating func clamp(count: Int, height: Int) {
    offset = min(max(0, offset), max(0, count - height))
  }

  /// The rows that are shown.
  package func visible(count: Int, height: Int) -> Range<Int> {
    let first = min(max(0, offset), max(0, count))
    return first..<min(count, first + max(0, height))
  }
}

/// Where the selection is in a list whose rows come and go: by id, so that it stays on its item.
package enum ListSelection {
  /// The row of the selected id; when it is gone, the nearest place to where it was.
  package static func index<ID: Equatable>(of id: ID?, in ids: [ID], formerIndex: Int) -> Int? {
    guard !ids.isEmpty else { return nil }
    if let id, let found = ids.firstIndex(of: id) { return found }
    return min(max(0, formerIndex), ids.count - 1)
  }

  /// A row moved by `delta`, kept inside the list.
  package static func moved(_ index: Int, by delta: Int, count: Int) -> Int {
    min(max(0, index + delta), max(0, count - 1))
  }
}
