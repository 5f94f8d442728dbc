// Through which channel a connection gets an event, if it gets it at all (rulings R22, R51). Pure.
import FactoryContracts
import FactoryEngine

/// The channels that a connection has.
struct ChannelMatcher: Sendable, Hashable {
  private(set) var channels: Set<SocketChannel> = []

  init(_ channels: some Sequence<SocketChannel> = []) { self.channels = Set(channels) }

  var isEmpty: Bool { channels.isEmpty }
  func contains(_ channel: SocketChannel) -> Bool { channels.contains(channel) }
  func union(_ other: ChannelMatcher) -> ChannelMatcher { ChannelMatcher(channels.union(other.channels)) }
  func subtracting(_ other: some Sequence<SocketChannel>) -> ChannelMatcher {
    ChannelMatcher(channels.subtracting(other))
  }

  /// All that a principal may see: what the list of events shows.
  static func everything(for actor: Actor) -> ChannelMatcher {
    ChannelMatcher(
      [.pipelines, .tasks, .agents, .deploys, .notifications].filter { actor.scopes.contains($0.scope) })
  }

  /// The channel that the event's envelope names; nil: not for this connection.
  /// An event goes out once: the channel of its own family first, else the pipeline it is about.
  func channel(for event: CommittedEvent, user: EntityID) -> SocketChannel? {
    guard !channels.isEmpty else { return nil }
    let family = event.type.prefix { $0 != "." }
    switch family {
    case "task", "approval", "feedback":
      if channels.contains(.tasks) { return .tasks }
      if event.concernsPending, channels.contains(.pendingTasks) { return .pendingTasks }
      return pipeline(event)
    case "pipeline", "asset": return pipeline(event) ?? (channels.contains(.pipelines) ? .pipelines : nil)
    case "deploy": return channels.contains(.deploys) ? .deploys : pipeline(event)
    case "agent":
      if channels.contains(.agents) { return .agents }
      let isHealth = event.type == EventType.agentHeartbeat.rawValue
      return isHealth && channels.contains(.agentHealth) ? .agentHealth : pipeline(event)
    case "notification": return event.userId == user && channels.contains(.notifications) ? .notifications : nil
    default: return pipeline(event)
    }
  }

  private func pipeline(_ event: CommittedEvent) -> SocketChannel? {
    guard let id = event.pipelineId, channels.contains(.pipeline(id)) else { return nil }
    return .pipeline(id)
  }
}
