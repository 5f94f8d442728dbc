// A store that breaks at its n-th write: every step of a use case is cut once. Reads go through.
import FactoryContracts
import FactoryEngine
import Foundation
import Synchronization

final class FailingStore: FactoryStore {
  private let inner: any FactoryStore
  /// Writes that still succeed; nil never fails.
  private let left = Mutex<Int?>(nil)

  init(_ inner: any FactoryStore) { self.inner = inner }

  func fail(atStep step: Int?) { left.withLock { $0 = step.map { $0 - 1 } } }

  /// Called before each write to a row.
  fileprivate func step() throws {
    let breaks = left.withLock { left in
      guard let count = left else { return false }
      left = count - 1
      return count <= 0
    }
    if breaks { throw StoreFailure.unavailable("The disk is gone.") }
  }

  func write<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryTransaction) throws -> Value
  ) async throws -> Value {
    try await inner.write { [self] tx in try work(FailingTransaction(inner: tx, store: self)) }
  }

  func read<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryReader) throws -> Value
  ) async throws -> Value {
    try await inner.read(work)
  }

  func onCommit(_ handler: @escaping @Sendable ([CommittedEvent]) -> Void) { inner.onCommit(handler) }
  func close() async { await inner.close() }
}

private struct FailingTransaction: FactoryTransaction {
  let inner: any FactoryTransaction
  let store: FailingStore

  fileprivate func cut(_ write: () throws -> Void) throws {
    try store.step()
    try write()
  }

  func savepoint<Value>(_ body: () throws -> Value) throws -> Value { try inner.savepoint(body) }
  func insert(_ task: FactoryTask) throws { try cut { try inner.insert(task) } }
  func encoded(_ task: FactoryTask) throws -> Data { try inner.encoded(task) }
  func update(_ task: FactoryTask) throws { try cut { try inner.update(task) } }
  func addApprover(task: EntityID, principal: EntityID, at: Timestamp) throws {
    try cut { try inner.addApprover(task: task, principal: principal, at: at) }
  }
  func removeApprovers(task: EntityID) throws { try cut { try inner.removeApprovers(task: task) } }
  func insert(_ pipeline: Pipeline) throws { try cut { try inner.insert(pipeline) } }
  func update(_ pipeline: Pipeline) throws { try cut { try inner.update(pipeline) } }
  func deletePipeline(_ id: EntityID, at: Timestamp) throws { try cut { try inner.deletePipeline(id, at: at) } }
  func insert(_ stage: PipelineStageRecord) throws { try cut { try inner.insert(stage) } }
  func update(_ stage: PipelineStageRecord) throws { try cut { try inner.update(stage) } }
  func insert(_ approval: Approval) throws { try cut { try inner.insert(approval) } }
  func update(_ approval: Approval) throws { try cut { try inner.update(approval) } }
  func upsert(_ agent: Agent) throws { try cut { try inner.upsert(agent) } }
  func append(_ entry: AuditEntry, pipelineId: EntityID?) throws {
    try cut { try inner.append(entry, pipelineId: pipelineId) }
  }
  func append(_ event: EventDraft) throws { try cut { try inner.append(event) } }
  func trimEvents(before: Timestamp) throws { try cut { try inner.trimEvents(before: before) } }
  func insert(_ user: StoredUser) throws { try cut { try inner.insert(user) } }
  func update(_ user: StoredUser) throws { try cut { try inner.update(user) } }
  func insert(_ key: StoredKey) throws { try cut { try inner.insert(key) } }
  func update(_ key: StoredKey) throws { try cut { try inner.update(key) } }
  func insert(_ token: RefreshTokenRow) throws { try cut { try inner.insert(token) } }
  func update(_ token: RefreshTokenRow) throws { try cut { try inner.update(token) } }
  func trimRefreshTokens(before: Timestamp) throws { try cut { try inner.trimRefreshTokens(before: before) } }
  func set(_ name: String, to value: JSONValue) throws { try cut { try inner.set(name, to: value) } }
  func remember(_ answer: IdempotentAnswer, for scope: IdempotencyScope, at: Timestamp) throws {
    try cut { try inner.remember(answer, for: scope, at: at) }
  }
  func indexForSearch(limit: Int) throws -> Int { try inner.indexForSearch(limit: limit) }
  func insert(_ notification: StoredNotification) throws { try cut { try inner.insert(notification) } }
  func update(_ notification: StoredNotification) throws { try cut { try inner.update(notification) } }
  func readAllNotifications(user: EntityID, at: Timestamp) throws {
    try cut { try inner.readAllNotifications(user: user, at: at) }
  }
  func trimNotifications(readBefore: Timestamp) throws {
    try cut { try inner.trimNotifications(readBefore: readBefore) }
  }
  func insert(_ rule: HookRule) throws { try cut { try inner.insert(rule) } }
  func update(_ rule: HookRule) throws { try cut { try inner.update(rule) } }
  func forgetIdempotency(before: Timestamp) throws { try cut { try inner.forgetIdempotency(before: before) } }
}

extension FailingTransaction {
  func seq() throws -> Int64 { try inner.seq() }
  func notification(_ id: EntityID) throws -> StoredNotification? { try inner.notification(id) }
  func notifications(_ query: NotificationQuery, _ page: PageRequest) throws -> EncodedPage {
    try inner.notifications(query, page)
  }
  func latestNotification(user: EntityID, type: NotificationType) throws -> StoredNotification? {
    try inner.latestNotification(user: user, type: type)
  }
  func dueNotifications(now: Timestamp, limit: Int) throws -> [EntityID] {
    try inner.dueNotifications(now: now, limit: limit)
  }
  var slaPolicy: SLAPolicy { inner.slaPolicy }
  func task(_ id: EntityID) throws -> FactoryTask? { try inner.task(id) }
  func taskWithEvidence(_ id: EntityID) throws -> Data? { try inner.taskWithEvidence(id) }
  func openTask(key: String, createdBy: EntityID) throws -> FactoryTask? {
    try inner.openTask(key: key, createdBy: createdBy)
  }
  func openTasks(pipeline: EntityID) throws -> [FactoryTask] { try inner.openTasks(pipeline: pipeline) }
  func tasks(_ query: TaskQuery, _ page: PageRequest) throws -> EncodedPage { try inner.tasks(query, page) }
  func taskStats(now: Timestamp) throws -> TaskStats { try inner.taskStats(now: now) }
  func duePendingDecisions(now: Timestamp, limit: Int) throws -> [EntityID] {
    try inner.duePendingDecisions(now: now, limit: limit)
  }
  func lapsedClaims(now: Timestamp, limit: Int) throws -> [EntityID] { try inner.lapsedClaims(now: now, limit: limit) }
  func dueSLA(now: Timestamp, limit: Int) throws -> [EntityID] { try inner.dueSLA(now: now, limit: limit) }
  func nextDue() throws -> Timestamp? { try inner.nextDue() }
  func approvers(task: EntityID) throws -> [EntityID] { try inner.approvers(task: task) }
  func latestTestTask(pipeline: EntityID) throws -> FactoryTask? { try inner.latestTestTask(pipeline: pipeline) }
  func slaStatus(now: Timestamp) throws -> SLAStatus { try inner.slaStatus(now: now) }
  func pipeline(_ id: EntityID) throws -> Pipeline? { try inner.pipeline(id) }
  func pipeline(slug: String) throws -> Pipeline? { try inner.pipeline(slug: slug) }
  func pipelineIsDeleted(_ id: EntityID) throws -> Bool { try inner.pipelineIsDeleted(id) }
  func pipelines(_ query: PipelineQuery, _ page: PageRequest) throws -> EncodedPage { try inner.pipelines(query, page) }
  func pipelineCounts() throws -> PipelineCounts { try inner.pipelineCounts() }
  func stages(pipeline: EntityID) throws -> [PipelineStageRecord] { try inner.stages(pipeline: pipeline) }
  func approval(_ id: EntityID) throws -> Approval? { try inner.approval(id) }
  func approval(task: EntityID) throws -> Approval? { try inner.approval(task: task) }
  func latestApproval(pipeline: EntityID, stage: PipelineStage) throws -> Approval? {
    try inner.latestApproval(pipeline: pipeline, stage: stage)
  }
  func approvals(_ query: ApprovalQuery, _ page: PageRequest) throws -> EncodedPage { try inner.approvals(query, page) }
  func agents() throws -> [Agent] { try inner.agents() }
  func audit(_ query: AuditQuery, _ page: PageRequest) throws -> EncodedPage { try inner.audit(query, page) }
  func auditRows(_ query: AuditQuery, row: (Data) throws -> Bool) throws { try inner.auditRows(query, row: row) }
  func hasUnindexed() throws -> Bool { try inner.hasUnindexed() }
  func search(_ query: SearchQuery) throws -> [SearchResult] { try inner.search(query) }
  func auditBreak() throws -> EntityID? { try inner.auditBreak() }
  func events(after seq: Int64, limit: Int) throws -> [CommittedEvent] { try inner.events(after: seq, limit: limit) }
  func oldestEvent() throws -> Int64? { try inner.oldestEvent() }
  func snapshot(_ request: SnapshotRequest, line: (Data) throws -> Bool) throws {
    try inner.snapshot(request, line: line)
  }
  func user(_ id: EntityID) throws -> StoredUser? { try inner.user(id) }
  func user(email: String) throws -> StoredUser? { try inner.user(email: email) }
  func users() throws -> [StoredUser] { try inner.users() }
  func users(_ query: UserQuery, _ page: PageRequest) throws -> EncodedPage { try inner.users(query, page) }
  func apiKey(_ id: EntityID) throws -> StoredKey? { try inner.apiKey(id) }
  func apiKey(prefix: String) throws -> StoredKey? { try inner.apiKey(prefix: prefix) }
  func apiKeys(_ page: PageRequest) throws -> EncodedPage { try inner.apiKeys(page) }
  func refreshToken(hash: Data) throws -> RefreshTokenRow? { try inner.refreshToken(hash: hash) }
  func setting(_ name: String) throws -> JSONValue? { try inner.setting(name) }
  func idempotent(_ scope: IdempotencyScope) throws -> IdempotentAnswer? { try inner.idempotent(scope) }
}

/// Jobs.
extension FailingTransaction {
  func insert(_ job: Job) throws { try cut { try inner.insert(job) } }
  func update(_ job: Job) throws { try cut { try inner.update(job) } }
  func insert(_ asset: Asset) throws { try cut { try inner.insert(asset) } }
  func appendLog(_ text: String, to job: Job, at: Timestamp, keeping: Int) throws {
    try cut { try inner.appendLog(text, to: job, at: at, keeping: keeping) }
  }
  func trimJobLogs(before: Timestamp) throws { try cut { try inner.trimJobLogs(before: before) } }
  func agent(_ id: EntityID) throws -> Agent? { try inner.agent(id) }
  func job(_ id: EntityID) throws -> Job? { try inner.job(id) }
  func jobs(_ query: JobQuery, _ page: PageRequest) throws -> EncodedPage { try inner.jobs(query, page) }
  func openJobs(pipeline: EntityID) throws -> [Job] { try inner.openJobs(pipeline: pipeline) }
  func latestJob(pipeline: EntityID, kind: JobKind) throws -> Job? {
    try inner.latestJob(pipeline: pipeline, kind: kind)
  }
  func nextJob(kinds: Set<JobKind>) throws -> Job? { try inner.nextJob(kinds: kinds) }
  func silentAgents(now: Timestamp, limit: Int) throws -> [EntityID] {
    try inner.silentAgents(now: now, limit: limit)
  }
  func lapsedLeases(now: Timestamp, limit: Int) throws -> [EntityID] {
    try inner.lapsedLeases(now: now, limit: limit)
  }
  func jobTally(agent: EntityID, since: Timestamp) throws -> JobTally {
    try inner.jobTally(agent: agent, since: since)
  }
  func activity(of agent: EntityID, since: Timestamp?, limit: Int) throws -> [Data] {
    try inner.activity(of: agent, since: since, limit: limit)
  }
  func jobLog(_ query: JobLogQuery) throws -> [JobLogLine] { try inner.jobLog(query) }
  func assetTypes(pipeline: EntityID) throws -> Set<String> { try inner.assetTypes(pipeline: pipeline) }
  func asset(_ id: EntityID) throws -> Asset? { try inner.asset(id) }
  func asset(pipeline: EntityID, name: String, version: Int?) throws -> Asset? {
    try inner.asset(pipeline: pipeline, name: name, version: version)
  }
  func rule(_ id: EntityID) throws -> HookRule? { try inner.rule(id) }
  func liveRules(principal: EntityID, now: Timestamp) throws -> [HookRule] {
    try inner.liveRules(principal: principal, now: now)
  }
  func lastRuleNumber() throws -> Int { try inner.lastRuleNumber() }
  func rules(_ query: RuleQuery, _ page: PageRequest) throws -> EncodedPage { try inner.rules(query, page) }
  func assets(_ query: AssetQuery, _ page: PageRequest) throws -> EncodedPage { try inner.assets(query, page) }
}
