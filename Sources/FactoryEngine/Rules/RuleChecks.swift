// What a call must look like for a rule, and why one has none, in words. Pure.
import FactoryContracts
import FactoryHooks

enum RuleChecks {
  static func check(_ call: AgentCall, _ field: String, _ problems: inout Problems) {
    for (name, value) in [("agent", call.agent), ("session", call.session), ("tool", call.tool)] {
      problems.text("\(field).\(name)", value, max: RuleLimits.name)
    }
    problems.text("\(field).folder", call.folder, max: RuleLimits.text)
    problems.text("\(field).command", optional: call.command, max: RuleLimits.text)
    problems.text("\(field).path", optional: call.path, max: RuleLimits.text)
    problems.number("\(field).others.count", call.others?.count, in: 0...RuleLimits.others)
    for other in call.others ?? [] { problems.text("\(field).others", other, max: RuleLimits.name) }
  }

  static func why(_ call: AgentCall) -> String {
    let risk = HookRisk.of(call)
    if risk.level == .high { return "it \(risk.reasons.joined(separator: ", ")), which is of high risk" }
    if risk.level == .low { return "it only reads" }
    if !Folders.isClear(call.folder) { return "its folder is no clear path below the root" }
    if call.command != nil { return "its command runs, expands or redirects what a rule cannot see through" }
    return "it leaves its folder"
  }

  static func offered(_ call: AgentCall) -> String {
    let scopes = RuleCover.offers(call).map(\.scope.rawValue)
    return scopes.isEmpty ? "a decision for each call" : "one of " + scopes.joined(separator: ", ")
  }
}
