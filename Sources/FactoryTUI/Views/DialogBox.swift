// DialogBox: the frame of every dialog and a pen that writes into it line by line. Draws on the terminal's thread.
// Invariant: on a screen too low for the dialog the last lines fall away, never the first.
import TerminalKit

/// A framed region above the page, filled from top to bottom.
package final class DialogBox {
  package let inside: Canvas
  private let isFramed: Bool
  package private(set) var y = 0

  /// `rows` inside the frame.
  package init(_ canvas: Canvas, title: SafeText, rows: Int, width: Int = 100) {
    isFramed = canvas.height >= 8 && canvas.width >= 30
    if isFramed {
      let size = (width: min(width, canvas.width - 4), height: min(rows + 2, canvas.height))
      let region = canvas.bounds.centered(width: size.width, height: size.height)
      // Low on the screen, so that the item above it stays readable.
      let place = Rect(
        x: region.x, y: canvas.height - region.height, width: region.width, height: region.height)
      inside = Dialog.frame(in: canvas, place, title: title)
    } else {
      let height = min(rows + 1, canvas.height)
      let place = Rect(x: 0, y: canvas.height - height, width: canvas.width, height: height)
      let bare = canvas.sub(place)
      bare.fill(Style(.dialog, on: .dialog))
      bare.put(0, 0, title.truncated(to: bare.width), Style(.dialogTitle, on: .dialog))
      inside = bare.sub(Rect(x: 0, y: 1, width: bare.width, height: bare.height - 1))
    }
  }

  package var rowsLeft: Int { inside.height - y }

  package func line(_ text: SafeText, _ role: ThemeRole = .text) {
    inside.put(0, y, text.truncated(to: inside.width), Style(role, on: .dialog))
    y += 1
  }

  package func line(_ spans: [Span]) {
    inside.put(0, y, spans.map { Span($0.text, $0.style.on(.dialog)) })
    y += 1
  }

  package func skip() { y += 1 }

  /// A line being typed; gives the cursor's place on the whole screen.
  package func input(_ label: SafeText, _ editor: LineEditor, placeholder: SafeText = "") -> CursorPlace? {
    inside.put(0, y, label, Style(.muted, on: .dialog))
    let field = inside.sub(Rect(x: label.width, y: y, width: inside.width - label.width, height: 1))
    let column = editor.draw(in: field, style: Style(.input, on: .input), placeholder: placeholder)
    defer { y += 1 }
    guard y < inside.height else { return nil }
    return CursorPlace(x: field.region.x + column, y: field.region.y)
  }

  package func list(
    count: Int, selected: Int?, window: ScrollWindow, rows: Int, row: (Int, Canvas) -> Void
  ) {
    let area = inside.sub(Rect(x: 0, y: y, width: inside.width, height: min(rows, rowsLeft)))
    ListWidget.draw(in: area, count: count, selected: selected, window: window) { index, line, _ in
      row(index, line)
      line.lay(line.bounds, on: .dialog)
    }
    y += rows
  }
}
