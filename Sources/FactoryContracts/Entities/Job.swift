// A job: work that an agent takes from the queue under a lease (ruling R47).

/// What kind of work a job is.
package enum JobKind: String, WireEnum {
  case build, test, deploy, scaffold, health
  case unknown
}

package enum JobStatus: String, WireEnum {
  case queued, running, succeeded, failed, canceled
  case unknown
}

/// One piece of work on a pipeline. It is held by one agent at a time, until its lease ends.
package struct Job: Codable, Hashable, Sendable {
  package var id: EntityID
  package var kind: JobKind
  package var pipelineId: EntityID
  package var stageName: PipelineStage
  package var status: JobStatus
  /// What the agent needs to know: platform and template, target and version, kind of tests.
  package var payload: [String: JSONValue]
  /// What the agent brought back.
  @Nullable package var result: [String: JSONValue]?
  /// Who holds the lease, or held the last one.
  @Nullable package var agentId: EntityID?
  @Nullable package var leaseExpiresAt: Timestamp?
  /// How often it was taken. The number of the own taking tells a holder from the one before.
  package var attempts: Int
  package var createdAt: Timestamp
  /// When it was taken last.
  @Nullable package var startedAt: Timestamp?
  @Nullable package var completedAt: Timestamp?
  /// Why it failed or was canceled.
  package var error: String?
  /// The principal behind the agent: only that one logs and completes.
  package var claimedBy: EntityID?
  /// The length of the lease; each line of the log prolongs it to so many seconds from then.
  package var leaseSeconds: Int?
  /// Of its pipeline; the queue hands out the most urgent first.
  package var priority: Priority?
  /// The stay that this is the work of; absent for what someone asked for beside it.
  package var stageRecordId: EntityID?

  package init(
    id: EntityID, kind: JobKind, pipelineId: EntityID, stageName: PipelineStage, status: JobStatus = .queued,
    payload: [String: JSONValue] = [:], result: [String: JSONValue]? = nil, agentId: EntityID? = nil,
    leaseExpiresAt: Timestamp? = nil, attempts: Int = 0, createdAt: Timestamp, startedAt: Timestamp? = nil,
    completedAt: Timestamp? = nil, error: String? = nil, claimedBy: EntityID? = nil, leaseSeconds: Int? = nil,
    priority: Priority? = nil, stageRecordId: EntityID? = nil
  ) {
    self.id = id
    self.kind = kind
    self.pipelineId = pipelineId
    self.stageName = stageName
    self.status = status
    self.payload = payload
    self.result = result
    self.agentId = agentId
    self.leaseExpiresAt = leaseExpiresAt
    self.attempts = attempts
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.completedAt = completedAt
    self.error = error
    self.claimedBy = claimedBy
    self.leaseSeconds = leaseSeconds
    self.priority = priority
    self.stageRecordId = stageRecordId
  }
}

extension Job {
  /// Waiting or being worked on.
  package var isOpen: Bool { status == .queued || status == .running }
}
