// Sends what is in the box. Its own thread; the only one that changes or removes entries.
// Invariant: entries are sent only under the box's lock, so that of several processes one sends and the others wait their turn.
import FactoryContracts
import Foundation
import Synchronization

final class OutboxSender: Sendable {
  enum Message: Sendable {
    case added(OutboxSlot)
    case release(EntityID)
    case drop(EntityID)
    case nudge
    case stop
    /// As a kill would: at once, nothing finished.
    case die
  }

  let mailbox = Mailbox<Message>()
  private let core: OutboxCore

  init(core: OutboxCore) { self.core = core }

  func run() {
    var box = SenderBox(core: core)
    box.mustAdopt = true
    while !box.ended {
      let messages = mailbox.wait(seconds: box.secondsToWait())
      messages.forEach { box.take($0) }
      guard !box.ended, box.isDue else { continue }
      do throws(FileTrouble) {
        guard let lock = try FileLock.take(core.folder.lockFile) else {
          box.waitForLock(core.options.lockRetry)
          continue
        }
        withExtendedLifetime(lock) { round(&box) }
      } catch {
        // No folder, no right to it: the writer tells every entry so; here there is nothing to send meanwhile.
        box.waitForLock(core.options.takeover)
      }
    }
  }

  private func round(_ box: inout SenderBox) {
    if box.mustAdopt { box.adopt() }
    box.beginRound()
    while !box.isDying, let step = OutboxPlan.next(box.slots, tried: box.tried, now: core.options.now()) {
      let goesOn = box.perform(step)
      // An undo made meanwhile must be seen before the next decision leaves.
      mailbox.takeAll().forEach { box.take($0) }
      if !goesOn || box.graceIsOver { break }
    }
    box.endRound()
  }
}
