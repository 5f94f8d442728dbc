// Turns commits into tasks: oldest first, each with its real diff. `feedRest` runs on a thread of its own.
import FactoryClient
import FactoryContracts
import FactoryEvidence
import Foundation
import Synchronization

final class DemoFeeder: Sendable {
  private let repository: GitRepository
  private let name: String
  private let commits: [GitCommit]
  private let pipelineId = Mutex<EntityID?>(nil)

  /// Whether agents work in the same factory, who would take the pipeline for one of theirs.
  private let rests: Bool

  init(repository folder: String, commits count: Int, besideAgents rests: Bool) throws {
    self.rests = rests
    do {
      repository = try GitRepository(folder)
      commits = try repository.lastCommits(count).reversed()
    } catch {
      throw CommandFailure(.usage, "--repository: \(error)")
    }
    name = URL(fileURLWithPath: repository.directory).standardizedFileURL.lastPathComponent
  }

  func feedAll(_ api: RESTClient) throws { try feed(api, first: commits.count) }

  /// Creates the pipeline and the first tasks.
  func feed(_ api: RESTClient, first count: Int) throws {
    let pipeline = try api.ask(Endpoints.createPipeline, CreatePipelineBody(name: name, platform: "git")).data
    pipelineId.withLock { $0 = pipeline.id }
    guard rests else { return try sendFirst(count, pipeline.id, api) }
    // Its commits are made already: no agent has anything to do there.
    var rest = UpdatePipelineBody()
    rest.status = .paused
    _ = try api.ask(Endpoints.updatePipeline, rest, path: [pipeline.id.description])
    try sendFirst(count, pipeline.id, api)
  }

  private func sendFirst(_ count: Int, _ pipeline: EntityID, _ api: RESTClient) throws {
    for commit in commits.prefix(count) { try send(commit, pipeline, api) }
  }

  /// The others arrive while the person watches.
  func feedRest(_ api: RESTClient, after count: Int, pace: Double) {
    guard let pipeline = pipelineId.withLock({ $0 }) else { return }
    let thread = Thread { [self] in
      for commit in commits.dropFirst(count) {
        Thread.sleep(forTimeInterval: pace)
        // A demo's commit that cannot be sent is no loss; the link's state is on the screen.
        try? send(commit, pipeline, api)
      }
    }
    thread.name = "demo-feeder"
    thread.start()
  }

  private func send(_ commit: GitCommit, _ pipeline: EntityID, _ api: RESTClient) throws {
    let change = try repository.change(commit.sha, trim: true)
    let diff = change.diff
    let lines = diff.insertions + diff.deletions
    let files = diff.filesChanged == 1 ? "1 file" : "\(diff.filesChanged) files"
    let context = TaskContext(
      summary: "\(commit.authorName) changed \(files): +\(diff.insertions) −\(diff.deletions)",
      details: commit.body.isEmpty ? nil : commit.body, diffSummary: diff, metrics: ["lines": Double(lines)])
    let body = CreateTaskBody(
      pipelineId: pipeline, type: .review, title: commit.subject, description: "Commit \(commit.shortSha)",
      context: context, priority: Self.priority(lines: lines), key: commit.sha)
    let trimmed = try EvidenceLimits.trim(body, alreadyLeftOut: change.leftOut).body
    _ = try api.ask(Endpoints.createTask, trimmed, key: RandomIDSource().next(at: .current))
  }

  /// The more there is to read, the sooner it should be begun.
  private static func priority(lines: Int) -> Priority {
    switch lines {
    case ..<20: .low
    case ..<400: .medium
    case ..<2000: .high
    default: .critical
    }
  }
}
