// Which rules a call can have, and which rules cover a call. Pure; any thread.
// Invariants: nothing covers a call of high risk; a rule is never wider than the call it came from: its tool, its commands, its folder
// and what is below it.
import FactoryContracts

package enum RuleCover {
  /// Tools whose `command` is a line for a POSIX shell.
  private static let shells: Set = ["Bash", "exec", "shell", "developer__shell"]

  package static func isShell(_ tool: String) -> Bool { shells.contains(tool) }

  /// Commands that a rule of this scope would name; nil: there can be no such rule.
  package static func commands(_ call: AgentCall, _ scope: RuleScope) -> [CommandKind]?? {
    guard Folders.isClear(call.folder), HookRisk.of(call).level == .medium else { return nil }
    guard call.command != nil || shells.contains(call.tool) else {
      if let path = call.path, !Folders.contains(call.folder, path) { return nil }
      return scope == .unknown ? nil : .some(nil)
    }
    guard shells.contains(call.tool), call.others ?? [] == [], let line = call.command.flatMap(ShellLine.init) else {
      return nil
    }
    let kinds = line.parts.filter { !CommandKinds.isHarmlessMove($0, call.folder) }.map(CommandKinds.of)
    guard !kinds.isEmpty, !kinds.contains(nil) else { return nil }
    switch scope {
    case .kind: return .some(kinds.compactMap(\.self).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    // A gated command's session is a process, whose number another may get.
    case .session: return call.tool == "exec" ? nil : .some(nil)
    case .unknown: return nil
    }
  }

  /// What the call can be answered for.
  package static func offers(_ call: AgentCall) -> [RuleOffer] {
    RuleScope.declared.compactMap { scope in
      guard let commands = commands(call, scope) else { return nil }
      return RuleOffer(scope: scope, covers: text(call, scope, commands))
    }
  }

  package static func text(_ call: AgentCall, _ scope: RuleScope, _ commands: [CommandKind]?) -> String {
    let place = "in \(call.folder) and below, asked by \(call.agent)"
    let limit = "; never what is of high risk"
    let session = scope == .session ? " in the session \(call.session.prefix(8))" : ""
    if let commands { return commands.map(CommandKinds.text).joined(separator: " and ") + " \(place)" + limit }
    if shells.contains(call.tool) { return "commands of \(call.tool) \(place)\(session)" + limit }
    if call.path != nil { return "\(call.tool) of files \(place)\(session)" + limit }
    return "\(call.tool) with any input \(place)\(session)" + limit
  }

  /// The rules that cover the call together; nil: something of it is not covered.
  package static func covering(_ call: AgentCall, _ rules: [HookRule]) -> [HookRule]? {
    guard let kinds = commands(call, .kind) else { return nil }
    let near = rules.filter { isNear($0, call) }
    guard kinds != nil, let line = call.command.flatMap(ShellLine.init) else {
      return near.first { $0.commands == nil && covers($0, path: call.path) }.map { [$0] }
    }
    var used: [HookRule] = []
    for part in line.parts {
      if CommandKinds.isHarmlessMove(part, call.folder) { continue }
      guard let rule = near.first(where: { covers($0, part, call) }) else { return nil }
      if !used.contains(where: { $0.id == rule.id }) { used.append(rule) }
    }
    return used.isEmpty ? nil : used
  }

  /// The same agent, tool and session, in the rule's folder.
  private static func isNear(_ rule: HookRule, _ call: AgentCall) -> Bool {
    let bound = rule.scope == .kind && rule.session == nil || rule.scope == .session && rule.session == call.session
    return bound && rule.agent == call.agent && rule.tool == call.tool && Folders.contains(rule.folder, call.folder)
  }

  private static func covers(_ rule: HookRule, path: String?) -> Bool {
    path.map { Folders.contains(rule.folder, $0) } ?? true
  }

  private static func covers(_ rule: HookRule, _ words: [String], _ call: AgentCall) -> Bool {
    guard let kind = CommandKinds.of(words) else { return false }
    guard let kinds = rule.commands else { return rule.scope == .session && isPlain(words, kind, rule.folder) }
    guard kinds.contains(kind) else { return false }
    guard kind.exact else { return CommandKinds.staysInside(words, own: kind.words.count, rule.folder) }
    // The same words in the same place are what was shown; elsewhere they may name something else.
    return call.folder == rule.folder || words.allSatisfy { Folders.staysInside($0, rule.folder) }
  }

  /// Of a session's any command: nothing that runs text, and no word that leaves the folder.
  private static func isPlain(_ words: [String], _ kind: CommandKind, _ folder: String) -> Bool {
    !words[0].contains("=") && !CommandKinds.runsText(words) && !CommandKinds.installs(words)
      && CommandKinds.staysInside(words, own: 0, folder)
  }
}
