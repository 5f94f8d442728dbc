// Every kind of row comes back as it went in; evidence stays whole and off the lists; due moments are found.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@Suite struct RowTests {
  private func full(_ data: Data?) throws -> FactoryTask? {
    try data.map { try FactoryJSON.decode(FactoryTask.self, from: $0) }
  }

  @Test func evidenceIsReadWholeAndListedLight() async throws {
    try await StoreFolder.withStore { store in
      let task = Sample.task(1, title: "\"context\":{\\ — ünï", context: Sample.evidence())
      try await store.write { try $0.insert(task) }
      let (light, data, page) = try await store.read { reader in
        (
          try reader.task(task.id), try reader.taskWithEvidence(task.id),
          try reader.tasks(TaskQuery(), PageRequest()).rows
        )
      }
      #expect(light == task.listForm)
      #expect(light != task)
      #expect(try full(data) == task)
      #expect(try page.map { try FactoryJSON.decode(FactoryTask.self, from: $0) } == [task.listForm])
    }
  }

  @Test func anUpdateKeepsTheEvidenceAndTakesTheRest() async throws {
    try await StoreFolder.withStore { store in
      let task = Sample.task(1, context: Sample.evidence())
      try await store.write { try $0.insert(task) }
      var decided = task.listForm
      decided.status = .completed
      decided.decision = .approved
      try await store.write { [decided] in try $0.update(decided) }
      var expected = task
      (expected.status, expected.decision) = (.completed, .approved)
      #expect(try await full(store.read { try $0.taskWithEvidence(task.id) }) == expected)

      decided.context.summary = "Another summary"
      try await store.write { [decided] in try $0.update(decided) }
      expected.context.summary = "Another summary"
      #expect(try await full(store.read { try $0.taskWithEvidence(task.id) }) == expected)
      #expect(try await store.read { try $0.tasks(Self.search("another"), PageRequest()).total } == 1)
    }
  }

  private static func search(_ words: String) -> TaskQuery {
    var query = TaskQuery()
    query.search = words
    return query
  }

  @Test func aMissingRowIsNotUpdatedIntoBeing() async throws {
    try await StoreFolder.withStore { store async throws in
      await #expect(throws: APIError.self) { try await store.write { try $0.update(Sample.task(1)) } }
      await #expect(throws: APIError.self) { try await store.write { try $0.update(Sample.pipeline(1)) } }
      #expect(try await store.read { try $0.task(Sample.id(1)) } == nil)
    }
  }

  @Test func eventsCarryWhatWasWritten() async throws {
    try await StoreFolder.withStore { store in
      let task = Sample.task(1, context: Sample.evidence())
      var decided = task.listForm
      (decided.status, decided.decision, decided.decidedBy) = (.completed, .approved, Sample.decider)
      let completed = TaskCompletedPayload(task: decided, decision: .approved, decidedBy: Sample.decider)
      let pipeline = Sample.pipeline(1)
      try await store.write { [decided] transaction in
        try transaction.insert(task)
        try transaction.append(
          EventDraft(.taskCreated(TaskPayload(task: task)), at: Sample.start, concernsPending: true))
        try transaction.insert(pipeline)
        try transaction.append(EventDraft(.pipelineCreated(PipelinePayload(pipeline: pipeline)), at: Sample.start))
        try transaction.update(decided)
        try transaction.append(EventDraft(.taskCompleted(completed), at: Sample.start, taskId: task.id))
        try transaction.append(EventDraft(.unknown(type: "later.thing", data: ["a": 1]), at: Sample.start))
      }
      let events = try await store.read { try $0.events(after: 0, limit: 10) }
      #expect(events.map(\.type) == ["task.created", "pipeline.created", "task.completed", "later.thing"])
      #expect(events[0].concernsPending && !events[1].concernsPending)
      #expect(events[1].pipelineId == pipeline.id && events[2].taskId == task.id)
      #expect(try FactoryJSON.decode(TaskPayload.self, from: events[0].data).task == task.listForm)
      #expect(try FactoryJSON.decode(PipelinePayload.self, from: events[1].data).pipeline == pipeline)
      #expect(try FactoryJSON.decode(TaskCompletedPayload.self, from: events[2].data) == completed)
      #expect(try FactoryJSON.decode(JSONValue.self, from: events[3].data) == ["a": 1])
    }
  }

  @Test func trimmedEventsAreGoneAndNumbersGoOn() async throws {
    try await StoreFolder.withStore { store in
      try await store.write { transaction in
        for number in 1...6 {
          let event = FactoryEvent.taskCreated(TaskPayload(task: Sample.task(number)))
          try transaction.append(EventDraft(event, at: Sample.start.adding(minutes: Double(number))))
        }
      }
      try await store.write { try $0.trimEvents(before: Sample.start.adding(minutes: 4)) }
      #expect(try await store.read { try $0.oldestEvent() } == 4)
      try await store.write { try $0.trimEvents(before: Sample.start.adding(minutes: 99)) }
      let (oldest, seq) = try await store.read { (try $0.oldestEvent(), try $0.seq()) }
      #expect(oldest == nil)
      #expect(seq == 6)
      try await store.write {
        try $0.append(EventDraft(.taskCreated(TaskPayload(task: Sample.task(7))), at: Sample.start))
      }
      #expect(try await store.read { try $0.oldestEvent() } == 7)
    }
  }

  @Test func dueMomentsAreFoundEarliestFirst() async throws {
    try await StoreFolder.withStore { store in
      let now = Sample.start.adding(minutes: 10)
      func task(_ number: Int, _ set: (inout FactoryTask) -> Void) -> FactoryTask {
        var task = Sample.task(number, slaMinutes: nil)
        set(&task)
        return task
      }
      func grace(_ minutes: Double) -> PendingDecision {
        PendingDecision(decision: .approved, by: Sample.decider, effectiveAt: Sample.start.adding(minutes: minutes))
      }
      let tasks = [
        task(1) { $0.pendingDecision = grace(9) }, task(2) { $0.pendingDecision = grace(3) },
        task(3) { $0.pendingDecision = grace(11) },
        task(4) { ($0.status, $0.claimExpiresAt) = (.claimed, Sample.start.adding(minutes: 8)) },
        task(5) { $0.deferredUntil = Sample.start.adding(minutes: 2) },
        task(6) { ($0.status, $0.pendingDecision) = (.completed, grace(1)) },
        task(7) { $0.slaDeadline = Sample.start.adding(minutes: 12) },
      ]
      try await store.write { transaction in for task in tasks { try transaction.insert(task) } }
      let (due, lapsed, steps, next) = try await store.read { reader in
        (
          try reader.duePendingDecisions(now: now, limit: 9), try reader.lapsedClaims(now: now, limit: 9),
          try reader.dueSLA(now: now, limit: 9), try reader.nextDue()
        )
      }
      #expect(due == [2, 1].map(Sample.id))
      #expect(lapsed == [5, 4].map(Sample.id))
      #expect(steps == [7].map(Sample.id))
      #expect(next == Sample.start.adding(minutes: 2))
    }
  }

  @Test func keysAndApproversBelongToOpenTasks() async throws {
    try await StoreFolder.withStore { store in
      var task = Sample.task(1)
      task.key = "release-7"
      try await store.write { [task] transaction in
        try transaction.insert(task)
        for (number, minute) in [(3, 2.0), (1, 1.0), (3, 5.0)] {
          try transaction.addApprover(
            task: task.id, principal: Sample.id(number), at: Sample.start.adding(minutes: minute))
        }
      }
      #expect(try await store.read { try $0.openTask(key: "release-7", createdBy: Sample.asker)?.id } == task.id)
      #expect(try await store.read { try $0.openTask(key: "release-7", createdBy: Sample.decider) } == nil)
      #expect(try await store.read { try $0.approvers(task: Sample.id(1)) } == [1, 3].map(Sample.id))
      task.status = .completed
      try await store.write { [task] transaction in
        try transaction.update(task)
        try transaction.removeApprovers(task: task.id)
      }
      #expect(try await store.read { try $0.openTask(key: "release-7", createdBy: Sample.asker) } == nil)
      #expect(try await store.read { try $0.approvers(task: Sample.id(1)) } == [])
    }
  }

  @Test func pipelinesStagesApprovalsAndAgentsComeBack() async throws {
    try await StoreFolder.withStore { store in
      let (kept, gone) = (Sample.pipeline(1), Sample.pipeline(2, status: .archived))
      let records = [
        Sample.stageRecord(2, of: kept, stage: .building), Sample.stageRecord(1, of: kept, stage: .review),
      ]
      let task = Self.assigned(Sample.task(1, pipelineId: kept.id, context: Sample.evidence()))
      let approval = Sample.approval(1, task: task, pipeline: kept)
      let agent = Sample.agent(1)
      try await store.write { transaction in
        try transaction.insert(kept)
        try transaction.insert(gone)
        for record in records { try transaction.insert(record) }
        try transaction.insert(task)
        try transaction.insert(approval)
        try transaction.upsert(agent)
        try transaction.upsert(Sample.agent(1, status: .active))
      }
      try await store.read { reader throws in
        #expect(try reader.pipeline(kept.id) == kept)
        #expect(try reader.pipeline(slug: "pipeline-2") == gone)
        #expect(try reader.stages(pipeline: kept.id) == records)
        #expect(try reader.pipelineCounts() == PipelineCounts(active: 1))
        #expect(try reader.pipelines(PipelineQuery(), PageRequest()).total == 1)
        #expect(try reader.approval(task: task.id) == approval)
        #expect(try reader.latestApproval(pipeline: kept.id, stage: .review) == approval)
        #expect(try reader.latestApproval(pipeline: kept.id, stage: .staging) == nil)
        var query = ApprovalQuery()
        query.assigneeId = Sample.decider
        #expect(try reader.approvals(query, PageRequest()).total == 1)
        query.assigneeId = Sample.asker
        #expect(try reader.approvals(query, PageRequest()).total == 0)
        #expect(try reader.agents() == [Sample.agent(1, status: .active)])
        #expect(try reader.openTasks(pipeline: kept.id) == [task.listForm])
        #expect(try reader.latestTestResults(pipeline: kept.id)?.total == 3)
      }
      try await store.write { try $0.deletePipeline(kept.id, at: Sample.start) }
      let (deleted, other, row) = try await store.read { reader in
        (try reader.pipelineIsDeleted(kept.id), try reader.pipelineIsDeleted(gone.id), try reader.pipeline(kept.id))
      }
      #expect(deleted && !other)
      #expect(row == nil)
    }
  }

  private static func assigned(_ task: FactoryTask) -> FactoryTask {
    var task = task
    task.assigneeId = Sample.decider
    return task
  }

  @Test func peopleTokensSettingsAndAnswersComeBack() async throws {
    try await StoreFolder.withStore { store in
      let user = StoredUser(
        user: User(id: Sample.id(1), email: "Ada@Example.org", name: "Ada", role: .owner, createdAt: Sample.start),
        passwordHash: "hash")
      var token = RefreshTokenRow(
        hash: Data([1, 2]), family: Sample.id(2), userId: user.user.id, expiresAt: Sample.start.adding(minutes: 5))
      let scope = IdempotencyScope(principal: Sample.asker, method: "POST", path: "/v1/tasks", key: Sample.id(5))
      let answer = IdempotentAnswer(bodyHash: Data([9]), status: 201, body: Data("{}".utf8))
      try await store.write { [token] transaction in
        try transaction.insert(user)
        try transaction.insert(token)
        try transaction.set("selfDecision", to: true)
        try transaction.set("selfDecision", to: ["a": 1])
        try transaction.remember(answer, for: scope, at: Sample.start)
      }
      try await store.read { [token] reader throws in
        #expect(try reader.user(email: "ada@example.ORG") == user)
        #expect(try reader.users() == [user])
        #expect(try reader.refreshToken(hash: token.hash) == token)
        #expect(try reader.setting("selfDecision") == ["a": 1])
        #expect(try reader.setting("other") == nil)
        #expect(try reader.idempotent(scope) == answer)
      }
      token.spentAt = Sample.start
      try await store.write { [token] transaction in
        try transaction.update(token)
        try transaction.forgetIdempotency(before: Sample.start)
      }
      #expect(try await store.read { try $0.refreshToken(hash: Data([1, 2]))?.spentAt } == Sample.start)
      #expect(try await store.read { try $0.idempotent(scope) } == answer)
      try await store.write { try $0.forgetIdempotency(before: Sample.start.adding(seconds: 1)) }
      #expect(try await store.read { try $0.idempotent(scope) } == nil)
    }
  }
}
