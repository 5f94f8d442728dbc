// What the work of one job has at hand. Made by the agent's loop for one taking of a job; used on that thread.
import FactoryContracts
import Foundation

/// How an agent of this machine works, whatever the job.
package struct AgentSettings: Sendable {
  package var folders: AgentFolders
  package var testLimits = CommandLimits(seconds: 600, memoryBytes: 2 << 30)
  /// Around tests and checks of what was built; nil: they run as the agent's user does.
  package var sandbox: Bubblewrap?
  /// Around every command of a job; nil: limits of the process and its group alone.
  package var scope: SystemdScope?
  /// An external coding agent; the brief is on its standard input. nil: the template alone.
  package var builderCommand: [String]?
  package var builderLimits = CommandLimits(seconds: 3000)
  /// In place of the folder with versions.
  package var deployCommand: [String]?
  package var rollbackCommand: [String]?
  /// A CI workflow that deploys, in place of both.
  package var workflow: DeployWorkflow?
  /// Variables of this process that commands may see, beside PATH and the locale.
  package var allowedVariables: [String] = []
  /// How many versions of a product a target keeps.
  package var keptVersions = 5

  package init(folders: AgentFolders) { self.folders = folders }
}

package struct JobContext: Sendable {
  package let job: Job
  package let agentId: EntityID
  package let agentName: String
  package let settings: AgentSettings
  package let api: any FactoryAPI
  /// Raised when the work must end: the agent ends, or the lease is another's.
  package let stop: StopSignal
  /// Adds a line to the job's log.
  package let say: @Sendable (String) -> Void
  /// Where files go that the pipeline keeps; nil: nowhere.
  package var assets: (any AssetUploading)?

  package var folders: AgentFolders { settings.folders }
  package var workFolder: String { folders.work(job, agentId) }

  func text(_ name: String) -> String? { job.payload[name]?.string }
  var pipelineName: String { text("pipelineName") ?? text("slug") ?? "server" }
  var slug: String { text("slug") ?? job.pipelineId.description }
  var template: Template {
    Template(
      kind: text("template").flatMap { PipelineTemplate.named($0) } ?? .mcpServerStandard, name: pipelineName,
      slug: slug,
      platform: text("platform") ?? "generic")
  }

  /// All that a command sees: nothing of this process's own but what is allowed by name.
  func environment(home: String? = nil, _ more: [String: String] = [:]) -> [String: String] {
    let own = ProcessInfo.processInfo.environment
    var values = [
      "PATH": own["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": home ?? workFolder + "/home",
      "TMPDIR": workFolder + "/tmp", "PYTHONDONTWRITEBYTECODE": "1", "FACTORY_JOB_ID": job.id.description,
      "FACTORY_PIPELINE": slug,
    ]
    for name in settings.allowedVariables { values[name] = own[name] }
    return values.merging(more) { $1 }
  }

  /// Runs what came out of a build: in the sandbox, where there is one, it writes into the job's folder only.
  func runBuilt(_ words: [String], in folder: String) throws -> CommandResult {
    say("$ " + words.joined(separator: " "))
    let result = try built(words, in: folder).run(stop: stop, line: say)
    try stop.check()
    return result
  }

  func built(_ words: [String], in folder: String) -> Command {
    let whole = settings.sandbox?.around(words, writable: [workFolder]) ?? words
    return held(Command(whole, in: folder, environment: environment(), limits: settings.testLimits))
  }

  /// In a scope of its own, where there is a manager for it.
  func held(_ command: Command) -> Command { settings.scope?.around(command) ?? command }

  /// Runs a command with its lines in the job's log.
  func run(
    _ words: [String], in folder: String, limits: CommandLimits, input: Data? = nil, home: String? = nil,
    _ more: [String: String] = [:]
  ) throws -> CommandResult {
    say("$ " + words.joined(separator: " "))
    let command = Command(words, in: folder, environment: environment(home: home, more), input: input, limits: limits)
    let result = try held(command).run(stop: stop, line: say)
    try stop.check()
    return result
  }
}

/// Does the work of some kinds of jobs.
package protocol JobWorker: Sendable {
  var kinds: [JobKind] { get }
  /// - Returns: the job's result.
  /// - Throws: `RunnerError` when the work failed, `Stopped` when it was asked to end.
  func work(_ context: JobContext) throws -> [String: JSONValue]
}

extension JSONValue {
  /// A value as free-form JSON.
  init(encoding value: some Encodable) throws {
    self = try FactoryJSON.decode(JSONValue.self, from: try FactoryJSON.encode(value))
  }
}
