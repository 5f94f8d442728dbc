// git as agents write with it: no configuration of the user or the machine, no hooks, no questions. Reading evidence is FactoryEvidence's.
import FactoryContracts
import Foundation

struct Git: Sendable {
  let folder: String
  /// Who commits.
  let author: String
  let stop: StopSignal

  /// The lines that git says.
  @discardableResult
  func run(_ arguments: String...) throws -> [String] {
    var lines: [String] = []
    let options = ["git", "-c", "core.hooksPath=/dev/null", "-c", "init.defaultBranch=main", "-c", "gc.auto=0"]
    let command = Command(
      options + arguments, in: folder, environment: environment, limits: CommandLimits(seconds: 120))
    let result = try command.run(stop: stop) { lines.append($0) }
    try stop.check()
    guard result.succeeded else {
      throw RunnerError("git \(arguments.first ?? "") \(result.words): \(lines.last ?? "it said nothing").")
    }
    return lines
  }

  /// Whether a command of git says yes.
  func succeeds(_ arguments: String...) throws -> Bool {
    let command = Command(["git"] + arguments, in: folder, environment: environment)
    return try command.run(stop: stop).succeeded
  }

  private var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
      "LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "agent@factory.invalid", "GIT_COMMITTER_NAME": author,
      "GIT_COMMITTER_EMAIL": "agent@factory.invalid",
    ]
  }
}

/// A product's repository and an agent's own copy of it.
struct Checkout: Sendable {
  /// The bare repository.
  let repository: String
  let folder: String
  let git: Git

  /// A copy of what is built so far.
  init(_ context: JobContext) throws {
    repository = context.folders.repository(context.job.pipelineId)
    folder = context.workFolder + "/source"
    git = Git(folder: folder, author: context.agentName, stop: context.stop)
    let outside = Git(folder: context.workFolder, author: context.agentName, stop: context.stop)
    try Self.ensure(repository, outside)
    try outside.run("clone", "-q", repository, folder)
  }

  /// Made beside and renamed, with one empty commit to begin from.
  private static func ensure(_ repository: String, _ outside: Git) throws {
    guard access(repository + "/HEAD", F_OK) != 0 else { return }
    try AgentFolders.make((repository as NSString).deletingLastPathComponent)
    let seed = outside.folder + "/seed"
    try outside.run("init", "-q", seed)
    let git = Git(folder: seed, author: outside.author, stop: outside.stop)
    try git.run("commit", "-q", "--allow-empty", "-m", "Begin")
    try git.run("tag", baseTag)
    let bare = outside.folder + "/bare"
    try outside.run("clone", "-q", "--bare", seed, bare)
    guard rename(bare, repository) == 0 || access(repository + "/HEAD", F_OK) == 0 else {
      throw RunnerError("The repository \(repository) cannot be made: \(String(cString: strerror(errno))).")
    }
  }

  /// Marks what the people at the review have seen: the next review shows what changed since.
  static let baseTag = "factory-base"

  /// Commits what lies in the folder; false when nothing changed.
  func commit(_ message: String) throws -> Bool {
    try git.run("add", "-A")
    if try git.succeeds("diff", "--cached", "--quiet") { return false }
    try git.run("commit", "-q", "-m", message)
    return true
  }

  /// The holder of the lease has the last word: what an agent that lost it pushed meanwhile is not kept.
  func push() throws { try git.run("push", "-q", "--force", "origin", "HEAD:main", "--tags") }

  func head() throws -> String { try git.run("rev-parse", "HEAD").last ?? "" }

  /// The version of what lies here: its tag, else the next one.
  func version() throws -> String {
    let here = try git.run("tag", "--points-at", "HEAD", "--list", "v*")
    if let tag = here.last { return String(tag.dropFirst()) }
    let count = try git.run("tag", "--list", "v*").count
    return "0.1.\(count)"
  }
}
