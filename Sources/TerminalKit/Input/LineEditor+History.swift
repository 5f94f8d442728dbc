// Recalling earlier lines and drawing the line being typed. Pure; drawing on the terminal's thread.
// Invariant: going past the newest line brings back what was being typed.

extension LineEditor {
  /// Steps through the history; what was being typed is kept below the newest entry.
  mutating func recall(older: Bool) -> Reaction {
    guard !history.isEmpty else { return .ignored }
    if recalled == nil {
      guard older else { return .ignored }
      draft = text
    }
    let next = (recalled ?? -1) + (older ? 1 : -1)
    guard next < history.count else { return .moved }
    text = next < 0 ? draft : history[next]
    recalled = next < 0 ? nil : next
    return .changed
  }

  /// Remembers a line that was used; the newest copy of the same line counts.
  package mutating func remember(_ line: String, limit: Int = 50) {
    guard !line.isEmpty else { return }
    history.removeAll { $0 == line }
    history.insert(line, at: 0)
    history.removeLast(max(0, history.count - limit))
  }

  /// Draws the line into the canvas's first row, scrolled so that the cursor shows; returns the cursor's column.
  @discardableResult
  package func draw(in canvas: Canvas, style: Style = Style(.input), placeholder: SafeText = "") -> Int {
    canvas.fill(Rect(columns: canvas.width, rows: 1), " ", style)
    if isEmpty {
      canvas.put(0, 0, placeholder.truncated(to: canvas.width), Style(.placeholder, on: style.surface))
      return 0
    }
    let before = SafeText(String(characters[..<cursor]))
    let line = before + SafeText(String(characters[cursor...]))
    let offset = max(0, before.width - max(0, canvas.width - 1))
    canvas.put(0, 0, line.dropping(columns: offset), style)
    return before.width - offset
  }
}
