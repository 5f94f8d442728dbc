// What is to be written, in its order, for the one thread that owns the output. Any thread puts; putting waits while too much lies
// there, so that a client that does not read slows its own calls down and costs no memory.
import Foundation

package final class OutgoingQueue: @unchecked Sendable {
  // A condition, because both sides wait on it; its lock guards what follows.
  private let condition = NSCondition()
  private var bytes = Data()
  private var isClosed = false
  private var isBroken = false
  private let limit: Int

  package init(limit: Int = 8 << 20) { self.limit = limit }

  /// Puts one line.
  package func put(_ line: Data) {
    condition.lock()
    while bytes.count > limit, !isBroken { condition.wait() }
    if !isBroken {
      bytes.append(line)
      bytes.append(10)
      condition.broadcast()
    }
    condition.unlock()
  }

  /// Nothing more will be put.
  package func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }

  /// Nobody reads any more: what comes is dropped.
  package func breakOff() {
    condition.lock()
    isBroken = true
    bytes = Data()
    condition.broadcast()
    condition.unlock()
  }

  /// Waits for bytes; nil at the end.
  package func take() -> Data? {
    condition.lock()
    defer { condition.unlock() }
    while bytes.isEmpty, !isClosed, !isBroken { condition.wait() }
    guard !bytes.isEmpty else { return nil }
    defer {
      bytes = Data()
      condition.broadcast()
    }
    return bytes
  }
}
