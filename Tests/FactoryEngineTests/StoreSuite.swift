// What every store does alike: the behaviour suite over `StoreFactory.all`. A new store joins the list and must pass it whole.
import FactoryContracts
import FactoryEngine
import Foundation
import Testing
import TestSupport

@Suite struct StoreSuite {
  struct Stop: Error {}

  @Test("what a thrown error leaves behind is nothing", arguments: StoreFactory.all)
  func rollback(factory: StoreFactory) async throws {
    let store = try factory.make()
    let log = EventLog()
    store.onCommit { log.add($0) }
    let empty = try await StoreImage.of(store, now: Sample.start)
    await #expect(throws: Stop.self) {
      try await store.write { tx in
        try Self.fill(tx)
        throw Stop()
      }
    }
    #expect(try await StoreImage.of(store, now: Sample.start) == empty)
    #expect(log.all.isEmpty)
    try await store.write { try Self.fill($0) }
    #expect(log.all.map(\.seq) == [1, 2])
    await store.close()
  }

  @Test("a savepoint undoes only its own part, and numbers stay without gaps", arguments: StoreFactory.all)
  func savepoints(factory: StoreFactory) async throws {
    let store = try factory.make()
    let log = EventLog()
    store.onCommit { log.add($0) }
    try await store.write { tx in
      try Self.ask(tx, 1)
      #expect(throws: Stop.self) {
        try tx.savepoint {
          try Self.ask(tx, 2)
          _ = try tx.savepoint { try Self.ask(tx, 3) }
          throw Stop()
        }
      }
      #expect(try tx.task(Sample.id(2)) == nil)
      #expect(try tx.task(Sample.id(3)) == nil)
      let kept = try tx.savepoint { try Self.ask(tx, 4) }
      #expect(kept == Sample.id(4))
    }
    #expect(log.all.map(\.taskId) == [Sample.id(1), Sample.id(4)])
    #expect(log.all.map(\.seq) == [1, 2])
    #expect(try await store.read { try $0.events(after: 0, limit: 10) } == log.all)
    #expect(try await store.read { try $0.auditBreak() } == nil)
    await store.close()
  }

  @Test("a transaction reads what it wrote, others do not before the commit", arguments: StoreFactory.all)
  func visibility(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in
      try tx.insert(Sample.task(1))
      #expect(try tx.task(Sample.id(1)) == Sample.task(1))
      var changed = Sample.task(1)
      changed.title = "Changed"
      try tx.update(changed)
      #expect(try tx.task(Sample.id(1))?.title == "Changed")
    }
    #expect(try await store.read { try $0.task(Sample.id(1))?.title } == "Changed")
    #expect(try await store.read { try $0.seq() } == 0)
    await store.close()
  }

  @Test("evidence is written once and kept through every update; rules see the light form", arguments: StoreFactory.all)
  func evidence(factory: StoreFactory) async throws {
    let store = try factory.make()
    let task = Sample.task(1, context: Sample.evidence())
    try await store.write { try $0.insert(task) }
    var light = try #require(try await store.read { try $0.task(task.id) })
    #expect(light == task.listForm)
    light.status = .completed
    light.decision = .approved
    try await store.write { [light] in try $0.update(light) }
    let whole = try #require(try await store.read { try $0.taskWithEvidence(task.id) })
    let read = try FactoryJSON.decode(FactoryTask.self, from: whole)
    #expect(read.context == task.context && read.decision == .approved)
    #expect(try await store.read { try $0.taskWithEvidence(Sample.id(2)) } == nil)
    await store.close()
  }

  @Test("the queue is in the order of R49, by page and by cursor", arguments: StoreFactory.all)
  func order(factory: StoreFactory) async throws {
    let store = try factory.make()
    var late = Sample.task(1, priority: .high, slaMinutes: 90)
    late.deferredAt = Sample.start
    let rows = [
      Sample.task(7, priority: .low, slaMinutes: 5), Sample.task(6, priority: .medium, slaMinutes: nil),
      Sample.task(5, priority: .medium, createdAt: Sample.start.adding(minutes: 2), slaMinutes: 58), late,
      Sample.task(4, priority: .medium, slaMinutes: 60), Sample.task(3, priority: .high, slaMinutes: 99),
      Sample.task(2, priority: .critical, slaMinutes: 999),
    ]
    try await store.write { tx in for row in rows { try tx.insert(row) } }
    let expected = [2, 3, 1, 4, 5, 6, 7].map { Sample.id($0) }
    #expect(try await Self.ids(store, PageRequest(limit: 100)) == expected)
    #expect(try await Self.ids(store, PageRequest(page: 2, limit: 3)) == Array(expected[3..<6]))
    #expect(try await Self.ids(store, PageRequest(page: 9, limit: 3)) == [])
    #expect(try await Self.walk(store, nil as FactoryEngine.SortOrder?) == expected)
    for field in TaskQuery.sortFields {
      for descending in [false, true] {
        let sort = FactoryEngine.SortOrder(field: field, descending: descending)
        let all = try await Self.ids(store, PageRequest(limit: 100, sort: sort))
        #expect(Set(all) == Set(expected))
        #expect(try await Self.walk(store, sort) == all, "\(field) \(descending)")
      }
    }
    let urgent = PageRequest(limit: 1, sort: FactoryEngine.SortOrder(field: "priority", descending: true))
    #expect(try await Self.ids(store, urgent) == [Sample.id(2)])
    await store.close()
  }

  @Test("pages by cursor neither skip nor repeat a row when others come and go", arguments: StoreFactory.all)
  func cursorStability(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in for number in 10..<20 { try tx.insert(Sample.task(number)) } }
    let first = try await store.read { try $0.tasks(TaskQuery(), PageRequest(limit: 4)) }
    try await store.write { tx in
      try tx.insert(Sample.task(1, priority: .critical))
      var gone = Sample.task(11)
      gone.priority = .low
      try tx.update(gone)
    }
    let page = PageRequest(limit: 4, cursor: first.nextCursor)
    let second = try await store.read { try $0.tasks(TaskQuery(), page) }
    #expect(try Self.ids(first) + Self.ids(second) == (10..<18).map { Sample.id($0) })
    #expect(second.total == 11)
    await store.close()
  }

  @Test("a bad cursor or sort field is a sentence, not a crash", arguments: StoreFactory.all)
  func badPages(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { try $0.insert(Sample.task(1)) }
    let pages = [
      PageRequest(cursor: "!!"), PageRequest(cursor: "AAAA"),
      PageRequest(sort: FactoryEngine.SortOrder(field: "colour", descending: false)),
    ]
    for page in pages {
      let error = await #expect(throws: APIError.self) {
        try await store.read { try $0.tasks(TaskQuery(), page).total }
      }
      #expect(error?.code == .validationError)
    }
    await store.close()
  }

  @Test("filters combine with and", arguments: StoreFactory.all)
  func filters(factory: StoreFactory) async throws {
    let store = try factory.make()
    let pipeline = Sample.pipeline(1)
    var assigned = Sample.task(2, title: "Fix the Login", type: .review, priority: .high, pipelineId: pipeline.id)
    assigned.assigneeId = Sample.decider
    assigned.slaBreached = true
    let rows = [assigned, Sample.task(1, summary: "about LOGIN pages"), Sample.decidedTask(3)]
    try await store.write { tx in
      try tx.insert(pipeline)
      for row in rows { try tx.insert(row) }
    }
    let cases: [(@Sendable (inout TaskQuery) -> Void, [Int])] = [
      ({ $0.status = .completed }, [3]), ({ $0.open = true }, [2, 1]), ({ $0.open = false }, [3]),
      ({ $0.priority = .high }, [2]), ({ $0.type = .review }, [2]), ({ $0.pipelineId = pipeline.id }, [2]),
      ({ $0.assigneeId = Sample.decider }, [2]), ({ $0.slaBreached = true }, [2]),
      ({ $0.slaBreached = false }, [1, 3]), ({ $0.search = "login" }, [2, 1]), ({ $0.search = "l%gin" }, []),
      (
        {
          $0.search = "login"
          $0.priority = .medium
        }, [1]
      ),
      (
        {
          $0.open = true
          $0.status = .completed
        }, []
      ),
    ]
    for (set, numbers) in cases {
      var query = TaskQuery()
      set(&query)
      let page = try await store.read { [query] in try $0.tasks(query, PageRequest()) }
      #expect(try Self.ids(page) == numbers.map { Sample.id($0) })
      #expect(page.total == numbers.count)
    }
    await store.close()
  }

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

  @Test("audit rows are filtered, newest first, and their chain is whole", arguments: StoreFactory.all)
  func audit(factory: StoreFactory) async throws {
    let store = try factory.make()
    let pipeline = Sample.id(1001)
    try await store.write { tx in
      for number in 1...5 {
        let action = number == 3 ? "task.approved" : "task.created"
        try tx.append(Sample.auditEntry(number, action: action), pipelineId: number > 3 ? pipeline : nil)
      }
    }
    try await store.read { (reader) throws -> Void in
      let all: [AuditEntry] = try StoreImage.all { try reader.audit(AuditQuery(), $0) }
      #expect(all.map(\.id) == (1...5).reversed().map { Sample.id(6000 + $0) })
      var query = AuditQuery()
      query.action = "task.approved"
      #expect(try reader.audit(query, PageRequest()).total == 1)
      query = AuditQuery()
      query.pipelineId = pipeline
      #expect(try reader.audit(query, PageRequest()).total == 2)
      query = AuditQuery()
      query.entityId = Sample.id(2)
      #expect(try reader.audit(query, PageRequest()).total == 1)
      #expect(try reader.auditBreak() == nil)
    }
    await store.close()
  }

  @Test("events are replayed from where one was, until they are trimmed", arguments: StoreFactory.all)
  func events(factory: StoreFactory) async throws {
    let store = try factory.make()
    #expect(try await store.read { try $0.oldestEvent() } == nil)
    try await store.write { tx in for number in 1...6 { try Self.tell(tx, number, minutes: Double(number)) } }
    try await store.read { (reader) throws -> Void in
      #expect(try reader.events(after: 0, limit: 2).map(\.seq) == [1, 2])
      #expect(try reader.events(after: 4, limit: 9).map(\.seq) == [5, 6])
      #expect(try reader.events(after: 6, limit: 9).isEmpty)
    }
    try await store.write { try $0.trimEvents(before: Sample.start.adding(minutes: 4)) }
    #expect(try await store.read { try $0.oldestEvent() } == 4)
    try await store.write { try $0.trimEvents(before: Sample.start.adding(minutes: 99)) }
    #expect(try await store.read { try $0.seq() } == 6)
    try await store.write { try Self.tell($0, 7, minutes: 200) }
    #expect(try await store.read { try $0.events(after: 0, limit: 9).map(\.seq) } == [7])
    await store.close()
  }

  @Test("people, tokens, settings and remembered answers", arguments: StoreFactory.all)
  func people(factory: StoreFactory) async throws {
    let store = try factory.make()
    let user = User(id: Sample.id(1), email: "ada@example.org", name: "Ada", role: .operator, createdAt: Sample.start)
    let token = RefreshTokenRow(
      hash: Data([1]), family: Sample.id(5), userId: user.id, expiresAt: Sample.start.adding(minutes: 9))
    let scope = IdempotencyScope(principal: user.id, method: "POST", path: "/v1/tasks", key: Sample.id(7))
    let answer = IdempotentAnswer(bodyHash: Data([2]), status: 201, body: Data("{}".utf8))
    try await store.write { tx in
      try tx.insert(StoredUser(user: user, passwordHash: "h"))
      try tx.insert(token)
      try tx.set("selfDecision", to: true)
      try tx.remember(answer, for: scope, at: Sample.start)
    }
    var spent = token
    spent.spentAt = Sample.start
    try await store.write { [spent] in try $0.update(spent) }
    try await store.read { [spent] (reader) throws -> Void in
      #expect(try reader.user(user.id)?.passwordHash == "h")
      #expect(try reader.user(email: "ada@example.org") != nil)
      #expect(try reader.users().map(\.user) == [user])
      #expect(try reader.refreshToken(hash: Data([1])) == spent)
      #expect(try reader.refreshToken(hash: Data([9])) == nil)
      #expect(try reader.setting("selfDecision") == true)
      #expect(try reader.setting("x") == nil)
      #expect(try reader.idempotent(scope) == answer)
    }
    try await store.write { try $0.forgetIdempotency(before: Sample.start.adding(minutes: 1)) }
    #expect(try await store.read { try $0.idempotent(scope) } == nil)
    await store.close()
  }

  @Test("a snapshot streams what is asked for, stops when told, and is of one moment", arguments: StoreFactory.all)
  func snapshots(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in
      try tx.insert(Sample.pipeline(1))
      for task in [Sample.task(1), Sample.decidedTask(2)] { try tx.insert(task) }
      try tx.upsert(Sample.agent(1))
    }
    let requests: [(SnapshotRequest, Int)] = [
      (SnapshotRequest(), 4), (SnapshotRequest(openOnly: true), 3),
      (SnapshotRequest(tasks: false, agents: false), 1), (SnapshotRequest(tasks: false, pipelines: false), 1),
    ]
    for (request, count) in requests {
      let lines = try await store.read { reader in
        var lines: [Data] = []
        try reader.snapshot(request) { line in
          lines.append(line)
          return true
        }
        return lines
      }
      #expect(lines.count == count)
      for line in lines { _ = try FactoryJSON.decodeStrict(SnapshotLine.self, from: line) }
    }
    let stopped = try await store.read { reader in
      var count = 0
      try reader.snapshot(SnapshotRequest()) { _ in
        count += 1
        return count < 2
      }
      return count
    }
    #expect(stopped == 2)
    await store.close()
  }

  @Test("a hundred writers at once keep one order without gaps", arguments: StoreFactory.all)
  func concurrentWriters(factory: StoreFactory) async throws {
    let store = try factory.make()
    let log = EventLog()
    store.onCommit { log.add($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...100 {
        group.addTask {
          try? await store.write { tx in
            try Self.ask(tx, number)
            if number % 10 == 0 { throw Stop() }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(log.all.map(\.seq) == (1...90).map { Int64($0) })
    #expect(try await store.read { try $0.taskStats(now: Sample.start).pending } == 90)
    #expect(try await store.read { try $0.auditBreak() } == nil)
    await store.close()
  }

  @Test("a closed store says so", arguments: StoreFactory.all)
  func closed(factory: StoreFactory) async throws {
    let store = try factory.make()
    await store.close()
    await #expect(throws: StoreFailure.self) { try await store.write { try $0.insert(Sample.task(1)) } }
    await #expect(throws: StoreFailure.self) { try await store.read { try $0.seq() } }
  }

  // MARK: - Parts

  private static func fill(_ tx: any FactoryTransaction) throws {
    try tx.insert(Sample.pipeline(1))
    for number in 1...2 { try ask(tx, number) }
    try tx.set("x", to: 1)
  }

  @discardableResult
  private static func ask(_ tx: any FactoryTransaction, _ number: Int) throws -> EntityID {
    let task = Sample.task(number)
    try tx.insert(task)
    try tx.append(Sample.auditEntry(number), pipelineId: nil)
    try tx.append(EventDraft(.taskCreated(TaskPayload(task: task)), at: Sample.start, taskId: task.id))
    return task.id
  }

  private static func tell(_ tx: any FactoryTransaction, _ number: Int, minutes: Double) throws {
    let event = FactoryEvent.taskUpdated(TaskPayload(task: Sample.task(number)))
    try tx.append(EventDraft(event, at: Sample.start.adding(minutes: minutes)))
  }

  private static func ids(_ page: EncodedPage) throws -> [EntityID] {
    try page.rows.map { try FactoryJSON.decode(FactoryTask.self, from: $0).id }
  }

  private static func ids(_ store: any FactoryStore, _ page: PageRequest) async throws -> [EntityID] {
    try ids(try await store.read { try $0.tasks(TaskQuery(), page) })
  }

  private static func walk(_ store: any FactoryStore, _ sort: FactoryEngine.SortOrder?) async throws -> [EntityID] {
    try await store.read { reader in
      let rows: [FactoryTask] = try StoreImage.all {
        var page = $0
        page.limit = 2
        page.sort = sort
        return try reader.tasks(TaskQuery(), page)
      }
      return rows.map(\.id)
    }
  }
}
