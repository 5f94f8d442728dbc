// Turns any text into text that is safe to draw: an allow-list, one pass, no parser of escapes.
// Pure; any thread. Invariant: every scalar appended is admitted by TextWidth and marks per base stay bounded;
// running it over its own output changes nothing.

/// One pass over foreign text; collects safe scalars and their width in columns.
struct Sanitizer {
  /// Marks one cell may hold; a flood beyond it ends in one replacement sign.
  static let marksPerCell = 3

  private(set) var output = String.UnicodeScalarView()
  private(set) var width = 0
  private let tabWidth: Int
  private var base: Unicode.Scalar?
  private var marks = 0
  private var flooded = false

  init(tabWidth: Int) {
    self.tabWidth = max(1, tabWidth)
  }

  mutating func feed(_ scalars: String.UnicodeScalarView) {
    var iterator = scalars.makeIterator()
    var next = iterator.next()
    while let scalar = next {
      next = iterator.next()
      admit(scalar, before: next)
    }
  }

  private mutating func admit(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
    switch TextWidth.scalarClass(scalar) {
    case .narrow: put(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar, columns: 1)
    case .wide where scalar.value == 0x3000: show("  ")
    case .wide: put(scalar, columns: 2)
    case .mark: mark(scalar)
    case .refused: standIn(for: scalar, before: next)
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar, columns: Int) {
    output.append(scalar)
    width += columns
    base = scalar
    marks = 0
    flooded = false
  }

  /// A mark needs something to sit on; without it, it sits on a dotted circle.
  private mutating func mark(_ scalar: Unicode.Scalar) {
    if base == nil { put("\u{25CC}", columns: 1) }
    if marks < Self.marksPerCell {
      output.append(scalar)
      marks += 1
    } else if !flooded {
      output.append("\u{FFFD}")
      width += 1
      flooded = true
    }
  }

  private mutating func show(_ text: String) {
    for scalar in text.unicodeScalars { put(scalar, columns: TextWidth.columns(scalar)) }
    base = nil
  }

  private mutating func standIn(for scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
    switch StandIn.of(scalar, after: base, before: next) {
    case .nothing: break
    case .tab: show(String(repeating: " ", count: tabWidth - width % tabWidth))
    case .text(let text): show(text)
    }
  }
}
