// The command line: finding a command by name, description or key, completing it, and reading what follows. Pure.
import FactoryContracts
import FactoryState
import TerminalKit

package enum Palette {
  /// A command that was found, with the key that would have done the same.
  package struct Entry: Sendable {
    package let command: Command
    package let keys: String
    package let unavailable: String?
    /// A value for the command's argument; nil: the entry is the command.
    package var value: String?
  }

  /// What a line means.
  package enum Line: Hashable, Sendable {
    case run(CommandID, argument: String)
    case nothing
    /// A sentence.
    case problem(String)
  }

  /// Best matches first; everything, in the table's order, while nothing is typed.
  package static func entries(_ text: String, _ situation: Situation) -> [Entry] {
    if let (command, values) = choices(text, situation) {
      return values.map { Entry(command: command, keys: "", unavailable: nil, value: $0) }
    }
    let word = split(text).name
    let scope = KeyScope.page(situation.app)
    let scored = situation.commands.palette.enumerated().compactMap { index, command -> (Int, Int, Command)? in
      let isMeant = situation.commands[CommandID(rawValue: word)]?.id == command.id
      return (isMeant ? 10_000 : score(command, word)).map { (-$0, index, command) }
    }
    return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { _, _, command in
      Entry(
        command: command, keys: command.notations(in: scope).first ?? "", unavailable: command.unavailable(situation))
    }
  }

  /// A command whose argument is being typed, and the values that fit, best first; nil: the name is still typed.
  private static func choices(_ text: String, _ situation: Situation) -> (Command, [String])? {
    let (name, argument) = split(text)
    guard text.drop(while: { $0 == " " || $0 == ":" }).contains(" "),
      let command = situation.commands[CommandID(rawValue: name)], let choices = command.choices
    else { return nil }
    let scored = choices(situation).enumerated().compactMap { index, value -> (Int, Int, String)? in
      if argument.isEmpty { return (0, index, value) }
      return FuzzyMatch.score(argument, in: value).map { (value == argument ? -10_000 : -$0, index, value) }
    }
    return (command, scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2))
  }

  /// The value that Enter would take, once one was typed at or gone to.
  package static func value(_ text: String, selected: Int, _ situation: Situation) -> String? {
    guard let (_, values) = choices(text, situation), !values.isEmpty, selected > 0 || !split(text).argument.isEmpty
    else {
      return nil
    }
    return values[min(max(0, selected), values.count - 1)]
  }

  private static func score(_ command: Command, _ word: String) -> Int? {
    guard !word.isEmpty else { return 0 }
    if command.keys.flatMap(\.notations).contains(word) { return 5_000 }
    let name = FuzzyMatch.score(word, in: command.id.rawValue).map { $0 * 4 + 40 }
    let title = FuzzyMatch.score(word, in: command.title).map { $0 * 2 }
    let help = command.help.lowercased().contains(word.lowercased()) ? 1 : nil
    return [name, title, help].compactMap { $0 }.max()
  }

  /// The name and what follows it.
  package static func split(_ text: String) -> (name: String, argument: String) {
    let trimmed = text.drop { $0 == " " || $0 == ":" }
    let parts = trimmed.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
    return (String(parts.first ?? ""), String(rest))
  }

  /// What Enter does: a whole name counts as it is, else the chosen entry.
  package static func read(_ text: String, selected: Int, _ situation: Situation) -> Line {
    let (name, argument) = split(text)
    let id = CommandID(rawValue: name)
    if let value = value(text, selected: selected, situation) { return .run(id, argument: value) }
    if let command = situation.commands[id], command.category != .dialog {
      return .run(command.id, argument: argument)
    }
    let found = entries(text, situation)
    if name.isEmpty, selected == 0 { return .nothing }
    guard !found.isEmpty else { return .problem("There is no command “\(name)”; ? lists the keys.") }
    return .run(found[min(max(0, selected), found.count - 1)].command.id, argument: argument)
  }

  /// The line with the chosen command's name written out; an argument that follows stays.
  package static func completed(_ text: String, selected: Int, _ situation: Situation) -> String {
    let found = entries(text, situation)
    guard !found.isEmpty else { return text }
    let (name, argument) = split(text)
    if let value = found[min(max(0, selected), found.count - 1)].value { return "\(name) \(value)" }
    let chosen = found[min(max(0, selected), found.count - 1)].command
    if situation.commands[CommandID(rawValue: name)] != nil, selected == 0 { return text }
    return chosen.id.rawValue + (chosen.argument == nil && argument.isEmpty ? "" : " " + argument)
  }

  /// Moves the choice, around the ends.
  static func step(_ delta: Int, _ situation: Situation) -> [Intent] {
    guard case .palette(let state)? = situation.app.dialogs.last else { return [] }
    let count = entries(state.input.text, situation).count
    guard count > 0 else { return [] }
    let next = ((state.selected + delta) % count + count) % count
    return [.app(.dialog(.selectPalette(next), now: situation.now))]
  }
}
