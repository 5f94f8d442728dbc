// The factory's live events for whoever in this process wants them: one link for all, open while somebody listens.
// Any thread listens and leaves; events come on the link's thread, in order.
import FactoryContracts
import Synchronization

package final class NewsDesk: Sendable {
  package typealias Listener = @Sendable (LinkEvent) -> Void

  private struct State {
    var listeners: [UInt64: Listener] = [:]
    var next: UInt64 = 1
    var link: (any EventLink)?
  }

  private static let channels = ["tasks:*", "pipeline:*", "agents:*"]
  private let state = Mutex(State())

  package init() {}

  /// Starts the link with the first listener. The number is for `leave`.
  package func listen(_ room: FactoryRoom, _ listener: @escaping Listener) -> UInt64 {
    state.withLock { state in
      let number = state.next
      state.next += 1
      state.listeners[number] = listener
      if state.link == nil {
        let link = room.link()
        state.link = link
        link.start(channels: Self.channels, since: nil) { [weak self] event in self?.tell(event) }
      }
      return number
    }
  }

  package func leave(_ number: UInt64) {
    let link = state.withLock { state -> (any EventLink)? in
      state.listeners[number] = nil
      guard state.listeners.isEmpty else { return nil }
      defer { state.link = nil }
      return state.link
    }
    link?.stop()
  }

  private func tell(_ event: LinkEvent) {
    for listener in state.withLock({ Array($0.listeners.values) }) { listener(event) }
  }
}
