// agent: run, list; the factory's own workers on this machine (contract §1.4, issue of pipelines that run for real).
import ArgumentParser
import FactoryContracts
import FactoryRunner
import Dispatch
import Foundation
import TerminalKit

struct AgentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent", abstract: "Agents that build, test, deploy and watch.",
    subcommands: [AgentRun.self, AgentList.self], defaultSubcommand: AgentList.self)
}

struct AgentList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List agents and how they are.")
  @OptionGroup var server: ServerOptions

  func run() throws {
    let agents = try Connection.open(server).api.ask(Endpoints.listAgents, json: server.json).data
    if server.json { return try Output.json(agents) }
    for one in agents {
      let errors = Int((one.health.errorRate * 100).rounded())
      let load = one.health.load1.map { ", load \((($0 * 10).rounded()) / 10)" } ?? ""
      Output.line(
        "\(one.id.short)  \(one.type.rawValue)  \(one.status.rawValue)  \(one.tasksCompletedTotal) done, "
          + "\(errors) % failed in a day, heard \(one.health.lastHeartbeat)\(load)  \(one.name)")
    }
  }
}

struct AgentRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Work as an agent until it is ended; a job under way is given back.",
    discussion: """
      A builder writes MCP servers from the shipped templates, a test runner runs their tests, a deployer brings them to \
      staging and production, a monitor watches what is deployed. All agents of a machine share one folder.

      Example: factory agent run --all
      """)
  @Option(
    help: "ai_builder, test_runner, deployer or monitor; give it once for each.",
    completion: .list(["ai_builder", "test_runner", "deployer", "monitor"])) var type: [String] = []
  @Flag(help: "One agent of each type.") var all = false
  @Option(help: "What the agent is called.") var name: String?
  @Option(help: ArgumentHelp("Where repositories, work and deploys lie.", valueName: "folder")) var data: String?
  @Option(help: ArgumentHelp("How long a job of an agent that died waits, 5–3600.", valueName: "seconds")) var lease =
    15
  @Option(
    help: ArgumentHelp(
      "A coding agent that gets the brief on standard input, in the product's folder.", valueName: "command"))
  var builderCommand: String?
  @Option(help: ArgumentHelp("Deploys in place of the folder with versions.", valueName: "command")) var deployCommand:
    String?
  @Option(help: ArgumentHelp("Takes back what the deploy command did.", valueName: "command")) var rollbackCommand:
    String?
  @Option(
    help: ArgumentHelp(
      "A CI workflow that deploys: gets a POST with ref and inputs, and FACTORY_DEPLOY_TOKEN as bearer token.",
      valueName: "url"))
  var deployWorkflow: String?
  @Option(
    help: ArgumentHelp(
      "Where the workflow's product answers; with {target}, {pipeline} and {version}. Without {version} the answer must name it.",
      valueName: "url"))
  var deployedAt: String?
  @Option(name: .customLong("env"), help: "A variable that commands may see; may be given again.") var variables:
    [String] = []
  @Option(help: ArgumentHelp("How long tests may take.", valueName: "duration")) var testTime = Duration(seconds: 600)
  @Option(help: ArgumentHelp("How much memory tests may use, in MiB; 0: no limit.", valueName: "MiB")) var testMemory =
    2048
  @Option(help: ArgumentHelp("How many processors tests may use, where systemd-run can be used.", valueName: "number"))
  var testCpus: Double?
  @Option(help: "Around tests and checks: auto (bubblewrap, where it can be used) or off.") var sandbox = Sandboxing
    .auto
  @Option(help: "Around every command of a job: auto (a scope by systemd-run, where it can be used) or off.")
  var scope = Sandboxing.auto
  @Option(help: ArgumentHelp("Between two looks of a monitor.", valueName: "duration")) var every = Duration(
    seconds: 30)
  @OptionGroup var server: ServerOptions

  enum Sandboxing: String, ExpressibleByArgument, CaseIterable { case auto, off }

  func validate() throws {
    for one in type { try check(one, AgentType.self, "--type") }
    if type.isEmpty, !all { throw ValidationError("--type or --all: which agents to be was expected, found nothing.") }
    guard (5...3600).contains(lease) else {
      throw ValidationError("--lease: a number from 5 to 3600 was expected, found \(lease).")
    }
    guard testMemory >= 0 else {
      throw ValidationError("--test-memory: 0 or more was expected, found \(testMemory).")
    }
    if deployCommand != nil, deployWorkflow != nil {
      throw ValidationError("--deploy-workflow goes without --deploy-command, which was given.")
    }
    guard (deployWorkflow == nil) == (deployedAt == nil) else {
      throw ValidationError("--deploy-workflow and --deployed-at go together; one of them was not given.")
    }
    for (name, url) in [("--deploy-workflow", deployWorkflow), ("--deployed-at", deployedAt)] {
      guard let url, !url.hasPrefix("https://"), !url.hasPrefix("http://") else { continue }
      throw ValidationError("\(name): an address with http or https was expected, found \(url).")
    }
    if let testCpus, !(0.01...1000).contains(testCpus) {
      throw ValidationError("--test-cpus: a number from 0.01 to 1000 was expected, found \(testCpus).")
    }
    if let name,
      name.isEmpty || name.count > 60 || !name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) })
        || name.hasPrefix(".")
    {
      throw ValidationError("--name: letters, digits, -, _ and . were expected, at most 60, found \(name).")
    }
  }

  func run() throws {
    let connection = try Connection.open(server)
    let crew = try sentence {
      try AgentCrew(
        connection, types: types, name: name, settings: try settings(), leaseSeconds: lease,
        monitorSeconds: every.seconds, report: { Output.error("\(Timestamp.current) \(SafeText.sanitize($0))") })
    }
    let signals = EndSignals { crew.end("signal \($0)") }
    crew.start()
    try crew.wait()
    signals.cancel()
  }

  private var types: [AgentType] { all ? AgentType.declared : type.compactMap { AgentType.named($0) } }

  private func settings() throws -> AgentSettings {
    let paths = Paths()
    var settings = AgentSettings(folders: AgentFolders(root: Self.absolute(data ?? paths.data + "/agents")))
    let command = try builderCommand ?? ConfigFile.read(paths.gooseConfig)?.builderCommand
    settings.builderCommand = command.map(Self.shell)
    settings.deployCommand = deployCommand.map(Self.shell)
    settings.rollbackCommand = rollbackCommand.map(Self.shell)
    if let deployWorkflow, let deployedAt {
      settings.workflow = DeployWorkflow(
        url: deployWorkflow, answersAt: deployedAt, token: ProcessInfo.processInfo.environment["FACTORY_DEPLOY_TOKEN"])
    }
    settings.allowedVariables = variables
    if sandbox == .auto { settings.sandbox = Bubblewrap.found() }
    if scope == .auto { settings.scope = SystemdScope.found() }
    Output.error(Self.words(settings))
    settings.testLimits = CommandLimits(
      seconds: testTime.seconds, memoryBytes: testMemory == 0 ? nil : UInt64(testMemory) << 20, processors: testCpus)
    return settings
  }

  /// What holds commands here.
  private static func words(_ settings: AgentSettings) -> String {
    let tests = "Tests and checks run \(settings.sandbox == nil ? "without a sandbox" : "in bubblewrap")"
    guard let scope = settings.scope else {
      return tests + "; commands are held by their process group and its limits."
    }
    return tests + "; commands are held by scopes of \(scope.isUsers ? "your" : "the system's") systemd, too."
  }

  private static func shell(_ line: String) -> [String] { ["/bin/sh", "-c", line] }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

/// Calls back for the signals that ask a process to end, in place of ending it.
final class EndSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ ended: @escaping @Sendable (Int32) -> Void) {
    sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { ended(number) }
      source.resume()
      return source
    }
  }

  func cancel() { sources.forEach { $0.cancel() } }
}
