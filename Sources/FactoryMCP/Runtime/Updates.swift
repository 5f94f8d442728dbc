// From the factory's events to what one client wants to hear: events are gathered for a moment, so that a burst is one message for
// each resource. One thread for each client that subscribed; events come in on the link's thread.
import FactoryContracts
import Foundation
import Synchronization

final class Updates: Sendable {
  private struct State {
    var events: [FactoryEvent] = []
    /// Events may have been missed: everything may have changed.
    var isBlind = false
    /// The pipelines behind the names of servers.
    var servers: [String: EntityID] = [:]
  }

  private static let gathering = 0.1
  private let signal = CallSignal()
  private let state = Mutex(State())
  private let office: Office
  private let number = Mutex<UInt64>(0)

  /// - Throws: `ToolFailure` where the factory cannot be reached.
  init(_ peer: Peer) throws {
    office = peer.office
    let room = try office.enter()
    let number = office.news.listen(room) { [weak self] event in self?.take(event) }
    self.number.withLock { $0 = number }
    let thread = Thread { [weak peer, self] in
      while !signal.isCancelled {
        signal.wait(seconds: 3600)
        if signal.isCancelled { return }
        Thread.sleep(forTimeInterval: Self.gathering)
        guard let peer else { return }
        deliver(to: peer)
      }
    }
    thread.name = "mcp-updates"
    thread.start()
  }

  func stop() {
    signal.cancel()
    office.news.leave(number.withLock { $0 })
  }

  private func take(_ event: LinkEvent) {
    let isNews = state.withLock { state in
      switch event {
      case .event(let event):
        // Heartbeats change nothing that a resource shows.
        if case .agentHeartbeat = event.event { return false }
        state.events.append(event.event)
        if state.events.count > 1000 { (state.events, state.isBlind) = ([], true) }
      case .resumeTooOld: state.isBlind = true
      default: return false
      }
      return true
    }
    if isNews { signal.ring() }
  }

  private func deliver(to peer: Peer) {
    let (events, isBlind) = state.withLock { state in
      defer { (state.events, state.isBlind) = ([], false) }
      return (state.events, state.isBlind)
    }
    let wanted = peer.wantedURIs
    let changed = isBlind ? wanted : wanted.filter { uri in isTouched(uri, by: events) }
    let isListed = isBlind || events.contains { if case .pipelineCreated = $0 { true } else { false } }
    peer.tell(changed: changed, list: isListed)
  }

  private func isTouched(_ uri: String, by events: [FactoryEvent]) -> Bool {
    guard let address = ResourceAddress(uri) else { return false }
    var pipeline: EntityID?
    if case .serverStatus(let name) = address { pipeline = server(name) }
    return events.contains { address.isTouched(by: $0, pipeline: pipeline) }
  }

  /// nil where nobody knows the name yet: then every pipeline may be the one.
  private func server(_ name: String) -> EntityID? {
    if let known = state.withLock({ $0.servers[name] }) { return known }
    let call = ToolCall(office: office, progress: nil, signal: signal)
    guard let pipeline = try? PipelineReading.named(name, call) else { return nil }
    state.withLock { $0.servers[name] = pipeline.id }
    return pipeline.id
  }
}
