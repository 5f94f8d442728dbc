// The facts of a deploy checklist, read from the factory. Worker threads.
import FactoryContracts

enum Checklist {
  static func text(_ pipeline: Pipeline, _ target: DeployTarget, _ call: ToolCall) throws(ToolFailure) -> String {
    let jobs = try call.read(
      Endpoints.listJobs, pipeline.id, query: [("kind", "deploy"), ("status", "succeeded"), ("limit", "50")])
    let last = jobs.first { $0.payload["target"]?.string == target.rawValue }
    return DeployChecklist.text(
      DeployFacts(
        pipeline: pipeline, target: target, tests: try PipelineReading.tests(pipeline.id, call),
        approvals: try call.read(
          Endpoints.listApprovals, query: [("pipelineId", pipeline.id.description), ("limit", "100")]),
        lastVersion: last?.payload["version"]?.string,
        stagingVersion: jobs.first { $0.payload["target"]?.string == DeployTarget.staging.rawValue }?
          .payload["version"]?.string))
  }
}
