// What agents bring back is what people decide on; what is held can be sent back; a job can be given back.
import FactoryContracts
import FactoryEngine
import TestSupport
import Testing

@Suite struct WorkEvidenceStories {
  private static let built: [String: JSONValue] = [
    "version": "0.1.0", "details": "applied: pages count from 0", "metrics": ["lines": 12],
    "diffSummary": [
      "filesChanged": 1, "insertions": 12, "deletions": 0,
      "files": [["path": "a.py", "status": "added", "insertions": 12, "deletions": 0, "patch": "+1"]],
    ],
  ]

  private static func tested(failed: Int) -> [String: JSONValue] {
    [
      "metrics": ["testSeconds": 0.5],
      "testResults": [
        "total": 9, "passed": .integer(Int64(9 - failed)), "failed": .integer(Int64(failed)), "skipped": 0,
        "coveragePercent": 91,
        "failureDetails": [["testName": "t", "error": "1 != 2", "file": "tests/t.py", "line": 7]],
      ],
    ]
  }

  /// The open question with all its evidence, as reading one task gives it.
  private func whole(_ bench: Bench, _ pipeline: EntityID) async throws -> FactoryTask {
    let id = try #require(try await bench.openTasks(pipeline).first).id
    let data = try #require(try await bench.store.read { try $0.taskWithEvidence(id) })
    return try FactoryJSON.decode(FactoryTask.self, from: data)
  }

  @Test("the review shows the build's change and the run's failures in full", arguments: StoreFactory.all)
  func review(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    try await bench.work(.scaffold)
    try await bench.work(.build, .succeeded, Self.built)
    try await bench.work(.test, .succeeded, Self.tested(failed: 0))
    let review = try await whole(bench, id)
    #expect(review.type == .review && review.context.diffSummary?.files.first?.patch == "+1")
    #expect(review.context.testResults?.failureDetails?.first?.line == 7)
    #expect(review.context.metrics == ["lines": 12, "testSeconds": 0.5])
    #expect(review.context.details == "applied: pages count from 0")
    // Whoever lets it go further has seen the change; the totals stay.
    try await bench.approve(review.id, Bench.olga)
    let deploy = try #require(try await bench.openTasks(id).first)
    #expect(deploy.context.diffSummary == nil && deploy.context.testResults?.total == 9)
    await bench.store.close()
  }

  @Test(
    "rejecting what is held sends it back with the reason; the next round is judged anew", arguments: StoreFactory.all)
  func sendingBack(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    try await bench.drive(id, to: .testing)
    try await bench.work(.test, .succeeded, Self.tested(failed: 2))
    let held = try await whole(bench, id)
    #expect(held.context.testResults?.failed == 2 && held.context.testResults?.failureDetails?.count == 1)
    try await bench.reject(held.id, Bench.ada, "Paging is wrong.", data: ["requestedChanges": ["start at 0"]])
    #expect(try await bench.pipeline(id).currentStage == .building)
    let job = try #require(try await bench.claim())
    #expect(job.kind == .build && job.payload["rework"]?["reason"] == "Paging is wrong.")
    #expect(job.payload["rework"]?["fromStage"] == "testing")
    #expect(job.payload["rework"]?["requestedChanges"] == ["start at 0"])
    try await bench.complete(job)
    try await bench.work(.test, .succeeded, Self.tested(failed: 0))
    #expect(try await bench.pipeline(id).currentStage == .review)
    let image = try await StoreImage.of(bench.store, now: bench.clock.now)
    try Invariants.check(image, told: bench.log.all)
    await bench.store.close()
  }

  @Test("a failed job's last words lie with the question that follows", arguments: StoreFactory.all)
  func failing(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let id = try await bench.create().id
    try await bench.work(.scaffold, .failed, ["details": "no space left"])
    let fix = try #require(try await bench.openTasks(id).first)
    #expect(fix.type == .fixRequired && fix.context.details == "no space left")
    await bench.store.close()
  }

  @Test("a holder that ends gives its job back; the next takes it at once", arguments: StoreFactory.all)
  func releasing(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    _ = try await bench.create()
    let job = try #require(try await bench.claim(lease: 60))
    let body = ReleaseJobBody(reason: "the agent ends", attempt: 1)
    #expect(try await bench.code(Bench.otherRobot) { try $0.releaseJob(job.id, body) } == 409)
    let stale = ReleaseJobBody(attempt: 0)
    #expect(try await bench.code(Bench.robot) { try $0.releaseJob(job.id, stale) } == 409)
    let back = try await bench.run(Bench.robot) { try $0.releaseJob(job.id, body) }
    #expect(back.status == .queued && back.agentId == nil && back.leaseExpiresAt == nil)
    #expect(try await bench.agent(Bench.robot.id).status == .idle)
    #expect(try await bench.code(Bench.robot) { try $0.releaseJob(job.id, body) } == 409)
    let again = try #require(try await bench.claim(Bench.otherRobot))
    #expect(again.id == job.id && again.attempts == 2)
    #expect(try await bench.entry(job.id, "job.released").metadata["reason"] == "the agent ends")
    await bench.store.close()
  }
}
