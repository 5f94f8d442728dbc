// What other threads want of one worker thread. Any thread puts, one takes.
import Foundation

final class Mailbox<Message>: @unchecked Sendable {
  // A condition, because the taker waits with a time; its lock guards both members.
  private let condition = NSCondition()
  private var messages: [Message] = []

  func put(_ message: Message) {
    condition.lock()
    messages.append(message)
    condition.signal()
    condition.unlock()
  }

  /// Everything there is, without waiting.
  func takeAll() -> [Message] {
    condition.lock()
    defer { condition.unlock() }
    return empty()
  }

  /// Waits for the first message; empty when the seconds passed. nil seconds: as long as it takes.
  func wait(seconds: Double?) -> [Message] {
    condition.lock()
    defer { condition.unlock() }
    if let seconds {
      let end = Date(timeIntervalSinceNow: seconds)
      while messages.isEmpty, condition.wait(until: end) {}
    } else {
      while messages.isEmpty { condition.wait() }
    }
    return empty()
  }

  private func empty() -> [Message] {
    defer { messages = [] }
    return messages
  }
}
