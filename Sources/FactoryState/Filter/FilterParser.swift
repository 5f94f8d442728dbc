// From the line to a filter. What is half typed still filters: the start of a value stands for every value that begins so.
import FactoryContracts

extension Filter {
  package init(parsing text: String) {
    self.text = text
    for word in FilterWords.split(text) {
      switch Self.term(word) {
      case .term(let term): terms.append(term)
      case .nothing: break
      case .problem(let message): problem = problem ?? FilterProblem(position: word.position, message: message)
      }
    }
  }

  private enum Reading {
    case term(FilterTerm)
    /// A field whose value is still to come.
    case nothing
    case problem(String)
  }

  private static func term(_ word: FilterWord) -> Reading {
    guard let field = word.field else {
      guard !word.value.isEmpty else { return .nothing }
      let needle = TextNeedle(word.value)
      return .term(FilterTerm(isNegated: word.isNegated, test: word.isQuoted ? .phrase(needle) : .word(needle)))
    }
    guard let known = FilterField(rawValue: field) else {
      let fields = FilterField.allCases.map(\.rawValue).joined(separator: ", ")
      return .problem("“\(field):” at \(word.position + 1) is not a field; fields are \(fields).")
    }
    guard !word.value.isEmpty else { return .nothing }
    guard let test = known.test(word.value) else {
      let values = known.values.joined(separator: ", ")
      return .problem("“\(word.value)” at \(word.position + 1) is not a value of \(field); values are \(values).")
    }
    return .term(FilterTerm(isNegated: word.isNegated, test: test))
  }
}

extension FilterField {
  /// nil: no value of this field begins so.
  fileprivate func test(_ text: String) -> FilterTest? {
    let words = text.lowercased().split(separator: "|").map(String.init)
    switch self {
    case .priority: return Self.values(words, Priority.declared).map { .priority($0) }
    case .type: return Self.values(words, TaskType.declared).map { .type($0) }
    case .status: return Self.values(words, TaskStatus.declared).map { .status($0) }
    case .stage: return Self.values(words, PipelineStage.declared).map { .stage($0) }
    case .sla: return Self.values(words, SLAWord.allCases).map { .sla($0) }
    case .tests: return Self.values(words, TestsWord.allCases).map { .tests($0) }
    case .mark: return ["on": true, "off": false][text.lowercased()].map { .mark($0) }
    case .assignee: return Self.assignee(text.lowercased())
    case .pipeline: return .pipeline(TextNeedle(text))
    case .asked: return .asked(TextNeedle(text))
    case .session: return .session(text)
    }
  }

  /// Every value that one of the words begins; an exact one stands for itself only.
  private static func values<Value: RawRepresentable & Hashable>(_ words: [String], _ all: [Value]) -> Set<Value>?
  where Value.RawValue == String {
    var found: Set<Value> = []
    for word in words {
      let exact = all.filter { $0.rawValue == word }
      let meant = exact.isEmpty ? all.filter { $0.rawValue.hasPrefix(word) } : exact
      guard !meant.isEmpty else { return nil }
      found.formUnion(meant)
    }
    return found.isEmpty ? nil : found
  }

  private static func assignee(_ text: String) -> FilterTest? {
    switch text {
    case "me": .assignee(.me)
    case "none": .assignee(.nobody)
    default: text.allSatisfy { $0.isHexDigit || $0 == "-" } ? .assignee(.id(text)) : nil
    }
  }
}

/// A word of the line with what its form says.
struct FilterWord: Hashable {
  var position: Int
  var isNegated = false
  var field: String?
  var value = ""
  var isQuoted = false
}

/// Cuts the line at spaces; quotes hold words together, an open quote reaches to the end.
enum FilterWords {
  static func split(_ text: String) -> [FilterWord] {
    var words: [FilterWord] = []
    var current: FilterWord?
    var isInQuotes = false
    for (position, character) in text.enumerated() {
      if character.isWhitespace, !isInQuotes {
        if let word = current { words.append(word) }
        current = nil
        continue
      }
      var word = current ?? FilterWord(position: position)
      take(character, at: position, into: &word, &isInQuotes)
      current = word
    }
    if let word = current { words.append(word) }
    return words
  }

  private static func take(_ character: Character, at position: Int, into word: inout FilterWord, _ quotes: inout Bool)
  {
    switch character {
    case "\"":
      quotes.toggle()
      word.isQuoted = true
    case "-" where position == word.position && !quotes:
      word.isNegated = true
    case ":" where word.field == nil && !word.isQuoted && !word.value.isEmpty && word.value.allSatisfy(\.isLetter):
      word.field = word.value.lowercased()
      word.value = ""
    default: word.value.append(character)
    }
  }
}
