// Mailbox: where worker threads leave messages for the main thread; the only object the threads share.
// Any thread posts, the main thread drains. Invariants: the order of one sender is kept, nothing is lost or delivered
// twice, and a wake-up follows every post that found the box empty. After `close` nothing more is taken in.
import Synchronization

/// A queue of messages with a wake-up for a sleeping reader.
package final class Mailbox<Message: Sendable>: Sendable {
  private struct Contents {
    var messages: [Message] = []
    var isOpen = true
  }

  private let contents = Mutex(Contents())
  private let wake: @Sendable () -> Void

  /// `wake` makes the reader's descriptor readable; it is called outside the lock.
  package init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  package func post(_ message: Message) { post([message]) }

  /// Posts several at once: they stay together.
  package func post(_ messages: [Message]) {
    guard !messages.isEmpty else { return }
    let wasEmpty = contents.withLock { box in
      guard box.isOpen else { return false }
      defer { box.messages.append(contentsOf: messages) }
      return box.messages.isEmpty
    }
    if wasEmpty { wake() }
  }

  /// Takes up to `limit` messages in the order they came. When some are left, the reader is woken again, so that keys
  /// are looked at in between.
  package func drain(limit: Int = .max) -> [Message] {
    let (taken, more): ([Message], Bool) = contents.withLock { box in
      guard box.messages.count > limit else {
        defer { box.messages = [] }
        return (box.messages, false)
      }
      let head = Array(box.messages.prefix(limit))
      box.messages.removeFirst(limit)
      return (head, true)
    }
    if more { wake() }
    return taken
  }

  package var isEmpty: Bool { contents.withLock { $0.messages.isEmpty } }

  /// Refuses everything from now on and forgets what is left.
  package func close() {
    contents.withLock { box in
      box.isOpen = false
      box.messages = []
    }
  }
}
