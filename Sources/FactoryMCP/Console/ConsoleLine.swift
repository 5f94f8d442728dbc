// What a line of the console asks for: a phrase of the table, or a tool by its name. Pure.
import FactoryContracts

/// What one line asks for.
enum ConsoleWish {
  case help
  case call(Tool, [String: JSONValue])
  /// About a pipeline that is named in words.
  case about(ConsoleVerb, String)
}

/// A tool with the arguments that a phrase brings along.
struct ConsoleVerb {
  let tool: Tool
  var more: [String: JSONValue] = [:]
}

/// One way to say something; the first of `words` is what the help shows.
struct ConsolePhrase: Sendable {
  let words: [String]
  /// What stands behind the words; nil: nothing may.
  let rest: String?
  let meaning: String
  /// The rest of the line, and what was listed last.
  let read: @Sendable (String, [FactoryTask]) throws(ToolFailure) -> ConsoleWish

  var usage: String { words[0] + (rest.map { " \($0)" } ?? "") }
}

enum ConsoleLine {
  static let phrases: [ConsolePhrase] = [
    simple(
      ["queue", "inbox", "tasks", "pending", "what's waiting", "what is waiting", "what needs attention"],
      "what waits for a decision, numbered", ToolTable.getPendingTasks),
    simple(
      ["what's stuck", "what is stuck", "stuck", "blockers", "what's blocked"], "what holds things up",
      ToolTable.getBlockers),
    simple(["status", "pipelines", "how is it going"], "where the pipelines stand", ToolTable.getPipelineStatus),
    ConsolePhrase(words: ["status of", "how is"], rest: "PIPELINE", meaning: "one pipeline") {
      name, _ throws(ToolFailure) in
      try about(ToolTable.getPipelineStatus, name)
    },
    ConsolePhrase(
      words: ["approve", "lgtm"], rest: "N [a note]", meaning: "approves what was listed under that number"
    ) {
      text, listed throws(ToolFailure) in
      let (task, note) = try chosen(text, listed)
      return .call(
        ToolTable.approveTask, ["task_id": task].merging(note.isEmpty ? [:] : ["notes": .string(note)]) { $1 })
    },
    ConsolePhrase(words: ["ship it"], rest: nil, meaning: "approves, where one thing was listed") {
      _, listed throws(ToolFailure) in
      .call(ToolTable.approveTask, ["task_id": try chosen("", listed).0])
    },
    ConsolePhrase(words: ["reject"], rest: "N because REASON", meaning: "rejects it; the reason goes with it") {
      text, listed throws(ToolFailure) in
      var (task, reason) = try chosen(text, listed)
      for word in ["because ", ": "] where reason.hasPrefix(word) { reason = String(reason.dropFirst(word.count)) }
      guard !reason.isEmpty else { throw ToolFailure("A reason was expected: reject 3 because …") }
      return .call(ToolTable.rejectTask, ["task_id": task, "reason": .string(reason)])
    },
    ConsolePhrase(words: ["find", "search"], rest: "WORDS", meaning: "searches everything") {
      text, _ throws(ToolFailure) in
      .call(ToolTable.search, ["query": .string(text)])
    },
    ConsolePhrase(words: ["run tests of", "test"], rest: "PIPELINE", meaning: "runs its tests") {
      name, _ throws(ToolFailure) in
      try about(ToolTable.runTests, name)
    },
    ConsolePhrase(words: ["advance"], rest: "PIPELINE", meaning: "moves it to its next stage") {
      name, _ throws(ToolFailure) in
      try about(ToolTable.advanceStage, name)
    },
    ConsolePhrase(
      words: ["deploy"], rest: "PIPELINE to staging|production", meaning: "asks for a deploy; a human decides first"
    ) {
      text, _ throws(ToolFailure) in
      let (name, target) = try pair(text, "to", "deploy PIPELINE to staging")
      return .about(ConsoleVerb(tool: ToolTable.deploy, more: ["target": .string(target)]), name)
    },
    ConsolePhrase(words: ["create"], rest: "NAME for PLATFORM", meaning: "begins a new pipeline") {
      text, _ throws(ToolFailure) in
      let (name, platform) = try pair(text, "for", "create NAME for PLATFORM")
      return .call(ToolTable.createPipeline, ["name": .string(name), "platform": .string(platform)])
    },
    ConsolePhrase(words: ["help", "?"], rest: nil, meaning: "says this") { _, _ in .help },
  ]

  static var help: String {
    phrases.map { "\($0.usage)\n   \($0.meaning)" }.joined(separator: "\n")
      + "\nfactory_search query=\"retry on 429\" limit=5\n   any tool by its name: \(tools.map(\.name).joined(separator: ", "))"
  }

  /// A person asks for permission nowhere.
  private static let tools = ToolTable.all.filter { !$0.isPatient }

  static func read(_ line: String, _ listed: [FactoryTask]) throws(ToolFailure) -> ConsoleWish {
    let text = line.replacing("’", with: "'").trimmedBlanks
    let first = text.prefix { !$0.isWhitespace }
    if let tool = tools.first(where: { $0.name == first }) {
      return .call(tool, try ConsoleArguments.read(String(text.dropFirst(first.count)), tool))
    }
    let plain = String(text.reversed().drop { "?!. ".contains($0) }.reversed()).lowercased()
    if let phrase = phrases.first(where: { $0.rest == nil && $0.words.contains(text == "?" ? text : plain) }) {
      return try phrase.read("", listed)
    }
    for phrase in phrases where phrase.rest != nil {
      // The longest first: `status of x` is not `status`.
      for words in phrase.words.sorted(by: { $0.count > $1.count }) where begins(plain, words) {
        return try phrase.read(String(text.dropFirst(words.count)).trimmedBlanks, listed)
      }
    }
    throw unclear(plain)
  }

  private static func begins(_ text: String, _ words: String) -> Bool { text == words || text.hasPrefix(words + " ") }

  /// Everything that shares a word with the line; where nothing does, everything.
  private static func unclear(_ text: String) -> ToolFailure {
    let said = Set(text.split { !$0.isLetter && $0 != "'" }.filter { $0.count > 2 }.map(String.init))
    let near = phrases.filter { phrase in
      phrase.words.contains {
        !said.isDisjoint(with: $0.split(separator: " ").filter { $0.count > 2 }.map(String.init))
      }
    }
    let rows = (near.isEmpty ? phrases : near).map { "  \($0.usage): \($0.meaning)" }
    return ToolFailure(
      "That is not clear, and nothing was done. These are understood:\n" + rows.joined(separator: "\n"))
  }

  private static func simple(_ words: [String], _ meaning: String, _ tool: Tool) -> ConsolePhrase {
    ConsolePhrase(words: words, rest: nil, meaning: meaning) { _, _ in .call(tool, [:]) }
  }

  private static func about(_ tool: Tool, _ name: String) throws(ToolFailure) -> ConsoleWish {
    guard !name.isEmpty else { throw ToolFailure("The name of a pipeline was expected behind it.") }
    return .about(ConsoleVerb(tool: tool), name)
  }

  /// The task that a number or an id names, and what stands behind it. Without either the only one that was listed.
  private static func chosen(_ text: String, _ listed: [FactoryTask]) throws(ToolFailure) -> (JSONValue, String) {
    let word = String(text.prefix { !$0.isWhitespace && $0 != ":" })
    let rest = String(text.dropFirst(word.count)).trimmedBlanks
    if let id = EntityID(word) { return (.string(id.description), rest) }
    if let number = Int(word) {
      guard listed.indices.contains(number - 1) else {
        throw ToolFailure(
          listed.isEmpty
            ? "Nothing was listed yet; queue does."
            : "1 to \(listed.count) were listed, found \(number); queue lists anew.")
      }
      return (.string(listed[number - 1].id.description), rest)
    }
    guard listed.count == 1 else {
      let rows = listed.enumerated().map { "  \($0.offset + 1). \(Phrases.line($0.element.title))" }
      throw ToolFailure(
        rows.isEmpty
          ? "Nothing was listed yet; queue does." : "Which one? A number was expected:\n" + rows.joined(separator: "\n")
      )
    }
    return (.string(listed[0].id.description), text)
  }

  private static func pair(_ text: String, _ word: String, _ usage: String) throws(ToolFailure) -> (String, String) {
    let parts = text.split(separator: " ").map(String.init)
    guard let place = parts.lastIndex(of: word), place > 0, place + 1 < parts.count else {
      throw ToolFailure("It was expected as: \(usage)")
    }
    return (parts[..<place].joined(separator: " "), parts[(place + 1)...].joined(separator: " "))
  }
}

/// `name=value` behind a tool's name; a value with spaces stands in double quotes.
enum ConsoleArguments {
  static func read(_ text: String, _ tool: Tool) throws(ToolFailure) -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    for word in words(text) {
      guard let cut = word.firstIndex(of: "="), cut > word.startIndex else {
        throw ToolFailure(
          "name=value was expected, found \(Steps.shown(word)); \(tool.name) takes "
            + tool.arguments.map(\.name).joined(separator: ", ") + ".")
      }
      let (name, value) = (String(word[..<cut]), String(word[word.index(after: cut)...]))
      found[name] = typed(value, tool.arguments.first { $0.name == name }?.kind)
    }
    return found
  }

  private static func typed(_ value: String, _ kind: ToolArgument.Kind?) -> JSONValue {
    switch kind {
    case .flag?: value == "true" || value == "yes" ? true : value == "false" || value == "no" ? false : .string(value)
    case .whole?: Int64(value).map { .integer($0) } ?? .string(value)
    case .texts?, .choices?: .array(value.split(separator: ",").map { .string(String($0)) })
    default: .string(value)
    }
  }

  private static func words(_ text: String) -> [String] {
    var (words, word, isQuoted) = ([String](), "", false)
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}

extension String {
  fileprivate var trimmedBlanks: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
