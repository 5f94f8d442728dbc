// A command line as its simple commands, where a rule can be sure of what a shell would make of it. Pure; any thread.
// Invariant: it refuses rather than guesses. Whatever is expanded, substituted, grouped, or redirected to a file has no parts.
import FactoryContracts

/// The simple commands of a line, each as its words without quotes.
package struct ShellLine: Hashable, Sendable {
  package let parts: [[String]]

  /// nil: the line holds something that a rule cannot see through.
  package init?(_ text: String) {
    var reader = ShellReader(text)
    guard let parts = reader.parts(), !parts.isEmpty else { return nil }
    self.parts = parts
  }
}

private struct ShellReader {
  private var rest: ArraySlice<Unicode.Scalar>
  private var found: [[String]] = []
  private var words: [String] = []
  private var word: String?
  /// Whether all of the word stands there as it is.
  private var isPlain = true
  private var hasGlob = false

  private static let reserved: Set = [
    "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "function",
    "time", "coproc", "!", "[[", "]]", "{", "}",
  ]

  init(_ text: String) { rest = Array(text.unicodeScalars)[...] }

  mutating func parts() -> [[String]]? {
    while let scalar = rest.popFirst() {
      guard take(scalar) else { return nil }
    }
    guard endWord(), endPart() else { return nil }
    return found
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t": return endWord()
    case "\n", ";": return endWord() && endPart()
    case "&", "|": return control(scalar)
    case "<", ">": return redirect(scalar)
    case "'": return quoted(by: "'")
    case "\"": return quoted(by: "\"")
    case "\\": return escape()
    case "#": return word != nil && add(scalar)
    case "$", "`", "(", ")", "{", "}": return false
    case "*", "?", "[":
      hasGlob = true
      return add(scalar)
    default:
      // Other blanks and controls: shells differ in what they make of them.
      guard scalar.value > 0x20, scalar.value != 0x7F, !scalar.properties.isWhitespace else { return false }
      return add(scalar)
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) -> Bool {
    word = word ?? ""
    word?.unicodeScalars.append(scalar)
    return true
  }

  private mutating func escape() -> Bool {
    guard let next = rest.popFirst() else { return false }
    if next == "\n" { return true }
    isPlain = false
    return add(next)
  }

  private mutating func quoted(by quote: Unicode.Scalar) -> Bool {
    word = word ?? ""
    isPlain = false
    while let scalar = rest.popFirst() {
      if scalar == quote { return true }
      if quote == "\"" {
        if scalar == "$" || scalar == "`" || scalar == "!" { return false }
        if scalar == "\\" {
          guard let next = rest.popFirst() else { return false }
          if !["\"", "\\", "$", "`", "\n"].contains(next) { _ = add(scalar) }
          if next != "\n" { _ = add(next) }
          continue
        }
      }
      _ = add(scalar)
    }
    return false
  }

  /// `&&`, `||`, `|`, `|&`, `&`; `&>/dev/null` is a redirection.
  private mutating func control(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "&", rest.first == ">" {
      guard endWord() else { return false }
      _ = rest.popFirst()
      return target()
    }
    guard endWord() else { return false }
    if rest.first == scalar || (scalar == "|" && rest.first == "&") { _ = rest.popFirst() }
    return endPart()
  }

  /// Only to nowhere, and of one descriptor to another.
  private mutating func redirect(_ scalar: Unicode.Scalar) -> Bool {
    if let number = word, isPlain, !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) {
      word = nil
    } else if !endWord() {
      return false
    }
    if rest.first == "&" {
      _ = rest.popFirst()
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count)
      return !digits.isEmpty && (rest.first.map { " \t\n;&|".unicodeScalars.contains($0) } ?? true)
    }
    if scalar == ">", rest.first == ">" { _ = rest.popFirst() }
    return target()
  }

  private mutating func target() -> Bool {
    while let scalar = rest.first, scalar == " " || scalar == "\t" { _ = rest.popFirst() }
    let path = rest.prefix { !" \t\n;&|<>".unicodeScalars.contains($0) }
    rest = rest.dropFirst(path.count)
    return path.elementsEqual("/dev/null".unicodeScalars)
  }

  private mutating func endWord() -> Bool {
    defer { (word, isPlain, hasGlob) = (nil, true, false) }
    guard let word else { return true }
    if words.isEmpty, isPlain, Self.reserved.contains(word) { return false }
    // `.?/x` names what is above the folder.
    if hasGlob, word.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { return false }
    words.append(word)
    return true
  }

  private mutating func endPart() -> Bool {
    if !words.isEmpty { found.append(words) }
    words = []
    return true
  }
}
