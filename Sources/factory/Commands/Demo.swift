// demo: the command center on a throw-away factory that really works: four agents build, test and deploy a dozen MCP servers, and a
// few commits of a real repository lie in the queue from the first moment.
import ArgumentParser
import FactoryContracts
import FactoryRunner
import Foundation

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Try it: a throw-away factory whose agents build, test and deploy while you decide.",
    discussion: """
      Some of what the agents build fails its tests or its coverage, because the first draft is wrong: reject it with a \
      reason and it comes back repaired. Everything goes away at the end. Without a terminal the commits are printed as \
      a queue; with --pipelines the agents finish what needs nobody first.
      """)
  @Option(help: ArgumentHelp("A git repository whose last commits are decisions too.", valueName: "folder"))
  var repository: String?
  @Option(help: "How many of its last commits, 0–200.") var commits: Int?
  @Option(help: ArgumentHelp("How many pipelines, 0–12; 12 in a terminal.", valueName: "n")) var pipelines: Int?
  @Option(help: ArgumentHelp("Between two arriving commits or pipelines.", valueName: "duration"))
  var pace = Duration(seconds: 5)
  @OptionGroup var recording: RecordOption

  func validate() throws {
    if let commits, !(0...200).contains(commits) {
      throw ValidationError("--commits: 0 to 200 was expected, found \(commits).")
    }
    if let pipelines, !(0...DemoPipelines.all.count).contains(pipelines) {
      throw ValidationError("--pipelines: 0 to \(DemoPipelines.all.count) was expected, found \(pipelines).")
    }
  }

  private var pipelineCount: Int { pipelines ?? (isScreen ? DemoPipelines.all.count : 0) }
  private var isScreen: Bool { isatty(0) == 1 && isatty(1) == 1 }

  func run() throws {
    // Read before anything is started: a folder that is no repository costs one sentence.
    let feeder = try feeder()
    let store = try ThrowAwayStore()
    defer { store.remove() }
    let connection = try store.connect()
    let count = pipelineCount
    let factory = try count > 0 ? DemoFactory(connection, folder: store.folder, pipelines: count) : nil
    defer { factory?.end() }
    guard isScreen else {
      try feeder?.feedAll(connection.api)
      try factory?.run(pace: 0)
      try factory?.waitUntilQuiet(seconds: 240)
      return try QueuePrint.run(connection, json: false)
    }
    let first = 4
    try feeder?.feed(connection.api, first: first)
    feeder?.feedRest(connection.api, after: first, pace: pace.seconds)
    try factory?.run(pace: pace.seconds / 2)
    var center = CenterProcess(connection: connection, stateFolder: store.folder + "/state", title: "factory demo")
    center.recordPath = recording.record
    try center.run()
  }

  /// nil where nobody named a repository and this folder is none.
  private func feeder() throws -> DemoFeeder? {
    let count = commits ?? (isScreen ? 6 : 14)
    guard count > 0 else { return nil }
    do { return try DemoFeeder(repository: repository ?? ".", commits: count, besideAgents: pipelineCount > 0) } catch {
      if repository == nil, commits == nil, pipelineCount > 0 { return nil }
      throw error
    }
  }
}
