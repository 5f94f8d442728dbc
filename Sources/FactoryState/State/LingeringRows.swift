// The rows that stay in the list for a while although they are decided, with the moment at which the next of them goes. A value; main thread.
import FactoryContracts

package struct LingeringRows: Sendable {
  private var rows: [EntityID: Linger] = [:]
  /// No row's stay ends before it. Kept, because it is asked for with every key and every event.
  package private(set) var next: Timestamp?
  /// Some stay longer because a key was pressed a moment ago.
  package private(set) var areHeld = false

  package var ids: some Sequence<EntityID> { rows.keys }
  package var count: Int { rows.count }

  package subscript(id: EntityID) -> Linger? {
    get { rows[id] }
    set {
      rows[id] = newValue
      if let newValue { next = min(next ?? newValue.until, newValue.until) }
      if rows.isEmpty { (next, areHeld) = (nil, false) }
    }
  }

  /// Ends the stays that are over, but for rows that are held. Returns whose.
  mutating func end(at now: Timestamp, unlessHeld isHeld: (EntityID) -> Bool) -> [EntityID] {
    guard areHeld || next.map({ $0 <= now }) ?? false else { return [] }
    var over: [EntityID] = []
    (next, areHeld) = (nil, false)
    for (id, linger) in rows {
      if linger.until > now {
        next = min(next ?? linger.until, linger.until)
      } else if isHeld(id) {
        areHeld = true
      } else {
        over.append(id)
      }
    }
    for id in over { rows[id] = nil }
    return over
  }
}
