// approve, reject, defer, escalate, claim, undo, withdraw: the same decisions as in the command center, for scripts. Grace 0.
import ArgumentParser
import FactoryContracts
import Foundation

/// What every command on one task takes.
struct TaskArgument: ParsableArguments {
  @Argument(help: "Id of the task, or the last digits of it as lists show them.")
  var id: String

  @OptionGroup var server: ServerOptions
}

struct DecisionFlags: ParsableArguments {
  @Option(
    name: .customLong("if-version"),
    help: ArgumentHelp("Decide only if the task is still at this version.", valueName: "n"))
  var version: Int?

  @Option(help: ArgumentHelp("How long `undo` stays possible, 0–60.", valueName: "seconds"))
  var grace = 0

  func validate() throws {
    guard (0...60).contains(grace) else { throw ValidationError("--grace: 0 to 60 was expected, found \(grace).") }
  }
}

/// Sends a decision and prints the task as it is then.
enum Decide {
  static func run(
    _ argument: TaskArgument, _ decision: TaskDecision, notes: String?, data: [String: JSONValue]? = nil,
    flags: DecisionFlags
  ) throws {
    let connection = try Connection.open(argument.server)
    let id = try TaskReference.resolve(argument.id, connection.api, json: argument.server.json)
    let body = CompleteTaskBody(
      decision: decision, notes: notes, decisionData: data, graceSeconds: flags.grace == 0 ? nil : flags.grace)
    let task = try connection.api.ask(
      Endpoints.completeTask, body, path: [id.description], ifMatch: flags.version,
      key: RandomIDSource().next(at: .current), json: argument.server.json
    ).data
    try TaskText.printChanged(task, json: argument.server.json)
  }
}

struct Approve: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "approve", abstract: "Approve a task.")
  @OptionGroup var task: TaskArgument
  @Option(help: "Why; kept with the decision.") var notes: String?
  @Option(
    name: .customLong("allow"),
    help: ArgumentHelp(
      "Of an agent's call: also what follows, as a rule. kind: the same tool or command in that folder; session: the tool in that session.",
      valueName: "scope"))
  var scope: String?
  @OptionGroup var until: RuleEnd
  @OptionGroup var flags: DecisionFlags

  func validate() throws {
    if let scope { return try check(scope, RuleScope.self, "--allow") }
    if until.length != nil { throw ValidationError("--for: goes with --allow, which was not given.") }
  }

  func run() throws {
    let more = scope.flatMap { RuleScope.named($0) }.map { AllowMore(scope: $0, expiresAt: until.moment) }
    try Decide.run(task, .approved, notes: notes, data: more?.data, flags: flags)
  }
}

struct Reject: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "reject", abstract: "Reject a task with a reason.")
  @OptionGroup var task: TaskArgument
  @Option(help: "Why; whoever asked reads it.") var reason: String
  @Option(name: .customLong("change"), help: "A change you ask for; may be given again.") var changes: [String] = []
  @OptionGroup var flags: DecisionFlags
  func run() throws {
    let data: [String: JSONValue]? = changes.isEmpty ? nil : ["requestedChanges": .array(changes.map(JSONValue.string))]
    try Decide.run(task, .rejected, notes: reason, data: data, flags: flags)
  }
}

struct Defer: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "defer", abstract: "Put a task off; its SLA runs on.")
  @OptionGroup var task: TaskArgument
  @Option(name: .customLong("for"), help: ArgumentHelp("How long it sleeps, such as 2h or 1d.", valueName: "duration"))
  var length: Duration?
  @Option(help: "Why.") var notes: String?
  @OptionGroup var flags: DecisionFlags
  func run() throws {
    let until = length.map { Timestamp.current.adding(seconds: $0.seconds) }
    let data: [String: JSONValue]? = until.map { ["until": .string($0.description)] }
    try Decide.run(task, .deferred, notes: notes, data: data, flags: flags)
  }
}

struct Escalate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "escalate", abstract: "Hand a task to someone above; whoever waits goes on waiting.")
  @OptionGroup var task: TaskArgument
  @Option(help: "Why.") var reason: String
  @OptionGroup var flags: DecisionFlags
  func run() throws { try Decide.run(task, .escalated, notes: reason, flags: flags) }
}

struct Claim: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "claim", abstract: "Take a task for 15 minutes.")
  @OptionGroup var task: TaskArgument
  func run() throws { try TaskAction.run(task, Endpoints.claimTask, Empty()) }
}

struct Undo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take back your own decision while its grace runs.")
  @OptionGroup var task: TaskArgument
  func run() throws { try TaskAction.run(task, Endpoints.undoTask, Empty()) }
}

struct Withdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Take back a question you asked; whoever waits is told (exit 5).")
  @OptionGroup var task: TaskArgument
  @Option(help: "Why.") var reason: String?
  func run() throws { try TaskAction.run(task, Endpoints.withdrawTask, WithdrawTaskBody(reason: reason)) }
}

enum TaskAction {
  static func run<Body>(_ argument: TaskArgument, _ endpoint: Endpoint<Body, FactoryTask>, _ body: Body) throws {
    let connection = try Connection.open(argument.server)
    let id = try TaskReference.resolve(argument.id, connection.api, json: argument.server.json)
    let task = try connection.api.ask(
      endpoint, body, path: [id.description], key: RandomIDSource().next(at: .current), json: argument.server.json
    ).data
    try TaskText.printChanged(task, json: argument.server.json)
  }
}

extension Timestamp {
  /// The wall clock; only the wiring reads it.
  static var current: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
