// Which past events a subscription with `since` still has to get (ruling R20). A value; the connection asks it.
import FactoryContracts
import FactoryEngine

struct Replay {
  /// Events read at once.
  static let size = 500

  struct Batch: Sendable {
    let events: [CommittedEvent]
    /// The last event that the batch's snapshot includes.
    let seq: Int64
  }

  /// What the connection already had: its events up to `cursor` went out before.
  private(set) var old: ChannelMatcher
  private(set) var new: ChannelMatcher
  let since: Int64
  let cursor: Int64
  /// Every event up to this one has been looked at.
  private(set) var next: Int64
  /// Whether the past was no longer kept.
  private(set) var wasRefused = false

  init(old: ChannelMatcher, new: ChannelMatcher, since: Int64, cursor: Int64, next: Int64) {
    self.old = old
    self.new = new
    self.since = since
    self.cursor = cursor
    self.next = next
  }

  /// The events of a batch to send, each with its channel.
  mutating func take(_ batch: Batch, user: EntityID) -> [(CommittedEvent, SocketChannel)] {
    let all = old.union(new)
    let chosen = batch.events.compactMap { event -> (CommittedEvent, SocketChannel)? in
      guard event.seq > next else { return nil }
      let wasSent = event.seq <= cursor && old.channel(for: event, user: user) != nil
      let subscribed = event.seq > since ? all : old
      guard !wasSent, let channel = subscribed.channel(for: event, user: user) else { return nil }
      return (event, channel)
    }
    let end = batch.events.count < Self.size ? batch.seq : 0
    next = max(next, batch.events.last?.seq ?? 0, end)
    isComplete = batch.events.count < Self.size
    return chosen
  }

  private var isComplete = false

  /// Whether there is more to read.
  func isBehind(_ latest: Int64) -> Bool { !isComplete || next < latest }

  mutating func drop(_ channels: ChannelMatcher) {
    old = old.subtracting(channels.channels)
    new = new.subtracting(channels.channels)
  }

  /// After a refusal: what the connection already had goes on where it stood; nil when it had nothing.
  func restarted() -> Replay? {
    if old.isEmpty || wasRefused { return nil }
    var again = Replay(old: old, new: new, since: cursor, cursor: cursor, next: cursor)
    again.wasRefused = true
    return again
  }
}
