// Where a peer's messages go over HTTP: on the stream of the request they belong to, else on the standing one. Any thread.
// Invariant: nothing grows without a bound: what nobody reads is given up from its beginning.
import FactoryMCP
import Foundation
import Synchronization

/// A piece of a response that is under way.
enum Piece: Sendable {
  case message(Outgoing)
  /// Some time passed in silence.
  case tick
}

/// The way to one response.
struct Outlet: Sendable {
  let pieces: AsyncStream<Piece>
  let end: AsyncStream<Piece>.Continuation

  init() { (pieces, end) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(4096)) }
}

final class Outlets: Sendable {
  private struct State {
    var requests: [RPCID: (AsyncStream<Piece>.Continuation, group: UInt64)] = [:]
    var open: [UInt64: Int] = [:]
    var nextGroup: UInt64 = 1
    var standing: (AsyncStream<Piece>.Continuation, number: UInt64)?
    var backlog: [Outgoing] = []
  }

  private static let backlogLimit = 1000
  private let state = Mutex(State())

  /// A response for these requests; it ends with the last answer.
  func open(_ ids: [RPCID]) -> Outlet {
    let outlet = Outlet()
    state.withLock { state in
      let group = state.nextGroup
      state.nextGroup += 1
      state.open[group] = Set(ids).count
      for id in ids { state.requests[id] = (outlet.end, group) }
    }
    return outlet
  }

  /// The standing stream; nil while another one is open. What waited comes first.
  func openStanding() -> (Outlet, number: UInt64)? {
    state.withLock { state in
      guard state.standing == nil else { return nil }
      let outlet = Outlet()
      let number = state.nextGroup
      state.nextGroup += 1
      state.standing = (outlet.end, number)
      for message in state.backlog { outlet.end.yield(.message(message)) }
      state.backlog = []
      return (outlet, number)
    }
  }

  func closeStanding(_ number: UInt64) {
    state.withLock { if $0.standing?.number == number { $0.standing = nil } }
  }

  var hasStanding: Bool { state.withLock { $0.standing != nil } }

  func pass(_ message: Outgoing) {
    state.withLock { state in
      if let id = message.request, let (end, group) = state.requests[id] {
        end.yield(.message(message))
        guard message.isLast else { return }
        state.requests[id] = nil
        state.open[group, default: 1] -= 1
        if state.open[group] == 0 {
          state.open[group] = nil
          end.finish()
        }
      } else if let standing = state.standing {
        standing.0.yield(.message(message))
      } else {
        state.backlog.append(message)
        if state.backlog.count > Self.backlogLimit { state.backlog.removeFirst() }
      }
    }
  }

  func finish() {
    state.withLock { state in
      state.requests.values.forEach { $0.0.finish() }
      state.standing?.0.finish()
      state = State()
    }
  }
}
