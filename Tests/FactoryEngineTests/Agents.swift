// Fake agents on the bench: they take jobs, log and bring results, in fake time.
import FactoryContracts
import FactoryEngine
import TestSupport
import Testing

extension Bench {
  static let otherRobot = Actor(kind: .agent, id: Sample.id(9107), name: "other robot", role: .agent)

  @discardableResult
  func claim(
    _ actor: Actor = robot, kinds: [JobKind]? = nil, lease: Int? = nil, agent: EntityID? = nil
  ) async throws -> Job? {
    let body = ClaimJobBody(agentId: agent ?? actor.id, kinds: kinds, leaseSeconds: lease)
    return try await run(actor) { try $0.claimJob(body) }
  }

  @discardableResult
  func complete(
    _ job: Job, _ status: JobStatus = .succeeded, _ result: [String: JSONValue]? = nil, by actor: Actor = robot
  ) async throws -> Job {
    let body = CompleteJobBody(status: status, result: result, error: status == .failed ? "it broke" : nil)
    return try await run(actor) { try $0.completeJob(job.id, body) }
  }

  /// Takes the next job, which must be of that kind, and completes it.
  @discardableResult
  func work(
    _ kind: JobKind, _ status: JobStatus = .succeeded, _ result: [String: JSONValue]? = nil, by actor: Actor = robot
  ) async throws -> Job {
    let job = try #require(try await claim(actor))
    #expect(job.kind == kind)
    return try await complete(job, status, result, by: actor)
  }

  func job(_ id: EntityID) async throws -> Job { try #require(try await store.read { try $0.job(id) }) }
  func openJobs(_ pipeline: EntityID) async throws -> [Job] {
    try await store.read { try $0.openJobs(pipeline: pipeline) }
  }
  func agent(_ id: EntityID) async throws -> Agent { try #require(try await store.read { try $0.agent(id) }) }

  func log(_ pipeline: EntityID, job: EntityID? = nil, after: Int64 = 0) async throws -> [JobLogLine] {
    try await store.read { try $0.jobLog(JobLogQuery(pipelineId: pipeline, jobId: job, after: after)) }
  }

  func create(_ name: String = "Shop sync", priority: Priority? = nil, config: [String: JSONValue] = [:]) async throws
    -> Pipeline
  {
    let body = CreatePipelineBody(name: name, platform: "shopify", config: config, priority: priority)
    return try await run(Self.ben) { try $0.createPipeline(body) }
  }

  /// The newest audit row of an entity with that action.
  func entry(_ entity: EntityID, _ action: String) async throws -> AuditEntry {
    var query = AuditQuery()
    query.entityId = entity
    query.action = action
    let page = try await store.read { [query] in try $0.audit(query, PageRequest(limit: 1)) }
    return try FactoryJSON.decode(AuditEntry.self, from: try #require(page.rows.first))
  }

  func stages(_ pipeline: EntityID) async throws -> [PipelineStageRecord] {
    try await store.read { try $0.stages(pipeline: pipeline) }
  }

  /// An agent does all the work there is and people approve every gate, until the pipeline stands at a stage with its gate open,
  /// or is done.
  func drive(_ pipeline: EntityID, to stage: PipelineStage) async throws {
    for _ in 0..<40 where try await self.pipeline(pipeline).currentStage != stage {
      if let job = try await claim() {
        try await complete(job, .succeeded, job.kind == .test ? Self.passed : nil)
      } else {
        for task in try await openTasks(pipeline) { try await approve(task.id, Self.olga) }
      }
    }
    #expect(try await self.pipeline(pipeline).currentStage == stage)
  }

  static let passed: [String: JSONValue] = [
    "total": 10, "passed": 10, "failed": 0, "skipped": 0, "coveragePercent": 91.5,
  ]
}
