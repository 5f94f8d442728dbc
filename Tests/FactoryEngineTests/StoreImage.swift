// Everything a store shows, as one value: two images are equal when nothing that anyone could see differs.
import FactoryContracts
import FactoryEngine
import Foundation
import Testing

struct StoreImage: Equatable, Sendable {
  var seq: Int64 = 0
  var lines: [Data] = []
  var tasks: [EntityID: FactoryTask] = [:]
  var pipelines: [EntityID: Pipeline] = [:]
  var approvals: [Approval] = []
  var approvers: [EntityID: [EntityID]] = [:]
  var stages: [EntityID: [PipelineStageRecord]] = [:]
  var audit: [AuditEntry] = []
  var events: [CommittedEvent] = []
  var stats = TaskStats()
  var jobs: [EntityID: [Job]] = [:]
  var logs: [EntityID: [JobLogLine]] = [:]
  var agents: [Agent] = []

  static func of(_ store: any FactoryStore, now: Timestamp) async throws -> StoreImage {
    try await store.read { reader in
      var image = StoreImage()
      image.seq = try reader.seq()
      try reader.snapshot(SnapshotRequest()) { line in
        image.lines.append(line)
        let row = try FactoryJSON.decode(SnapshotLine.self, from: line)
        if let task = row.task { image.tasks[task.id] = task }
        if let pipeline = row.pipeline { image.pipelines[pipeline.id] = pipeline }
        return true
      }
      for id in image.tasks.keys { image.approvers[id] = try reader.approvers(task: id) }
      for id in image.pipelines.keys {
        image.stages[id] = try reader.stages(pipeline: id)
        image.jobs[id] = try all { try reader.jobs(JobQuery(pipelineId: id), $0) }
        image.logs[id] = try reader.jobLog(JobLogQuery(pipelineId: id))
      }
      image.agents = try reader.agents()
      image.approvals = try all { try reader.approvals(ApprovalQuery(), $0) }
      image.audit = try all { try reader.audit(AuditQuery(), $0) }
      image.events = try reader.events(after: 0, limit: 100_000)
      image.stats = try reader.taskStats(now: now)
      return image
    }
  }

  static func all<Row: Decodable>(_ read: (PageRequest) throws -> EncodedPage) throws -> [Row] {
    var rows: [Row] = []
    var page = PageRequest(limit: 100)
    repeat {
      let answer = try read(page)
      rows += try answer.rows.map { try FactoryJSON.decode(Row.self, from: $0) }
      page.cursor = answer.nextCursor
    } while page.cursor != nil
    return rows
  }
}

/// What holds in every store after every call, whoever called what.
enum Invariants {
  static func check(_ image: StoreImage, told: [CommittedEvent], _ comment: Comment? = nil) throws {
    #expect(image.events.map(\.seq) == (0..<image.seq).map { $0 + 1 }, comment)
    #expect(told == image.events, "what was told is what is kept: \(comment ?? "")")
    try completedOnce(image, comment)
    approvalsAgree(image, comment)
    try eventsBuildTheState(image, comment)
    recount(image, comment)
    for jobs in image.jobs.values { jobsAreWhole(jobs, image, comment) }
    for (id, stages) in image.stages {
      let active = stages.filter { $0.status == .active }
      #expect(active.count <= 1, comment)
      if image.pipelines[id]?.status == .active {
        #expect(active.first?.stageName == image.pipelines[id]?.currentStage, comment)
      }
    }
  }

  /// A lease exactly while it runs; an end exactly when it ended; nothing waits for a pipeline that goes nowhere.
  private static func jobsAreWhole(_ jobs: [Job], _ image: StoreImage, _ comment: Comment?) {
    for job in jobs {
      #expect((job.leaseExpiresAt != nil) == (job.status == .running), comment)
      #expect((job.completedAt == nil) == job.isOpen, comment)
      if job.status == .running { #expect(job.agentId != nil && job.claimedBy != nil && job.attempts > 0, comment) }
      let status = image.pipelines[job.pipelineId]?.status
      if job.isOpen { #expect(status == .active || status == .paused, comment) }
    }
    let open = jobs.filter { $0.isOpen && $0.stageRecordId != nil }
    #expect(Set(open.map(\.kind)).count == open.count, comment)
  }

  private static func completedOnce(_ image: StoreImage, _ comment: Comment?) throws {
    var completed: [EntityID: Int] = [:]
    for event in image.events where event.type == "task.completed" {
      completed[try #require(event.taskId), default: 0] += 1
    }
    for task in image.tasks.values {
      #expect(completed[task.id] ?? 0 == (task.isOpen ? 0 : 1), comment)
      #expect(task.isOpen || task.decision != nil || task.withdrawnAt != nil, comment)
      #expect(task.isOpen == (task.decision == nil && task.withdrawnAt == nil), comment)
      #expect((task.pendingDecision != nil) == (task.status == .inProgress), comment)
      if task.status == .claimed { #expect(task.claimedBy != nil && task.claimExpiresAt != nil, comment) }
    }
  }

  private static func approvalsAgree(_ image: StoreImage, _ comment: Comment?) {
    for approval in image.approvals {
      guard let task = image.tasks[approval.taskId] else {
        Issue.record("an approval without its task: \(comment ?? "")")
        continue
      }
      let expected: ApprovalStatus =
        switch (task.isOpen, task.decision) {
        case (true, _): .pending
        case (false, .approved): .approved
        case (false, .rejected): .rejected
        case (false, _): .expired
        }
      #expect(approval.status == expected, comment)
      #expect(approval.currentApprovers == task.currentApprovers, comment)
      if task.decision == .approved {
        #expect(approval.currentApprovers >= approval.requiredApprovers, comment)
        #expect(Set(image.approvers[task.id] ?? []).count == approval.currentApprovers, comment)
      }
      if task.isOpen { #expect(image.pipelines[approval.pipelineId]?.currentStage == approval.stageName, comment) }
    }
  }

  /// The last event of an entity carries it as it is; versions and times never go back (rulings R20, R32).
  private static func eventsBuildTheState(_ image: StoreImage, _ comment: Comment?) throws {
    var tasks: [EntityID: FactoryTask] = [:]
    var pipelines: [EntityID: Pipeline] = [:]
    for row in image.events {
      let event = try FactoryEvent(type: row.type, from: Payload(data: row.data))
      switch event {
      case .taskCreated(let payload), .taskUpdated(let payload), .taskClaimed(let payload),
        .taskEscalated(let payload):
        follow(payload.task, after: tasks[payload.task.id], comment)
        tasks[payload.task.id] = payload.task
      case .taskCompleted(let payload):
        follow(payload.task, after: tasks[payload.task.id], comment)
        tasks[payload.task.id] = payload.task
      case .pipelineCreated(let payload), .pipelineUpdated(let payload):
        if let old = pipelines[payload.pipeline.id] {
          #expect(old.updatedAt < payload.pipeline.updatedAt, comment)
          #expect(old.version ?? 0 < payload.pipeline.version ?? 0, comment)
        }
        pipelines[payload.pipeline.id] = payload.pipeline
      default: break
      }
    }
    #expect(tasks == image.tasks, comment)
    let living = pipelines.filter { $0.value.status != .archived || image.pipelines[$0.key] != nil }
    #expect(living == image.pipelines, comment)
  }

  private static func follow(_ task: FactoryTask, after old: FactoryTask?, _ comment: Comment?) {
    guard let old else { return }
    #expect(old.updatedAt < task.updatedAt, comment)
    #expect(old.version ?? 0 <= task.version ?? 0, comment)
    #expect(old.escalationLevel <= task.escalationLevel, comment)
    #expect(old.isOpen, "a completed task changed: \(comment ?? "")")
  }

  private static func recount(_ image: StoreImage, _ comment: Comment?) {
    let open = image.tasks.values.filter(\.isOpen)
    #expect(image.stats.pending == open.count { $0.status == .pending }, comment)
    #expect(image.stats.inProgress == open.count { $0.status == .inProgress }, comment)
    #expect(image.stats.blocked == open.count { $0.blocksStageAdvance }, comment)
    #expect(image.stats.slaBreaches == open.count { $0.slaBreached }, comment)
    for priority in Priority.declared {
      #expect(image.stats.byPriority[priority.rawValue] == open.count { $0.priority == priority }, comment)
    }
    for type in TaskType.declared {
      #expect(image.stats.byType[type.rawValue] == open.count { $0.type == type }, comment)
    }
  }

  private struct Payload: EventDataReader {
    let data: Data
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value { try FactoryJSON.decode(type, from: data) }
  }
}
