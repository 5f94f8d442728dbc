// Notifications: what causes which, for whom, now or later, alone or together (contract §1.4, §5.3, decision 0014).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct NotificationTests {
  /// Notified at once, each by itself.
  static let plain = EngineSettings(notifications: NotificationSettings(batchSeconds: 0, quiet: nil))

  private func bench(_ factory: StoreFactory, _ settings: EngineSettings = plain) async throws -> Bench {
    try await Bench(try factory.make(), settings: settings)
  }

  // MARK: - What and for whom

  @Test("a question without an assignee is told to everyone who may decide it", arguments: StoreFactory.all)
  func unassigned(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let task = try await bench.question().id
    #expect(try await bench.told() == ["Ada approval_pending", "Cleo approval_pending", "Olga approval_pending"])
    let mine = try #require(try await bench.notifications(Bench.ada).first)
    #expect(mine.entityId == task && mine.entityType == "task" && mine.title == "Which way?")
    #expect(mine.actionUrl == "factory://task?id=\(task)")
    #expect(mine.deliveredVia == [.dashboard] && mine.channels == [.dashboard])
    #expect(!mine.read && mine.readAt == nil)
    // In the transaction of what caused it, and only to its own person.
    let events = bench.log.all.filter { $0.type == "notification.created" }
    #expect(Set(events.map(\.userId)) == [Bench.ada.id, Bench.cleo.id, Bench.olga.id])
    await bench.store.close()
  }

  @Test("who asked is told only where they may decide it themselves")
  func asker() async throws {
    var settings = Self.plain
    settings.selfDecision = true
    let bench = try await Bench(settings: settings)
    _ = try await bench.question(by: Bench.ada)
    #expect(try await bench.told().contains("Ada approval_pending"))
  }

  @Test("what is given to someone is told to them alone", arguments: StoreFactory.all)
  func assigned(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let body = CreateTaskBody(
      type: .decision, title: "Yours?", context: TaskContext(summary: "s"), assigneeId: Bench.cleo.id)
    let task = try await bench.run(Bench.ben) { try $0.createTask(body).task.id }
    #expect(try await bench.told() == ["Cleo task_assigned"])
    try await bench.run(Bench.ben) { try $0.reassignTask(task, ReassignTaskBody(assigneeId: Bench.ada.id)) }
    #expect(try await bench.told() == ["Ada task_assigned", "Cleo task_assigned"])
    // Taking it oneself, or giving it to whom it belongs already, is no news.
    try await bench.run(Bench.olga) { try $0.reassignTask(task, ReassignTaskBody(assigneeId: Bench.olga.id)) }
    try await bench.run(Bench.ada) { try $0.reassignTask(task, ReassignTaskBody(assigneeId: Bench.olga.id)) }
    #expect(try await bench.told() == ["Ada task_assigned", "Cleo task_assigned"])
    await bench.store.close()
  }

  @Test("someone who is disabled is passed over; others are asked")
  func disabled() async throws {
    let bench = try await Bench(settings: Self.plain)
    let body = CreateTaskBody(
      type: .review, title: "?", context: TaskContext(summary: "s"), assigneeId: Bench.cleo.id)
    let task = try await bench.run(Bench.ben) { try $0.createTask(body).task.id }
    try await bench.run(.system) { try $0.disableUser(Bench.cleo.id) }
    try await bench.run(.system) { try $0.stepSLA(task) }
    try await bench.wait(seconds: 1800)
    #expect(try await bench.told() == ["Ada sla_warning", "Cleo approval_pending", "Olga sla_warning"])
  }

  @Test("a gate is told when it opens; a published pipeline to who made it", arguments: StoreFactory.all)
  func gates(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let pipeline = try await bench.pipeline(at: .review)
    #expect(try await bench.told().filter { $0.hasSuffix("approval_pending") }.count == 4)
    let id = pipeline.id
    while try await bench.pipeline(id).currentStage != .published {
      for task in try await bench.openTasks(id) { try await bench.approve(task.id, Bench.olga) }
      _ = try? await bench.run(Bench.ben) { try $0.advanceStage(id, AdvanceStageBody()) }
    }
    #expect(try await bench.told().filter { $0.hasSuffix("pipeline_completed") } == ["Ben pipeline_completed"])
    await bench.store.close()
  }

  @Test("the SLA's steps are told: warnings to who may decide, the end to those above", arguments: StoreFactory.all)
  func sla(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let body = CreateTaskBody(
      type: .decision, title: "Late?", context: TaskContext(summary: "s"), priority: .high, assigneeId: Bench.cleo.id)
    _ = try await bench.run(Bench.ben) { _ = try $0.createTask(body) }
    for minutes in [30.0, 90, 60, 60, 120] { try await bench.wait(seconds: minutes * 60) }
    #expect(
      try await bench.told() == [
        "Cleo sla_breach", "Cleo sla_warning", "Cleo sla_warning", "Cleo sla_warning", "Cleo task_assigned",
        "Olga sla_breach",
      ])
    let titles = try await bench.notifications(Bench.cleo).map(\.title)
    #expect(titles.contains("60 minutes left: Late?") && titles.contains("3 hours left: Late?"))
    await bench.store.close()
  }

  @Test("what is handed up is told to whom it names, else to those above")
  func handedUp() async throws {
    for (target, expected) in [(nil, "Olga approval_pending"), (Bench.ada, "Ada task_assigned")] as [(Actor?, String)] {
      let bench = try await Bench(settings: Self.plain)
      let task = try await bench.question().id
      let before = try await bench.told().count
      let data = target.map { ["escalateTo": JSONValue.string($0.id.description)] }
      let up = CompleteTaskBody(decision: .escalated, notes: "Above me.", decisionData: data)
      try await bench.run(Bench.cleo) { try $0.completeTask(task, up, ifMatch: nil) }
      #expect(try await bench.told().count == before + 1)
      #expect(try await bench.told().contains(expected))
      #expect(try await bench.notifications(target ?? Bench.olga).first?.title == "Handed up: Which way?")
    }
  }

  /// Every type of the contract, by the event that causes it.
  @Test("each of the eight types comes about", arguments: StoreFactory.all)
  func everyType(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let pipeline = try await bench.pipeline(at: .building)
    let agent = Sample.id(4001)
    let body = CreateTaskBody(
      pipelineId: pipeline.id, type: .decision, title: "t", context: TaskContext(summary: "s"), priority: .critical,
      assigneeId: Bench.ada.id)
    try await bench.run(Bench.ben) { _ = try $0.createTask(body) }
    _ = try await bench.question()
    try await bench.run(.system) { cases in
      try cases.notify(
        of: .deployFailed(
          DeployPayload(
            pipelineId: pipeline.id, pipelineName: "Shop sync", target: .staging, version: "1.2", status: .failed,
            error: "no route")))
      try cases.notify(
        of: .agentStatusChanged(
          AgentStatusPayload(agentId: agent, agentName: "builder", fromStatus: .active, toStatus: .error)))
      try cases.notify(
        of: .agentStatusChanged(
          AgentStatusPayload(agentId: agent, agentName: "builder", fromStatus: .error, toStatus: .idle)))
      try cases.notify(
        of: .feedbackProcessed(FeedbackReceivedPayload(feedbackId: Sample.id(5), modalType: "decision")))
      try cases.notify(of: .pipelineCompleted(PipelinePayload(pipeline: pipeline)))
    }
    for _ in 0..<3 { try await bench.wait(seconds: 1800) }
    let types = Set(try await bench.told().compactMap { $0.split(separator: " ").last.map(String.init) })
    #expect(types == Set(NotificationType.declared.map(\.rawValue)))
    let deploy = try #require(try await bench.notifications(Bench.ben).first { $0.type == .deployStatus })
    #expect(deploy.title == "Shop sync 1.2: deploy to staging failed" && deploy.body == "no route")
    #expect(deploy.actionUrl == "factory://pipeline?id=\(pipeline.id)")
    #expect(try await bench.told().filter { $0.hasSuffix("agent_error") } == ["Olga agent_error"])
    await bench.store.close()
  }

  @Test("imports and refused calls tell nobody, and what is undone was never said")
  func quietly() async throws {
    let bench = try await Bench(settings: Self.plain)
    try await bench.run(Bench.olga) { _ = try $0.importLine(SnapshotLine(task: Sample.task(50))) }
    var body = CreateTaskBody(type: .decision, title: "", context: TaskContext(summary: "s"))
    let empty = body
    let refusal = try await bench.refusal(Bench.ben) { _ = try $0.createTask(empty) }
    #expect(refusal?.code == .validationError)
    body.title = "t"
    await #expect(throws: StoreFailure.self) {
      try await bench.run(Bench.ben) { [body] cases in
        _ = try cases.createTask(body)
        throw StoreFailure.unavailable("cut")
      }
    }
    #expect(try await bench.told().isEmpty)
    #expect(bench.log.count("notification.created") == 0)
  }

  // MARK: - Reading

  @Test("one reads one's own, once; another's is not there", arguments: StoreFactory.all)
  func reading(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    for _ in 0..<3 { _ = try await bench.question() }
    let first = try #require(try await bench.notifications(Bench.ada).first).id
    #expect(try await bench.code(Bench.cleo) { try $0.readNotification(first) } == 404)
    #expect(try await bench.code(Bench.ada) { try $0.readNotification(Sample.id(404)) } == 404)
    bench.clock.advance(seconds: 5)
    try await bench.run(Bench.ada) { try $0.readNotification(first) }
    let at = bench.clock.now
    bench.clock.advance(seconds: 5)
    try await bench.run(Bench.ada) { try $0.readNotification(first) }
    let rows = try await bench.notifications(Bench.ada)
    #expect(rows.filter(\.read).map(\.id) == [first])
    #expect(rows.first(where: \.read)?.readAt == at)
    #expect(try await bench.total(Bench.ada, unread: true) == 2)
    #expect(try await bench.total(Bench.ada, unread: false) == 1)
    try await bench.run(Bench.ada) { try $0.readAllNotifications() }
    #expect(try await bench.total(Bench.ada, unread: true) == 0)
    #expect(try await bench.total(Bench.ada, unread: false) == 3)
    let unread = try await bench.notifications(Bench.ada).filter { !$0.read || $0.readAt == nil }
    #expect(unread.isEmpty)
    let again = try await bench.notifications(Bench.ada)
    #expect(again.first(where: { $0.id == first })?.readAt == at)
    #expect(try await bench.total(Bench.cleo, unread: true) == 3)
    await bench.store.close()
  }

  @Test("the clockwork removes what was read long ago, never what was not", arguments: StoreFactory.all)
  func trimming(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    for _ in 0..<4 { _ = try await bench.question(priority: .low) }
    let rows = try await bench.notifications(Bench.ada)
    try await bench.run(Bench.ada) { for row in rows.prefix(3) { try $0.readNotification(row.id) } }
    try await bench.wait(seconds: 29 * 86_400)
    #expect(try await bench.total(Bench.ada, unread: false) == 3)
    try await bench.wait(seconds: 2 * 86_400)
    #expect(try await bench.total(Bench.ada, unread: false) == 0)
    let left = try await bench.notifications(Bench.ada).map(\.id)
    #expect(left.contains(rows[3].id))
    await bench.store.close()
  }

  @Test("thousands of random calls keep the invariants while people are notified", arguments: StoreFactory.all)
  func randomStory(factory: StoreFactory) async throws {
    let settings = EngineSettings(notifications: NotificationSettings(batchSeconds: 60, quiet: .contract))
    let bench = try await bench(factory, settings)
    var story = RandomStory(bench, seed: 77)
    for _ in 0..<400 { try await story.step() }
    try Invariants.check(try await StoreImage.of(bench.store, now: bench.clock.now), told: bench.log.all)
    // A row that is not held was told exactly once.
    let told = bench.log.all.filter { $0.type == "notification.created" }
    for person in Bench.people {
      let rows = try await bench.notifications(person)
      let announced = rows.filter { !$0.deliveredVia.isEmpty }.count
      let heard = told.filter { $0.userId == person.id }.count
      #expect(heard == announced, "\(person.name)")
    }
    #expect(told.count > 20)
    await bench.store.close()
  }
}

extension Bench {
  func notifications(_ actor: Actor, unread: Bool? = nil) async throws -> [FactoryNotification] {
    var query = NotificationQuery(userId: actor.id)
    query.unread = unread
    return try await store.read { [query] reader in
      try StoreImage.all { try reader.notifications(query, $0) }
    }
  }

  func total(_ actor: Actor, unread: Bool?) async throws -> Int {
    var query = NotificationQuery(userId: actor.id)
    query.unread = unread
    return try await store.read { [query] in try $0.notifications(query, PageRequest(limit: 1)).total }
  }

  /// `name type` of every notification, sorted.
  func told() async throws -> [String] {
    var rows: [String] = []
    for person in Self.people {
      rows += try await notifications(person).map { "\(person.name) \($0.type.rawValue)" }
    }
    return rows.sorted()
  }
}
