// Measuring and cutting safe text by columns. Pure values; any thread.
// Invariant: a cut never lands inside a wide character or between a character and its marks.

/// One character as it is put into a cell: its base and the marks on it.
package struct Glyph: Hashable, Sendable {
  package var base: Unicode.Scalar
  /// Up to three marks, 21 bits each, lowest first; 0 when there are none.
  package var packedMarks: UInt64 = 0
  /// Columns: 1 or 2.
  package var width: UInt8

  package init(base: Unicode.Scalar, packedMarks: UInt64 = 0, width: UInt8) {
    self.base = base
    self.packedMarks = packedMarks
    self.width = width
  }

  package static let space = Glyph(base: " ", width: 1)

  package var marks: [Unicode.Scalar] {
    (0..<3).compactMap { slot in
      let value = UInt32(truncatingIfNeeded: (packedMarks >> (UInt64(slot) * 21)) & 0x1F_FFFF)
      return value == 0 ? nil : Unicode.Scalar(value)
    }
  }

  mutating func add(mark: Unicode.Scalar) {
    for slot in 0..<3 where (packedMarks >> (UInt64(slot) * 21)) & 0x1F_FFFF == 0 {
      packedMarks |= UInt64(mark.value) << (UInt64(slot) * 21)
      return
    }
  }

  /// Scalar by scalar: appending a sequence copies all that is there already.
  func append(to view: inout String.UnicodeScalarView) {
    view.append(base)
    guard packedMarks != 0 else { return }
    for mark in marks { view.append(mark) }
  }

  package var text: String {
    var view = String.UnicodeScalarView()
    append(to: &view)
    return String(view)
  }
}

extension SafeText {
  /// Calls `body` for every character from left to right until it returns false.
  func forEachGlyph(_ body: (Glyph) -> Bool) {
    var pending: Glyph?
    for scalar in plain.unicodeScalars {
      let columns = TextWidth.columns(scalar)
      if columns == 0 {
        pending?.add(mark: scalar)
        continue
      }
      if let glyph = pending, !body(glyph) { return }
      pending = Glyph(base: scalar, width: UInt8(columns))
    }
    if let glyph = pending { _ = body(glyph) }
  }

  /// The characters with their widths.
  package var cells: [Glyph] {
    var result: [Glyph] = []
    result.reserveCapacity(width)
    forEachGlyph {
      result.append($0)
      return true
    }
    return result
  }

  /// The longest beginning that fits into `columns`.
  package func prefix(columns: Int) -> SafeText {
    guard width > columns else { return self }
    return SafeText(glyphs: cells, from: 0, columns: columns)
  }

  /// What is left without its first `columns`; half a wide character counts as gone.
  package func dropping(columns: Int) -> SafeText {
    guard columns > 0 else { return self }
    var gone = 0
    let glyphs = cells
    var index = 0
    while index < glyphs.count, gone < columns {
      gone += Int(glyphs[index].width)
      index += 1
    }
    let pad = SafeText(repeating: " ", count: min(gone - columns, 1))
    return pad + SafeText(glyphs: glyphs, from: index, columns: width)
  }

  /// Fits into `columns`: a text that is too long ends in `…`.
  package func truncated(to columns: Int) -> SafeText {
    guard width > columns else { return self }
    return columns < 1 ? .empty : prefix(columns: columns - 1) + "…"
  }

  /// Fits into `columns` and keeps the end, which tells more for paths: `…/client.py`.
  package func truncatedAtStart(to columns: Int) -> SafeText {
    guard width > columns else { return self }
    return columns < 1 ? .empty : "…" + dropping(columns: width - columns + 1)
  }

  /// Exactly `columns` wide: cut or filled with spaces, the text at the left or (numbers) at the right.
  package func padded(to columns: Int, right: Bool = false) -> SafeText {
    let text = truncated(to: columns)
    let fill = SafeText(repeating: " ", count: columns - text.width)
    return right ? fill + text : text + fill
  }

  private init(glyphs: [Glyph], from start: Int, columns: Int) {
    var view = String.UnicodeScalarView()
    var used = 0
    for glyph in glyphs[start...] where used + Int(glyph.width) <= columns {
      glyph.append(to: &view)
      used += Int(glyph.width)
      if used == columns { break }
    }
    self.init(trusted: String(view), width: used)
  }
}
