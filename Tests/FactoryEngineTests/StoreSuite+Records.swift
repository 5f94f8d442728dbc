// The behaviour suite: what is due, and entities, numbers and approvals as they come back.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  @Test("what is due is found, earliest first, and nextDue is the earliest of all", arguments: StoreFactory.all)
  func due(factory: StoreFactory) async throws {
    let store = try factory.make()
    let at = Sample.start
    @Sendable func held(_ number: Int, _ seconds: Double) -> FactoryTask {
      var task = Sample.task(number, status: .inProgress, slaMinutes: nil)
      task.pendingDecision = PendingDecision(
        decision: .approved, by: Sample.decider, effectiveAt: at.adding(seconds: seconds))
      return task
    }
    var claimed = Sample.task(3, status: .claimed, slaMinutes: nil)
    claimed.claimExpiresAt = at.adding(seconds: 30)
    var asleep = Sample.task(4, slaMinutes: nil)
    asleep.deferredUntil = at.adding(seconds: 20)
    #expect(try await store.read { try $0.nextDue() } == nil)
    try await store.write { [claimed, asleep] tx in
      for task in [held(1, 10), held(2, 5), claimed, asleep, Sample.task(5, slaMinutes: 60)] { try tx.insert(task) }
    }
    let ids = { @Sendable (numbers: [Int]) in numbers.map { Sample.id($0) } }
    try await store.read { (reader) throws -> Void in
      #expect(try reader.nextDue() == at.adding(seconds: 5))
      #expect(try reader.duePendingDecisions(now: at, limit: 9) == [])
      #expect(try reader.duePendingDecisions(now: at.adding(seconds: 10), limit: 9) == ids([2, 1]))
      #expect(try reader.duePendingDecisions(now: at.adding(seconds: 10), limit: 1) == ids([2]))
      #expect(try reader.lapsedClaims(now: at.adding(seconds: 30), limit: 9) == ids([4, 3]))
      #expect(try reader.dueSLA(now: at.adding(minutes: 30), limit: 9) == ids([5]))
      #expect(try reader.dueSLA(now: at.adding(minutes: 29), limit: 9) == [])
    }
    await store.close()
  }

  @Test("pipelines, stages, approvals and approvers come back as they went in", arguments: StoreFactory.all)
  func entities(factory: StoreFactory) async throws {
    let store = try factory.make()
    let pipeline = Sample.pipeline(1, stage: .review)
    let task = Sample.task(1, pipelineId: pipeline.id, stageName: .review)
    let (first, second) = (Sample.approval(1, task: task, pipeline: pipeline), Sample.task(2, pipelineId: pipeline.id))
    let newer = Sample.approval(2, task: second, pipeline: pipeline, status: .approved)
    try await store.write { tx in
      try tx.insert(pipeline)
      for task in [task, second] { try tx.insert(task) }
      for approval in [first, newer] { try tx.insert(approval) }
      for (number, stage) in [PipelineStage.testing, .review].enumerated() {
        try tx.insert(Sample.stageRecord(number, of: pipeline, stage: stage))
      }
      for person in [Sample.decider, Sample.asker, Sample.decider] {
        try tx.addApprover(task: task.id, principal: person, at: Sample.start)
      }
    }
    try await store.read { (reader) throws -> Void in
      #expect(try reader.pipeline(pipeline.id) == pipeline)
      #expect(try reader.pipeline(slug: pipeline.slug) == pipeline)
      #expect(try reader.stages(pipeline: pipeline.id).map(\.stageName) == [.testing, .review])
      #expect(try reader.approval(first.id) == first)
      #expect(try reader.approval(task: second.id) == newer)
      #expect(try reader.latestApproval(pipeline: pipeline.id, stage: .review) == newer)
      #expect(try reader.latestApproval(pipeline: pipeline.id, stage: .staging) == nil)
      #expect(try reader.approvers(task: task.id) == [Sample.decider, Sample.asker])
      var query = ApprovalQuery()
      query.status = .approved
      #expect(try reader.approvals(query, PageRequest()).total == 1)
    }
    try await store.write { try $0.deletePipeline(pipeline.id, at: Sample.start) }
    try await store.read { (reader) throws -> Void in
      #expect(try reader.pipeline(pipeline.id) == nil)
      #expect(try reader.pipelineIsDeleted(pipeline.id))
      #expect(try reader.pipelines(PipelineQuery(), PageRequest()).total == 0)
    }
    await store.close()
  }

  @Test("archived pipelines are listed only when asked for", arguments: StoreFactory.all)
  func archivedPipelines(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in
      try tx.insert(Sample.pipeline(1))
      try tx.insert(Sample.pipeline(2, status: .archived))
    }
    var archived = PipelineQuery()
    archived.status = .archived
    try await store.read { [archived] (reader) throws -> Void in
      #expect(try reader.pipelines(PipelineQuery(), PageRequest()).total == 1)
      #expect(try reader.pipelines(archived, PageRequest()).total == 1)
      #expect(try reader.pipelineCounts().active == 1)
    }
    await store.close()
  }

  @Test("the newest task with test results tells; SLA states are counted", arguments: StoreFactory.all)
  func numbers(factory: StoreFactory) async throws {
    let store = try factory.make()
    let pipeline = Sample.pipeline(1)
    var old = Sample.evidence()
    old.testResults?.total = 1
    var fresh = Sample.evidence()
    fresh.testResults?.total = 2
    let rows = [
      Sample.task(1, pipelineId: pipeline.id, context: fresh, createdAt: Sample.start.adding(minutes: 9)),
      Sample.task(2, pipelineId: pipeline.id, context: old), Sample.task(3, pipelineId: pipeline.id, slaMinutes: nil),
    ]
    try await store.write { tx in
      try tx.insert(pipeline)
      for row in rows { try tx.insert(row) }
    }
    try await store.read { (reader) throws -> Void in
      #expect(try reader.latestTestResults(pipeline: pipeline.id)?.total == 2)
      #expect(try reader.latestTestResults(pipeline: Sample.id(8)) == nil)
      #expect(try reader.slaStatus(now: Sample.start.adding(minutes: 1)) == SLAStatus(onTrack: 2))
      #expect(try reader.slaStatus(now: Sample.start.adding(minutes: 46)) == SLAStatus(onTrack: 1, warning: 1))
      #expect(try reader.slaStatus(now: Sample.start.adding(minutes: 60)) == SLAStatus(warning: 1, breached: 1))
      #expect(abs(try reader.taskStats(now: Sample.start.adding(minutes: 30)).avgWaitTimeMinutes - 27) < 0.01)
    }
    await store.close()
  }
}
