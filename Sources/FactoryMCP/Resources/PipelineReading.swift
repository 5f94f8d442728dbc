// What is known of one pipeline, put together from several calls: for the status tool, the resources and the prompts. Worker threads.
import FactoryContracts

/// Everything about one pipeline (contract §2.2).
struct PipelineDetailState: Codable, Sendable {
  var pipeline: Pipeline
  var stages: [PipelineStageRecord]
  var currentTasks: [FactoryTask]
  /// The newest twenty versions of its files; empty where the caller may not read them.
  var recentAssets: [Asset]
  var blockers: [BlockerInfo]
  /// The last fifty audit rows; empty where the caller may not read them.
  var timeline: [AuditEntry]
}

enum PipelineReading {
  static func state(_ id: EntityID, _ call: ToolCall) throws(ToolFailure) -> PipelineDetailState {
    let pipeline = try call.read(Endpoints.getPipeline, id)
    let tasks = try call.read(
      Endpoints.listTasks, query: [("pipelineId", id.description), ("open", "true"), ("limit", "100")])
    call.office.shown.note(tasks)
    return PipelineDetailState(
      pipeline: pipeline, stages: try call.read(Endpoints.listStages, id), currentTasks: tasks,
      recentAssets: try call.readIfAllowed(Endpoints.listAssets, id, query: [("limit", "20")]) ?? [],
      blockers: try call.read(Endpoints.listBlockers, query: [("pipelineId", id.description)]),
      timeline: try call.readIfAllowed(
        Endpoints.listAudit, query: [("pipelineId", id.description), ("limit", "50")]) ?? [])
  }

  /// The newer of: the last test job that has totals, the last task that has them.
  static func tests(_ id: EntityID, _ call: ToolCall) throws(ToolFailure) -> TestResults? {
    let jobs = try call.read(Endpoints.listJobs, id, query: [("kind", "test"), ("limit", "20")])
    let job = jobs.lazy.compactMap { job in results(job).map { (job.completedAt ?? job.createdAt, $0) } }.first
    let tasks = try call.read(
      Endpoints.listTasks, query: [("pipelineId", id.description), ("sort", "-createdAt"), ("limit", "100")])
    guard let task = tasks.first(where: { $0.context.testResults != nil }) else { return job?.1 }
    if let job, job.0 > task.createdAt { return job.1 }
    return try call.read(Endpoints.getTask, task.id).context.testResults
  }

  private static func results(_ job: Job) -> TestResults? {
    guard let result = job.result else { return nil }
    let counts = result["testResults"]?.object ?? result
    guard let total = counts["total"]?.int else { return nil }
    return TestResults(
      total: total, passed: counts["passed"]?.int ?? 0, failed: counts["failed"]?.int ?? 0,
      skipped: counts["skipped"]?.int ?? 0, coveragePercent: counts["coveragePercent"]?.double ?? 0,
      failureDetails: failures(counts["failureDetails"]))
  }

  private static func failures(_ json: JSONValue?) -> [TestFailure]? {
    json?.array?.compactMap { row in
      guard let name = row["testName"]?.string else { return nil }
      return TestFailure(
        testName: name, error: row["error"]?.string ?? "", file: row["file"]?.string, line: row["line"]?.int)
    }
  }

  /// The pipeline of that slug or name; the slug wins.
  static func named(_ name: String, _ call: ToolCall) throws(ToolFailure) -> Pipeline {
    if let id = EntityID(name) { return try call.read(Endpoints.getPipeline, id) }
    let found = try call.read(Endpoints.listPipelines, query: [("search", name), ("limit", "100")])
    guard let pipeline = found.first(where: { $0.slug == name }) ?? found.first(where: { $0.name == name }) else {
      let near = found.prefix(5).map(\.slug).joined(separator: ", ")
      throw ToolFailure(
        "There is no server \(Steps.shown(name))" + (near.isEmpty ? "." : "; near it: \(near)."),
        next: "factory_get_pipeline_status with status all names them.")
    }
    return pipeline
  }
}
