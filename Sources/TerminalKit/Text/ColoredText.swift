// Text of another program with its colours, as spans: SGR sequences are followed, everything else that is no text is dropped. Pure; any
// thread. Invariant: what comes out is safe text, whatever goes in.

package enum ColoredText {
  /// Lines in the colours they came with. More than `limit` are cut.
  package static func lines(_ text: String, limit: Int = 200_000) -> [[Span]] {
    var reader = ColoredReader()
    var lines: [[Span]] = []
    for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      if lines.count == limit { break }
      lines.append(reader.spans(line))
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// Follows the colours from line to line.
private struct ColoredReader {
  private var tint = Tint()
  private var modifiers: Modifiers = []

  mutating func spans(_ line: Substring.UTF8View) -> [Span] {
    var spans: [Span] = []
    var rest = line[...]
    while !rest.isEmpty {
      let text = rest.prefix { $0 != 0x1B && $0 != 13 }
      if !text.isEmpty {
        spans.append(
          Span(SafeText(String(decoding: text, as: UTF8.self)), Style(.text, on: .text, modifiers).tinted(tint)))
      }
      rest = rest.dropFirst(text.count)
      guard let first = rest.first else { break }
      rest = first == 13 ? rest.dropFirst() : skipSequence(rest)
    }
    return spans
  }

  /// Takes one sequence off; a colour is followed.
  private mutating func skipSequence(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    let body = bytes.dropFirst()
    switch body.first {
    case UInt8(ascii: "["):
      let inner = body.dropFirst()
      let parameters = inner.prefix { (0x20...0x3F).contains($0) }
      let end = inner.dropFirst(parameters.count)
      if end.first == UInt8(ascii: "m") { apply(parameters) }
      return end.dropFirst()
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      let text = body.prefix { $0 != 7 && $0 != 0x1B }
      let end = body.dropFirst(text.count)
      return end.first == 7 ? end.dropFirst() : end.dropFirst(2)
    default: return body.dropFirst()
    }
  }

  private mutating func apply(_ parameters: Substring.UTF8View) {
    var codes = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }[...]
    if codes.isEmpty { codes = [0] }
    while let code = codes.popFirst() { apply(code, &codes) }
  }

  private mutating func apply(_ code: Int, _ rest: inout ArraySlice<Int>) {
    switch code {
    case 0: (tint, modifiers) = (Tint(), [])
    case 1: modifiers.insert(.bold)
    case 2: modifiers.insert(.dim)
    case 3: modifiers.insert(.italic)
    case 4: modifiers.insert(.underline)
    case 7: modifiers.insert(.reverse)
    case 22: modifiers.subtract([.bold, .dim])
    case 23: modifiers.remove(.italic)
    case 24: modifiers.remove(.underline)
    case 27: modifiers.remove(.reverse)
    case 30...37: tint.foreground = Self.place(code - 30)
    case 38: tint.foreground = Self.extended(&rest) ?? tint.foreground
    case 39: tint.foreground = 0
    case 40...47: tint.background = Self.place(code - 40)
    case 48: tint.background = Self.extended(&rest) ?? tint.background
    case 49: tint.background = 0
    case 90...97: tint.foreground = Self.place(code - 82)
    case 100...107: tint.background = Self.place(code - 92)
    default: break
    }
  }

  /// `5;n` or `2;r;g;b`.
  private static func extended(_ rest: inout ArraySlice<Int>) -> UInt8? {
    switch rest.popFirst() {
    case 5: return rest.popFirst().flatMap { UInt8(exactly: $0) }.map { place(Int($0)) }
    case 2:
      let channels = (0..<3).compactMap { _ in rest.popFirst().flatMap { UInt8(exactly: $0) } }
      guard channels.count == 3 else { return nil }
      let color = Palette.nearest(RGB(channels[0], channels[1], channels[2]), depth: .indexed256)
      if case .palette(let index) = color { return place(Int(index)) }
      return nil
    default: return nil
    }
  }

  /// Black is told from “none”.
  private static func place(_ index: Int) -> UInt8 { index == 0 ? 16 : UInt8(index) }
}
