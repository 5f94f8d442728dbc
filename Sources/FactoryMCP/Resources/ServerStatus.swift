// The status of a server that a pipeline builds (contract §2.2), told from its jobs and what its monitor wrote down. Worker threads.
import FactoryContracts

enum ServerHealth: String, WireEnum {
  case healthy, degraded, failing
  case unknown
}

struct DeploymentInfo: Codable, Sendable {
  var version: String
  var deployedAt: Timestamp
  var url: String
  /// running, stopped or failed.
  var status: String
}

struct ServerDeployments: Codable, Sendable {
  @Nullable var staging: DeploymentInfo?
  @Nullable var production: DeploymentInfo?
}

struct ServerStatus: Codable, Sendable {
  var name: String
  var pipelineId: EntityID
  var stage: PipelineStage
  var health: ServerHealth
  var deployments: ServerDeployments
  @Nullable var lastTestRun: TestResults?
  var metrics: [String: Double]

  static func of(_ pipeline: Pipeline, _ call: ToolCall) throws(ToolFailure) -> ServerStatus {
    let jobs = try call.read(Endpoints.listJobs, pipeline.id, query: [("limit", "100")])
    let metrics = pipeline.metadata["metrics"]?.object?.compactMapValues(\.double) ?? [:]
    return ServerStatus(
      name: pipeline.slug, pipelineId: pipeline.id, stage: pipeline.currentStage, health: health(pipeline, jobs),
      deployments: ServerDeployments(
        staging: deployment(.staging, jobs), production: deployment(.production, jobs)),
      lastTestRun: try PipelineReading.tests(pipeline.id, call), metrics: metrics)
  }

  /// What the monitor wrote down last, else the last health check.
  private static func health(_ pipeline: Pipeline, _ jobs: [Job]) -> ServerHealth {
    if let told = (pipeline.metadata["health"]?["status"] ?? pipeline.metadata["health"])?.string {
      return ServerHealth.named(told) ?? .unknown
    }
    switch jobs.first(where: { $0.kind == .health && !$0.isOpen })?.status {
    case .succeeded: return .healthy
    case .failed: return .failing
    default: return .unknown
    }
  }

  /// The newest deploy to a target that ended.
  private static func deployment(_ target: DeployTarget, _ jobs: [Job]) -> DeploymentInfo? {
    let ended = jobs.first {
      $0.kind == .deploy && $0.payload["target"]?.string == target.rawValue
        && ($0.status == .succeeded || $0.status == .failed)
    }
    return ended.map { job in
      DeploymentInfo(
        version: job.payload["version"]?.string ?? "latest", deployedAt: job.completedAt ?? job.createdAt,
        url: job.result?["url"]?.string ?? "", status: job.status == .succeeded ? "running" : "failed")
    }
  }
}
