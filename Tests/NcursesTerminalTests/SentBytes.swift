// Taking apart what was sent to a terminal: the sequences ncurses writes, and the text between them.

/// What a stream of bytes consists of.
struct SentBytes {
  /// Escape sequences, whole.
  var sequences: [String] = []
  /// All else.
  var text = String.UnicodeScalarView()

  init(_ sent: String) {
    var rest = Array(sent.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" { sequences.append(Self.sequence(&rest)) } else { text.append(scalar) }
    }
  }

  private static func sequence(_ rest: inout ArraySlice<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView("\u{1B}".unicodeScalars)
    func take() { if let scalar = rest.popFirst() { result.append(scalar) } }
    let kind = rest.first
    take()
    switch kind {
    case "[":
      while let next = rest.first, (0x20...0x3F).contains(next.value) { take() }
      take()
    case "(", ")": take()
    case "]":
      while let next = rest.first, next != "\u{07}" { take() }
      take()
    default: break
    }
    return String(result)
  }

  /// Sequences that move, erase, colour and switch modes; anything else was not ours.
  var isOrdinary: Bool {
    sequences.allSatisfy {
      $0.wholeMatch(of: /\x1B(\[[?>]?[0-9;:]*[A-HJKLMPSTXdfghlmrt@]|\[\?[0-9]+c|\[\?2026\$p|[()][B0]|[=>78MDE])/) != nil
    }
  }
}
