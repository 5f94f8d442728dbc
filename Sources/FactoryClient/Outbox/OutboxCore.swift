// What the outbox's two threads share: the folder, the settings, and where updates go.
// Any thread. The owner's lock is held from `start` to the end; when the process dies, the kernel gives it back and the next
// process takes the entries over.
import FactoryContracts
import FactoryCrypto
import Synchronization

/// Times in seconds.
package struct OutboxOptions: Sendable {
  package var backoff = OutboxBackoff()
  /// One try of one entry.
  package var timeout = 30.0
  /// How long `stop` lets sending go on.
  package var stopGrace = 1.0
  /// How often another process's entries are looked at while there are some.
  package var takeover = 5.0
  /// How long to wait before asking again for the lock of the box.
  package var lockRetry = 0.1
  package var now: @Sendable () -> Timestamp = WallClock.now

  package init() {}
}

final class OutboxCore: Sendable {
  typealias Post = @Sendable (OutboxUpdate) -> Void

  let folder: OutboxFolder
  let about: OutboxFolder.About
  let options: OutboxOptions
  let delivery: OutboxDelivery
  /// Name of this process in the box.
  let owner = Hex.encode(SecureRandom.bytes(8))
  /// Ends the call that is under way.
  let interrupt: CancelToken
  private let post = Mutex<Post?>(nil)
  private let ownerLock = Mutex<FileLock?>(nil)
  private let unsent = Mutex(0)

  init(
    folder: OutboxFolder, about: OutboxFolder.About, delivery: OutboxDelivery, options: OutboxOptions,
    interrupt: CancelToken
  ) {
    self.folder = folder
    self.about = about
    self.delivery = delivery
    self.options = options
    self.interrupt = interrupt
  }

  func listen(_ listener: Post?) { post.withLock { $0 = listener } }

  func tell(_ update: OutboxUpdate) { post.withLock { $0 }?(update) }

  /// Entries of this process that are on disk and not confirmed.
  var unsentCount: Int { unsent.withLock { $0 } }
  func unsentChanged(by change: Int) { unsent.withLock { $0 += change } }

  /// Makes the folders and takes the owner's lock under a hidden name first, so that nobody ever sees it unlocked.
  func open() throws(FileTrouble) {
    try folder.prepare(about)
    let hidden = "\(folder.owners)/.\(owner)"
    guard let lock = try FileLock.take(hidden), SafeFiles.move(hidden, "\(folder.owners)/\(owner)") else {
      throw FileTrouble(hidden, "locked")
    }
    ownerLock.withLock { $0 = lock }
  }

  var isOpen: Bool { ownerLock.withLock { $0 != nil } }

  /// Gives the entries up to whoever comes next. `tidy`: removes the owner's file too, which a killed process could not.
  func close(tidy: Bool) {
    if tidy { SafeFiles.remove("\(folder.owners)/\(owner)") }
    ownerLock.withLock { $0 = nil }
  }

  /// The lock of a process that no longer lives; nil while it does.
  func inherit(from other: String) -> FileLock? {
    guard other != owner else { return nil }
    return (try? FileLock.take("\(folder.owners)/\(other)")) ?? nil
  }
}
