// rules: list, show, add, revoke; what goes on without asking, by whose word and until when. A rule is named by its number.
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "What agents may do without asking: list, show, add, revoke.",
    discussion: """
      A rule comes with an approval (`factory approve TASK --allow kind`, or M in the command center), or is added here. It ends by \
      itself, covers no more than was shown, and nothing of high risk.
      """,
    subcommands: [RulesList.self, RulesShow.self, RulesAdd.self, RulesRevoke.self], defaultSubcommand: RulesList.self)
}

struct RulesList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List rules in force, newest first.")
  @Flag(help: "Also those that have ended.") var all = false
  @Option(help: "Rows, 1–100.") var limit = 100
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100 was expected, found \(limit).") }
  }

  func run() throws {
    let query = [("limit", "\(limit)")] + (all ? [] : [("live", "true")])
    let rules = try Connection.open(server).api.ask(Endpoints.listRules, query: query, json: server.json).data
    if server.json { return try Output.json(rules) }
    if rules.isEmpty { return Output.line("No rule is in force.") }
    for rule in rules { Output.line(RuleText.line(rule, now: .current)) }
  }
}

struct RulesShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "What a rule covers, who made it, until when, how often it was used.")
  @OptionGroup var rule: RuleArgument

  func run() throws {
    let found = try rule.find(try Connection.open(rule.server).api)
    if rule.server.json { return try Output.json(found) }
    for line in RuleText.lines(found, now: .current) { Output.line(line) }
  }
}

struct RulesRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a rule at once; the next call asks again.")
  @OptionGroup var rule: RuleArgument

  func run() throws {
    let api = try Connection.open(rule.server).api
    let id = try rule.find(api).id
    let ended = try api.ask(Endpoints.revokeRule, path: [id.description], json: rule.server.json).data
    if rule.server.json { return try Output.json(ended) }
    Output.line(RuleText.line(ended, now: .current))
  }
}

struct RulesAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Allow calls like the one that is named, in a folder and below it, for a while.",
    discussion: """
      Examples: factory rules add --tool Bash --command "npm test" --for 2h
      factory rules add --task 4f21 --scope session
      """)
  @Option(help: "Id of a task that shows the call, or the last digits of it.") var task: String?
  @Option(help: "kind: the same tool or command; session: the tool in the session of the task.") var scope = "kind"
  @Option(help: "Tool as the agent names it, such as Bash, Edit or mcp__shop__refund.") var tool: String?
  @Option(help: "Command line as it would be shown.") var command: String?
  @Option(help: "Folder; without it this one.") var folder: String?
  @Option(help: "Agent as it is shown in its questions.") var agent = "Claude Code"
  @Option(help: "Session of the agent; needed with --scope session.") var session: String?
  @Option(help: "Id of the account whose calls it covers; without it your own.") var principal: String?
  @OptionGroup var until: RuleEnd
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(scope, RuleScope.self, "--scope")
    if let principal, EntityID(principal) == nil {
      throw ValidationError("--principal: an id was expected, found \(principal).")
    }
    guard (task == nil) != (tool == nil) else {
      throw ValidationError("--task or --tool was expected, \(task == nil ? "neither" : "both") of them found.")
    }
    if task == nil, scope == "session", session == nil {
      throw ValidationError("--session: the id of a session was expected with --scope session, none was given.")
    }
  }

  func run() throws {
    let api = try Connection.open(server).api
    var body = CreateRuleBody(scope: RuleScope.named(scope) ?? .kind, expiresAt: until.moment)
    body.principalId = principal.flatMap { EntityID($0) }
    if let task {
      body.taskId = try TaskReference.resolve(task, api, json: server.json)
    } else {
      let place = folder ?? FileManager.default.currentDirectoryPath
      guard let whole = Places.resolve(place) else {
        throw CommandFailure(.usage, "--folder: a folder was expected, found \(place).")
      }
      body.call = AgentCall(
        agent: agent, folder: whole, session: session ?? "-", tool: tool ?? "", command: command,
        path: ["Edit", "MultiEdit", "Write", "NotebookEdit"].contains(tool) ? whole + "/file" : nil)
    }
    let rule = try api.ask(Endpoints.createRule, body, key: RandomIDSource().next(at: .current), json: server.json).data
    if server.json { return try Output.json(rule) }
    for line in RuleText.lines(rule, now: .current) { Output.line(line) }
  }
}

/// When a rule ends.
struct RuleEnd: ParsableArguments {
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long, such as 30m, 8h or 5d; at most 30d. Without it 8h.", valueName: "duration"))
  var length: Duration?

  func validate() throws {
    guard let length, length.seconds > RuleLimits.longestSeconds else { return }
    throw ValidationError("--for: at most 30d was expected, found \(Int(length.seconds / 86_400))d.")
  }

  var moment: Timestamp? { length.map { Timestamp.current.adding(seconds: $0.seconds) } }
}

/// A rule by its number.
struct RuleArgument: ParsableArguments {
  @Argument(help: "Number of the rule, as lists and answers show it.") var number: Int
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard (1...Int(Int32.max)).contains(number) else {
      throw ValidationError("NUMBER: the number of a rule was expected, found \(number).")
    }
  }

  func find(_ api: RESTClient) throws -> HookRule {
    let query = [("number", "\(number)")]
    guard let rule = try api.ask(Endpoints.listRules, query: query, json: server.json).data.first else {
      throw CommandFailure(.failed, "There is no rule \(number).")
    }
    return rule
  }
}

enum RuleText {
  static func line(_ rule: HookRule, now: Timestamp) -> String {
    "\(rule.number)  \(state(rule, now))  used \(rule.useCount)  \(rule.createdByName)  \(rule.covers)"
  }

  static func lines(_ rule: HookRule, now: Timestamp) -> [String] {
    [
      "Rule \(rule.number), \(state(rule, now))", "covers   \(rule.covers)",
      "made     by \(rule.createdByName), \(rule.createdAt)" + (rule.taskId.map { ", answering task \($0)" } ?? ""),
      "used     \(rule.useCount) times" + (rule.lastUsedAt.map { ", last \($0)" } ?? ""),
    ]
  }

  private static func state(_ rule: HookRule, _ now: Timestamp) -> String {
    if let end = rule.revokedAt { return "revoked by \(rule.revokedByName ?? "someone") \(end)" }
    return rule.isLive(at: now) ? "until \(rule.expiresAt)" : "ended \(rule.expiresAt)"
  }
}
