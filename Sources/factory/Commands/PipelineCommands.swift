// pipelines: list, create, advance, retry, log; what scripts need of the factory's own work.
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct Pipelines: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipelines", abstract: "Products on their way through the stages.",
    subcommands: [
      PipelinesList.self, PipelinesCreate.self, PipelinesAdvance.self, PipelinesRetry.self, PipelinesLog.self,
    ],
    defaultSubcommand: PipelinesList.self)
}

struct PipelinesList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List pipelines.")
  @Option(
    help: "active, paused, completed, failed or archived.",
    completion: .list(["active", "paused", "completed", "failed", "archived"])) var status: String?
  @OptionGroup var server: ServerOptions

  func validate() throws { try check(status, PipelineStatus.self, "--status") }

  func run() throws {
    let query = [("limit", "100")] + (status.map { [("status", $0)] } ?? [])
    let pipelines = try Connection.open(server).api.ask(Endpoints.listPipelines, query: query, json: server.json).data
    if server.json { return try Output.json(pipelines) }
    for one in pipelines {
      Output.line(
        "\(one.id.short)  \(one.currentStage.rawValue)  \(one.status.rawValue)  \(one.priority.rawValue)  \(one.name)")
    }
  }
}

struct PipelinesCreate: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a pipeline at intake.")
  @Argument(help: "Its name.") var name: String
  @Option(help: "What it is for, such as shopify.") var platform: String
  @Option(help: "mcp-server-standard, mcp-server-minimal or mcp-server-enterprise.") var template: String?
  @Option(help: "critical, high, medium or low.", completion: .list(["critical", "high", "medium", "low"]))
  var priority: String?
  @Option(help: ArgumentHelp("Percent of lines that its tests must reach.", valueName: "percent")) var coverage: Double?
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(template, PipelineTemplate.self, "--template")
    try check(priority, Priority.self, "--priority")
    if let coverage, !(0...100).contains(coverage) {
      throw ValidationError("--coverage: 0 to 100 was expected, found \(coverage).")
    }
  }

  func run() throws {
    let body = CreatePipelineBody(
      name: name, template: template.flatMap { PipelineTemplate.named($0) }, platform: platform,
      config: coverage.map { ["coverageThreshold": .number($0)] }, priority: priority.flatMap { Priority.named($0) })
    let made = try Connection.open(server).api.ask(
      Endpoints.createPipeline, body, key: RandomIDSource().next(at: .current), json: server.json
    ).data
    try server.json ? Output.json(made) : Output.line(made.id.description)
  }
}

struct PipelinesAdvance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advance", abstract: "Move a pipeline to its next stage.")
  @Argument(help: "Id or slug.") var pipeline: String
  @Option(help: "Stage; without it the next one.") var to: String?
  @Option(help: "Kept with the move.") var notes: String?
  @Flag(help: "Skip the stage's validation rules; for owners and admins, with the reason in --notes.")
  var skipValidation = false
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(to, PipelineStage.self, "--to")
    if skipValidation, notes?.isEmpty ?? true {
      throw ValidationError("--notes: the reason for skipping the rules was expected, found nothing.")
    }
  }

  func run() throws {
    let connection = try Connection.open(server)
    let id = try PipelineReference.resolve(pipeline, connection.api, json: server.json)
    let body = AdvanceStageBody(
      targetStage: to.flatMap { PipelineStage.named($0) }, skipValidation: skipValidation ? true : nil, notes: notes)
    let reply = try connection.api.ask(
      Endpoints.advanceStage, body, path: [id.description], key: RandomIDSource().next(at: .current), json: server.json
    ).data
    if server.json { return try Output.json(reply) }
    Output.line("now at \(reply.stage.stageName.rawValue)")
    for task in reply.tasksCreated { Output.line("\(task.id)  \(task.title)") }
  }
}

struct PipelinesRetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Ask to enter the stage again at which a pipeline failed.")
  @Argument(help: "Id or slug.") var pipeline: String
  @Option(help: "What was done about it.") var notes: String?
  @OptionGroup var server: ServerOptions

  func run() throws {
    let connection = try Connection.open(server)
    let id = try PipelineReference.resolve(pipeline, connection.api, json: server.json)
    let reply = try connection.api.ask(
      Endpoints.retryPipeline, RetryPipelineBody(notes: notes), path: [id.description],
      key: RandomIDSource().next(at: .current), json: server.json
    ).data
    try server.json ? Output.json(reply) : Output.line("\(reply.task.id)  \(reply.task.title)")
  }
}

struct PipelinesLog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print what the agents logged, oldest first.")
  @Argument(help: "Id or slug.") var pipeline: String
  @Flag(help: "Go on while more comes, until Ctrl-C.") var follow = false
  @OptionGroup var server: ServerOptions

  func run() throws {
    let connection = try Connection.open(server)
    let id = try PipelineReference.resolve(pipeline, connection.api, json: server.json)
    var after = "0"
    while true {
      let call = try Endpoints.buildLogs.call(path: [id.description], query: [("after", after)])
      let answer: Answer
      do { answer = try connection.api.send(call) } catch { throw CommandFailure(error, json: server.json) }
      for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast(answer.body.last == 10 ? 1 : 0) where !answer.body.isEmpty
      {
        Output.line(String(line))
      }
      let next = answer.headers["x-log-next"] ?? after
      if next == after {
        guard follow else { return }
        Thread.sleep(forTimeInterval: 0.5)
      }
      after = next
    }
  }
}

enum PipelineReference {
  /// The id that an id or slug names.
  static func resolve(_ text: String, _ api: RESTClient, json: Bool) throws -> EntityID {
    if let id = EntityID(text) { return id }
    let found = try api.ask(Endpoints.listPipelines, query: [("search", text), ("limit", "100")], json: json).data
    guard let match = found.first(where: { $0.slug == text }) ?? found.first(where: { $0.name == text }) else {
      throw CommandFailure(.failed, "No pipeline is called “\(text)”.")
    }
    return match.id
  }
}
