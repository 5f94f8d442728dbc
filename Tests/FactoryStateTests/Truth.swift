// The reference: a server that only keeps dictionaries, and tells of every change with a number. No table, no order, no counts.
import FactoryContracts
import TestSupport

@testable import FactoryState

struct Truth {
  private(set) var tasks: [EntityID: FactoryTask] = [:]
  private(set) var pipelines: [EntityID: Pipeline] = [:]
  private(set) var log: [WsEvent] = []
  private var random: SeededGenerator
  private var clock = Sample.start
  private var made = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  var seq: Int64 { Int64(log.count) }

  /// Something happens.
  mutating func act() {
    // Often within the same millisecond.
    if random.chance(60) {
      clock = Timestamp(milliseconds: clock.milliseconds + Int64.random(in: 1...90_000, using: &random))
    }
    switch Int.random(in: 0..<100, using: &random) {
    case ..<30: create()
    case ..<38: createPipeline()
    case ..<46: movePipeline()
    case ..<54: breach()
    default: change()
    }
  }

  private mutating func tell(_ event: FactoryEvent) {
    log.append(WsEvent(timestamp: clock, channel: "tasks:*", seq: seq + 1, event: event))
  }

  private mutating func createPipeline() {
    made += 1
    let pipeline = Sample.pipeline(
      made, priority: Priority.declared.randomElement(using: &random) ?? .low, createdAt: clock)
    pipelines[pipeline.id] = pipeline
    tell(.pipelineCreated(.init(pipeline: pipeline)))
  }

  private mutating func movePipeline() {
    guard var pipeline = somePipeline else { return }
    let from = pipeline.currentStage
    pipeline.currentStage = PipelineStage.declared.randomElement(using: &random) ?? .intake
    pipeline.updatedAt = clock
    pipelines[pipeline.id] = pipeline
    tell(
      .pipelineStageChanged(
        .init(
          pipelineId: pipeline.id, pipelineName: pipeline.name, fromStage: from, toStage: pipeline.currentStage,
          triggeredBy: Sample.asker)))
    tell(.pipelineUpdated(.init(pipeline: pipeline)))
  }

  private mutating func create() {
    made += 1
    var task = Sample.task(
      made, type: TaskType.declared.randomElement(using: &random) ?? .review,
      priority: Priority.declared.randomElement(using: &random) ?? .low, pipelineId: somePipeline?.id,
      stageName: PipelineStage.declared.randomElement(using: &random), createdAt: clock,
      slaMinutes: random.chance(80) ? Double.random(in: 1...300, using: &random) : nil)
    task.blocksStageAdvance = random.chance(30)
    task.assigneeId = random.chance(20) ? Sample.decider : nil
    tasks[task.id] = task
    tell(.taskCreated(.init(task: task)))
  }

  private mutating func breach() {
    guard var task = someTask(\.isOpen), let deadline = task.slaDeadline else { return }
    task.slaBreached = random.chance(60) || task.slaBreached
    task.escalationLevel = max(task.escalationLevel, Int.random(in: 1...4, using: &random))
    tasks[task.id] = task
    let payload = TaskSlaPayload(
      taskId: task.id, taskTitle: task.title, pipelineId: task.pipelineId, slaDeadline: deadline, minutesRemaining: 0,
      escalationLevel: task.escalationLevel)
    tell(task.slaBreached ? .taskSlaBreached(payload) : .taskSlaWarning(payload))
  }

  private mutating func change() {
    guard var task = someTask(\.isOpen) else { return }
    task.updatedAt = clock
    task.version = (task.version ?? 0) + 1
    switch Int.random(in: 0..<6, using: &random) {
    case 0: task.priority = Priority.declared.randomElement(using: &random) ?? .low
    case 1: task.deferredAt = task.deferredAt == nil ? clock : nil
    case 2:
      task.claimedBy = Sample.decider
      task.status = .claimed
    case 3:
      task.pendingDecision = PendingDecision(
        decision: .approved, by: Sample.asker, effectiveAt: clock.adding(seconds: 5))
      task.status = .inProgress
    case 4:
      // A new deadline: the breach is over (ruling R16).
      task.slaDeadline = clock.adding(minutes: 60)
      task.slaBreached = false
    default: return complete(task)
    }
    tasks[task.id] = task
    tell(
      task.status == .claimed && random.chance(50) ? .taskClaimed(.init(task: task)) : .taskUpdated(.init(task: task)))
  }

  private mutating func complete(_ open: FactoryTask) {
    var task = open
    task.status = .completed
    task.pendingDecision = nil
    task.decision = .approved
    task.decidedBy = Sample.asker
    task.decidedAt = clock
    tasks[task.id] = task
    tell(.taskCompleted(.init(task: task, decision: .approved, decidedBy: Sample.asker)))
  }

  private var somePipeline: Pipeline? {
    mutating get { pipelines.values.sorted { $0.id < $1.id }.randomElement(using: &random) }
  }

  private mutating func someTask(_ fits: (FactoryTask) -> Bool) -> FactoryTask? {
    tasks.values.filter(fits).sorted { $0.id < $1.id }.randomElement(using: &random)
  }
}

extension Truth {
  /// Everything that is derived, counted anew: nil when the state says the same, else the first difference.
  func difference(from state: AppState) -> String? {
    let table = state.factory.tasks
    let rows = tasks.mapValues(TaskRow.init)
    guard Set(table.ids) == Set(rows.keys) else { return "other tasks: \(table.count) for \(rows.count)" }
    for (id, row) in rows where table[id] != row {
      return "task \(id.short): \(String(describing: table[id])) for \(row)"
    }
    for (id, pipeline) in pipelines where state.factory.pipelines[id]?.pipeline != pipeline {
      return "pipeline \(id.short)"
    }
    let open = rows.values.filter(\.isOpen).sorted { Self.precedes($0, $1) }
    if table.order.elements.map(\.id) != open.map(\.id) { return "another order" }
    if state.queue.visible.elements.compactMap({ table[$0] }).filter(\.isOpen).map(\.id) != open.map(\.id) {
      return "another list"
    }
    return countDifference(state, open)
  }

  private func countDifference(_ state: AppState, _ open: [TaskRow]) -> String? {
    let waiting = open.filter(\.isWaiting)
    let now = state.now
    let expected: [QueueSection: Int] = [
      .all: waiting.count, .mine: waiting.count { $0.assigneeId == state.me?.id || $0.marks.claimedBy == state.me?.id },
      .late: waiting.count { SLAState(of: $0, now: now) == .late },
      .soon: waiting.count { SLAState(of: $0, now: now) == .soon }, .deploys: waiting.count(where: \.isDeploy),
      .escalated: 0, .deferred: waiting.count { $0.deferredAt != nil },
    ]
    for (section, count) in expected where state.factory.tasks.counts[section] != count {
      return "\(section): \(state.factory.tasks.counts[section]) for \(count)"
    }
    for (index, section) in state.queue.saved.list.enumerated() {
      let count = waiting.count { section.filter.matches($0, state.surroundings) }
      if state.queue.saved.counts[index] != count {
        return "section \(section.name): \(state.queue.saved.counts[index]) for \(count)"
      }
    }
    if state.factory.slaBreachCount != waiting.count(where: \.slaBreached) { return "breaches" }
    for id in pipelines.keys {
      let own = open.filter { $0.pipelineId == id }
      let tally = state.factory.tasks.tallies[id] ?? PipelineTally()
      if tally.open != own.count || tally.waiting != own.count(where: \.isWaiting)
        || tally.late != own.count(where: { SLAState(of: $0, now: now) == .late })
        || tally.blocking != own.count(where: \.blocksStageAdvance)
      {
        return "tally of \(id.short)"
      }
    }
    let columns = state.factory.pipelines.columns.flatMap { stage, keys in keys.elements.map { ($0.id, stage) } }
    let stages = Dictionary(columns) { first, _ in first }
    if columns.count != pipelines.count || stages != pipelines.mapValues(\.currentStage) { return "columns" }
    return nil
  }

  /// The order as ruling R49 words it.
  static func precedes(_ left: TaskRow, _ right: TaskRow) -> Bool {
    if left.priority.rank != right.priority.rank { return left.priority.rank < right.priority.rank }
    let deferred = (left.deferredAt != nil, right.deferredAt != nil)
    if deferred.0 != deferred.1 { return deferred.1 }
    let never = Timestamp(milliseconds: .max)
    let deadlines = (left.slaDeadline ?? never, right.slaDeadline ?? never)
    if deadlines.0 != deadlines.1 { return deadlines.0 < deadlines.1 }
    return (left.createdAt, left.id) < (right.createdAt, right.id)
  }
}
