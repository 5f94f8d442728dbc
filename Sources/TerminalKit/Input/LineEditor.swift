// LineEditor: one line of typed text with a cursor and a history. Pure value; the screen's state owns it.
// Invariant: the cursor lies between whole characters (grapheme clusters), 0...text.count.

/// A line being typed. Keys it does not know are left to whoever shows it (Enter and Esc among them).
package struct LineEditor: Hashable, Sendable {
  package enum Reaction: Hashable, Sendable {
    /// The text changed.
    case changed
    /// Only the cursor moved.
    case moved
    /// Not a key of the editor.
    case ignored
  }

  var characters: [Character]
  /// The cursor, in characters from the start.
  package internal(set) var cursor: Int
  /// Earlier lines, newest first.
  package var history: [String]
  var recalled: Int?
  var draft = ""

  package init(_ text: String = "", history: [String] = []) {
    characters = Array(text)
    cursor = characters.count
    self.history = history
  }

  /// The text as typed; foreign text, to be drawn through SafeText only.
  package var text: String {
    get { String(characters) }
    set {
      characters = Array(newValue)
      cursor = characters.count
      recalled = nil
    }
  }

  package var isEmpty: Bool { characters.isEmpty }

  /// Inserts at the cursor; line ends become spaces.
  package mutating func insert(_ text: String) {
    let line = text.map { $0.isNewline ? Character(" ") : $0 }
    characters.insert(contentsOf: line, at: cursor)
    normalise(upTo: cursor + line.count)
    recalled = nil
  }

  /// Marks typed after a character join it, so characters are counted again.
  private mutating func normalise(upTo end: Int) {
    let before = String(characters[..<end])
    characters = Array(before + String(characters[end...]))
    cursor = min(before.count, characters.count)
  }

  package mutating func handle(_ press: KeyPress) -> Reaction {
    if let typed = press.typed {
      insert(String(typed))
      return .changed
    }
    switch (press.key, press.control, press.alt) {
    case (.left, false, false), (.character("b"), true, false): return move(to: cursor - 1)
    case (.right, false, false), (.character("f"), true, false): return move(to: cursor + 1)
    case (.left, _, _), (.character("b"), false, true): return move(to: wordStart)
    case (.right, _, _), (.character("f"), false, true): return move(to: wordEnd)
    case (.home, _, _), (.character("a"), true, false): return move(to: 0)
    case (.end, _, _), (.character("e"), true, false): return move(to: characters.count)
    case (.backspace, false, false): return delete(cursor - 1..<cursor)
    case (.delete, _, _), (.character("d"), true, false): return delete(cursor..<cursor + 1)
    case (.character("w"), true, false), (.backspace, _, _): return delete(wordStart..<cursor)
    case (.character("d"), false, true): return delete(cursor..<wordEnd)
    case (.character("u"), true, false): return delete(0..<cursor)
    case (.character("k"), true, false): return delete(cursor..<characters.count)
    case (.up, _, _), (.character("p"), true, false): return recall(older: true)
    case (.down, _, _), (.character("n"), true, false): return recall(older: false)
    default: return .ignored
    }
  }

  private mutating func move(to place: Int) -> Reaction {
    cursor = min(max(0, place), characters.count)
    return .moved
  }

  private mutating func delete(_ range: Range<Int>) -> Reaction {
    let valid = range.clamped(to: 0..<characters.count)
    guard !valid.isEmpty else { return .moved }
    characters.removeSubrange(valid)
    normalise(upTo: valid.lowerBound)
    recalled = nil
    return .changed
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !Self.isWord(characters[place - 1]) { place -= 1 }
    while place > 0, Self.isWord(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
    while place < characters.count, Self.isWord(characters[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
