// A deploy by a workflow of a CI: started by an address, done when what it deployed answers. curl talks, so that proxies and certificates are the
// system's. Invariant: the token is in a file of the job's folder for the one call and in no argument, environment or log.
import FactoryContracts
import Foundation

package struct DeployWorkflow: Hashable, Sendable {
  /// Takes the POST that starts it.
  package let url: String
  /// Where the product answers then; `{target}`, `{pipeline}` and `{version}` are filled in.
  package let answersAt: String
  let token: String?
  /// Between two looks, in seconds.
  let pause: Double

  package init(url: String, answersAt: String, token: String?, pause: Double = 5) {
    (self.url, self.answersAt, self.token, self.pause) = (url, answersAt, token, pause)
  }

  func run(_ context: JobContext, _ target: String, _ version: String) throws -> [String: JSONValue] {
    let inputs: JSONValue = [
      "target": .string(target), "version": .string(version), "pipeline": .string(context.slug),
    ]
    try start(context, ["ref": .string("v\(version)"), "inputs": inputs])
    let place = filled(context, target, version)
    try wait(context, place, version)
    return ["version": .string(version), "target": .string(target), "url": .string(place)]
  }

  private func start(_ context: JobContext, _ body: JSONValue) throws {
    var words = Self.curl + ["--fail-with-body", "--header", "Content-Type: application/json", "--data-binary", "@-"]
    let secret = context.workFolder + "/workflow.header"
    defer { unlink(secret) }
    if let token {
      let made = FileManager.default.createFile(
        atPath: secret, contents: Data("Authorization: Bearer \(token)\n".utf8), attributes: [.posixPermissions: 0o600])
      guard made else { throw RunnerError("The workflow's token cannot be kept for its call.") }
      words += ["--header", "@" + secret]
    }
    let result = try context.run(
      words + [url], in: context.workFolder, limits: CommandLimits(seconds: 70), input: try FactoryJSON.encode(body))
    guard result.succeeded else {
      throw RunnerError(
        "The workflow was not started: \(result.tail.last ?? result.words)",
        details: result.tail.joined(separator: "\n"))
    }
  }

  /// Until it answers; where the address does not name the version, the answer must.
  private func wait(_ context: JobContext, _ place: String, _ version: String) throws {
    let deadline = Date().addingTimeInterval(context.settings.builderLimits.seconds)
    let namesIt = answersAt.contains("{version}")
    let look = Command(
      Self.curl + ["--location", "--fail", place], in: context.workFolder, environment: context.environment(),
      limits: CommandLimits(seconds: 70))
    context.say("waiting until \(place) answers\(namesIt ? "" : " with \(version)")")
    while true {
      let result = try look.run(stop: context.stop)
      try context.stop.check()
      if result.succeeded, namesIt || result.tail.contains(where: { Self.names(version, $0) }) { return }
      guard deadline.timeIntervalSinceNow > 0 else {
        let found = result.succeeded ? "another version" : result.tail.last ?? result.words
        throw RunnerError("\(place) did not answer with \(version) in time; the last look found: \(found)")
      }
      try rest(context.stop)
    }
  }

  /// Between two looks; asking to stop ends it at once.
  private func rest(_ stop: StopSignal) throws {
    let end = Date().addingTimeInterval(pause)
    repeat {
      try stop.check()
      usleep(20_000)
    } while end.timeIntervalSinceNow > 0
  }

  /// As a word of its own: 1.1 is not in 1.10.
  private static func names(_ version: String, _ line: String) -> Bool {
    line.ranges(of: version).contains { range in
      let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
      let isFree = !after.isNumber && !after.isLetter && after != "-" && after != "+"
      let next = range.upperBound < line.endIndex ? line.index(after: range.upperBound) : line.endIndex
      let goesOn = after == "." && next < line.endIndex && line[next].isNumber
      return isFree && !goesOn && !before.isNumber && before != "."
    }
  }

  private func filled(_ context: JobContext, _ target: String, _ version: String) -> String {
    answersAt.replacing("{target}", with: target).replacing("{pipeline}", with: context.slug)
      .replacing("{version}", with: version)
  }

  private static let curl = ["curl", "--silent", "--show-error", "--max-time", "60"]
}
