// What is to be written to one descriptor, in its order. A thread that may wait for the client writes its line itself when the output is
// free, which saves a change of threads in every call; all other lines are written by the one thread in `writeAll`.
// Any thread puts; putting waits while too much lies there, so that a client that does not read slows its own calls down and costs no
// memory. Invariant: one thread writes at a time, whole lines.
import Foundation

package final class OutgoingQueue: @unchecked Sendable {
  // A condition, because both sides wait on it; its lock guards what follows.
  private let condition = NSCondition()
  private var bytes = Data()
  private var isWriting = false
  private var isClosed = false
  private var isBroken = false
  private let output: Int32
  private let limit: Int

  package init(output: Int32, limit: Int = 8 << 20) {
    self.output = output
    self.limit = limit
  }

  /// Puts one line; with `mayWait` it may be written before this returns.
  package func put(_ line: Data, mayWait: Bool) {
    condition.lock()
    while bytes.count > limit, !isBroken { condition.wait() }
    let isFree = mayWait && !isWriting && bytes.isEmpty && !isBroken
    if isFree {
      isWriting = true
    } else if !isBroken {
      bytes.append(line)
      bytes.append(10)
      if !isWriting { condition.broadcast() }
    }
    condition.unlock()
    if isFree { written(write(line + [10])) }
  }

  /// Nothing more will be put.
  package func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }

  /// Writes what others leave here until it is closed, or nobody reads any more.
  package func writeAll() {
    while let bytes = take() { written(write(bytes)) }
  }

  private func take() -> Data? {
    condition.lock()
    defer { condition.unlock() }
    while isWriting || bytes.isEmpty && !isClosed && !isBroken { condition.wait() }
    guard !bytes.isEmpty else { return nil }
    isWriting = true
    if bytes.count > limit { condition.broadcast() }
    defer { bytes = Data() }
    return bytes
  }

  private func written(_ isWhole: Bool) {
    condition.lock()
    isWriting = false
    if !isWhole {
      // Nobody reads any more: what comes is dropped.
      isBroken = true
      bytes = Data()
    }
    // With nothing left there is nobody to wake: the thread that writes for others would only look and sleep again.
    if !bytes.isEmpty || isBroken || isClosed { condition.broadcast() }
    condition.unlock()
  }

  private func write(_ bytes: Data) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
