// What the tools answer as data: the contract's own entities, in one object each. Pure.
import FactoryContracts

/// The inbox.
struct PendingTasks: Codable, Sendable {
  var tasks: [FactoryTask]
  /// How many wait in all, beyond the limit too.
  var total: Int
  var byPriority: [String: Int]
}

extension PendingTasks: DirectJSON {
  func write(to json: inout JSONWriter) throws {
    try json.object { json in
      json.key("byPriority")
      json.dictionary(byPriority) { $0.integer($1) }
      json.key("tasks")
      try json.array(tasks) { try $1.write(to: &$0) }
      json.member("total", total)
    }
  }
}

/// A task after its decision, and the pipeline it moved.
struct Decided: Codable, Sendable {
  var task: FactoryTask
  var pipeline: Pipeline?
}

struct Prioritized: Codable, Sendable {
  var task: FactoryTask?
  var pipeline: Pipeline?
}

struct Blockers: Codable, Sendable {
  var blockers: [BlockerInfo]
}

struct JobAnswer: Codable, Sendable {
  var job: Job
}

struct PipelineAnswer: Codable, Sendable {
  var pipeline: Pipeline
}

/// One pipeline or many; the details where they were asked for.
struct PipelineStatusAnswer: Codable, Sendable {
  var pipelines: [Pipeline]
  var total: Int
  var details: [PipelineDetailState]?
}

/// Exactly one of them: the plan of a dry run, the question that comes first, or the job.
struct DeployAnswer: Codable, Sendable {
  /// planned, waiting, started, rejected or withdrawn.
  var outcome: String
  var plan: DeployPlan?
  var task: FactoryTask?
  var job: Job?
}
