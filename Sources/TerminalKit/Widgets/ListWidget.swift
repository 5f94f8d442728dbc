// A scrolling list: rows drawn by a closure, the selected one on the selection's surface with a bar at its left.
// Drawing on the terminal's thread; the window is a value the caller keeps.

package enum ListWidget {
  /// Draws rows `window.visible`; `row` draws one into a canvas of one line. The first column is the selection's bar.
  package static func draw(
    in canvas: Canvas, count: Int, selected: Int?, window: ScrollWindow, focused: Bool = true,
    row: (_ index: Int, _ canvas: Canvas, _ isSelected: Bool) -> Void
  ) {
    for index in window.visible(count: count, height: canvas.height) {
      let line = Rect(x: 0, y: index - window.offset, width: canvas.width, height: 1)
      let isSelected = index == selected
      row(index, canvas.sub(Rect(x: 1, y: line.y, width: canvas.width - 1, height: 1)), isSelected)
      if isSelected {
        canvas.put(0, line.y, "▌", focused ? .accent : .muted)
        canvas.lay(line, on: focused ? .selection : .selectionInactive)
      }
    }
  }

  /// A bar at the right edge that shows where the window is; nothing while everything fits.
  package static func drawScrollBar(in canvas: Canvas, count: Int, window: ScrollWindow) {
    let height = canvas.height
    guard count > height, height > 0 else { return }
    let length = max(1, height * height / count)
    let top = (height - length) * window.offset / max(1, count - height)
    canvas.vline(canvas.width - 1, top, length: length, Style(.border), sign: "▐")
  }
}
