// What a job's beginning and end cause: stages move, deploys are told, failures fail their pipeline
// (contract Appendix A, §1.6, rulings R10, R13, R45).
import FactoryContracts

/// Members of a job's payload that the factory itself reads.
enum JobPayload {
  static let target = "target"
  static let version = "version"
  static let deployJob = "deployJobId"
  static let url = "url"
  /// Set on the jobs that take a deploy back.
  static let rollback = "rollback"
}

extension Job {
  /// It takes a deploy back: it belongs to no stage, so that its end moves no pipeline, and a pipeline's end does not end it.
  var isRollback: Bool { payload[JobPayload.rollback]?.bool == true }
}

extension UseCases {
  /// An agent took it.
  func begun(_ job: Job) throws {
    guard let pipeline = try tx.pipeline(job.pipelineId) else { return }
    if job.kind == .deploy, job.attempts == 1 { try tellDeploy(job, pipeline, .started) }
    if try isWork(job, pipeline) { try proceed(pipeline) }
  }

  /// It succeeded or failed for good.
  func ended(_ job: Job) throws {
    guard let pipeline = try tx.pipeline(job.pipelineId) else { return }
    let isWork = try isWork(job, pipeline)
    if job.status == .failed {
      if job.kind == .deploy || job.kind == .health { try tellDeploy(job, pipeline, .failed) }
      guard isWork, pipeline.status == .active || pipeline.status == .paused else { return }
      let words = StageWork.words(job.kind)
      _ = try fail(pipeline, "\(words.prefix(1).uppercased() + words.dropFirst()) failed: \(job.error ?? "")")
      return
    }
    let noted = try note(job, pipeline)
    if isWork { try proceed(noted) }
  }

  /// What a job that succeeded leaves behind.
  private func note(_ job: Job, _ pipeline: Pipeline) throws -> Pipeline {
    switch job.kind {
    case .test:
      guard let run = TestRun(job) else { return pipeline }
      return try change(pipeline, "pipeline.tests_reported", metadata: ["jobId": .id(job.id)]) {
        $0.metadata["lastTestRun"] = run.json
      }
    case .deploy:
      var payload: [String: JSONValue] = [
        JobPayload.target: job.payload[JobPayload.target] ?? .null, JobPayload.deployJob: .id(job.id),
        JobPayload.version: job.payload[JobPayload.version] ?? .null,
        JobPayload.url: job.result?[JobPayload.url] ?? .null,
      ]
      payload[JobPayload.rollback] = job.payload[JobPayload.rollback]
      try queue(.health, pipeline, stage: job.stageName, stay: job.stageRecordId, payload)
    case .health: try tellDeploy(job, pipeline, .succeeded)
    case .build, .scaffold, .unknown: break
    }
    return pipeline
  }

  /// Whether the job is what its pipeline's current stay waits for.
  private func isWork(_ job: Job, _ pipeline: Pipeline) throws -> Bool {
    guard let record = job.stageRecordId else { return false }
    return try stay(pipeline).contains(record)
  }

  private func tellDeploy(_ job: Job, _ pipeline: Pipeline, _ status: DeployStatus) throws {
    guard let target = job.payload[JobPayload.target]?.string.flatMap({ DeployTarget.named($0) }) else { return }
    let url = job.result?[JobPayload.url]?.string ?? job.payload[JobPayload.url]?.string
    let payload = DeployPayload(
      pipelineId: pipeline.id, pipelineName: pipeline.name, target: target,
      version: job.payload[JobPayload.version]?.string ?? "latest", status: status,
      url: status == .succeeded ? url : nil, error: status == .failed ? job.error : nil)
    switch status {
    case .succeeded: try emit(.deploySucceeded(payload))
    case .failed: try emit(.deployFailed(payload))
    case .started, .unknown: try emit(.deployStarted(payload))
    }
  }
}

/// The totals that a test job brought back: in its result, or in `testResults` there.
struct TestRun {
  let json: JSONValue

  init?(_ job: Job) {
    guard let result = job.result else { return nil }
    let source = result["testResults"]?.object ?? result
    guard source["total"]?.int != nil else { return nil }
    var kept: [String: JSONValue] = ["jobId": .id(job.id), "at": .time(job.completedAt)]
    for name in ["total", "passed", "failed", "skipped", "coveragePercent"] { kept[name] = source[name] }
    json = .object(kept)
  }
}
