// Whether people see anything of a text. A reason of zero-width spaces is none. Pure.

enum VisibleText {
  /// True for a text of nothing but white space, control characters and what is not drawn: zero-width characters, direction
  /// marks, fillers.
  static func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(isInvisible) }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if (0x21...0x7E).contains(scalar.value) { return false }
    let properties = scalar.properties
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned: return true
    default: return scalar.value == 0x2800  // the Braille pattern without a dot
    }
  }
}
