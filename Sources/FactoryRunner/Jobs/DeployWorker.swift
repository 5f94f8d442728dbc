// An agent of type `deployer`: brings a version to a target, checks that it answers as an MCP server, and takes it back when it does
// not (contract Appendix A, ruling R13). The health job looks again at what is current then.
import FactoryContracts
import Foundation

package struct DeployWorker: JobWorker {
  package init() {}
  package var kinds: [JobKind] { AgentType.deployer.jobKinds }

  package func work(_ context: JobContext) throws -> [String: JSONValue] {
    if context.job.kind == .health { return try HealthCheck(context).run() }
    guard let target = context.text("target") else { throw RunnerError("The job names no target.") }
    let source = try checkout(context)
    if let command = context.settings.deployCommand {
      return try byCommand(command, context, target, source)
    }
    if let workflow = context.settings.workflow { return try workflow.run(context, target, source.version) }
    return try intoFolder(context, target, source)
  }

  /// The version as it was built.
  private func checkout(_ context: JobContext) throws -> (folder: String, version: String) {
    let checkout = try Checkout(context)
    let wanted = context.text("version") ?? "latest"
    guard wanted != "latest" else { return (checkout.folder, try checkout.version()) }
    guard try checkout.git.succeeds("rev-parse", "--verify", "--quiet", "refs/tags/v\(wanted)^{commit}") else {
      throw RunnerError("There is no version \(wanted.prefix(100)) of \(context.slug).")
    }
    try checkout.git.run("checkout", "-q", "--detach", "refs/tags/v\(wanted)")
    return (checkout.folder, wanted)
  }

  private func byCommand(
    _ command: [String], _ context: JobContext, _ target: String, _ source: (folder: String, version: String)
  ) throws -> [String: JSONValue] {
    let more = ["FACTORY_TARGET": target, "FACTORY_VERSION": source.version, "FACTORY_SOURCE": source.folder]
    let home = ProcessInfo.processInfo.environment["HOME"]
    let limits = context.settings.builderLimits
    let result = try context.run(command, in: source.folder, limits: limits, home: home, more)
    guard result.succeeded else {
      let words = RunnerError("The deploy command \(result.words).", details: result.tail.joined(separator: "\n"))
      guard let undo = context.settings.rollbackCommand else { throw words }
      context.say("rolling back")
      _ = try context.run(undo, in: source.folder, limits: limits, home: home, more)
      throw words
    }
    var answer: [String: JSONValue] = ["version": .string(source.version), "target": .string(target)]
    // The last line that is an address says where it runs.
    let isAddress = { (line: String) in line.hasPrefix("https://") || line.hasPrefix("http://") }
    if let url = result.tail.last(where: isAddress) { answer["url"] = .string(url) }
    return answer
  }

  private func intoFolder(
    _ context: JobContext, _ target: String, _ source: (folder: String, version: String)
  ) throws -> [String: JSONValue] {
    let place = FolderTarget(context.folders, target: target, slug: context.slug)
    let version = source.version
    let before = place.currentVersion
    try put(source.folder, at: place, version)
    try Data("\(context.job.pipelineId)\n".utf8).write(to: URL(fileURLWithPath: place.folder + "/pipeline"))
    context.say("version \(version) lies at \(place.place(version)); asking it before it becomes current")
    _ = try context.probe(place.place(version))
    try context.stop.check()
    if before != version { try place.note(previous: before) }
    try place.point(to: version)
    context.say("current is \(version)\(before.map { " (was \($0))" } ?? "")")
    let report: MCPReport
    do { report = try context.probe(place.current) } catch {
      // The same version once more has nothing to go back to but what was there before it.
      context.rollBack(place, to: before == version ? place.previousVersion : before)
      throw error
    }
    place.prune(keeping: context.settings.keptVersions, [version, before].compactMap(\.self))
    var result: [String: JSONValue] = [
      "version": .string(version), "target": .string(target), "path": .string(place.current),
      "url": .string("file://" + place.current), "tools": .array(report.tools.map { .string($0) }),
    ]
    if let before { result["previousVersion"] = .string(before) }
    return result
  }

  /// Copied beside and renamed, without the history; what an earlier try left at that name is replaced.
  private func put(_ source: String, at place: FolderTarget, _ version: String) throws {
    guard !version.isEmpty, !version.hasPrefix("."), !version.contains("/") else {
      throw RunnerError("The version \(version.prefix(100)) cannot be a folder's name.")
    }
    try AgentFolders.make(place.folder + "/versions")
    let fresh = place.folder + "/versions/.\(version).\(getpid())"
    let manager = FileManager.default
    try? manager.removeItem(atPath: fresh)
    do {
      try manager.copyItem(atPath: source, toPath: fresh)
      try manager.removeItem(atPath: fresh + "/.git")
      if place.currentVersion != version { try? manager.removeItem(atPath: place.place(version)) }
      if manager.fileExists(atPath: place.place(version)) {
        try manager.removeItem(atPath: fresh)
      } else {
        try manager.moveItem(atPath: fresh, toPath: place.place(version))
      }
    } catch {
      throw RunnerError("Version \(version) cannot be put into \(place.folder): \(error.fileReason).")
    }
  }
}

/// Asks what is deployed.
struct HealthCheck {
  let context: JobContext

  init(_ context: JobContext) { self.context = context }

  func run() throws -> [String: JSONValue] {
    let target = context.text("target") ?? "production"
    let url = context.text("url")
    if let url, url.hasPrefix("http") { return try overHTTP(url) }
    let place = FolderTarget(context.folders, target: target, slug: context.slug)
    guard let version = place.currentVersion else {
      throw RunnerError("Nothing of \(context.slug) is deployed to \(target) here.")
    }
    let report: MCPReport
    do { report = try context.probe(place.current) } catch let error as RunnerError {
      // Only what was just deployed goes back; what somebody looks at later is for people.
      if context.text("version") == version { context.rollBack(place, to: place.previousVersion) }
      throw error
    }
    var result: [String: JSONValue] = [
      "version": .string(version), "tools": .array(report.tools.map { .string($0) }),
      "metrics": ["startSeconds": .number((report.seconds * 1000).rounded() / 1000)],
    ]
    if let url { result["url"] = .string(url) }
    return result
  }

  /// What a command deployed and gave an address of: it must answer below 400.
  private func overHTTP(_ url: String) throws -> [String: JSONValue] {
    let words = ["curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--output", "/dev/null", url]
    let result = try context.run(words, in: context.workFolder, limits: CommandLimits(seconds: 30))
    guard result.succeeded else {
      throw RunnerError("\(url) does not answer: \(result.tail.last ?? result.words)")
    }
    return ["url": .string(url)]
  }
}

extension JobContext {
  func rollBack(_ place: FolderTarget, to version: String?) {
    let now = place.goBack(to: version)
    say(now.map { "it does not answer; current is \($0) again" } ?? "it does not answer; nothing is current now")
  }

  /// Starts what lies in a folder and asks for its tools.
  func probe(_ folder: String) throws -> MCPReport {
    let manifest = try Manifest.read(in: folder)
    let limits = CommandLimits(seconds: 20, memoryBytes: settings.testLimits.memoryBytes)
    let command = held(Command(manifest.start, in: folder, environment: environment(), limits: limits))
    let report = try MCPProbe(command).run(stop: stop)
    say("\(report.name) answers with \(report.tools.count) tools after \(Int(report.seconds * 1000)) ms")
    return report
  }
}
