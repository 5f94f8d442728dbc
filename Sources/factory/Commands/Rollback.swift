// rollback: takes back what is deployed, as a decision in the queue. Shows first what it would go back to.
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct Rollback: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Ask to take back what is deployed of a pipeline.",
    discussion: """
      Shows the version that runs and the one before, asks, and puts the question into the queue; somebody decides it there. \
      Prints the task's id, for factory wait.
      """)
  @Argument(help: "Id or slug.") var pipeline: String
  @Option(help: "staging or production; without it, where the pipeline stands.") var target: String?
  @Option(help: ArgumentHelp("One that ran there; without it, the one before.", valueName: "version"))
  var version: String?
  @Option(help: "Why; the question says it.") var notes: String?
  @Flag(help: "Only show what it would go back to.") var dryRun = false
  @Flag(help: "Ask for it without a look.") var yes = false
  @OptionGroup var server: ServerOptions

  func validate() throws { try check(target, DeployTarget.self, "--target") }

  func run() throws {
    let connection = try Connection.open(server)
    let id = try PipelineReference.resolve(pipeline, connection.api, json: server.json)
    let target = try target.flatMap { DeployTarget.named($0) } ?? standing(id, connection)
    let plan = try plan(id, target, connection)
    if dryRun, server.json { return try Output.json(plan) }
    guard plan.blockers.isEmpty else { throw CommandFailure(.failed, plan.blockers.joined(separator: " ")) }
    if !server.json { show(plan) }
    if dryRun { return }
    try confirm()
    let body = DeployBody(target: target, version: plan.version, rollback: true, notes: notes)
    let reply = try connection.api.ask(
      Endpoints.deploy, body, path: [id.description], key: RandomIDSource().next(at: .current), json: server.json
    ).data
    guard case .task(let task) = reply else { throw CommandFailure(.failed, "The server asked nobody.") }
    try server.json ? Output.json(task) : Output.line("\(task.id)  \(task.title)")
  }

  private func standing(_ id: EntityID, _ connection: Connection) throws -> DeployTarget {
    let found = try connection.api.ask(Endpoints.getPipeline, path: [id.description], json: server.json).data
    return found.currentStage.order >= PipelineStage.production.order ? .production : .staging
  }

  private func plan(_ id: EntityID, _ target: DeployTarget, _ connection: Connection) throws -> DeployPlan {
    let body = DeployBody(target: target, version: version, dryRun: true, rollback: true)
    let reply = try connection.api.ask(
      Endpoints.deploy, body, path: [id.description], key: RandomIDSource().next(at: .current), json: server.json
    ).data
    guard case .plan(let plan) = reply else { throw CommandFailure(.failed, "The server made no plan.") }
    return plan
  }

  private func show(_ plan: DeployPlan) {
    Output.line("\(plan.target.rawValue): version now \(plan.currentVersion ?? "none"), version before \(plan.version)")
    for (number, step) in plan.steps.enumerated() { Output.line("\(number + 1). \(step)") }
  }

  private func confirm() throws {
    if yes { return }
    guard isatty(0) == 1 else {
      throw CommandFailure(.usage, "Nothing was asked for: --yes was expected where nobody can be asked.")
    }
    Output.prompt("Ask for it? [y/N] ")
    guard ["y", "yes"].contains(readLine()?.lowercased()) else {
      throw CommandFailure(.failed, "Nothing was asked for.")
    }
  }
}
