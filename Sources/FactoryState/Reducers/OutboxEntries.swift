// Entries of the outbox, made from the endpoint that they call.
import FactoryContracts

enum OutboxEntries {
  /// nil when the body cannot be written.
  static func entry<Body, Reply>(
    _ endpoint: Endpoint<Body, Reply>, path: [String], body: Body, key: EntityID, taskIds: [EntityID], verb: String,
    title: String, ifMatch: Int? = nil, now: Timestamp, decision: TaskDecision? = nil
  ) -> OutboxEntry? {
    guard let call = try? endpoint.call(path: path, body: body) else { return nil }
    return OutboxEntry(
      key: key, taskIds: taskIds, verb: verb, title: title, method: call.method, path: call.path,
      body: call.body.map { String(decoding: $0, as: UTF8.self) }, ifMatch: ifMatch, createdAt: now,
      decision: decision)
  }

  /// A further key beside the one that came with the action: the same form, other low bits.
  static func key(_ key: EntityID, number: Int) -> EntityID {
    EntityID(high: key.high, low: key.low ^ (UInt64(number) << 8))
  }
}

extension AppState {
  /// Puts an entry into the state as handed over.
  mutating func post(_ entry: OutboxEntry) {
    outbox.put(OutboxItem(entry: entry, phase: .queued, since: now))
  }
}

extension OutboxState {
  mutating func put(_ item: OutboxItem) {
    let wasOpen = items[item.entry.key]?.phase.isOpen ?? false
    items[item.entry.key] = item
    if item.phase.isOpen != wasOpen { unsentCount += item.phase.isOpen ? 1 : -1 }
    if !wasOpen, item.phase.isOpen { for id in item.entry.taskIds { latest[id] = item.entry.key } }
  }

  mutating func remove(_ key: EntityID) {
    guard let item = items.removeValue(forKey: key) else { return }
    if item.phase.isOpen { unsentCount -= 1 }
    for id in item.entry.taskIds where latest[id] == key { latest[id] = nil }
  }
}
