// What lists can be asked for (contract §1.5, ruling R49). Filters combine with and.
import FactoryContracts

/// Which page of a list, and in which order.
package struct PageRequest: Sendable, Hashable {
  /// From 1.
  package var page: Int
  /// 1–100.
  package var limit: Int
  /// nil: the list's default order.
  package var sort: SortOrder?
  /// Continues behind the row that this names; wins over `page`.
  package var cursor: String?

  package init(page: Int = 1, limit: Int = 20, sort: SortOrder? = nil, cursor: String? = nil) {
    self.page = page
    self.limit = limit
    self.sort = sort
    self.cursor = cursor
  }
}

package struct SortOrder: Sendable, Hashable {
  /// camelCase name of a sortable field.
  package var field: String
  package var descending: Bool
  package init(field: String, descending: Bool) {
    self.field = field
    self.descending = descending
  }
}

package struct TaskQuery: Sendable, Hashable {
  package static let sortFields = SortFields.tasks
  package var status: TaskStatus?
  package var priority: Priority?
  package var type: TaskType?
  package var pipelineId: EntityID?
  package var assigneeId: EntityID?
  package var slaBreached: Bool?
  /// true: every status but completed; false: completed only.
  package var open: Bool?
  package var search: String?
  package init() {}
}

package struct PipelineQuery: Sendable, Hashable {
  package static let sortFields = SortFields.pipelines
  /// nil: all but archived (ruling R49).
  package var status: PipelineStatus?
  package var stage: PipelineStage?
  package var priority: Priority?
  package var assigneeId: EntityID?
  package var search: String?
  package init() {}
}

package struct ApprovalQuery: Sendable, Hashable {
  package static let sortFields = SortFields.approvals
  package var status: ApprovalStatus?
  package var pipelineId: EntityID?
  /// Of the approval's task.
  package var assigneeId: EntityID?
  package init() {}
}

package struct JobQuery: Sendable, Hashable {
  package static let sortFields = SortFields.jobs
  package var pipelineId: EntityID
  package var status: JobStatus?
  package var kind: JobKind?
  package init(pipelineId: EntityID) { self.pipelineId = pipelineId }
}

/// Which part of the logs.
package struct JobLogQuery: Sendable, Hashable {
  package var pipelineId: EntityID
  package var jobId: EntityID?
  /// Lines behind this number.
  package var after: Int64
  /// What one answer holds, more or less.
  package var bytes: Int
  package init(pipelineId: EntityID, jobId: EntityID? = nil, after: Int64 = 0, bytes: Int = 1 << 20) {
    self.pipelineId = pipelineId
    self.jobId = jobId
    self.after = after
    self.bytes = bytes
  }
}

/// Text as an agent sent it; numbers grow over the whole store.
package struct JobLogLine: Sendable, Hashable {
  package var number: Int64
  package var text: String
  package init(number: Int64, text: String) {
    self.number = number
    self.text = text
  }
}

package struct JobTally: Sendable, Hashable {
  package var running: Int
  package var succeeded: Int
  package var failed: Int
  package init(running: Int = 0, succeeded: Int = 0, failed: Int = 0) {
    self.running = running
    self.succeeded = succeeded
    self.failed = failed
  }
}

package struct UserQuery: Sendable, Hashable {
  package static let sortFields = SortFields.accounts
  package var role: Role?
  package var status: UserStatus?
  /// Part of the address or name, in either case.
  package var search: String?
  package init() {}
}

package struct AuditQuery: Sendable, Hashable {
  package static let sortFields = SortFields.audit
  package var entityType: String?
  package var entityId: EntityID?
  /// Everything about one pipeline: the pipeline itself, its tasks and approvals.
  package var pipelineId: EntityID?
  package var actorId: EntityID?
  package var action: String?
  package var since: Timestamp?
  package var until: Timestamp?
  package init() {}
}

/// Which entities a snapshot streams (ruling R55).
package struct SnapshotRequest: Sendable, Hashable {
  package var tasks: Bool
  package var pipelines: Bool
  package var agents: Bool
  /// Leaves completed tasks out.
  package var openOnly: Bool
  package init(tasks: Bool = true, pipelines: Bool = true, agents: Bool = true, openOnly: Bool = false) {
    self.tasks = tasks
    self.pipelines = pipelines
    self.agents = agents
    self.openOnly = openOnly
  }
}

extension PipelineStatus {
  /// Whether agents get its jobs. The end of a pipeline ends its jobs, so that what a finished or failed one still has is what
  /// takes a deploy back.
  package var handsOutJobs: Bool { self == .active || self == .completed || self == .failed }
}
