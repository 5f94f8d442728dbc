// A row of the queue as the screen draws it (contract §4.1), made only for the rows on the screen.
import FactoryContracts

package struct DecisionQueueItem: Hashable, Sendable, Identifiable {
  package var id: EntityID
  package var title: String
  package var type: TaskType
  package var priority: Priority
  /// Empty for a task without a pipeline.
  package var pipelineName: String
  package var stageName: PipelineStage?
  package var slaDeadline: Timestamp?
  package var slaBreached: Bool
  package var minutesWaiting: Int
  package var previewText: String
  package var testSummary: TestSummary?
  package var isSelected: Bool
  /// Marked for a bulk decision.
  package var isBatchSelected: Bool
  package var createdAt: Timestamp
  // Additive.
  package var version: Int?
  package var sla: SLAState
  /// `12m`, `-38m`; empty without a deadline.
  package var timeLeft: String
  /// How long it waits, in the same form.
  package var waiting: String
  package var isGate: Bool
  package var isNew: Bool
  package var sign: RowSign
  /// Others who look at it now.
  package var viewers: [String]
  /// `1/2` where more than one approval is needed.
  package var approvals: String?
  package var diff: DiffTally?
  /// Characters of the title that the filter found, in character offsets.
  package var titleMatches: [Range<Int>]
}

package enum SLAState: Hashable, Sendable { case none, onTrack, soon, late }

package struct TestSummary: Hashable, Sendable {
  /// `47/47`, `3 failed`, `no tests`.
  package var text: String
  package var isPassing: Bool
}

/// What stands in the row besides the task itself; the first that applies.
package enum RowSign: Hashable, Sendable {
  case none
  /// Our decision: on its way, kept while offline, confirmed, refused.
  case sending(TaskDecision?)
  case kept(TaskDecision?)
  case asks
  case confirmed(TaskDecision?)
  case refused(String)
  /// Someone's decision in its grace.
  case pending(TaskDecision, byName: String, isMine: Bool, effectiveAt: Timestamp)
  case decided(TaskDecision?, byName: String, at: Timestamp)
  case withdrawn
  case claimed(byName: String, isMine: Bool)
  case escalated(level: Int)
  case deferred(until: Timestamp?)
}
