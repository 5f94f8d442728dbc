// The SLA of a task from its first reminder to its escalation, in milliseconds: time is passed in (contract §5.3, Appendix B,
// rulings R16 and R37). Each step happens once, whoever asks how often, and also when the program ends in between.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@Suite struct SLATests {
  /// Minutes after creation, the audit row of the step, the level it raises the task to.
  typealias Step = (minutes: Double, action: String, level: Int)

  static let timelines: [(Priority, [Step])] = [
    (
      .critical,
      [
        (30, "task.sla_reminder", 1), (45, "task.sla_warning", 2), (60, "task.sla_breached", 3),
        (180, "task.expired", 4),
      ]
    ),
    (
      .high,
      [
        (30, "task.sla_reminder", 1), (120, "task.sla_reminder", 2), (180, "task.sla_warning", 2),
        (240, "task.sla_breached", 3), (360, "task.expired", 4),
      ]
    ),
    (
      .low,
      [
        (30, "task.sla_reminder", 1), (120, "task.sla_reminder", 2), (54 * 60, "task.sla_warning", 2),
        (72 * 60, "task.sla_breached", 3), (74 * 60, "task.expired", 4),
      ]
    ),
  ]

  @Test("each step comes at its moment, not a millisecond before, and once", arguments: StoreFactory.all)
  func everyStepOnce(factory: StoreFactory) async throws {
    for (priority, steps) in Self.timelines {
      let bench = try await Bench(try factory.make())
      let task = try await bench.question(priority: priority)
      var actions = ["task.created"]
      for (index, step) in steps.enumerated() {
        let at = task.createdAt.adding(minutes: step.minutes)
        #expect(try await bench.engine.runDue(now: at.adding(seconds: -0.001)) == at)
        #expect(try await bench.actions(task.id) == actions, "\(priority) before \(step)")
        let next = index + 1 < steps.count ? task.createdAt.adding(minutes: steps[index + 1].minutes) : nil
        for _ in 0..<3 { #expect(try await bench.engine.runDue(now: at) == next) }
        actions.append(step.action)
        #expect(try await bench.actions(task.id) == actions, "\(priority) at \(step)")
        #expect(try await bench.task(task.id).escalationLevel == step.level)
      }
      let warnings = steps.count { ["task.sla_reminder", "task.sla_warning"].contains($0.action) }
      #expect(bench.log.count("task.sla_warning") == warnings)
      #expect(bench.log.count("task.sla_breached") == 1)
      #expect(bench.log.count("task.escalated") == 1)
      #expect(try await bench.task(task.id).status == .expired)
      try Invariants.check(try await StoreImage.of(bench.store, now: bench.clock.now), told: bench.log.all)
      await bench.store.close()
    }
  }

  @Test("a program that ends and starts at every step repeats none and forgets none")
  func acrossRestarts() async throws {
    let path = NSTemporaryDirectory() + "/sla-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let open = { try SQLiteStore(.file(path + "/factory.db")) }
    let first = try await Bench(try open())
    let task = try await first.question(priority: .high)
    await first.store.close()
    var seen: [String] = []
    for (minutes, action, _) in Self.timelines[1].1 {
      for moment in [-0.001, 0, 0.001, 1] {
        let store = try open()
        let told = EventLog()
        store.onCommit { told.add($0) }
        let engine = Engine(store: store, ids: RandomIDSource(), settings: EngineSettings())
        let at = task.createdAt.adding(minutes: minutes).adding(seconds: moment)
        _ = try await engine.runDue(now: at)
        if told.types.contains("task.updated") || told.types.contains("task.escalated") { seen.append(action) }
        #expect(told.all.isEmpty == (moment != 0), "\(action) at \(moment)")
        await store.close()
      }
    }
    #expect(seen == Self.timelines[1].1.map(\.action))
    let last = try open()
    let page = try await last.read { try $0.audit(AuditQuery(), PageRequest(limit: 100)) }
    let rows = try page.rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0).action }.reversed()
    #expect(rows.filter { $0.hasPrefix("task.") } == ["task.created"] + seen)
    await last.close()
  }

  @Test("what was slept through is not made up for: the latest step counts, and its level", arguments: StoreFactory.all)
  func sleptThrough(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question(priority: .high)
    #expect(try await bench.wait(seconds: 200 * 60) == task.createdAt.adding(minutes: 240))
    let warned = try await bench.task(task.id)
    #expect(warned.escalationLevel == 2 && warned.slaWarningsSent == 3 && !warned.slaBreached)
    #expect(bench.log.count("task.sla_warning") == 1)
    #expect(try await bench.wait(seconds: 300 * 60) == nil)
    let expired = try await bench.task(task.id)
    #expect(expired.escalationLevel == 4 && expired.slaBreached && expired.status == .expired)
    #expect(bench.log.count("task.sla_breached") == 1 && bench.log.count("task.escalated") == 1)
    await bench.store.close()
  }

  @Test("levels never fall: not by a later deadline, a lower priority, an undo or a lapse", arguments: StoreFactory.all)
  func levelsNeverFall(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question(priority: .critical).id
    try await bench.wait(seconds: 3600)
    #expect(try await bench.task(task).escalationLevel == 3)
    let lower = try await bench.run(Bench.ben) { try $0.updateTask(task, UpdateTaskBody(priority: .low)) }
    #expect(lower.escalationLevel == 3 && !lower.slaBreached)
    try await bench.run(Bench.ada) { try $0.claimTask(task) }
    try await bench.wait(seconds: 1000)
    try await bench.approve(task, Bench.ada, grace: 30)
    try await bench.run(Bench.ada) { try $0.undoTask(task) }
    #expect(try await bench.task(task).escalationLevel == 3)
    // The new deadline is watched as the first one was.
    try await bench.wait(seconds: 72 * 3600)
    let again = try await bench.task(task)
    #expect(again.slaBreached && again.escalationLevel == 3)
    #expect(bench.log.count("task.sla_breached") == 2)
    try await bench.wait(seconds: 2 * 3600)
    #expect(try await bench.task(task).status == .expired)
    await bench.store.close()
  }

  @Test("a completed task has no steps any more, a task without a deadline none at all", arguments: StoreFactory.all)
  func noSteps(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question(priority: .critical).id
    try await bench.approve(task, Bench.ada)
    try await bench.store.write { try $0.insert(Sample.task(77, slaMinutes: nil)) }
    let seq = try await bench.store.read { try $0.seq() }
    #expect(try await bench.wait(seconds: 400 * 3600) == nil)
    #expect(try await bench.store.read { try $0.seq() } == seq)
    await bench.store.close()
  }

  @Test("the settings move the deadline, the warning and the escalation")
  func settings() async throws {
    let policy = SLAPolicy(warningPercent: 50, escalates: true, escalationMinutes: 10)
    let rows: [(String, any FactoryStore)] = [
      ("memory", MemoryStore(slaPolicy: policy)), ("SQLite", try SQLiteStore(.memory, slaPolicy: policy)),
    ]
    for (name, store) in rows {
      let bench = try await Bench(store, settings: EngineSettings(slaSeconds: [.critical: 1200, .low: 9000]))
      let task = try await bench.question(priority: .critical)
      #expect(task.slaDeadline == task.createdAt.adding(minutes: 20), "\(name)")
      var moments: [Int] = []
      var now = task.createdAt
      while let next = try await bench.engine.runDue(now: now) {
        moments.append(Int(next.seconds(since: task.createdAt)) / 60)
        now = next
      }
      #expect(moments == [10, 20, 30], "\(name)")
      #expect(
        try await bench.actions(task.id) == ["task.created", "task.sla_warning", "task.sla_breached", "task.expired"])
      await store.close()
    }
  }

  @Test("without escalation a breach is the last step")
  func withoutEscalation() async throws {
    let bench = try await Bench(MemoryStore(slaPolicy: SLAPolicy(escalates: false)))
    let task = try await bench.question(priority: .critical).id
    #expect(try await bench.wait(seconds: 3600) == nil)
    try await bench.wait(seconds: 100 * 3600)
    #expect(try await bench.task(task).status == .pending)
    #expect(try await bench.task(task).escalationLevel == 3)
  }

  @Test("a store that is opened with other settings watches what it holds by them; without any it keeps its own")
  func otherSettings() async throws {
    let path = NSTemporaryDirectory() + "/sla-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = StoreLocationOf(path)
    let first = try await Bench(try file.open(nil))
    let task = try await first.question(priority: .critical)
    try await first.approve(try await first.question(priority: .critical).id, Bench.ada)
    await first.store.close()
    let early = SLAPolicy(warningPercent: 75)
    for (policy, minutes) in [(early, 15.0), (nil, 15), (SLAPolicy.contract, 30)] {
      let store = try file.open(policy)
      #expect(try await store.read { try $0.nextDue() } == task.createdAt.adding(minutes: minutes))
      #expect(try await store.verify().problems == [])
      let status = try await store.read { try $0.slaStatus(now: task.createdAt.adding(minutes: 20)) }
      #expect(status == (minutes == 15 ? SLAStatus(warning: 1) : SLAStatus(onTrack: 1)))
      await store.close()
    }
  }

  private struct StoreLocationOf {
    let path: String
    init(_ path: String) { self.path = path }
    func open(_ policy: SLAPolicy?) throws -> SQLiteStore {
      try SQLiteStore(.file(path + "/factory.db"), slaPolicy: policy)
    }
  }
}
