// The outbox on disk: implements the port `DecisionOutbox`. Every method may be called from any thread and, but for `stop`,
// returns at once. Invariant: an entry is on disk, with its key, before its first byte goes out (design §4.1).
import FactoryContracts
import Synchronization

package final class FileOutbox: DecisionOutbox {
  private enum Phase {
    case idle
    case running(writer: Worker, sender: Worker)
    case stopped
  }

  private let core: OutboxCore
  private let sender: OutboxSender
  private let writer: OutboxWriter
  private let phase = Mutex(Phase.idle)

  /// - Parameters:
  ///   - stateFolder: the program's own folder below the XDG state directory.
  ///   - origin: the store the decisions belong to; a stable name for it, such as its address.
  ///   - principal: who decides; an id where there is one.
  ///   - client: calls made by the outbox end when it is stopped.
  package convenience init(
    stateFolder: String, origin: String, principal: String, client: RESTClient, options: OutboxOptions = OutboxOptions()
  ) {
    self.init(stateFolder: stateFolder, origin: origin, principal: principal, options: options) { token in
      client.cancellable(by: token)
    }
  }

  /// `api` gets the token that ends its calls.
  package init(
    stateFolder: String, origin: String, principal: String, options: OutboxOptions = OutboxOptions(),
    api: (CancelToken) -> any FactoryAPI
  ) {
    let token = CancelToken()
    let delivery = OutboxDelivery(api: api(token), me: EntityID(principal), timeout: options.timeout)
    core = OutboxCore(
      folder: OutboxFolder(stateFolder: stateFolder, origin: origin, principal: principal),
      about: OutboxFolder.About(origin: origin, principal: principal), delivery: delivery, options: options,
      interrupt: token)
    sender = OutboxSender(core: core)
    writer = OutboxWriter(core: core, sender: sender)
  }

  package func enqueue(_ entry: OutboxEntry) {
    let accepted = phase.withLock { phase in
      if case .stopped = phase { return false }
      writer.mailbox.put(.write(entry))
      return true
    }
    if !accepted { core.tell(.notStored(entry, reason: "The outbox is closed already.")) }
  }

  package func start(post: @escaping @Sendable (OutboxUpdate) -> Void) {
    phase.withLock { phase in
      guard case .idle = phase else { return }
      core.listen(post)
      let (sender, writer) = (sender, writer)
      // Without its folder the box takes nothing; each entry is then told so by the writer, which tries again.
      try? core.open()
      phase = .running(
        writer: Worker(name: "outbox-disk") { writer.run() }, sender: Worker(name: "outbox-send") { sender.run() })
    }
  }

  package func release(_ key: EntityID) { sender.mailbox.put(.release(key)) }
  package func drop(_ key: EntityID) { sender.mailbox.put(.drop(key)) }
  package func nudge() { sender.mailbox.put(.nudge) }

  package func stop() -> Int {
    guard let (writing, sending) = end() else { return core.unsentCount }
    writer.mailbox.put(.stop)
    _ = writing.join(seconds: 10)
    sender.mailbox.put(.stop)
    if !sending.join(seconds: core.options.stopGrace) {
      core.interrupt.cancel()
      _ = sending.join(seconds: 5)
    }
    core.listen(nil)
    core.close(tidy: true)
    return core.unsentCount
  }

  /// Ends as a kill would: nothing is finished, told or tidied. For tests of recovery.
  package func abandon() {
    guard let (writing, sending) = end() else { return }
    core.listen(nil)
    writer.mailbox.put(.stop)
    sender.mailbox.put(.die)
    core.interrupt.cancel()
    _ = writing.join(seconds: 10)
    _ = sending.join(seconds: 10)
    core.close(tidy: false)
  }

  private func end() -> (Worker, Worker)? {
    phase.withLock { phase in
      guard case .running(let writing, let sending) = phase else { return nil }
      phase = .stopped
      return (writing, sending)
    }
  }
}
