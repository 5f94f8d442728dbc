// What the engine reads and writes inside a transaction. A transaction is valid only within its closure, on its thread.
import Foundation
import FactoryContracts

package protocol FactoryReader: NotificationReader, RuleReader {
  /// The `seq` of the last committed event that this snapshot includes; 0 in an empty store (ruling R20).
  func seq() throws -> Int64
  /// By which the store keeps the moments of SLA steps; it is opened with it.
  var slaPolicy: SLAPolicy { get }

  /// In list form: what rules work on; patches and failure details stay on disk (ruling R56).
  func task(_ id: EntityID) throws -> FactoryTask?
  /// With all its evidence, encoded: the answer of reading one task.
  func taskWithEvidence(_ id: EntityID) throws -> Data?
  /// The open task that a client's key names (ruling R59).
  func openTask(key: String, createdBy: EntityID) throws -> FactoryTask?
  /// Open tasks of a pipeline, oldest first.
  func openTasks(pipeline: EntityID) throws -> [FactoryTask]
  /// Encoded list forms (ruling R56). Default order: ruling R49.
  func tasks(_ query: TaskQuery, _ page: PageRequest) throws -> EncodedPage
  /// `blocked` counts open tasks that block a stage; waiting time is over open tasks, against `now`.
  func taskStats(now: Timestamp) throws -> TaskStats
  /// Tasks whose grace is over at `now`, earliest first.
  func duePendingDecisions(now: Timestamp, limit: Int) throws -> [EntityID]
  /// Open tasks whose `claimExpiresAt` or `deferredUntil` is not after `now`, whatever their status, earliest first.
  func lapsedClaims(now: Timestamp, limit: Int) throws -> [EntityID]
  /// Open tasks whose `SLASteps.next(for:)` is not after `now`, earliest first (ruling R37). Stores keep that moment beside
  /// the row, computed whenever the row is written.
  func dueSLA(now: Timestamp, limit: Int) throws -> [EntityID]
  /// The next moment at which one of the three above, `lapsedLeases` or `silentAgents`, has something to do, or a held notification goes out.
  func nextDue() throws -> Timestamp?
  /// Principals that already approved this task (N of M), oldest first.
  func approvers(task: EntityID) throws -> [EntityID]
  /// The newest task of a pipeline (by `createdAt`, open or not) that has test results.
  func latestTestTask(pipeline: EntityID) throws -> FactoryTask?
  /// Open tasks with a deadline: `breached` at or past it, `warning` with a quarter of the time or less left (ruling R16).
  func slaStatus(now: Timestamp) throws -> SLAStatus

  func pipeline(_ id: EntityID) throws -> Pipeline?
  func pipeline(slug: String) throws -> Pipeline?
  /// Whether an id was a pipeline that is gone for good (ruling R7).
  func pipelineIsDeleted(_ id: EntityID) throws -> Bool
  func pipelines(_ query: PipelineQuery, _ page: PageRequest) throws -> EncodedPage
  func pipelineCounts() throws -> PipelineCounts
  /// Oldest first.
  func stages(pipeline: EntityID) throws -> [PipelineStageRecord]

  func approval(_ id: EntityID) throws -> Approval?
  func approval(task: EntityID) throws -> Approval?
  /// The newest approval of a stage of a pipeline: the gate of its last stay.
  func latestApproval(pipeline: EntityID, stage: PipelineStage) throws -> Approval?
  func approvals(_ query: ApprovalQuery, _ page: PageRequest) throws -> EncodedPage

  func agents() throws -> [Agent]
  func agent(_ id: EntityID) throws -> Agent?

  func job(_ id: EntityID) throws -> Job?
  func jobs(_ query: JobQuery, _ page: PageRequest) throws -> EncodedPage
  /// Queued and running, oldest first.
  func openJobs(pipeline: EntityID) throws -> [Job]
  /// The last one that was put into the queue.
  func latestJob(pipeline: EntityID, kind: JobKind) throws -> Job?
  /// The most urgent queued job of a pipeline that hands out jobs, among equals the oldest. No kinds: any.
  func nextJob(kinds: Set<JobKind>) throws -> Job?
  /// Running jobs whose lease ends not after `now`, earliest first.
  func lapsedLeases(now: Timestamp, limit: Int) throws -> [EntityID]
  /// Agents whose promised signs of life did not come.
  func silentAgents(now: Timestamp, limit: Int) throws -> [EntityID]
  /// What an agent holds, and how the jobs ended that it completed after that moment.
  func jobTally(agent: EntityID, since: Timestamp) throws -> JobTally
  /// Audit rows by or about one agent, encoded, newest first; its cost does not grow with their number.
  func activity(of agent: EntityID, since: Timestamp?, limit: Int) throws -> [Data]
  /// Oldest first, up to about `query.bytes`.
  func jobLog(_ query: JobLogQuery) throws -> [JobLogLine]
  /// Types and names of what is stored for a pipeline, in lower case; a rule may ask for either.
  func assetTypes(pipeline: EntityID) throws -> Set<String>
  func asset(_ id: EntityID) throws -> Asset?
  /// The version of that name; nil: the newest.
  func asset(pipeline: EntityID, name: String, version: Int?) throws -> Asset?
  /// Newest first.
  func assets(_ query: AssetQuery, _ page: PageRequest) throws -> EncodedPage
  /// Newest first.
  func audit(_ query: AuditQuery, _ page: PageRequest) throws -> EncodedPage
  /// Streams encoded audit rows, oldest first; stops when `row` returns false.
  func auditRows(_ query: AuditQuery, row: (Data) throws -> Bool) throws
  /// Follows the hash chain from the first row; nil when it is whole, else the id of the first row that does not fit.
  func auditBreak() throws -> EntityID?

  /// Events after `seq`, oldest first.
  func events(after seq: Int64, limit: Int) throws -> [CommittedEvent]
  /// The oldest `seq` still kept; nil in an empty store.
  func oldestEvent() throws -> Int64?

  /// Streams encoded snapshot lines (`{"task":{…}}` …) of this one snapshot; stops when `line` returns false.
  func snapshot(_ request: SnapshotRequest, line: (Data) throws -> Bool) throws

  /// Whether something was written that `search` does not find yet.
  func hasUnindexed() throws -> Bool
  /// The best finds of what is indexed (ruling R53).
  func search(_ query: SearchQuery) throws -> [SearchResult]

  func user(_ id: EntityID) throws -> StoredUser?
  func user(email: String) throws -> StoredUser?
  func users() throws -> [StoredUser]
  /// Accounts, encoded; the oldest first.
  func users(_ query: UserQuery, _ page: PageRequest) throws -> EncodedPage
  func apiKey(_ id: EntityID) throws -> StoredKey?
  /// The key whose public beginning this is.
  func apiKey(prefix: String) throws -> StoredKey?
  /// Newest first.
  func apiKeys(_ page: PageRequest) throws -> EncodedPage
  func refreshToken(hash: Data) throws -> RefreshTokenRow?
  func setting(_ name: String) throws -> JSONValue?
  func idempotent(_ scope: IdempotencyScope) throws -> IdempotentAnswer?
}

package protocol FactoryTransaction: FactoryReader, NotificationWriter, RuleWriter {
  /// Runs `body`; when it throws, everything it wrote (rows, audit, events) is undone and the transaction goes on.
  func savepoint<Value>(_ body: () throws -> Value) throws -> Value

  func insert(_ task: FactoryTask) throws
  /// The task as JSON; what was just written is not encoded a second time.
  func encoded(_ task: FactoryTask) throws -> Data
  /// Replaces the task but for patches and failure details, which are written once, by `insert`.
  func update(_ task: FactoryTask) throws
  func addApprover(task: EntityID, principal: EntityID, at: Timestamp) throws
  func removeApprovers(task: EntityID) throws
  func insert(_ pipeline: Pipeline) throws
  func update(_ pipeline: Pipeline) throws
  func deletePipeline(_ id: EntityID, at: Timestamp) throws
  func insert(_ stage: PipelineStageRecord) throws
  func update(_ stage: PipelineStageRecord) throws
  func insert(_ approval: Approval) throws
  func update(_ approval: Approval) throws
  func upsert(_ agent: Agent) throws
  func insert(_ job: Job) throws
  func update(_ job: Job) throws
  func insert(_ asset: Asset) throws
  /// Appends to the log of a job; of a longer one than `keeping` bytes the oldest lines go.
  func appendLog(_ text: String, to job: Job, at: Timestamp, keeping: Int) throws
  func trimJobLogs(before: Timestamp) throws

  /// Appends to the hash chain; `pipelineId` is for the filter of the same name.
  func append(_ entry: AuditEntry, pipelineId: EntityID?) throws
  /// Gives the event its `seq`; it leaves after the commit.
  func append(_ event: EventDraft) throws
  /// Removes events older than that; their replay answers GONE from then on.
  func trimEvents(before: Timestamp) throws

  func insert(_ user: StoredUser) throws
  func update(_ user: StoredUser) throws
  func insert(_ key: StoredKey) throws
  func update(_ key: StoredKey) throws
  func insert(_ token: RefreshTokenRow) throws
  func update(_ token: RefreshTokenRow) throws
  /// Forgets tokens whose time was over then. A spent one is kept until then, because its reuse must show.
  func trimRefreshTokens(before: Timestamp) throws
  func set(_ name: String, to value: JSONValue) throws
  func remember(_ answer: IdempotentAnswer, for scope: IdempotencyScope, at: Timestamp) throws
  func forgetIdempotency(before: Timestamp) throws
  /// Lets `search` find up to so many more of the rows that it does not find yet.
  /// - Returns: how many.
  func indexForSearch(limit: Int) throws -> Int
}

extension FactoryReader {
  /// Totals of the newest task of a pipeline that has test results.
  package func latestTestResults(pipeline: EntityID) throws -> TestResults? {
    try latestTestTask(pipeline: pipeline)?.context.testResults
  }
}

/// A user as stored; the password only as its hash.
package struct StoredUser: Sendable, Hashable {
  package var user: User
  package var passwordHash: String?
  package init(user: User, passwordHash: String?) {
    self.user = user
    self.passwordHash = passwordHash
  }
}

/// A refresh token, by its hash. Rotation keeps the family; reuse of a spent one revokes it all.
package struct RefreshTokenRow: Sendable, Hashable {
  package var hash: Data
  package var family: EntityID
  package var userId: EntityID
  package var expiresAt: Timestamp
  package var spentAt: Timestamp?
  package var revokedAt: Timestamp?
  package init(
    hash: Data, family: EntityID, userId: EntityID, expiresAt: Timestamp, spentAt: Timestamp? = nil,
    revokedAt: Timestamp? = nil
  ) {
    self.hash = hash
    self.family = family
    self.userId = userId
    self.expiresAt = expiresAt
    self.spentAt = spentAt
    self.revokedAt = revokedAt
  }
}

/// Caller, method and path that an Idempotency-Key belongs to (ruling R8).
package struct IdempotencyScope: Sendable, Hashable {
  package var principal: EntityID
  package var method: String
  package var path: String
  package var key: EntityID
  package init(principal: EntityID, method: String, path: String, key: EntityID) {
    self.principal = principal
    self.method = method
    self.path = path
    self.key = key
  }
}

/// The first answer of a key, repeated as it was.
package struct IdempotentAnswer: Sendable, Hashable {
  /// SHA-256 of the request's body: the same key with another body is refused.
  package var bodyHash: Data
  package var status: Int
  package var body: Data
  package init(bodyHash: Data, status: Int, body: Data) {
    self.bodyHash = bodyHash
    self.status = status
    self.body = body
  }
}
