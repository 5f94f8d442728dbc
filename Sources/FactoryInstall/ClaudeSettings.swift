// The hook's entry in Claude Code's settings: put in and taken out in place. Pure; any thread.
// Invariant: what comes out is, read as JSON, what went in but for our entry; else it is refused.
import FactoryContracts
import Foundation

/// Why a file is left as it is, as one sentence without its name.
package struct InstallFault: Error, Hashable, Sendable { package let sentence: String }

package enum ClaudeSettings {
  package static let matcher = "Bash|Edit|MultiEdit|Write|NotebookEdit|mcp__.*"
  private static let event = "PreToolUse"
  private static let words = "hook claude-code"

  /// - Parameters:
  ///   - text: the file as it is; nil or blank: there is none.
  ///   - program: as the settings shall name it, quoted where a shell needs it.
  /// - Returns: the file as it would be; nil: the entry is there already.
  package static func installed(_ text: String?, program: String) throws(InstallFault) -> String? {
    let old = try read(text)
    if entries(old).contains(where: isOurs) { return nil }
    let entry = entry(program)
    var new = JSONText(isBlank(text) ? "{}\n" : text ?? "")
    let pretty = Self.pretty
    guard let root = new.root() else { throw Self.odd }
    if let hooks = root.member("hooks") {
      if let list = hooks.member(event) {
        new.append(pretty(entry), to: list, depth: 3)
      } else {
        new.append("\"\(event)\": " + pretty([entry]), to: hooks, depth: 1)
      }
    } else {
      new.append("\"hooks\": " + pretty(.object([event: [entry]])), to: root, depth: 0)
    }
    var wanted = old
    var hooks = old["hooks"]?.object ?? [:]
    hooks[event] = .array((hooks[event]?.array ?? []) + [entry])
    wanted["hooks"] = .object(hooks)
    guard try read(new.text) == wanted else { throw Self.odd }
    return new.text
  }

  /// - Returns: the file without our entries; nil: there are none.
  package static func removed(_ text: String?) throws(InstallFault) -> String? {
    let old = try read(text)
    guard entries(old).contains(where: isOurs) else { return nil }
    var new = JSONText(text ?? "")
    while let list = new.root()?.member("hooks")?.member(event),
      let index = entries(try read(new.text)).firstIndex(where: isOurs)
    {
      try takeOut(index, list, &new)
    }
    try prune(&new)
    guard try entries(read(new.text)) == entries(old).compactMap(without) else { throw Self.odd }
    return new.text
  }

  /// The whole entry, or of one that has others' hooks too only ours.
  private static func takeOut(_ index: Int, _ list: JSONSpot, _ text: inout JSONText) throws(InstallFault) {
    let entry = entries(try read(text.text))[index]
    guard list.children.indices.contains(index) else { throw odd }
    guard without(entry) != nil else { return text.remove(index, of: list) }
    guard let hooks = list.children[index].member("hooks"),
      let ours = entry.object?["hooks"]?.array?.firstIndex(where: isCommand), hooks.children.indices.contains(ours)
    else { throw odd }
    text.remove(ours, of: hooks)
  }

  /// Lists that are empty now go too.
  private static func prune(_ text: inout JSONText) throws(InstallFault) {
    guard let root = text.root(), let hooks = root.member("hooks") else { throw odd }
    guard hooks.member(event)?.children.isEmpty == true else { return }
    if hooks.children.count == 1 {
      guard case .object(let members) = root.kind, let index = members.firstIndex(where: { $0.key == "hooks" }) else {
        throw odd
      }
      return text.remove(index, of: root)
    }
    guard case .object(let members) = hooks.kind, let index = members.firstIndex(where: { $0.key == event }) else {
      throw odd
    }
    text.remove(index, of: hooks)
  }

  private static func entry(_ program: String) -> JSONValue {
    [
      "matcher": .string(matcher),
      "hooks": [["type": "command", "command": .string("\(program) \(words) --wait 9m"), "timeout": 600]],
    ]
  }

  private static func entries(_ settings: [String: JSONValue]) -> [JSONValue] {
    settings["hooks"]?.object?[event]?.array ?? []
  }

  private static func isOurs(_ entry: JSONValue) -> Bool {
    entry.object?["hooks"]?.array?.contains(where: isCommand) == true
  }

  private static func isCommand(_ hook: JSONValue) -> Bool {
    hook.object?["command"]?.string.map { $0.contains("factory") && $0.contains(words) } == true
  }

  /// An entry without our hooks; nil: nothing is left of it.
  private static func without(_ entry: JSONValue) -> JSONValue? {
    guard var members = entry.object, let hooks = members["hooks"]?.array, isOurs(entry) else { return entry }
    let others = hooks.filter { !isCommand($0) }
    members["hooks"] = .array(others)
    return others.isEmpty ? nil : .object(members)
  }

  private static func isBlank(_ text: String?) -> Bool { text?.allSatisfy(\.isWhitespace) ?? true }

  private static func read(_ text: String?) throws(InstallFault) -> [String: JSONValue] {
    guard let text, !isBlank(text) else { return [:] }
    guard let members = (try? FactoryJSON.decode(JSONValue.self, from: .init(text.utf8)))?.object else {
      throw InstallFault(sentence: "it is not one JSON object")
    }
    if let hooks = members["hooks"] {
      guard let events = hooks.object else { throw InstallFault(sentence: "its member hooks is no object") }
      if let list = events[event], list.array == nil {
        throw InstallFault(sentence: "its member hooks.\(event) is no list")
      }
    }
    return members
  }

  private static func pretty(_ value: JSONValue) -> String { (try? FactoryJSON.pretty(value)) ?? "" }

  private static let odd = InstallFault(
    sentence: "it cannot be changed in place without changing more than the hook's entry")
}
