// `keys:`, `commands:` and `sections:` of the section `factory:` in goose's configuration file: a person's own. Read as nodes, so that each
// fault has its line. Pure.
import FactoryState
import FactoryTUI
import Foundation
import Yams

struct OwnCommands {
  private(set) var keys: [KeySetting] = []
  private(set) var commands: [CustomCommand] = []
  private(set) var sections: [SavedSection] = []
  private var problems: [String] = []
  private let path: String

  /// - Throws: every problem as one failure, a sentence a line.
  static func read(_ text: String, path: String) throws -> OwnSettings {
    var settings = OwnSettings()
    guard let root = try? Yams.compose(yaml: text), let section = root.mapping?["factory"]?.mapping else {
      return settings
    }
    var own = OwnCommands(path: path)
    if let node = section["keys"] { own.readKeys(node) }
    if let node = section["commands"] { own.readCommands(node) }
    if let node = section["sections"] { own.readSections(node) }
    guard own.problems.isEmpty else { throw failure(own.problems) }
    settings.sections = own.sections
    guard !own.keys.isEmpty || !own.commands.isEmpty else { return settings }
    do { settings.commands = try CommandSet.made(own.keys, own.commands) } catch { throw failure(error.sentences) }
    return settings
  }

  /// The fields of the section that are read here.
  static let fields = ["keys", "commands", "sections"]

  private static func failure(_ sentences: [String]) -> CommandFailure {
    var failure = CommandFailure(.usage, sentences.first ?? "")
    failure.more = Array(sentences.dropFirst())
    return failure
  }

  private init(path: String) { self.path = path }

  private func place(_ node: Node, _ field: String) -> String {
    let line = node.mark.map { " line \($0.line)," } ?? ""
    return "\(path),\(line) factory.\(field)"
  }

  private mutating func fault(_ node: Node, _ field: String, _ expected: String) {
    let found =
      switch node {
      case .scalar(let scalar): "“\(scalar.string)”"
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .alias: "an alias"
      }
    problems.append("\(place(node, field)): \(expected) was expected, found \(found).")
  }

  // MARK: Keys

  /// `command: key`, `command: [key, key]`, or `place: {command: key}`.
  private mutating func readKeys(_ node: Node) {
    guard let mapping = node.mapping else { return fault(node, "keys", "a mapping of commands to keys") }
    for (name, value) in mapping {
      let word = name.string ?? ""
      guard let inner = value.mapping else {
        readKey(word, value, scope: nil, "keys.\(word)")
        continue
      }
      for (command, keys) in inner {
        readKey(command.string ?? "", keys, scope: word, "keys.\(word).\(command.string ?? "")")
      }
    }
  }

  private mutating func readKey(_ command: String, _ node: Node, scope: String?, _ field: String) {
    guard let notations = notations(node) else { return fault(node, field, "a key, a list of keys, or none") }
    keys.append(KeySetting(command: command, scope: scope, notations: notations, place: place(node, field)))
  }

  /// A key can look like a number or a truth (`5`, `y`): it is text here.
  private func notations(_ node: Node) -> [String]? {
    if let scalar = node.scalar { return scalar.string == "none" ? [] : scalar.string.isEmpty ? nil : [scalar.string] }
    guard let list = node.sequence else { return nil }
    let texts = list.compactMap(\.scalar?.string)
    return texts.count == list.count && !texts.contains("") ? texts : nil
  }

  // MARK: Sections

  /// `name: query`, in the order of `Tab`.
  private mutating func readSections(_ node: Node) {
    guard let mapping = node.mapping else { return fault(node, "sections", "a mapping of names to filters") }
    for (name, value) in mapping { readSection(name.string ?? "", value) }
    guard sections.count > SavedSections.most else { return }
    problems.append("\(place(node, "sections")): at most \(SavedSections.most) were expected, found \(sections.count).")
  }

  private mutating func readSection(_ name: String, _ value: Node) {
    guard let query = value.scalar?.string else { return fault(value, "sections.\(name)", "a filter as text") }
    if let problem = SavedSection.problem(name: name, query: query) {
      problems.append("\(place(value, "sections.\(name)")): \(problem).")
    }
    sections.append(SavedSection(name: name, query: query))
  }

  // MARK: Commands

  private mutating func readCommands(_ node: Node) {
    guard let list = node.sequence else { return fault(node, "commands", "a list of commands") }
    for (index, item) in list.enumerated() { readCommand(item, "commands[\(index)]") }
  }

  private static let commandFields: Set = [
    "name", "title", "key", "scope", "run", "confirm", "dangerous", "background",
  ]

  private mutating func readCommand(_ node: Node, _ field: String) {
    guard let mapping = node.mapping else { return fault(node, field, "a mapping with name and run") }
    for key in mapping.keys where !Self.commandFields.contains(key.string ?? "") {
      fault(key, field, "one of \(Self.commandFields.sorted().joined(separator: ", "))")
    }
    guard let name = text(mapping, "name", node, field), let line = text(mapping, "run", node, field) else { return }
    guard name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
      return fault(mapping["name"] ?? node, "\(field).name", "small letters, digits and hyphens")
    }
    var command = CustomCommand(name: name, line: line, place: place(node, field))
    if let title = mapping["title"]?.string { command.title = title }
    if let key = mapping["key"] {
      guard let notations = notations(key) else { return fault(key, "\(field).key", "a key or a list of keys") }
      command.notations = notations
    }
    if let scope = mapping["scope"] {
      guard let known = KeyScope(rawValue: scope.string ?? ""), !known.typesText else {
        return fault(scope, "\(field).scope", "global, queue, context, kanban, pipeline or another page")
      }
      command.scope = known
    }
    command.confirms = flag(mapping, "confirm", field)
    command.isDangerous = flag(mapping, "dangerous", field)
    command.isBackground = flag(mapping, "background", field)
    commands.append(command)
  }

  private mutating func text(_ mapping: Node.Mapping, _ name: String, _ node: Node, _ field: String) -> String? {
    guard let value = mapping[name] else {
      problems.append("\(place(node, field)): \(name) is missing.")
      return nil
    }
    guard let text = value.scalar?.string, !text.isEmpty else {
      fault(value, "\(field).\(name)", "a text")
      return nil
    }
    return text
  }

  private mutating func flag(_ mapping: Node.Mapping, _ name: String, _ field: String) -> Bool {
    guard let value = mapping[name] else { return false }
    guard let flag = value.bool else {
      fault(value, "\(field).\(name)", "true or false")
      return false
    }
    return flag
  }
}
