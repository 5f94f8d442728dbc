// The words of linear mode, declared once: the parser and `?` read this table. Letters are those of the screen where both have the verb.
// Pure; any thread.
import FactoryContracts

/// What one line asks for.
package enum LinearRequest: Hashable, Sendable {
  case decide(Int, TaskDecision, String?)
  case claim(Int)
  case show(Int)
  case undo, list, help, quit
  case find(String)
}

/// One verb and what it takes.
package struct LinearVerb: Sendable {
  package enum Text: Sendable { case none, optional, needed }

  package let letter: String
  /// The letter written out.
  package let word: String
  /// Whether the number of an item stands before it.
  package let takesNumber: Bool
  package let text: Text
  package let help: String
  let make: @Sendable (Int, String?) -> LinearRequest

  /// As `?` shows it: `2 r REASON`.
  package var usage: String {
    let text = text == .needed ? " TEXT" : text == .optional ? " [TEXT]" : ""
    return (takesNumber ? "N " : "") + letter + text
  }

  package static let all: [LinearVerb] = [
    LinearVerb("s", "show", .none, "Shows item N with its evidence. N alone does the same.") { number, _ in
      .show(number)
    },
    LinearVerb("a", "approve", .optional, "Approves item N, with a note.") { .decide($0, .approved, $1) },
    LinearVerb("r", "reject", .needed, "Rejects item N; the text is the reason.") { .decide($0, .rejected, $1) },
    LinearVerb("d", "defer", .optional, "Puts item N off, with a note.") { .decide($0, .deferred, $1) },
    LinearVerb("e", "escalate", .needed, "Hands item N upwards; the text is the reason.") {
      .decide($0, .escalated, $1)
    },
    LinearVerb("c", "claim", .none, "Takes item N for 15 minutes.") { number, _ in .claim(number) },
    LinearVerb("u", "undo", number: false, .none, "Takes the last decision back while it can be.") { _, _ in .undo },
    LinearVerb("l", "list", number: false, .none, "Reads the list anew.") { _, _ in .list },
    LinearVerb("/", "find", number: false, .optional, "Lists only what has the text in it; alone, everything.") {
      _, text in .find(text ?? "")
    },
    LinearVerb("?", "help", number: false, .none, "Says this.") { _, _ in .help },
    LinearVerb("q", "quit", number: false, .none, "Ends; so does the end of the input.") { _, _ in .quit },
  ]

  private init(
    _ letter: String, _ word: String, number: Bool = true, _ text: Text, _ help: String,
    _ make: @escaping @Sendable (Int, String?) -> LinearRequest
  ) {
    self.letter = letter
    self.word = word
    takesNumber = number
    self.text = text
    self.help = help
    self.make = make
  }
}

/// Why a line means nothing, as one sentence.
package struct LinearFault: Error, Hashable, Sendable { package let sentence: String }

extension LinearRequest {
  /// nil: an empty line, which means nothing and is no fault.
  package static func parse(_ line: String) throws(LinearFault) -> LinearRequest? {
    var rest = line.split(maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)[...]
    guard let first = rest.first else { return nil }
    let number = Int(first)
    if number != nil { rest = rest.dropFirst() }
    guard let word = rest.popFirst() else { return number.map { .show($0) } }
    let text = rest.joined(separator: " ").trimmingSpaces
    return try verb(String(word), number, text.isEmpty ? nil : text)
  }

  private static func verb(_ word: String, _ number: Int?, _ text: String?) throws(LinearFault) -> LinearRequest {
    // `/text` without a space is how everybody types it.
    if number == nil, word.hasPrefix("/"), word.count > 1 {
      return .find(([String(word.dropFirst())] + (text.map { [$0] } ?? [])).joined(separator: " "))
    }
    guard let verb = LinearVerb.all.first(where: { $0.letter == word || $0.word == word }) else {
      throw LinearFault(
        sentence: "“\(word)” is no verb; one of \(LinearVerb.all.map(\.letter).joined(separator: " ")) was expected.")
    }
    guard verb.takesNumber == (number != nil) else {
      throw LinearFault(
        sentence: verb.takesNumber
          ? "\(verb.word) needs the number of an item before it: \(verb.usage)" : "\(verb.word) takes no number.")
    }
    if verb.text == .needed, text == nil {
      throw LinearFault(sentence: "\(verb.word) needs a reason behind it: \(verb.usage)")
    }
    if verb.text == .none, text != nil { throw LinearFault(sentence: "\(verb.word) takes nothing behind it.") }
    return verb.make(number ?? 0, text)
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
