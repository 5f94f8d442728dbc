// The sessions of the handshake era: by a secret id, ended by their client, or when nobody used them for an hour. Any thread.
import FactoryMCP
import Foundation
import Synchronization

final class Session: Sendable {
  let id: String
  let peer: Peer
  let outlets: Outlets
  let lastUse: Mutex<ContinuousClock.Instant>

  /// - Parameter claim: where its agent works; the id is a secret, so the agent's session gets a name of its own.
  init(_ office: Office, _ lanes: Lanes, _ identity: ServerIdentity, _ claim: AgentClaim = AgentClaim()) {
    var claim = claim
    claim.session = claim.session ?? UUID().uuidString.lowercased()
    let outlets = Outlets()
    self.outlets = outlets
    id = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    peer = Peer(office: office, lanes: lanes, identity: identity, claim: claim) { outlets.pass($0) }
    lastUse = Mutex(.now)
  }

  func end() {
    peer.close()
    outlets.finish()
  }
}

final class Sessions: Sendable {
  private static let limit = 1000
  private static let patience = Duration.seconds(3600)
  private let sessions = Mutex<[String: Session]>([:])
  /// Responses of the stateless era, which belong to no session.
  private let single = Mutex<[UInt64: Outlet]>([:])

  /// False: there are too many.
  func add(_ session: Session) -> Bool {
    let (isTaken, old) = sessions.withLock { sessions in
      let old = sessions.values.filter { Self.isForgotten($0) }
      for session in old { sessions[session.id] = nil }
      guard sessions.count < Self.limit else { return (false, old) }
      sessions[session.id] = session
      return (true, old)
    }
    old.forEach { $0.end() }
    return isTaken
  }

  func find(_ id: String) -> Session? {
    let session = sessions.withLock { $0[id] }
    session?.lastUse.withLock { $0 = .now }
    return session
  }

  func remove(_ id: String) -> Bool {
    let session = sessions.withLock { $0.removeValue(forKey: id) }
    session?.end()
    return session != nil
  }

  /// Remembers a response while it is under way, so that the end of the server ends it.
  func keep(_ outlet: Outlet) -> UInt64 {
    let number = UInt64.random(in: .min ... .max)
    single.withLock { $0[number] = outlet }
    return number
  }

  func release(_ number: UInt64) { single.withLock { $0[number] = nil } }

  func endAll() {
    single.withLock { Array($0.values) }.forEach { $0.end.finish() }
    sessions.withLock { sessions in
      defer { sessions = [:] }
      return Array(sessions.values)
    }.forEach { $0.end() }
  }

  private static func isForgotten(_ session: Session) -> Bool {
    !session.outlets.hasStanding && session.lastUse.withLock { $0.duration(to: .now) > patience }
  }
}
