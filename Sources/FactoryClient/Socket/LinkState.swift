// What messages mean for the link: subscribing, dropping what was seen, resuming. Pure; times are passed in.
// Invariant: events leave in the order of `seq`, none twice, until a new snapshot moves the mark.
import FactoryContracts
import Foundation

/// What the reader does next.
package enum LinkOrder: Equatable, Sendable {
  case send(ClientMessage)
  case post(LinkEvent)
  /// The credential does not work here.
  case refuse(APIError)
}

package struct LinkState: Sendable {
  private let channels: [String]
  /// The `seq` up to which the caller's state is complete; nil until something is known.
  package private(set) var seen: Int64?
  /// Subscribed on this connection.
  package private(set) var isUp = false
  private var viewing: EntityID?
  /// The server cannot replay, so live events are of no use until there is a new snapshot.
  private var needsSnapshot = false
  private var lostTold = false

  package init(channels: [String], since: Int64?) {
    self.channels = channels
    seen = since
  }

  /// A connection is up.
  package mutating func opened() -> [LinkOrder] {
    isUp = false
    lostTold = false
    var orders: [LinkOrder] = [.send(.subscribe(channels: channels, since: needsSnapshot ? nil : seen))]
    if let viewing { orders.append(.send(.viewing(taskId: viewing))) }
    return orders
  }

  package mutating func closed() { isUp = false }

  /// A new snapshot includes everything up to `seq`.
  package mutating func resume(from seq: Int64, connected: Bool) -> [LinkOrder] {
    seen = seq
    needsSnapshot = false
    return connected ? [.send(.subscribe(channels: channels, since: seq))] : []
  }

  package mutating func look(at taskId: EntityID?, connected: Bool) -> [LinkOrder] {
    viewing = taskId
    return connected ? [.send(.viewing(taskId: taskId))] : []
  }

  package mutating func received(_ text: String) -> [LinkOrder] {
    let bytes = Data(text.utf8)
    guard let message = try? FactoryJSON.decode(ServerMessage.self, from: bytes) else { return unreadable(bytes) }
    switch message {
    case .event(let event): return received(event)
    case .subscribed(_, let seq): return subscribed(seq)
    case .pong: return []
    case .presence(let taskId, let viewers): return [.post(.presence(taskId: taskId, viewers: viewers))]
    case .error(let error): return received(error)
    }
  }

  private mutating func received(_ event: WsEvent) -> [LinkOrder] {
    guard !needsSnapshot else { return [] }
    // 0: a server that does not number its events.
    guard event.seq == 0 || event.seq > seen ?? -1 else { return [] }
    if event.seq > 0 { seen = event.seq }
    return [.post(.event(event))]
  }

  private mutating func subscribed(_ seq: Int64) -> [LinkOrder] {
    isUp = true
    var orders: [LinkOrder] = []
    // Below our mark: another store answers under this address, or an older state of it.
    if let seen, seq < seen, seq > 0 { orders += lost() }
    if seen == nil, !needsSnapshot { seen = seq }
    orders.append(.post(.connected(seq: seq)))
    return orders
  }

  private mutating func received(_ error: APIError) -> [LinkOrder] {
    switch error.code {
    case .gone: return lost()
    case .validationError where !isUp && seen != nil: return lost()
    case .unauthorized: return [.refuse(error)]
    case .forbidden where !isUp: return [.refuse(error)]
    default: return []
    }
  }

  /// Told once for each connection: a server that never gets it right must not cause an endless row of snapshots.
  private mutating func lost() -> [LinkOrder] {
    guard !lostTold else { return [] }
    lostTold = true
    needsSnapshot = true
    seen = nil
    return [.post(.resumeTooOld)]
  }

  private struct Numbered: Decodable { var seq: Int64 }

  /// An event that cannot be read leaves a hole in the state; anything else unreadable is skipped.
  private mutating func unreadable(_ bytes: Data) -> [LinkOrder] {
    guard !needsSnapshot, let seq = try? FactoryJSON.decode(Numbered.self, from: bytes).seq, seq > seen ?? -1 else {
      return []
    }
    return lost()
  }
}

/// Notices a link that is silent or dead although it is open: bytes must come at least as often as they are asked for. Pure.
package struct Heartbeat: Sendable {
  package enum Verdict: Equatable, Sendable {
    case quiet
    case ping
    /// Nothing came for `silentAfter`.
    case silent
    /// Nothing came for `deadAfter`.
    case dead
  }

  private let interval: Double
  private let silentAfter: Double
  private let deadAfter: Double
  private var lastByte: Double
  private var pings = 0
  private var isSilent = false

  /// Seconds, of a clock that never goes back. Two pings are sent, `interval` apart.
  package init(interval: Double, silentAfter: Double, deadAfter: Double, now: Double) {
    self.interval = interval
    self.silentAfter = silentAfter
    self.deadAfter = deadAfter
    lastByte = now
  }

  /// Whether the link was silent until now.
  package mutating func heard(now: Double) -> Bool {
    lastByte = now
    pings = 0
    defer { isSilent = false }
    return isSilent
  }

  /// Seconds until `check` has something to say.
  package func due(now: Double) -> Double { max(0, lastByte + next.delay - now) }

  package mutating func check(now: Double) -> Verdict {
    guard due(now: now) == 0 else { return .quiet }
    let verdict = next.verdict
    if verdict == .ping { pings += 1 }
    if verdict == .silent { isSilent = true }
    return verdict
  }

  private var next: (delay: Double, verdict: Verdict) {
    var steps: [(delay: Double, verdict: Verdict)] = [(deadAfter, .dead)]
    if pings < 2 { steps.append((interval * Double(pings + 1), .ping)) }
    if !isSilent { steps.append((silentAfter, .silent)) }
    return steps.min { $0.delay < $1.delay } ?? (deadAfter, .dead)
  }
}
