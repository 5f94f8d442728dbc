// What all sessions of one process share: the way to the factory, opened by the first call that needs it, what was shown, who we are.
// Any thread. Invariant: nothing is connected before it is needed, so that `initialize` waits for nobody.
import FactoryContracts
import Foundation
import Synchronization

/// Where the factory is. The wiring implements it; opening may start the user's own server.
package protocol FactoryDoor: Sendable {
  func open() throws -> FactoryRoom
}

/// An open way to the factory.
package struct FactoryRoom: Sendable {
  package let api: any FactoryAPI
  /// A new live link each time.
  package let link: @Sendable () -> any EventLink

  package init(api: any FactoryAPI, link: @escaping @Sendable () -> any EventLink) {
    self.api = api
    self.link = link
  }
}

package final class Office: Sendable {
  private let door: any FactoryDoor
  private let clock: @Sendable () -> Timestamp
  private let ids: any IDSource
  private let room = Mutex<FactoryRoom?>(nil)
  private let caller = Mutex<CurrentUser?>(nil)
  let shown = ShownVersions()
  /// Rejections whose reason was given back already.
  let told = KnownTasks()
  /// Questions that came up because a call of high risk was made here (ruling R19).
  let asked = KnownTasks()
  package let news: NewsDesk
  /// Where the agent works that started this process; nil: it serves many, or nobody knows where they are.
  let place: AgentPlace?
  /// How agents that call over HTTP are known; nil: they may be on other machines.
  let visitors: AgentVisitors?

  package init(
    door: any FactoryDoor, clock: @escaping @Sendable () -> Timestamp, ids: any IDSource = RandomIDSource(),
    place: AgentPlace? = nil, visitors: AgentVisitors? = nil
  ) {
    self.door = door
    self.place = place
    self.visitors = visitors
    self.clock = clock
    self.ids = ids
    news = NewsDesk()
  }

  func now() -> Timestamp { clock() }
  func freshId() -> EntityID { ids.next(at: clock()) }

  /// The way to the factory; the first caller opens it while the others wait.
  func enter() throws(ToolFailure) -> FactoryRoom {
    let opened: Result<FactoryRoom, ToolFailure> = room.withLock { room in
      if let room { return .success(room) }
      do {
        let fresh = try door.open()
        room = fresh
        return .success(fresh)
      } catch {
        return .failure(
          ToolFailure(
            "The factory cannot be reached: \(error)",
            next: "Start it (factory server start), or check FACTORY_API_URL and FACTORY_API_KEY."))
      }
    }
    return try opened.get()
  }

  /// Runs calls; a way that leads nowhere any more is opened anew once.
  func tell<Value>(_ work: (any FactoryAPI) throws(APIFailure) -> Value) throws(ToolFailure) -> Value {
    let first = try enter()
    do { return try work(first.api) } catch {
      guard case .unreachable(_, sent: false) = error else { throw ToolFailure(error) }
    }
    room.withLock { $0 = nil }
    let second = try enter()
    do { return try work(second.api) } catch { throw ToolFailure(error) }
  }

  /// Whom this process acts for.
  func me(_ call: ToolCall) throws(ToolFailure) -> CurrentUser {
    if let known = caller.withLock({ $0 }) { return known }
    let user = try call.read(Endpoints.currentUser)
    caller.withLock { $0 = user }
    return user
  }
}

/// Which version of which task was shown last, for the newest ten thousand.
package final class ShownVersions: Sendable {
  private static let limit = 10_000
  private let versions = Mutex<[EntityID: Int]>([:])

  func note(_ tasks: [FactoryTask]) {
    versions.withLock { versions in
      if versions.count > Self.limit { versions = [:] }
      for task in tasks { versions[task.id] = task.version }
    }
  }

  func version(of id: EntityID) -> Int? { versions.withLock { $0[id] } }
  func forget(_ id: EntityID) { versions.withLock { $0[id] = nil } }
}

/// Tasks that something is remembered about.
final class KnownTasks: Sendable {
  private let ids = Mutex<Set<EntityID>>([])

  func note(_ id: EntityID) { ids.withLock { _ = $0.insert(id) } }
  func contains(_ id: EntityID) -> Bool { ids.withLock { $0.contains(id) } }
}
