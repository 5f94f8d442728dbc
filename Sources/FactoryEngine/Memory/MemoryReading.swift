// Reads by id and the small questions that rules ask, over a state in memory. Pure.
import FactoryContracts
import Foundation

extension MemoryReading {
  func seq() throws -> Int64 { state.seq }
  var slaPolicy: SLAPolicy { state.slaPolicy }
  func task(_ id: EntityID) throws -> FactoryTask? { state.tasks[id] }

  func taskWithEvidence(_ id: EntityID) throws -> Data? {
    guard var task = state.tasks[id] else { return nil }
    if let whole = state.evidence[id] { task.context = whole }
    return try FactoryJSON.canonical(task)
  }

  func openTask(key: String, createdBy: EntityID) throws -> FactoryTask? {
    inOrder { $0.isOpen && $0.key == key && $0.createdBy == createdBy }.first
  }

  func openTasks(pipeline: EntityID) throws -> [FactoryTask] {
    inOrder { $0.isOpen && $0.pipelineId == pipeline }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }

  func inOrder(_ matches: (FactoryTask) -> Bool) -> [FactoryTask] {
    state.tasks.values.filter(matches).sorted { (state.taskOrder[$0.id] ?? 0) < (state.taskOrder[$1.id] ?? 0) }
  }

  func taskStats(now: Timestamp) throws -> TaskStats {
    let open = state.tasks.values.filter(\.isOpen)
    var stats = TaskStats(
      pending: open.count { $0.status == .pending }, inProgress: open.count { $0.status == .inProgress },
      blocked: open.count { $0.blocksStageAdvance }, slaBreaches: open.count { $0.slaBreached })
    for priority in Priority.declared { stats.byPriority[priority.rawValue] = open.count { $0.priority == priority } }
    for type in TaskType.declared { stats.byType[type.rawValue] = open.count { $0.type == type } }
    if !open.isEmpty {
      let waited = open.reduce(0.0) { $0 + now.seconds(since: $1.createdAt) }
      stats.avgWaitTimeMinutes = max(0, waited / Double(open.count) / 60)
    }
    return stats
  }

  // MARK: Due

  func duePendingDecisions(now: Timestamp, limit: Int) throws -> [EntityID] { due(now, limit, Self.effect) }
  func lapsedClaims(now: Timestamp, limit: Int) throws -> [EntityID] { due(now, limit, Self.lapse) }
  func dueSLA(now: Timestamp, limit: Int) throws -> [EntityID] { due(now, limit, step) }

  func nextDue() throws -> Timestamp? {
    let moments = state.tasks.values.flatMap { [Self.effect($0), Self.lapse($0), step($0)] }
    let held = state.notifications.map { $0.isHeld ? $0.outAt : nil }
    return (moments + state.jobs.map(\.leaseExpiresAt) + state.agents.map(\.silentAt) + held).compactMap(\.self).min()
  }

  private func step(_ task: FactoryTask) -> Timestamp? { SLASteps.next(for: task, state.slaPolicy) }

  private func due(_ now: Timestamp, _ limit: Int, _ moment: (FactoryTask) -> Timestamp?) -> [EntityID] {
    let rows = state.tasks.values.compactMap { task in moment(task).map { (at: $0, id: task.id) } }
    return rows.filter { $0.at <= now }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.prefix(limit).map(\.id)
  }

  private static func effect(_ task: FactoryTask) -> Timestamp? {
    task.isOpen ? task.pendingDecision?.effectiveAt : nil
  }

  private static func lapse(_ task: FactoryTask) -> Timestamp? {
    task.isOpen ? [task.claimExpiresAt, task.deferredUntil].compactMap(\.self).min() : nil
  }

  // MARK: Around a task

  func approvers(task: EntityID) throws -> [EntityID] { state.approvers[task] ?? [] }

  func latestTestTask(pipeline: EntityID) throws -> FactoryTask? {
    inOrder { $0.pipelineId == pipeline && $0.context.testResults != nil }
      .reduce(nil as FactoryTask?) { newest, task in
        guard let newest, task.createdAt < newest.createdAt else { return task }
        return newest
      }
  }

  func slaStatus(now: Timestamp) throws -> SLAStatus {
    var status = SLAStatus()
    for task in state.tasks.values where task.isOpen {
      guard let deadline = task.slaDeadline else { continue }
      if deadline <= now {
        status.breached += 1
      } else if SLASteps.warning(createdAt: task.createdAt, deadline: deadline, state.slaPolicy) <= now {
        status.warning += 1
      } else {
        status.onTrack += 1
      }
    }
    return status
  }

  // MARK: Pipelines, approvals, people

  func pipeline(_ id: EntityID) throws -> Pipeline? { state.pipelines[id] }
  func pipeline(slug: String) throws -> Pipeline? { state.slugs[slug].flatMap { state.pipelines[$0] } }
  func pipelineIsDeleted(_ id: EntityID) throws -> Bool { state.deletedPipelines.contains(id) }
  func stages(pipeline: EntityID) throws -> [PipelineStageRecord] { state.stages[pipeline] ?? [] }

  func pipelineCounts() throws -> PipelineCounts {
    let all = state.pipelines.values
    return PipelineCounts(
      active: all.count { $0.status == .active }, paused: all.count { $0.status == .paused },
      completed: all.count { $0.status == .completed }, failed: all.count { $0.status == .failed })
  }

  func approval(_ id: EntityID) throws -> Approval? { state.approvals.first { $0.id == id } }
  func approval(task: EntityID) throws -> Approval? { state.approvals.last { $0.taskId == task } }
  func latestApproval(pipeline: EntityID, stage: PipelineStage) throws -> Approval? {
    state.approvals.last { $0.pipelineId == pipeline && $0.stageName == stage }
  }

  func agents() throws -> [Agent] { state.agents }
  func user(_ id: EntityID) throws -> StoredUser? { state.users.first { $0.user.id == id } }
  func user(email: String) throws -> StoredUser? {
    let email = email.lowercased()
    return state.users.first { $0.user.email.lowercased() == email }
  }
  func users() throws -> [StoredUser] { state.users }
  func apiKey(_ id: EntityID) throws -> StoredKey? { state.keys.first { $0.key.id == id } }
  func apiKey(prefix: String) throws -> StoredKey? { state.keys.first { $0.key.prefix == prefix } }
  func refreshToken(hash: Data) throws -> RefreshTokenRow? { state.tokens[hash] }
  func setting(_ name: String) throws -> JSONValue? { state.settings[name] }
  func idempotent(_ scope: IdempotencyScope) throws -> IdempotentAnswer? { state.answers[scope]?.answer }

  // MARK: Audit and events

  func auditRows(_ query: AuditQuery, row: (Data) throws -> Bool) throws {
    for known in state.audit where query.matches(known) {
      guard try row(try FactoryJSON.canonical(known.entry)) else { return }
    }
  }

  func auditBreak() throws -> EntityID? {
    var previous = Data()
    for row in state.audit {
      guard try MemoryAudit.hash(row.entry, row.pipelineId, after: previous) == row.hash else { return row.entry.id }
      previous = row.hash
    }
    return nil
  }

  func events(after seq: Int64, limit: Int) throws -> [CommittedEvent] {
    Array(state.events.drop { $0.seq <= seq }.prefix(limit))
  }

  func oldestEvent() throws -> Int64? { state.events.first?.seq }
}
