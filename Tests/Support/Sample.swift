// Builders of entities for every test. Values in, values out: the same arguments always give the same entity.
import FactoryContracts
import Synchronization

/// A whole entity from the few members a test cares about.
package enum Sample {
  /// 2026-03-01T12:00:00.000Z; the moment at which samples are made.
  package static let start = Timestamp(milliseconds: 1_772_366_400_000)
  /// The one who asks, in samples.
  package static let asker = id(9001)
  /// The one who decides, in samples.
  package static let decider = id(9002)

  /// The id of a number: version 7 in form, ordered as the numbers are.
  package static func id(_ number: Int) -> EntityID {
    .v7(at: Timestamp(milliseconds: start.milliseconds + Int64(number)), random: (0, UInt64(number)))
  }

  package static func task(
    _ number: Int = 1, title: String? = nil, summary: String = "What changed and why.", type: TaskType = .approval,
    status: TaskStatus = .pending, priority: Priority = .medium, pipelineId: EntityID? = nil,
    stageName: PipelineStage? = nil, context: TaskContext? = nil, createdAt: Timestamp = start,
    slaMinutes: Double? = 60, version: Int? = 1
  ) -> FactoryTask {
    FactoryTask(
      id: id(number), pipelineId: pipelineId, stageName: stageName, type: type, title: title ?? "Task \(number)",
      context: context ?? TaskContext(summary: summary), status: status, priority: priority,
      slaDeadline: slaMinutes.map { createdAt.adding(minutes: $0) }, createdAt: createdAt, updatedAt: createdAt,
      version: version, createdBy: asker)
  }

  /// A task that `decider` decided five minutes after it was made.
  package static func decidedTask(
    _ number: Int = 1, decision: TaskDecision = .approved, notes: String? = nil
  ) -> FactoryTask {
    var task = task(number, status: .completed)
    task.decision = decision
    task.decisionNotes = notes
    task.decidedAt = task.createdAt.adding(minutes: 5)
    task.decidedBy = decider
    task.updatedAt = task.createdAt.adding(minutes: 5)
    return task
  }

  package static func pipeline(
    _ number: Int = 1, name: String? = nil, platform: String = "shopify", stage: PipelineStage = .building,
    status: PipelineStatus = .active, priority: Priority = .medium, createdAt: Timestamp = start, version: Int? = 1
  ) -> Pipeline {
    Pipeline(
      id: id(1000 + number), name: name ?? "Pipeline \(number)", slug: "pipeline-\(number)", platform: platform,
      currentStage: stage, status: status, priority: priority, createdBy: asker, startedAt: createdAt,
      createdAt: createdAt, updatedAt: createdAt, version: version)
  }

  package static func stageRecord(
    _ number: Int = 1, of pipeline: Pipeline, stage: PipelineStage, status: StageStatus = .active
  ) -> PipelineStageRecord {
    PipelineStageRecord(
      id: id(2000 + number), pipelineId: pipeline.id, stageName: stage, stageOrder: stage.order, status: status,
      requiresApproval: stage.isGate, enteredAt: pipeline.createdAt, createdAt: pipeline.createdAt)
  }

  package static func approval(
    _ number: Int = 1, task: FactoryTask, pipeline: Pipeline, stage: PipelineStage = .review,
    type: ApprovalType = .codeReview, status: ApprovalStatus = .pending
  ) -> Approval {
    Approval(
      id: id(3000 + number), taskId: task.id, pipelineId: pipeline.id, stageName: stage, type: type, status: status,
      createdAt: task.createdAt, version: 1)
  }

  package static func agent(_ number: Int = 1, status: AgentStatus = .idle) -> Agent {
    Agent(
      id: id(4000 + number), name: "agent-\(number)", type: .testRunner, status: status,
      health: AgentHealth(uptimeSeconds: 60, tasksCompleted24h: 0, errorRate: 0, lastHeartbeat: start),
      createdAt: start, updatedAt: start)
  }

  package static func asset(_ number: Int = 1, of pipeline: Pipeline) -> Asset {
    Asset(
      id: id(5000 + number), pipelineId: pipeline.id, type: .docs, name: "README.md", storageKey: "readme",
      sizeBytes: 12, contentType: "text/markdown", checksumSha256: String(repeating: "0", count: 64), version: 1,
      generatedBy: asker, generatorType: .user, createdAt: start)
  }

  package static func auditEntry(
    _ number: Int = 1, action: String = "task.created", entity: EntityID? = nil
  ) -> AuditEntry {
    AuditEntry(
      id: id(6000 + number), actorType: .user, actorId: asker, actorName: "Ada", action: action, entityType: "task",
      entityId: entity ?? id(number), createdAt: start)
  }

  package static func notification(_ number: Int = 1) -> FactoryNotification {
    FactoryNotification(
      id: id(7000 + number), userId: decider, type: .taskAssigned, title: "A task is yours", createdAt: start)
  }

  /// Evidence with one changed file, one failing test and a metric.
  package static func evidence(summary: String = "What changed and why.") -> TaskContext {
    TaskContext(
      summary: summary, details: "Two lines\nof details",
      testResults: TestResults(
        total: 3, passed: 1, failed: 1, skipped: 1, coveragePercent: 81.5,
        failureDetails: [TestFailure(testName: "Sum.adds", error: "3 is not 4", file: "Tests/Sum.swift", line: 7)]),
      diffSummary: DiffSummary(filesChanged: 1, insertions: 1, deletions: 1, files: [diffFile()]),
      metrics: ["latency_ms": 12.5])
  }

  package static func diffFile(path: String = "Sources/Sum.swift") -> DiffFile {
    DiffFile(
      path: path, status: .modified, insertions: 1, deletions: 1,
      patch: "--- a/\(path)\n+++ b/\(path)\n@@ -1 +1 @@\n-let sum = 3\n+let sum = 4\n")
  }

  /// An event as it comes over the socket.
  package static func event(_ event: FactoryEvent, seq: Int64 = 1, channel: String = "tasks:*") -> WsEvent {
    WsEvent(timestamp: start, channel: channel, seq: seq, event: event)
  }
}

/// Ids in sequence: the n-th call gives the id of n, at the moment it is asked for. Any thread.
package final class SequenceIDs: IDSource {
  private let count: Mutex<UInt64>

  package init(startingAt first: Int = 1) { count = Mutex(UInt64(first)) }

  package func next(at moment: Timestamp) -> EntityID {
    let number = count.withLock { value in
      defer { value += 1 }
      return value
    }
    return .v7(at: moment, random: (0, number))
  }
}

/// A clock that moves only when a test says so. Any thread.
package final class TestClock: Sendable {
  private let moment: Mutex<Timestamp>

  package init(_ start: Timestamp = Sample.start) { moment = Mutex(start) }

  package var now: Timestamp { moment.withLock { $0 } }

  /// Moves the clock and gives the new time.
  @discardableResult
  package func advance(seconds: Double) -> Timestamp {
    moment.withLock { value in
      value = value.adding(seconds: seconds)
      return value
    }
  }

  @discardableResult
  package func advance(minutes: Double) -> Timestamp { advance(seconds: minutes * 60) }
}
