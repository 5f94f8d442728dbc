// A task as the queue holds it: everything a row, a filter and the order need, and nothing else, so that a hundred
// thousand of them stay small. The whole task with its evidence lives in the context's cache. A value; any thread.
import FactoryContracts

/// Totals of a test run without its failures.
package struct TestTally: Hashable, Sendable {
  package var total: Int32
  package var passed: Int32
  package var failed: Int32
  package var skipped: Int32
  /// 0–100.
  package var coverage: Float
}

/// Size of a change without its files.
package struct DiffTally: Hashable, Sendable {
  package var files: Int32
  package var insertions: Int32
  package var deletions: Int32
}

/// What only few tasks have: who holds it, what was or is being decided. Kept behind one pointer.
package struct TaskMarks: Hashable, Sendable {
  package var claimedBy: EntityID?
  package var claimedByName: String?
  package var claimExpiresAt: Timestamp?
  package var deferredUntil: Timestamp?
  package var pending: PendingMark?
  package var decision: TaskDecision?
  package var decidedBy: EntityID?
  package var decidedByName: String?
  package var decidedAt: Timestamp?
  package var withdrawnAt: Timestamp?
  package var blocksPipelineId: EntityID?
  /// How far the answer to an agent's call can reach; nil: no further than the call.
  package var offers: [RuleOffer]?
  /// The session of the agent whose call it is.
  package var session: String?

  static let none = TaskMarks()
}

/// A decision inside its grace (ruling R54).
package struct PendingMark: Hashable, Sendable {
  package var decision: TaskDecision
  package var by: EntityID
  package var byName: String?
  package var effectiveAt: Timestamp
}

/// An immutable value behind one shared pointer.
final class Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
  static func == (left: Boxed, right: Boxed) -> Bool { left === right || left.value == right.value }
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// In the order in which the fields leave no gaps: 200 bytes.
package struct TaskRow: Hashable, Sendable, Identifiable {
  package let id: EntityID
  @Slim package var pipelineId: EntityID?
  /// At most 300 bytes; the whole title is in the full task.
  package var title: String
  /// At most 200 bytes of the context's summary.
  package var summary: String
  package var askedByName: String?
  @Slim package var createdBy: EntityID?
  @Slim package var assigneeId: EntityID?
  @Slim package var slaDeadline: Timestamp?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  @Slim package var deferredAt: Timestamp?
  var box: Boxed<TaskMarks>?
  package var tests: TestTally?
  package var requiredApprovers: UInt8
  package var currentApprovers: UInt8
  package var escalationLevel: UInt8
  /// `version`, with the least number for none.
  var versionNumber: Int32
  package var diff: DiffTally?
  package var type: TaskType
  package var status: TaskStatus
  package var priority: Priority
  package var stage: PipelineStage?
  package var slaBreached: Bool
  package var blocksStageAdvance: Bool

  /// What a decision is pinned to (ruling R32).
  package var version: Int? {
    get { versionNumber == .min ? nil : Int(versionNumber) }
    set { versionNumber = newValue.map { Int32(clamping: $0) } ?? .min }
  }
  package var marks: TaskMarks { box?.value ?? .none }
}

extension TaskRow {
  /// From the wire's task. In this file, because only here the slim fields can be given their first values.
  package init(_ task: FactoryTask) {
    id = task.id
    pipelineId = task.pipelineId
    title = TextCut.firstBytes(300, of: task.title)
    summary = TextCut.firstBytes(200, of: task.context.summary)
    askedByName = task.createdByName
    createdBy = task.createdBy
    assigneeId = task.assigneeId
    slaDeadline = task.slaDeadline
    createdAt = task.createdAt
    updatedAt = task.updatedAt
    deferredAt = task.deferredAt
    versionNumber = task.version.map { Int32(clamping: $0) } ?? .min
    tests = task.context.testResults.map(TestTally.init)
    diff = task.context.diffSummary.map(DiffTally.init)
    type = task.type
    status = task.status
    priority = task.priority
    stage = task.stageName
    requiredApprovers = UInt8(clamping: task.requiredApprovers ?? 1)
    currentApprovers = UInt8(clamping: task.currentApprovers ?? 0)
    escalationLevel = UInt8(clamping: task.escalationLevel)
    slaBreached = task.slaBreached
    blocksStageAdvance = task.blocksStageAdvance
    let marks = TaskMarks(task)
    box = marks == .none ? nil : Boxed(marks)
  }
}

extension TaskRow {
  /// A decision is still possible (ruling R37).
  package var isOpen: Bool { status != .completed }
  /// Open and nobody's decision is in its grace: what counts as waiting.
  package var isWaiting: Bool { isOpen && box?.value.pending == nil }
  /// A gate's deploy into production: approving it asks for a second key (design §4.2).
  package var isProductionDeploy: Bool { type == .approval && stage == .production }
  package var isDeploy: Bool { type == .approval && (stage == .staging || stage == .production) }
  /// Another approval is needed after the next one.
  package var needsMoreAfterNext: Bool { Int(currentApprovers) + 1 < Int(requiredApprovers) }
  /// From here on the deadline is near: a quarter of the SLA is left (ruling R16).
  package var warningAt: Timestamp? {
    slaDeadline.map { SLAState.warning(deadline: $0, createdAt: createdAt) }
  }
}
