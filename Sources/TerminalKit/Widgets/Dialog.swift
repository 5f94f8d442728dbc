// What floats above the page: a framed dialog and a toast. Drawing on the terminal's thread.

package enum Dialog {
  /// Clears a rectangle, draws its frame and title, and returns the canvas inside (one column of air at each side).
  package static func frame(in canvas: Canvas, _ rect: Rect, title: SafeText) -> Canvas {
    let box = canvas.sub(rect.intersection(canvas.bounds))
    let line = Style(.dialogBorder, on: .dialog)
    box.fill(Style(.dialog, on: .dialog))
    box.hline(0, 0, length: box.width, line)
    box.hline(0, box.height - 1, length: box.width, line)
    box.vline(0, 0, length: box.height, line)
    box.vline(box.width - 1, 0, length: box.height, line)
    for (x, y, corner) in corners(box) { box.put(x, y, corner, line) }
    box.put(2, 0, SafeText(" \(title.truncated(to: box.width - 6)) "), Style(.dialogTitle, on: .dialog))
    return box.sub(box.bounds.inset(horizontal: 2, vertical: 1))
  }

  private static func corners(_ box: Canvas) -> [(Int, Int, SafeText)] {
    let right = box.width - 1
    let bottom = box.height - 1
    return [(0, 0, "╭"), (right, 0, "╮"), (0, bottom, "╰"), (right, bottom, "╯")]
  }

  /// A frame of this size in the middle of the canvas.
  package static func centered(in canvas: Canvas, width: Int, height: Int, title: SafeText) -> Canvas {
    frame(in: canvas, canvas.bounds.centered(width: width, height: height), title: title)
  }
}

package enum Toast {
  /// Draws a short message at the right of a canvas's last line; returns the column it starts at.
  @discardableResult
  package static func draw(in canvas: Canvas, _ message: SafeText, alert: Bool = false) -> Int {
    let text = SafeText(" \(message.truncated(to: canvas.width - 2)) ")
    let role: ThemeRole = alert ? .toastAlert : .toast
    return canvas.putRight(canvas.width, canvas.height - 1, text, Style(role, on: role))
  }
}
