// Events from the store to connections. The store's thread hands over each commit; every event loop has a shard that owns the
// connections living on it, so that delivering needs no lock.
//
// Invariant: a shard gets events in the order of `seq`, each once. `latest` is moved before a shard is asked whether it has
// connections, so a connection that has registered and then reads `latest` misses nothing behind it.
import FactoryContracts
import FactoryEngine
import NIOConcurrencyHelpers
import NIOCore

final class Hub: Sendable {
  private struct State {
    var latest: Int64 = 0
    var published = 0
    var connections = 0
    var nextKey = 0
    /// What each connection looks at (ruling R60).
    var viewing: [Int: (task: EntityID, viewer: Viewer)] = [:]
  }

  private let state: NIOLockedValueBox<State>
  private let shards: [(loop: any EventLoop, shard: NIOLoopBoundBox<HubShard>)]

  init(group: any EventLoopGroup) {
    state = NIOLockedValueBox(State())
    shards = group.makeIterator().map { loop in
      (loop, NIOLoopBoundBox.makeBoxSendingValue(HubShard(), eventLoop: loop))
    }
  }

  var connections: Int { state.withLockedValue { $0.connections } }
  var published: Int { state.withLockedValue { $0.published } }
  var latest: Int64 { state.withLockedValue { $0.latest } }

  /// What was committed before events began to come.
  func advance(to seq: Int64) { state.withLockedValue { $0.latest = max($0.latest, seq) } }

  /// Events of one commit; called on the store's thread, in order.
  func publish(_ events: [CommittedEvent]) {
    guard let last = events.last else { return }
    let isHeard = state.withLockedValue { state in
      state.latest = max(state.latest, last.seq)
      state.published += events.count
      return state.connections > 0
    }
    guard isHeard else { return }
    for (loop, shard) in shards {
      loop.execute {
        // What is committed while a loop is busy leaves with one write for each connection.
        if shard.value.take(events) { loop.execute { shard.value.deliver() } }
      }
    }
  }

  /// Somebody's access ended or will end, or is other than it was.
  func end(_ changes: [AccessChange]) {
    for (loop, shard) in shards { loop.execute { shard.value.end(changes) } }
  }

  // MARK: Connections; called on their event loop

  /// - Returns: the connection's key and the `seq` behind which it gets everything.
  func register(_ connection: SocketConnection, on loop: any EventLoop) -> (key: Int, seq: Int64) {
    let key = state.withLockedValue { state in
      state.connections += 1
      state.nextKey += 1
      return state.nextKey
    }
    shard(loop)?.connections[key] = connection
    return (key, state.withLockedValue { $0.latest })
  }

  func leave(_ key: Int, on loop: any EventLoop) {
    if shard(loop)?.connections.removeValue(forKey: key) != nil {
      state.withLockedValue { $0.connections -= 1 }
    }
    look(key, at: nil, as: nil)
  }

  /// Changes what a connection looks at and tells the others.
  func look(_ key: Int, at task: EntityID?, as viewer: Viewer?) {
    let changed = state.withLockedValue { state -> [EntityID] in
      let before = state.viewing[key]?.task
      guard before != task else { return [] }
      if let task, let viewer { state.viewing[key] = (task, viewer) } else { state.viewing[key] = nil }
      return [before, task].compactMap { $0 }
    }
    for task in changed {
      let message = ServerMessage.presence(taskId: task, viewers: viewers(of: task))
      for (loop, shard) in shards { loop.execute { shard.value.announce(message) } }
    }
  }

  /// What others look at now: told to a connection that starts to listen.
  func presences() -> [ServerMessage] {
    let tasks = state.withLockedValue { Set($0.viewing.values.map(\.task)) }
    return tasks.sorted().map { .presence(taskId: $0, viewers: viewers(of: $0)) }
  }

  private func viewers(of task: EntityID) -> [Viewer] {
    state.withLockedValue { state in
      Set(state.viewing.values.filter { $0.task == task }.map(\.viewer)).sorted { $0.id < $1.id }
    }
  }

  private func shard(_ loop: any EventLoop) -> HubShard? { shards.first { $0.loop === loop }?.shard.value }
}

/// The connections of one event loop; used only there.
final class HubShard {
  var connections: [Int: SocketConnection] = [:]

  /// Events that wait for the loop's next turn.
  private var waiting: [CommittedEvent] = []

  /// - Returns: whether a turn is to be asked for.
  func take(_ events: [CommittedEvent]) -> Bool {
    guard !connections.isEmpty else { return false }
    let asks = waiting.isEmpty
    waiting += events
    return asks
  }

  func deliver() {
    guard !waiting.isEmpty else { return }
    let batch = EventBatch(waiting)
    waiting = []
    for connection in connections.values { connection.deliver(batch) }
  }

  func announce(_ message: ServerMessage) {
    for connection in connections.values { connection.announce(message) }
  }

  func end(_ changes: [AccessChange]) {
    for connection in connections.values { for change in changes { connection.end(change) } }
  }
}
