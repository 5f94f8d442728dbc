// Brings entries to disk. Its own thread, so that an entry is safe at once even while the sender waits for the network.
// Invariant: an entry is handed to the sender only when its file and the file's name are on disk.
import FactoryContracts

final class OutboxWriter: Sendable {
  enum Message: Sendable {
    case write(OutboxEntry)
    case stop
  }

  let mailbox = Mailbox<Message>()
  private let core: OutboxCore
  private let sender: OutboxSender

  init(core: OutboxCore, sender: OutboxSender) {
    self.core = core
    self.sender = sender
  }

  func run() {
    var lastOrder: Int64 = 0
    while true {
      for message in mailbox.wait(seconds: nil) {
        switch message {
        case .stop: return
        case .write(let entry): store(entry, &lastOrder)
        }
      }
    }
  }

  private func store(_ entry: OutboxEntry, _ lastOrder: inout Int64) {
    do throws(FileTrouble) {
      if !core.isOpen { try core.open() }
      // Microseconds, but always after everything in the box: a clock that went back must not put an undo first.
      let newest = core.folder.names().last?.order ?? 0
      let order = max(entry.createdAt.milliseconds.multipliedReportingOverflow(by: 1000).partialValue, newest + 1)
      lastOrder = max(order, lastOrder + 1)
      let name = EntryName(order: lastOrder, key: entry.key, owner: core.owner, maybeSent: false)
      try core.folder.write(entry, as: name)
      core.unsentChanged(by: 1)
      core.tell(.stored(entry))
      sender.mailbox.put(.added(OutboxSlot(name: name, entry: entry)))
    } catch {
      core.tell(.notStored(entry, reason: error.description))
    }
  }
}
