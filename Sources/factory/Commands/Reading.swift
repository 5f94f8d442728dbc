// list, show, status: the queue for eyes and scripts.
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List tasks, most urgent first.")
  @Option(
    help: "pending, claimed, in_progress, completed, expired or escalated; without it every open task.",
    completion: .list(["pending", "claimed", "in_progress", "completed", "expired", "escalated"]))
  var status: String?
  @Option(help: "critical, high, medium or low.", completion: .list(["critical", "high", "medium", "low"]))
  var priority: String?
  @Option(
    help: "approval, review, decision, manual_action or fix_required.",
    completion: .list(["approval", "review", "decision", "manual_action", "fix_required"])) var type: String?
  @Option(help: "Id of a pipeline.") var pipeline: String?
  @Option(help: "Id of a person, or me.") var assignee: String?
  @Option(help: "Part of the title or summary.") var search: String?
  @Option(help: "Tasks to print, 1–100.") var limit = 100
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100 was expected, found \(limit).") }
    try check(status, TaskStatus.self, "--status")
    try check(priority, Priority.self, "--priority")
    try check(type, TaskType.self, "--type")
  }

  func run() throws {
    let connection = try Connection.open(server)
    var query = [("limit", "\(limit)")]
    if status == nil { query.append(("open", "true")) }
    let filters = [
      ("status", status), ("priority", priority), ("type", type), ("pipelineId", pipeline), ("assigneeId", assignee),
      ("search", search),
    ]
    query += filters.compactMap { name, value in value.map { (name, $0) } }
    let (tasks, meta) = try connection.api.ask(Endpoints.listTasks, query: query, json: server.json)
    if server.json { return try Output.json(tasks) }
    try Self.printQueue(tasks, total: meta?.pagination?.total ?? tasks.count, connection)
  }

  static func printQueue(_ tasks: [FactoryTask], total: Int, _ connection: Connection) throws {
    guard !tasks.isEmpty else { return Output.line("Nothing waits.") }
    let pipelines = try connection.api.ask(Endpoints.listPipelines, query: [("limit", "100")]).data
    let names = Dictionary(pipelines.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    QueueText.lines(tasks, pipelines: names, now: .current).forEach(Output.line)
    if total > tasks.count { Output.line("… and \(total - tasks.count) more") }
  }
}

/// A flag whose values are those of an enum of the contract.
func check<Value: WireEnum>(_ text: String?, _ type: Value.Type, _ flag: String) throws {
  guard let text, Value.named(text) == nil else { return }
  let allowed = Value.declared.map(\.rawValue).joined(separator: ", ")
  throw ValidationError("\(flag): one of \(allowed) was expected, found \(text).")
}

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a task with all its evidence.")
  @OptionGroup var task: TaskArgument

  func run() throws {
    let connection = try Connection.open(task.server)
    let id = try TaskReference.resolve(task.id, connection.api, json: task.server.json)
    let found = try connection.api.ask(Endpoints.getTask, path: [id.description], json: task.server.json).data
    if task.server.json { return try Output.json(found) }
    let pipeline = try found.pipelineId.map {
      try connection.api.ask(Endpoints.getPipeline, path: [$0.description]).data.name
    }
    TaskText.full(found, pipeline: pipeline, now: .current).forEach(Output.line)
  }
}

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "status", abstract: "One line for a status bar.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case plain, json, tmux
  }

  @Option(help: "plain, json or tmux (with colours).") var format = Format.plain
  @OptionGroup var server: ServerOptions

  /// What the line says; also its JSON.
  struct Line: Codable {
    var waiting: Int
    var breached: Int
    var critical: Int
    var unsent: Int
  }

  func run() throws {
    let connection = try Connection.open(server)
    let stats = try Self.stats(connection.api, json: server.json)
    let line = Line(
      // Every open task but those that were just decided and can still be taken back: what the screen's header counts.
      waiting: stats.byPriority.values.reduce(0, +) - stats.inProgress, breached: stats.slaBreaches,
      critical: stats.byPriority["critical"] ?? 0,
      unsent: Self.unsent(connection))
    switch server.json ? .json : format {
    case .json: try Output.json(line)
    case .plain: Output.line(Self.words(line))
    case .tmux: Output.line(Self.tmux(line))
    }
  }

  /// A status bar asks every few seconds: an answer that takes longer than that is none.
  private static func stats(_ api: RESTClient, json: Bool) throws -> TaskStats {
    do throws(APIFailure) {
      return try api.request(Endpoints.taskStats, Empty(), timeoutSeconds: 3).data
    } catch { throw CommandFailure(error, json: json) }
  }

  private static func unsent(_ connection: Connection) -> Int {
    OutboxInspector(stateFolder: Paths().state)
      .box(origin: connection.address.origin, principal: connection.principal.description).entries.count
  }

  static func words(_ line: Line) -> String {
    var parts = ["\(line.waiting) waiting"]
    if line.breached > 0 { parts.append("\(line.breached) late") }
    if line.critical > 0 { parts.append("\(line.critical) critical") }
    if line.unsent > 0 { parts.append("\(line.unsent) not sent") }
    return parts.joined(separator: ", ")
  }

  private static func tmux(_ line: Line) -> String {
    let colour = line.breached > 0 || line.critical > 0 ? "red" : line.waiting > 0 ? "yellow" : "green"
    return "#[fg=\(colour)]\(words(line))#[default]"
  }
}
