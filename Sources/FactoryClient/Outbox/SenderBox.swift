// The sender's state: its entries, its back-off, its end. Only on the sender's thread.
import FactoryContracts

struct SenderBox {
  let core: OutboxCore
  var slots: [OutboxSlot] = []
  /// Keys that wait since this round began.
  var tried: Set<EntityID> = []
  var mustAdopt = false
  private var stopping: Deadline?
  private(set) var isDying = false
  private var failures = 0
  private var retryAt: Deadline?
  private var lookAgain: Deadline?
  private var lockAt: Deadline?
  private var hasWork = true
  private var progressed = false
  private var nudged = false

  init(core: OutboxCore) { self.core = core }

  /// Stopped, and nothing that the grace would let out.
  var ended: Bool { isDying || (stopping != nil && (!hasWork || graceIsOver || retryAt != nil)) }

  var graceIsOver: Bool { stopping.map { $0.remaining == 0 } ?? false }

  /// Whether a round should be made now.
  var isDue: Bool {
    if let lockAt, lockAt.remaining > 0 { return false }
    if let lookAgain, lookAgain.remaining == 0 { return true }
    if let retryAt { return retryAt.remaining == 0 }
    return hasWork
  }

  /// nil: until someone has something to say.
  func secondsToWait() -> Double? {
    if let lockAt { return lockAt.remaining }
    if hasWork, retryAt == nil { return 0 }
    return [retryAt?.remaining, lookAgain?.remaining].compactMap { $0 }.min()
  }

  mutating func take(_ message: OutboxSender.Message) {
    switch message {
    case .added(let slot):
      slots.append(slot)
      hasWork = true
    case .release(let key):
      change(key) { $0.released = true }
      hasWork = true
    case .drop(let key): forget(key)
    case .nudge:
      retryAt = nil
      failures = 0
      hasWork = true
      nudged = true
    case .stop: stopping = stopping ?? Deadline(seconds: core.options.stopGrace)
    case .die: isDying = true
    }
  }

  mutating func waitForLock(_ seconds: Double) { lockAt = Deadline(seconds: seconds) }

  mutating func beginRound() {
    lockAt = nil
    lookAgain = nil
    tried = []
    progressed = false
    nudged = false
  }

  mutating func endRound() {
    hasWork = nudged && !tried.isEmpty
    if tried.isEmpty || hasWork {
      failures = 0
      retryAt = nil
    } else {
      failures = progressed ? 1 : failures + 1
      retryAt = Deadline(seconds: core.options.backoff.delay(failures: failures))
    }
    let others = core.folder.names().contains { $0.owner != core.owner }
    mustAdopt = others
    lookAgain = others ? Deadline(seconds: core.options.takeover) : nil
  }

  mutating func noteProgress() { progressed = true }

  mutating func change(_ key: EntityID, _ edit: (inout OutboxSlot) -> Void) {
    if let index = slots.firstIndex(where: { $0.entry.key == key }) { edit(&slots[index]) }
  }

  /// Takes an entry out of the box and off the disk.
  @discardableResult
  mutating func forget(_ key: EntityID, durably: Bool = false) -> OutboxEntry? {
    guard let index = slots.firstIndex(where: { $0.entry.key == key }) else { return nil }
    let slot = slots.remove(at: index)
    core.folder.remove(slot.name, durably: durably)
    core.unsentChanged(by: -1)
    return slot.entry
  }
}
