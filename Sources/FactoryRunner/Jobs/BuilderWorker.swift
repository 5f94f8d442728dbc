// An agent of type `ai_builder`: writes the product from its template, lets a coding agent go on where one is set, and takes what a
// review or the tests asked for along (contract Appendix A, ruling R14).
import FactoryContracts
import FactoryEvidence
import Foundation

package struct BuilderWorker: JobWorker {
  package init() {}
  package var kinds: [JobKind] { AgentType.aiBuilder.jobKinds }

  package func work(_ context: JobContext) throws -> [String: JSONValue] {
    let checkout = try Checkout(context)
    return context.job.kind == .scaffold ? try scaffold(context, checkout) : try build(context, checkout)
  }

  private func scaffold(_ context: JobContext, _ checkout: Checkout) throws -> [String: JSONValue] {
    let template = context.template
    let files = try template.scaffold()
    try AgentFolders.write(files, into: checkout.folder)
    for file in files { context.say("wrote \(file.path)") }
    let message = "Scaffold \(context.pipelineName) for \(template.platform.title) (\(template.kind.rawValue))"
    if try checkout.commit(message) { try checkout.push() } else { context.say("it is scaffolded already") }
    return ["commit": .string(try checkout.head()), "files": .integer(Int64(files.count))]
  }

  private func build(_ context: JobContext, _ checkout: Checkout) throws -> [String: JSONValue] {
    let brief = try context.brief()
    let isFirst = access(checkout.folder + "/mcp_server/platform.json", F_OK) != 0
    if brief.isRework, brief.fromStage != .testing { try checkout.git.run("tag", "-f", Checkout.baseTag) }
    if isFirst { try writeAll(context, checkout) }
    var notes = BuildNotes()
    if brief.isRework { notes = try Rework(context, checkout, brief).apply() }
    if let command = context.settings.builderCommand { try handOver(command, brief, context, checkout, &notes) }
    try finish(context, checkout)
    for line in notes.lines { context.say(line) }
    let reason = brief.isRework ? "Rework: \(brief.reason ?? "no reason given")" : "Build the server and its tests"
    if try !checkout.commit(String(reason.prefix(200))) { context.say("nothing changed since the last build") }
    let version = try checkout.version()
    try checkout.git.run("tag", "-f", "v\(version)")
    try context.stop.check()
    try checkout.push()
    try checkout.keepArchive(context, version: version)
    return try BuildReport(context, checkout, version: version, notes: notes).result()
  }

  private func writeAll(_ context: JobContext, _ checkout: Checkout) throws {
    let files = try context.template.files()
    // What somebody changed since the scaffolding stays as it is.
    let fresh = files.filter { access(checkout.folder + "/" + $0.path, F_OK) != 0 }
    try AgentFolders.write(fresh, into: checkout.folder)
    context.say("wrote \(fresh.count) files for \(context.template.platform.title)")
  }

  /// The brief goes to standard input; what the command leaves in the folder is its answer.
  private func handOver(
    _ command: [String], _ brief: Brief, _ context: JobContext, _ checkout: Checkout, _ notes: inout BuildNotes
  ) throws {
    let home = ProcessInfo.processInfo.environment["HOME"]
    let result = try context.run(
      command, in: checkout.folder, limits: context.settings.builderLimits, input: Data(brief.text.utf8), home: home)
    guard result.succeeded else {
      throw RunnerError("The builder's command \(result.words).", details: result.tail.joined(separator: "\n"))
    }
    notes.applied.append("\(command[0]) worked on it")
    notes.open = []
  }

  /// TOOLS.md is printed by the server itself; then everything must compile.
  private func finish(_ context: JobContext, _ checkout: Checkout) throws {
    try AgentFolders.make(context.workFolder + "/tmp")
    let manifest = try Manifest.read(in: checkout.folder)
    if let check = manifest.check {
      let result = try context.runBuilt(check, in: checkout.folder)
      guard result.succeeded else {
        throw RunnerError("The check of the build \(result.words).", details: result.tail.joined(separator: "\n"))
      }
    }
    guard access(checkout.folder + "/mcp_server/__main__.py", F_OK) == 0 else { return }
    var page: [String] = []
    let printing = context.built(["python3", "-m", "mcp_server", "--tools"], in: checkout.folder)
    let result = try printing.run(stop: context.stop) { page.append($0) }
    try context.stop.check()
    guard result.succeeded else {
      throw RunnerError("The server cannot name its tools: it \(result.words).", details: page.joined(separator: "\n"))
    }
    try AgentFolders.write(
      [TemplateFile(path: "TOOLS.md", text: page.joined(separator: "\n") + "\n", isExecutable: false)],
      into: checkout.folder)
  }
}

/// What a build did about what it was asked for.
struct BuildNotes {
  var applied: [String] = []
  /// What it could not do.
  var open: [String] = []

  var lines: [String] { applied.map { "applied: \($0)" } + open.map { "not applied: \($0)" } }
}

extension JobContext {
  /// What the factory knows about the product, asked for now.
  func brief() throws -> Brief {
    guard job.payload["rework"] != nil else { return Brief(self, tests: nil, threshold: nil) }
    do {
      let query = [("kind", JobKind.test.rawValue), ("limit", "1")]
      let id = [job.pipelineId.description]
      let last = try api.request(Endpoints.listJobs, path: id, query: query).data.first
      let tests = try last?.result?["testResults"].map {
        try FactoryJSON.decode(TestResults.self, from: try FactoryJSON.encode($0))
      }
      let pipeline = try api.request(Endpoints.getPipeline, path: id).data
      return Brief(self, tests: tests, threshold: pipeline.config["coverageThreshold"]?.double)
    } catch let failure as APIFailure {
      throw RunnerError("The last test run cannot be read: \(FailureWords.sentence(failure))")
    }
  }
}
