// The outbox: a decision is on disk with its key before it is sent, and is replayed with the same key (design §4.1).

/// One decision that must reach the server exactly once.
package struct OutboxEntry: Codable, Hashable, Sendable {
  /// Idempotency key and name of the entry.
  package var key: EntityID
  package var taskIds: [EntityID]
  /// For people: `approve`, `reject`, `undo` …
  package var verb: String
  package var title: String
  package var method: HTTPMethod
  package var path: String
  package var body: String?
  package var ifMatch: Int?
  package var createdAt: Timestamp
  /// The decision inside, for comparing with what another may have decided meanwhile.
  package var decision: TaskDecision?

  package init(
    key: EntityID, taskIds: [EntityID], verb: String, title: String, method: HTTPMethod = .post, path: String,
    body: String? = nil, ifMatch: Int? = nil, createdAt: Timestamp, decision: TaskDecision? = nil
  ) {
    self.key = key
    self.taskIds = taskIds
    self.verb = verb
    self.title = title
    self.method = method
    self.path = path
    self.body = body
    self.ifMatch = ifMatch
    self.createdAt = createdAt
    self.decision = decision
  }
}

/// What becomes of an entry. Posted from the outbox's own thread.
package enum OutboxUpdate: Sendable {
  /// On disk; from here on it is not lost.
  case stored(OutboxEntry)
  /// Could not be put on disk: it was not accepted.
  case notStored(OutboxEntry, reason: String)
  case sending(OutboxEntry)
  /// The server has it. `body` is the envelope's answer.
  case confirmed(OutboxEntry, task: FactoryTask?, bulk: BulkTaskReply?)
  /// The server refused it for good; `current` is the task as it is now, where it could be read.
  case refused(OutboxEntry, APIError, current: FactoryTask?)
  /// No answer; it stays and is tried again.
  case waiting(OutboxEntry, reason: String)
  /// Older than a day: it asks before it is sent (design §4.1).
  case stale(OutboxEntry)
}

package protocol DecisionOutbox: Sendable {
  /// Queues without waiting for disk or network.
  func enqueue(_ entry: OutboxEntry)
  /// Starts draining; what an earlier run left behind is posted as `stored` or `stale` first.
  func start(post: @escaping @Sendable (OutboxUpdate) -> Void)
  /// Sends a stale entry after all, or drops an entry.
  func release(_ key: EntityID)
  func drop(_ key: EntityID)
  /// Tries at once (the link is back).
  func nudge()
  /// Ends the thread; what is not confirmed stays on disk. Returns how many that are.
  func stop() -> Int
}
