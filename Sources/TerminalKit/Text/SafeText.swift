// SafeText: the only text the drawing layer takes from outside. Owns the promise that no untrusted byte drives the
// terminal. Pure value; any thread. Invariant: `plain` holds admitted scalars only and `width` is what they measure.

/// Text that may be drawn: controls, escapes, bidi overrides and invisible signs were made visible, and every
/// character's width is one the terminal agrees with. Made from any string; making it never fails.
package struct SafeText: Hashable, Sendable {
  /// The safe text itself; may be printed on a command line as it is.
  package let plain: String
  /// Columns it takes.
  package let width: Int

  /// Makes any text safe. It becomes one line: a line feed shows as `⏎`; tabs run to the next multiple of `tabWidth`.
  package init(_ text: String, tabWidth: Int = 4) {
    if SafeText.isPlainASCII(text) {
      self.init(trusted: text, width: text.utf8.count)
    } else {
      var sanitizer = Sanitizer(tabWidth: tabWidth)
      sanitizer.feed(text.unicodeScalars)
      self.init(trusted: String(sanitizer.output), width: sanitizer.width)
    }
  }

  init(trusted: String, width: Int) {
    plain = trusted
    self.width = width
  }

  package static let empty = SafeText(trusted: "", width: 0)
  package var isEmpty: Bool { width == 0 }

  /// `count` times the same safe text.
  package init(repeating text: SafeText, count: Int) {
    self.init(
      trusted: String(repeating: text.plain, count: max(0, count)), width: text.width * max(0, count))
  }

  private static func isPlainASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// The same for command-line output: one line of text with nothing in it that a terminal acts on.
  package static func sanitize(_ text: String) -> String { SafeText(text).plain }

  /// Splits at line ends (LF, CR LF) and makes every line safe.
  package static func lines(_ text: String, tabWidth: Int = 4) -> [SafeText] {
    let parts = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    return parts.enumerated().map { index, line in
      let endsInReturn = index < parts.count - 1 && line.last == 0x0D
      return SafeText(String(Substring(endsInReturn ? line.dropLast() : line)), tabWidth: tabWidth)
    }
  }

  /// Command-line output of several lines: line feeds stay, all else is made safe.
  package static func sanitizeLines(_ text: String) -> String {
    lines(text).map(\.plain).joined(separator: "\n")
  }

  package static func + (left: SafeText, right: SafeText) -> SafeText {
    let startsWithMark = right.plain.unicodeScalars.first.map { TextWidth.scalarClass($0) == .mark } ?? false
    guard !startsWithMark else { return SafeText(left.plain + right.plain) }
    return SafeText(trusted: left.plain + right.plain, width: left.width + right.width)
  }

  package static func += (left: inout SafeText, right: SafeText) { left = left + right }
}

extension SafeText: ExpressibleByStringInterpolation, CustomStringConvertible {
  package init(stringLiteral value: String) { self.init(value) }
  package var description: String { plain }
}
