// The screen of one pipeline: what was read of it from the server, where its two columns are scrolled to, and the log that grows while an
// agent works. Main thread. Invariants: everything here is about `pipelineId`; an answer about another one is dropped.
import FactoryContracts

package struct PipelineDetail: Sendable {
  package internal(set) var pipelineId: EntityID?
  /// Where Esc goes back to.
  var origin: Screen = .kanban
  /// nil until the first answer.
  package internal(set) var evidence: PipelineEvidence?
  /// Tasks of it that are still open, oldest first; their rows stay live.
  package internal(set) var openTasks: [EntityID] = []
  package internal(set) var log = JobLog()
  /// What j and k move.
  package internal(set) var focus: DetailFocus = .record
  package internal(set) var top = 0
  package internal(set) var height = 1
  package internal(set) var logHeight = 1
  /// Lines of the record.
  var lines = 0
  /// Lines that the log is scrolled up from its end; 0 follows what comes.
  package internal(set) var logBack = 0
  package internal(set) var isLoading = false
  /// Why it could not be read.
  package internal(set) var failure: String?
  /// When the record, and when the log, are asked for again; nil: not by themselves.
  var rereadAt: Timestamp?
  var logAt: Timestamp?

  /// How long changes are collected before the record is read again.
  static let rereadMilliseconds: Int64 = 250
  /// Between two looks at the log of a running job.
  static let logMilliseconds: Int64 = 2_000
}

package enum DetailFocus: CaseIterable, Hashable, Sendable { case record, log, assets }

/// What the server knows of a pipeline beside the pipeline itself.
package struct PipelineEvidence: Hashable, Sendable {
  package var pipeline: Pipeline
  /// Oldest first.
  package var stages: [PipelineStageRecord]
  /// Newest first.
  package var jobs: [Job]
  package var approvals: [Approval]
  package var blockers: [BlockerInfo]

  package init(
    pipeline: Pipeline, stages: [PipelineStageRecord], jobs: [Job], approvals: [Approval], blockers: [BlockerInfo]
  ) {
    self.pipeline = pipeline
    self.stages = stages
    self.jobs = jobs
    self.approvals = approvals
    self.blockers = blockers
  }

  /// The job whose log is shown: the running one, else the one that was taken last.
  package var shownJob: Job? {
    jobs.first { $0.status == .running } ?? jobs.filter { $0.startedAt != nil }.max { $0.startedAt! < $1.startedAt! }
  }
}

/// The end of a job's log.
package struct JobLog: Hashable, Sendable {
  package internal(set) var jobId: EntityID?
  package internal(set) var lines: [String] = []
  /// Where the next answer goes on (X-Log-Next).
  package internal(set) var next: Int64 = 0
  package internal(set) var failure: String?

  init(jobId: EntityID? = nil) { self.jobId = jobId }

  /// Lines that are kept.
  package static let limit = 1_000

  mutating func append(_ text: String) {
    // The server ends every piece with a line feed.
    var pieces = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if pieces.last == "" { pieces.removeLast() }
    lines += pieces
    lines.removeFirst(max(0, lines.count - Self.limit))
  }
}

/// What an operator can do to a pipeline from its screen or its card.
package enum PipelineStep: Hashable, Sendable {
  case advance, retry, pause, resume, archive
  /// With the reason.
  case fail(String)
  case priority(Priority)
  /// All tests of its build, by an agent.
  case test
  /// nil: the newest version. An older one is how a deploy is taken back.
  case deploy(DeployTarget, version: String?)
  /// Asks for the way back to a version that ran there.
  case rollback(DeployTarget, version: String)

  /// Whether a second key is asked for.
  package var asksAgain: Bool {
    switch self {
    case .advance, .retry, .archive, .fail, .pause, .deploy, .rollback: true
    case .resume, .priority, .test: false
    }
  }

  package var verb: String {
    switch self {
    case .advance: "advance"
    case .retry: "retry"
    case .pause: "pause"
    case .resume: "resume"
    case .archive: "archive"
    case .fail: "fail"
    case .priority: "change the priority of"
    case .test: "test"
    case .deploy: "deploy"
    case .rollback: "roll back"
    }
  }
}

/// A step that waits for its second key.
package struct StepDialog: Hashable, Sendable {
  package var pipelineId: EntityID
  package var name: String
  package var step: PipelineStep
  /// What will happen, a line each.
  package var consequences: [String]
  /// Of a deploy: what the server knows about it now.
  package var checklist: [ChecklistItem] = []
}
