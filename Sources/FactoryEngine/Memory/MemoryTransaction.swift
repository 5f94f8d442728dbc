// Writing into a copy of the state. One thread, within its closure.
import FactoryContracts
import FactoryCrypto
import Foundation

final class MemoryTransaction: FactoryTransaction, MemoryReading {
  var state: MemoryState
  /// Events of this transaction, in order.
  private(set) var fresh: [CommittedEvent] = []

  init(_ state: MemoryState) { self.state = state }

  /// Changes the copy, from the other files of this folder.
  func edit<Value>(_ change: (inout MemoryState) throws -> Value) rethrows -> Value { try change(&state) }

  func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
    let (before, told) = (state, fresh)
    do {
      return try body()
    } catch {
      (state, fresh) = (before, told)
      throw error
    }
  }

  // MARK: Tasks

  func insert(_ task: FactoryTask) throws {
    try refuse(state.tasks[task.id] != nil, "task", task.id)
    let light = task.listForm
    state.tasks[task.id] = light
    state.taskOrder[task.id] = state.taskOrder.count
    if light.context != task.context { state.evidence[task.id] = task.context }
  }

  func encoded(_ task: FactoryTask) throws -> Data { try FactoryJSON.encode(task) }

  func update(_ task: FactoryTask) throws {
    guard state.tasks[task.id] != nil else { throw APIError.notFound("task", task.id) }
    state.tasks[task.id] = task.listForm
  }

  func addApprover(task: EntityID, principal: EntityID, at: Timestamp) throws {
    guard state.approvers[task]?.contains(principal) != true else { return }
    state.approvers[task, default: []].append(principal)
  }

  func removeApprovers(task: EntityID) throws { state.approvers[task] = nil }

  // MARK: Pipelines

  func insert(_ pipeline: Pipeline) throws {
    try refuse(state.pipelines[pipeline.id] != nil || state.slugs[pipeline.slug] != nil, "pipeline", pipeline.id)
    state.pipelines[pipeline.id] = pipeline
    state.slugs[pipeline.slug] = pipeline.id
  }

  func update(_ pipeline: Pipeline) throws {
    guard let old = state.pipelines[pipeline.id] else { throw APIError.notFound("pipeline", pipeline.id) }
    state.slugs[old.slug] = nil
    state.slugs[pipeline.slug] = pipeline.id
    state.pipelines[pipeline.id] = pipeline
  }

  func deletePipeline(_ id: EntityID, at: Timestamp) throws {
    if let old = state.pipelines.removeValue(forKey: id) { state.slugs[old.slug] = nil }
    state.deletedPipelines.insert(id)
  }

  func insert(_ stage: PipelineStageRecord) throws { state.stages[stage.pipelineId, default: []].append(stage) }

  func update(_ stage: PipelineStageRecord) throws {
    guard let index = state.stages[stage.pipelineId]?.firstIndex(where: { $0.id == stage.id }) else {
      throw APIError.notFound("stage record", stage.id)
    }
    state.stages[stage.pipelineId]?[index] = stage
  }

  func insert(_ approval: Approval) throws {
    try refuse(state.approvals.contains { $0.id == approval.id }, "approval", approval.id)
    state.approvals.append(approval)
  }

  func update(_ approval: Approval) throws {
    guard let index = state.approvals.firstIndex(where: { $0.id == approval.id }) else {
      throw APIError.notFound("approval", approval.id)
    }
    state.approvals[index] = approval
  }

  func upsert(_ agent: Agent) throws {
    if let index = state.agents.firstIndex(where: { $0.id == agent.id }) {
      state.agents[index] = agent
    } else {
      state.agents.append(agent)
    }
  }

  // MARK: Audit and events

  func append(_ entry: AuditEntry, pipelineId: EntityID?) throws {
    let pipeline = pipelineId ?? (entry.entityType == "pipeline" ? entry.entityId : nil)
    let hash = try MemoryAudit.hash(entry, pipeline, after: state.audit.last?.hash ?? Data())
    state.audit.append(MemoryState.AuditRow(entry: entry, pipelineId: pipeline, hash: hash))
  }

  func append(_ draft: EventDraft) throws {
    state.seq += 1
    let event = CommittedEvent(
      seq: state.seq, timestamp: draft.timestamp, type: draft.event.wireName, pipelineId: draft.event.pipelineId,
      taskId: draft.taskId, concernsPending: draft.concernsPending, userId: draft.userId,
      data: try FactoryJSON.canonical(EventDataEncoding(event: draft.event)))
    state.events.append(event)
    fresh.append(event)
  }

  func trimEvents(before: Timestamp) throws {
    let kept = state.events.firstIndex { $0.timestamp >= before } ?? state.events.endIndex
    state.events.removeFirst(kept)
  }

  // MARK: People, settings, answers

  func insert(_ user: StoredUser) throws {
    try refuse(
      state.users.contains { $0.user.id == user.user.id || $0.user.email == user.user.email }, "user", user.user.id)
    state.users.append(user)
  }

  func update(_ user: StoredUser) throws {
    guard let index = state.users.firstIndex(where: { $0.user.id == user.user.id }) else {
      throw APIError.notFound("user", user.user.id)
    }
    state.users[index] = user
  }

  func insert(_ key: StoredKey) throws {
    try refuse(
      state.keys.contains { $0.key.id == key.key.id || $0.key.prefix == key.key.prefix }, "API key", key.key.id)
    state.keys.append(key)
  }

  func update(_ key: StoredKey) throws {
    guard let index = state.keys.firstIndex(where: { $0.key.id == key.key.id }) else {
      throw APIError.notFound("API key", key.key.id)
    }
    state.keys[index] = key
  }

  func insert(_ token: RefreshTokenRow) throws { state.tokens[token.hash] = token }
  func update(_ token: RefreshTokenRow) throws { state.tokens[token.hash] = token }
  func trimRefreshTokens(before: Timestamp) throws {
    state.tokens = state.tokens.filter { $0.value.expiresAt > before }
  }
  func set(_ name: String, to value: JSONValue) throws { state.settings[name] = value }

  func remember(_ answer: IdempotentAnswer, for scope: IdempotencyScope, at: Timestamp) throws {
    state.answers[scope] = MemoryState.Remembered(answer: answer, at: at)
  }

  func forgetIdempotency(before: Timestamp) throws { state.answers = state.answers.filter { $0.value.at >= before } }

  /// There is no index: searching looks through everything.
  func indexForSearch(limit: Int) throws -> Int { 0 }

  private func refuse(_ isKnown: Bool, _ kind: String, _ id: EntityID) throws {
    if isKnown { throw StoreFailure.corrupt("There is a \(kind) \(id) already.") }
  }
}

extension FactoryEvent {
  /// The name as it goes over the wire, also of an event from a newer program.
  fileprivate var wireName: String { if case .unknown(let name, _) = self { name } else { type.rawValue } }
}

/// The hash chain over audit rows.
enum MemoryAudit {
  static func hash(_ entry: AuditEntry, _ pipeline: EntityID?, after previous: Data) throws -> Data {
    var bytes = previous
    bytes.append(Data((pipeline?.description ?? "").utf8))
    bytes.append(0)
    bytes.append(try FactoryJSON.canonical(entry))
    return Data(SHA256.hash(bytes))
  }
}
