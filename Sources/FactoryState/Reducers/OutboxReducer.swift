// What the outbox reports (design §4.1): how far each decision is. A conflict is shown in its row with who was first, never swallowed.
import FactoryContracts

extension AppState {
  mutating func take(_ update: OutboxUpdate, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch update {
    case .stored(let entry): move(entry, to: .stored)
    case .sending(let entry): move(entry, to: .sending)
    case .waiting(let entry, let reason): move(entry, to: .waiting(reason: reason))
    case .stale(let entry):
      move(entry, to: .stale)
      note(.warning, "A decision of \(TimeText.ago(entry.createdAt, now: now)) ago was never sent: “\(entry.title)”.")
    case .confirmed(let entry, let task, let bulk): confirm(entry, task, bulk)
    case .refused(let entry, let error, let current): refuse(entry, error, current)
    case .notStored(let entry, let reason): drop(entry, reason)
    }
    return []
  }

  private mutating func move(_ entry: OutboxEntry, to phase: OutboxPhase) {
    let failures = outbox.items[entry.key]?.failures ?? []
    outbox.put(OutboxItem(entry: entry, phase: phase, since: now, failures: failures))
  }

  private mutating func confirm(_ entry: OutboxEntry, _ task: FactoryTask?, _ bulk: BulkTaskReply?) {
    move(entry, to: .confirmed(at: now))
    if let task {
      outbox.recordOwnVersion(of: task)
      absorb(factory.put([task], seq: 0), isLoad: false)
    }
    if let bulk { settleBulk(entry, bulk) }
    if entry.verb == DecisionWords.undo {
      session.undone += entry.taskIds.count
      for id in entry.taskIds { queue.lingering[id] = nil }
      recheck(entry.taskIds)
    } else {
      startGrace(entry, task)
    }
  }

  private mutating func settleBulk(_ entry: OutboxEntry, _ reply: BulkTaskReply) {
    outbox.items[entry.key]?.failures = reply.failed
    if let index = undoStack.firstIndex(where: { $0.key == entry.key }) {
      undoStack[index].taskIds = reply.succeeded
      if reply.succeeded.isEmpty { undoStack.remove(at: index) }
    }
    session.decided -= reply.failed.count
    for failure in reply.failed {
      outbox.latest[failure.taskId] = nil
      queue.lingering[failure.taskId] = Linger(reason: .refused(failure.error), until: now.adding(seconds: 60))
    }
    guard !reply.failed.isEmpty else {
      return note(.success, "\(DecisionWords.items(reply.succeeded.count)) \(DecisionWords.past(entry.decision)).")
    }
    let rows = reply.failed.map {
      ResultRow(taskId: $0.taskId, title: factory.tasks[$0.taskId]?.title ?? $0.taskId.short, problem: $0.error)
    }
    let title =
      "\(DecisionWords.items(reply.succeeded.count)) \(DecisionWords.past(entry.decision)), \(reply.failed.count) not"
    dialogs.append(.results(ResultsDialog(title: title, rows: rows)))
  }

  private mutating func refuse(_ entry: OutboxEntry, _ error: APIError, _ current: FactoryTask?) {
    move(entry, to: .refused(error, at: now))
    undoStack.removeAll { $0.key == entry.key }
    if entry.verb != DecisionWords.undo { session.decided -= entry.taskIds.count }
    let until = now.adding(seconds: settings.lingerSeconds * 2)
    for id in entry.taskIds { queue.lingering[id] = Linger(reason: reason(error, current), until: until) }
    if let current { absorb(factory.put([current], seq: 0), isLoad: false) }
    recheck(entry.taskIds)
    note(.warning, "“\(entry.title)”: \(sentence(error, current))", about: entry.taskIds.first)
  }

  /// Who was first, where the server's task says so.
  private func reason(_ error: APIError, _ current: FactoryTask?) -> Linger.Reason {
    guard let current, let other = Self.decider(of: current), other.by != me?.id else { return .refused(error.message) }
    return .other(decision: other.decision, byName: other.name, at: other.at)
  }

  private func sentence(_ error: APIError, _ current: FactoryTask?) -> String {
    guard case .other(let decision, let name, let at) = reason(error, current) else { return error.message }
    return DecisionWords.first(decision, by: name, at: at, now: now)
  }

  private static func decider(
    of task: FactoryTask
  ) -> (decision: TaskDecision?, by: EntityID, name: String?, at: Timestamp)? {
    if let pending = task.pendingDecision {
      return (pending.decision, pending.by, pending.byName, pending.decidedAt ?? task.updatedAt)
    }
    return task.decidedBy.map { (task.decision, $0, task.decidedByName, task.decidedAt ?? task.updatedAt) }
  }

  private mutating func drop(_ entry: OutboxEntry, _ reason: String) {
    move(entry, to: .notStored(reason: reason, at: now))
    undoStack.removeAll { $0.key == entry.key }
    if entry.verb != DecisionWords.undo { session.decided -= entry.taskIds.count }
    note(.error, "Not decided: “\(entry.title)” could not be kept on disk: \(reason)", about: entry.taskIds.first)
  }

  mutating func dropStale(_ key: EntityID, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard case .stale = outbox.items[key]?.phase else { return [] }
    outbox.remove(key)
    return [.dropOutbox(key)]
  }

  /// What was answered is let go once it was seen; what was refused stays for the list of results.
  mutating func purgeOutbox() {
    for (key, item) in outbox.items {
      switch item.phase {
      case .confirmed(let at) where now.seconds(since: at) > settings.lingerSeconds + Double(settings.graceSeconds):
        outbox.remove(key)
      case .refused(_, let at), .notStored(_, let at): forgetRefused(key, item, at)
      case .queued, .stored, .sending, .waiting, .stale, .confirmed: break
      }
    }
  }

  private mutating func forgetRefused(_ key: EntityID, _ item: OutboxItem, _ at: Timestamp) {
    let age = now.seconds(since: at)
    if age >= settings.lingerSeconds * 2 { for id in item.entry.taskIds { outbox.release(id, from: key) } }
    if age > 600 { outbox.remove(key) }
  }
}

extension OutboxState {
  /// How many tasks' own versions are remembered.
  private static let ownVersionsLimit = 200

  mutating func recordOwnVersion(of task: FactoryTask) {
    if ownVersions.count >= Self.ownVersionsLimit, ownVersions[task.id] == nil { ownVersions.removeAll() }
    ownVersions[task.id, default: []].insert(task.version ?? 1)
  }

  /// Whether nobody but the operator changed it since that version.
  func isOwnChange(_ taskId: EntityID, from shown: Int, to version: Int) -> Bool {
    guard shown < version, let own = ownVersions[taskId] else { return false }
    return (shown + 1...version).allSatisfy(own.contains)
  }

  /// The row no longer speaks of this entry.
  mutating func release(_ taskId: EntityID, from key: EntityID) {
    if latest[taskId] == key { latest[taskId] = nil }
  }
}
