// A line of tabs; the active one is kept in sight. Drawing on the terminal's thread.

package struct TabItem: Hashable, Sendable {
  package var title: SafeText
  package var isActive: Bool
  /// Shown dimmed after the title, such as a count; empty for none.
  package var note: SafeText
  /// Draws the note as a warning.
  package var isAlert: Bool

  package init(_ title: SafeText, isActive: Bool, note: SafeText = "", isAlert: Bool = false) {
    self.title = title
    self.isActive = isActive
    self.note = note
    self.isAlert = isAlert
  }

  var width: Int { title.width + (note.isEmpty ? 0 : note.width + 1) }
}

package enum TabsWidget {
  /// Columns the whole line takes.
  package static func width(_ items: [TabItem], separator: SafeText = "  ") -> Int {
    items.reduce(0) { $0 + $1.width } + separator.width * max(0, items.count - 1)
  }

  /// Draws the tabs from the left; leaves out the first ones when the active one would not fit. `targets` say what
  /// each stands for. Returns the column after the last.
  @discardableResult
  package static func draw(
    in canvas: Canvas, _ items: [TabItem], separator: SafeText = "  ", on surface: ThemeRole = .text,
    targets: [any Sendable] = []
  ) -> Int {
    var shown = items[...]
    while shown.count > 1, shown.first?.isActive == false, end(shown, separator) > canvas.width { shown.removeFirst() }
    var x = 0
    for (index, item) in zip(shown.indices, shown) {
      if index > shown.startIndex { x = canvas.put(x, 0, separator, Style(.border, on: surface)) }
      if targets.indices.contains(index) {
        canvas.hit(Rect(x: x, y: 0, width: item.width, height: 1), targets[index])
      }
      x = canvas.put(x, 0, item.title, Style(item.isActive ? .tabActive : .tab, on: surface))
      guard !item.note.isEmpty else { continue }
      x = canvas.put(x + 1, 0, item.note, Style(item.isAlert ? .warning : .muted, on: surface))
    }
    return x
  }

  /// Where the active tab ends when drawing starts with the first of these.
  private static func end(_ items: ArraySlice<TabItem>, _ separator: SafeText) -> Int {
    let last = items.lastIndex { $0.isActive } ?? items.startIndex
    return width(Array(items[...last]), separator: separator)
  }
}
