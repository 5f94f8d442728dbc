// submit: makes a decision out of real evidence and prints its id, or waits until it was decided.
import ArgumentParser
import FactoryContracts
import Foundation

struct Submit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Ask for a decision with its evidence.",
    discussion: """
      Prints the task's id. With --wait it blocks until a human decided and ends with 0 approved, 1 rejected, 2 deferred, \
      3 timed out, 5 withdrawn. Ctrl-C while waiting leaves the task in the queue.

      Example: factory submit --git HEAD~1..HEAD --junit build/test.xml --wait
      """)

  @Option(help: "What is asked; without it the subject of the commit.") var title: String?
  @Option(help: "One sentence on what is being decided; without it made from the evidence.") var summary: String?
  @Option(help: "More than one sentence.") var details: String?
  @Option(
    help: "approval, review, decision, manual_action or fix_required.",
    completion: .list(["approval", "review", "decision", "manual_action", "fix_required"])) var type = "review"
  @Option(help: "critical, high, medium or low.", completion: .list(["critical", "high", "medium", "low"]))
  var priority = "medium"
  @Option(help: ArgumentHelp("Commits whose diff is the evidence, such as HEAD~1..HEAD.", valueName: "range")) var git:
    String?
  @Option(help: ArgumentHelp("Where the repository is; without it this folder.", valueName: "folder")) var repository:
    String?
  @Option(help: ArgumentHelp("JUnit XML; may be given again.", valueName: "file")) var junit: [String] = []
  @Option(help: ArgumentHelp("Cobertura XML or an lcov tracefile.", valueName: "file")) var coverage: String?
  @Option(help: ArgumentHelp("A number to show, such as latency=12.5; may be given again.", valueName: "name=number"))
  var metric: [String] = []
  @Option(help: "Id or slug of the pipeline it belongs to.") var pipeline: String?
  @Option(help: ArgumentHelp("How many people must approve.", valueName: "n")) var require: Int?
  @Option(help: ArgumentHelp("A retried job that gives the same name finds its open task.", valueName: "name")) var key:
    String?
  @Flag(help: "Keep the pipeline from advancing until it is decided.") var blocking = false
  @Flag(help: "Leave the largest patches out where the evidence is over the limit; says which.") var trim = false
  // As text: a duration that cannot be read would be taken for the bare flag, and block for ever.
  @Option(
    defaultAsFlag: "",
    help: ArgumentHelp("Block until it is decided, at most so long: --wait, --wait=30m.", valueName: "duration"))
  var wait: String?
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(type, TaskType.self, "--type")
    try check(priority, Priority.self, "--priority")
    if let require, require < 1 { throw ValidationError("--require: 1 or more was expected, found \(require).") }
    if let wait, !wait.isEmpty, Duration(argument: wait) == nil {
      throw ValidationError("--wait: a duration such as 90s, 30m or 1h30m was expected, found \(wait).")
    }
    if title == nil, git == nil { throw ValidationError("--title is needed where --git gives none.") }
  }

  func run() throws {
    // The evidence first: what is wrong with it shows before anything is asked of a server.
    var body = try EvidenceInput(self).body()
    let connection = try Connection.open(server)
    body.pipelineId = try pipeline.map { try PipelineReference.resolve($0, connection.api, json: server.json) }
    let task = try connection.api.ask(
      Endpoints.createTask, body, key: RandomIDSource().next(at: .current), json: server.json
    ).data
    guard let wait else {
      return try server.json ? Output.json(task.listForm) : Output.line(task.id.description)
    }
    Output.remark("\(task.id.description) waits for a decision")
    try Waiting.run(task.id, connection, timeout: Duration(argument: wait)?.seconds, json: server.json)
  }
}

struct Wait: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until a task is decided.",
    discussion: "Ends with 0 approved, 1 rejected, 2 deferred, 3 timed out, 5 withdrawn.")
  @OptionGroup var task: TaskArgument
  @Option(help: ArgumentHelp("How long at most, such as 30m.", valueName: "duration")) var timeout: Duration?

  func run() throws {
    let connection = try Connection.open(task.server)
    let id = try TaskReference.resolve(task.id, connection.api, json: task.server.json)
    try Waiting.run(id, connection, timeout: timeout?.seconds, json: task.server.json)
  }
}
