// CommandSet: the commands in effect, as the table has them or as the person's configuration changed them. Pure value.
// Help, footer, palette and key resolver read one set, so that none of them shows a key that does something else.
import FactoryState
import TerminalKit

package struct CommandSet: Sendable {
  package let all: [Command]
  /// Those of the command line: everything that is not part of a dialog.
  package let palette: [Command]
  private let byId: [CommandID: Command]
  /// Those with a place in the bottom line, best first, by the scopes that have keys for them.
  private let footers: [KeyScope: [Command]]

  package static let standard = CommandSet(CommandTable.all)

  package init(_ all: [Command]) {
    self.all = all
    palette = all.filter { $0.category != .dialog }
    byId = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let shown = all.filter { $0.footer != nil }.sorted { ($0.footer?.rank ?? 0) < ($1.footer?.rank ?? 0) }
    footers = Dictionary(
      uniqueKeysWithValues: KeyScope.allCases.map { scope in (scope, shown.filter { $0.hasKey(in: scope) }) })
  }

  /// Commands with a place in the bottom line of a scope, best first; looked up with every frame.
  package func footer(in scope: KeyScope) -> [Command] { footers[scope] ?? [] }

  /// By its name, else by another word that hands type for it; a command of the person's own goes before such a word.
  package subscript(_ id: CommandID) -> Command? { byId[id] ?? Self.otherNames[id].flatMap { byId[$0] } }

  /// Words that the contract and other programs have for what is called differently here.
  package static let otherNames: [CommandID: CommandID] = [
    "kanban": "board", "inbox": "notifications", "audit": "activity", "find": "search", "keys": "help",
    "tasks": "queue", "decisions": "queue",
  ]

  /// Those that mean something in a scope and can be reached by a key there.
  package func commands(in scope: KeyScope) -> [Command] { all.filter { !$0.notations(in: scope).isEmpty } }

  /// The table with a person's keys and commands.
  /// - Throws: every problem, each with the place in the file.
  package static func made(
    _ keys: [KeySetting], _ commands: [CustomCommand] = []
  ) throws(SettingProblems) -> CommandSet {
    var problems: [String] = []
    var all = CommandTable.all
    for custom in commands {
      if all.contains(where: { $0.id.rawValue == custom.name }) {
        problems.append("\(custom.place): there is a command “\(custom.name)” already; another name was expected.")
      } else {
        all.append(custom.command)
      }
    }
    for setting in keys { problems += setting.apply(to: &all) }
    if problems.isEmpty { problems = contradictions(all, keys, commands) }
    guard problems.isEmpty else { throw SettingProblems(sentences: problems) }
    return CommandSet(all)
  }

  /// Two meanings of one key, told with the setting that brought it.
  private static func contradictions(
    _ all: [Command], _ keys: [KeySetting], _ commands: [CustomCommand]
  ) -> [String] {
    KeyResolver.conflicts(all).map { sentence in
      let culprit =
        keys.first { sentence.contains("(\($0.command))") }?.place
        ?? commands.first { sentence.contains("(\($0.name))") }?.place
      return "\(culprit.map { $0 + ": " } ?? "")\(sentence); give one of them another key, or none."
    }
  }
}

/// What is wrong in a person's keys and commands, one sentence each with file, line and field.
package struct SettingProblems: Error, Hashable, Sendable {
  package let sentences: [String]
  package init(sentences: [String]) { self.sentences = sentences }
}

/// Keys that a person gave a command.
package struct KeySetting: Hashable, Sendable {
  package var command: String
  /// nil: wherever the command has keys.
  package var scope: String?
  /// Empty: it has no key.
  package var notations: [String]
  /// File, line and field, for a sentence.
  package var place: String

  package init(command: String, scope: String? = nil, notations: [String], place: String) {
    self.command = command
    self.scope = scope
    self.notations = notations
    self.place = place
  }

  /// Changes the one command; returns what is wrong.
  fileprivate func apply(to all: inout [Command]) -> [String] {
    guard let index = all.firstIndex(where: { $0.id.rawValue == command }) else {
      return ["\(place): there is no command “\(command)”; `factory docs keys` lists them."]
    }
    var wanted: KeyScope?
    if let scope {
      guard let known = KeyScope(rawValue: scope) else {
        let names = KeyScope.allCases.map(\.rawValue).joined(separator: ", ")
        return ["\(place): one of \(names) was expected, found “\(scope)”."]
      }
      wanted = known
    }
    let problems = notations.compactMap(unreadable)
    guard problems.isEmpty else { return problems }
    let scopes = wanted.map { [$0] } ?? scopes(of: all[index])
    if let typed = scopes.first(where: \.typesText).flatMap({ typed(in: $0, all[index]) }) { return [typed] }
    all[index].keys.removeAll { scopes.contains($0.scope) }
    if !notations.isEmpty { all[index].keys += scopes.map { ScopedKeys($0, notations) } }
    return []
  }

  private func scopes(of command: Command) -> [KeyScope] {
    let own = command.keys.map(\.scope)
    return own.isEmpty ? [.global] : own
  }

  private func unreadable(_ notation: String) -> String? {
    do throws(KeyNotation.Problem) {
      _ = try KeyNotation.parse(notation)
      return nil
    } catch { return "\(place): \(error)." }
  }

  /// A letter that is bound where one types could not be typed any more.
  private func typed(in scope: KeyScope, _ command: Command) -> String? {
    let before = Set(command.keys.filter { $0.scope == scope }.flatMap(\.notations))
    let letter = notations.first { notation in
      guard !before.contains(notation), let first = (try? KeyNotation.parse(notation))?.first else { return false }
      return first.typed != nil
    }
    return letter.map {
      "\(place): “\($0)” is typed \(scope.place); a key with C- or A-, or a named one, was expected."
    }
  }
}

/// A command of a person's own: a line for the shell.
package struct CustomCommand: Hashable, Sendable {
  package var name: String
  package var title: String
  package var notations: [String]
  package var scope: KeyScope
  package var line: String
  /// Asks for the key a second time.
  package var confirms: Bool
  package var isDangerous: Bool
  /// Runs beside the screen; its end is told by a message.
  package var isBackground: Bool
  package var place: String

  package init(
    name: String, title: String? = nil, notations: [String] = [], scope: KeyScope = .global, line: String,
    confirms: Bool = false, isDangerous: Bool = false, isBackground: Bool = false, place: String = ""
  ) {
    self.name = name
    self.title = title ?? name.replacing("-", with: " ")
    self.notations = notations
    self.scope = scope
    self.line = line
    self.confirms = confirms
    self.isDangerous = isDangerous
    self.isBackground = isBackground
    self.place = place
  }

  fileprivate var command: Command {
    let custom = self
    return Command(
      CommandID(rawValue: name), notations.isEmpty ? [] : [ScopedKeys(scope, notations)], title,
      help: "Runs `\(line)`.", .own, footer: notations.isEmpty ? nil : FooterEntry(90, title), isDangerous: isDangerous
    ) { _, _ in [.loop(.custom(custom))] }
  }
}
