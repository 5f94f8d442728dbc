// Reading the whole: a first page at once, then everything in one stream. Worker threads.
// Invariant: a stream that breaks says so; what it brought stays, and nothing is removed because of it.
import FactoryContracts
import FactoryState
import Foundation

extension EffectRunner {
  /// Rows of a snapshot that are handed over together.
  static let chunkSize = 500

  /// The most urgent hundred, so that there is something to decide while the rest comes.
  package func fetchFirstPage() {
    run(.list) { runner in
      do throws(APIFailure) {
        let page = try runner.api.request(Endpoints.listTasks, query: [("open", "true"), ("limit", "100")])
        runner.tell(
          .firstPage(tasks: page.data, pipelines: [], seq: page.meta?.seq ?? 0, now: runner.clock()))
      } catch {
        // The snapshot behind it says what is wrong.
      }
    }
  }

  /// The rows of a snapshot are where they stay, and what brought them is garbage.
  func noteLoaded() { run(.disk) { runner in runner.loaded() } }

  package func fetchSnapshot() {
    run(.list) { runner in
      var reader = SnapshotReader(runner)
      let query = [("entities", "tasks,pipelines,agents"), ("open", "true")]
      do throws(APIFailure) {
        guard let call = try? Endpoints.snapshot.call(query: query) else { return }
        try runner.api.stream(call) { line in reader.take(line) }
        reader.finish()
      } catch {
        reader.fail(FailureWords.sentence(error))
      }
    }
  }
}

/// Collects lines into chunks.
private struct SnapshotReader {
  private let runner: EffectRunner
  private var tasks: [FactoryTask] = []
  private var pipelines: [Pipeline] = []
  private var agents: [Agent] = []
  private var hasBegun = false
  private var problem: String?

  init(_ runner: EffectRunner) { self.runner = runner }

  /// One line; false stops the stream.
  mutating func take(_ line: Data) -> Bool {
    if runner.stopped { return false }
    if line.isEmpty { return true }
    do {
      if hasBegun {
        keep(try FactoryJSON.decode(SnapshotLine.self, from: line))
      } else {
        let head = try FactoryJSON.decode(SnapshotHead.self, from: line)
        hasBegun = true
        runner.tell(.snapshot(.began(seq: head.seq), now: runner.clock()))
      }
    } catch {
      problem = "a line of the snapshot is not of this API"
      return false
    }
    if tasks.count + pipelines.count + agents.count >= EffectRunner.chunkSize { flush() }
    return true
  }

  private mutating func keep(_ line: SnapshotLine) {
    if let task = line.task { tasks.append(task) }
    if let pipeline = line.pipeline { pipelines.append(pipeline) }
    if let agent = line.agent { agents.append(agent) }
  }

  private mutating func flush() {
    runner.tell(.snapshot(.chunk(tasks: tasks, pipelines: pipelines, agents: agents), now: runner.clock()))
    tasks = []
    pipelines = []
    agents = []
  }

  mutating func finish() {
    if let problem { return fail(problem) }
    guard hasBegun else { return fail("the answer was empty") }
    flush()
    runner.tell(.snapshot(.ended, now: runner.clock()))
  }

  func fail(_ reason: String) {
    runner.tell(
      hasBegun
        ? .snapshot(.failed(reason: reason), now: runner.clock())
        : .fetched(.loadFailed(reason: reason), now: runner.clock()))
  }
}
