// How many columns a code point takes on the terminal. Owns the allow-list that SafeText is built on.
// Pure; any thread. Invariant: a scalar that is admitted measures what the C library's wcwidth says (a test compares).

/// What the drawing layer may do with a code point.
package enum ScalarClass: UInt8, Sendable {
  /// Never drawn as it is: a control, an invisible or unassigned code point, or one whose width is in doubt.
  case refused
  /// Takes one column.
  case narrow
  /// Takes two columns.
  case wide
  /// Takes no column of its own and belongs to the character before it.
  case mark
}

/// Widths in columns, from a table of our own.
package enum TextWidth {
  /// The class of a code point; binary search over the table, at once for ASCII.
  package static func scalarClass(_ scalar: Unicode.Scalar) -> ScalarClass {
    let value = scalar.value
    if value < 0x7F { return value >= 0x20 ? .narrow : .refused }
    let runs = WidthTable.runs
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle] >> 2 <= value { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return .refused }
    return ScalarClass(rawValue: UInt8(runs[low - 1] & 3)) ?? .refused
  }

  /// Columns of an admitted code point: 0 for marks and for what is refused.
  package static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalarClass(scalar) {
    case .refused, .mark: 0
    case .narrow: 1
    case .wide: 2
    }
  }
}
