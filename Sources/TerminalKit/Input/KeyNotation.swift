// Writing keys down: `j`, `G`, `<C-d>`, `<A-x>`, `<Enter>`. Pure; any thread.
// Invariant: parsing what was printed gives the same key.

/// Keys as text, for the configuration file, help and tests.
package enum KeyNotation {
  /// What is wrong with a key's notation, as a sentence.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  private static let names: [(name: String, key: Key)] =
    [
      ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("BackTab", .backTab), ("Backspace", .backspace),
      ("Delete", .delete), ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
      ("Home", .home), ("End", .end), ("PageUp", .pageUp), ("PageDown", .pageDown), ("Space", .character(" ")),
      ("lt", .character("<")),
    ] + (1...12).map { ("F\($0)", .function($0)) }

  /// The notation of one key.
  package static func print(_ press: KeyPress) -> String {
    let prefix = (press.control ? "C-" : "") + (press.alt ? "A-" : "") + (press.shift ? "S-" : "")
    if let name = names.first(where: { $0.key == press.key })?.name { return "<\(prefix)\(name)>" }
    guard case .character(let character) = press.key else { return "<?>" }
    return prefix.isEmpty ? String(character) : "<\(prefix)\(character)>"
  }

  package static func print(_ presses: [KeyPress]) -> String { presses.map(print).joined() }

  /// One or more keys: `gg`, `<C-w>h`. Names are read in any case.
  package static func parse(_ text: String) throws(Problem) -> [KeyPress] {
    var result: [KeyPress] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first != "<" {
        result.append(.character(first))
        rest.removeFirst()
        continue
      }
      guard let end = rest.dropFirst(2).firstIndex(of: ">") else {
        throw Problem(description: "\"\(text)\": < opens a key's name and > is missing; < itself is written <lt>")
      }
      result.append(try named(rest[rest.index(after: rest.startIndex)..<end], in: text))
      rest = rest[rest.index(after: end)...]
    }
    if result.isEmpty { throw Problem(description: "\"\(text)\" names no key; expected something like j or <C-d>") }
    return result
  }

  private static func named(_ name: Substring, in text: String) throws(Problem) -> KeyPress {
    var press = KeyPress(.escape)
    var rest = name
    while rest.count > 2, rest.dropFirst().first == "-", let flag = rest.first {
      switch flag.lowercased() {
      case "c": press.control = true
      case "a", "m": press.alt = true
      case "s": press.shift = true
      default: throw Problem(description: "\"\(text)\": \(flag)- is no modifier; expected C-, A- or S-")
      }
      rest = rest.dropFirst(2)
    }
    guard let key = key(named: String(rest), control: press.control) else {
      throw Problem(description: "\"\(text)\": <\(name)> is no key; expected a character, Enter, Esc, F1 and the like")
    }
    press.key = key
    return press
  }

  private static func key(named name: String, control: Bool) -> Key? {
    if name.count == 1, let character = name.first {
      return .character(control ? Character(character.lowercased()) : character)
    }
    return names.first { $0.name.lowercased() == name.lowercased() }?.key
  }
}
