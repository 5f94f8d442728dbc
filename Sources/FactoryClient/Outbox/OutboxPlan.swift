// What the box does next. Pure. Invariants: entries of one task leave in the order they were made; a decision never leaves
// after its undo; what is older than a day leaves only when released (design §4.1).
import FactoryContracts

enum OutboxStep: Equatable {
  /// The decision never reached the server: both go without being sent.
  case takeBack(decision: EntityID, undo: EntityID)
  /// The decision is too old to be on its way still: only its undo is sent.
  case supersede(decision: EntityID)
  case tellStale(EntityID)
  case send(EntityID)
}

struct OutboxPlan {
  /// Seconds after which an entry asks before it is sent; the server forgets its key then (ruling R8).
  static let staleAfter = 86_400.0

  /// The next step, or nil when nothing is left to do in this round.
  /// - Parameters:
  ///   - slots: in order of creation.
  ///   - tried: keys that wait since this round began.
  static func next(_ slots: [OutboxSlot], tried: Set<EntityID>, now: Timestamp) -> OutboxStep? {
    for (index, undo) in slots.enumerated() where undo.isUndo {
      guard let decision = decision(undoneBy: undo, in: slots[..<index]) else { continue }
      if !decision.name.maybeSent { return .takeBack(decision: decision.entry.key, undo: undo.entry.key) }
      if isHeld(decision, now) { return .supersede(decision: decision.entry.key) }
    }
    return nextInOrder(slots, tried, now)
  }

  private static func nextInOrder(_ slots: [OutboxSlot], _ tried: Set<EntityID>, _ now: Timestamp) -> OutboxStep? {
    var blocked: Set<EntityID> = []
    for slot in slots {
      if isHeld(slot, now), !slot.staleTold { return .tellStale(slot.entry.key) }
      let waits = tried.contains(slot.entry.key) || isHeld(slot, now)
      if !waits, blocked.isDisjoint(with: slot.entry.taskIds) { return .send(slot.entry.key) }
      blocked.formUnion(slot.entry.taskIds)
    }
    return nil
  }

  /// The last decision before an undo that is about its task alone; one of a bulk cannot be taken out of it unsent.
  private static func decision(undoneBy undo: OutboxSlot, in earlier: ArraySlice<OutboxSlot>) -> OutboxSlot? {
    guard let last = earlier.last(where: { !Set($0.entry.taskIds).isDisjoint(with: undo.entry.taskIds) }) else {
      return nil
    }
    return !last.isUndo && last.entry.taskIds == undo.entry.taskIds && last.entry.taskIds.count == 1 ? last : nil
  }

  static func isHeld(_ slot: OutboxSlot, _ now: Timestamp) -> Bool {
    !slot.released && now.seconds(since: slot.entry.createdAt) > staleAfter
  }
}

/// Seconds between rounds while nothing can be sent: 1 doubling to 30.
package struct OutboxBackoff: Sendable, Hashable {
  package var base = 1.0
  package var longest = 30.0
  package init() {}

  /// `failures`: rounds without success, from 1.
  package func delay(failures: Int) -> Double {
    var delay = base
    for _ in 1..<max(2, min(failures, 40)) where failures > 1 { delay = min(longest, delay * 2) }
    return min(longest, delay)
  }
}
