// A test run that somebody asks for beside the stages' own work (rulings R17, R46).
import FactoryContracts

extension UseCases {
  /// Queues a test job. At testing, where no run is under way, it is the stage's work: its success lets the pipeline go on.
  package func runTests(_ id: EntityID, _ body: TestRunBody) throws -> Job {
    try requireScope(.pipelinesWrite)
    let pipeline = try pipeline(id)
    try refuseArchived(pipeline)
    var problems = Problems()
    problems.known("testType", body.testType)
    problems.known("environment", body.environment)
    try problems.check()
    try requireActive(pipeline)
    let payload: [String: JSONValue] = [
      "testType": .string((body.testType ?? .all).rawValue),
      "environment": .string((body.environment ?? .ci).rawValue), "requestedBy": .id(actor.id),
      "requestedByName": .string(actor.name),
    ]
    let job = try queue(.test, pipeline, stage: pipeline.currentStage, stay: try testingStay(pipeline), payload)
    try tellOfWork(pipeline)
    return job
  }

  /// Jobs have no event of their own: agents that follow pipelines learn by this that there is something to take.
  func tellOfWork(_ pipeline: Pipeline) throws { try emit(.pipelineUpdated(PipelinePayload(pipeline: pipeline))) }

  private func testingStay(_ pipeline: Pipeline) throws -> EntityID? {
    guard pipeline.currentStage == .testing else { return nil }
    switch try work(pipeline)[.test] {
    case .queued, .running: return nil
    case .succeeded, .failed, .canceled, .unknown, nil: break
    }
    guard let record = try currentRecord(pipeline), try gateIsPassed(pipeline, record) else { return nil }
    return record.id
  }

  /// Whether nobody needs to let the pipeline in, or somebody did.
  func gateIsPassed(_ pipeline: Pipeline, _ record: PipelineStageRecord) throws -> Bool {
    guard record.requiresApproval else { return true }
    return try tx.latestApproval(pipeline: pipeline.id, stage: record.stageName)?.status == .approved
  }
}
