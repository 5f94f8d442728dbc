// The line that says what the next key can do. Drawing on the terminal's thread.
// Invariant: a hint is shown whole or not at all; earlier hints matter more.

package struct KeyHint: Hashable, Sendable {
  package var key: SafeText
  package var label: SafeText

  package init(_ key: SafeText, _ label: SafeText) {
    self.key = key
    self.label = label
  }

  var width: Int { key.width + (label.isEmpty ? 0 : 1 + label.width) }
}

package enum KeyHints {
  /// Draws what fits into the first row; returns the column after the last hint. In very little room only keys show.
  @discardableResult
  package static func draw(in canvas: Canvas, _ hints: [KeyHint], from start: Int = 1, on surface: ThemeRole = .text)
    -> Int
  {
    let isNarrow = canvas.width < 50
    var x = start
    for hint in canvas.buffer.charset == .ascii ? hints.map(spelled) : hints {
      let width = isNarrow ? hint.key.width : hint.width
      guard x + width <= canvas.width else { break }
      canvas.put(x, 0, hint.key, Style(.keyHint, on: surface))
      if !isNarrow { canvas.put(x + hint.key.width + 1, 0, hint.label, Style(.keyLabel, on: surface)) }
      x += width + (isNarrow ? 1 : 2)
    }
    return x
  }

  private static func spelled(_ hint: KeyHint) -> KeyHint { KeyHint(ASCIIFold.spelled(key: hint.key), hint.label) }
}
