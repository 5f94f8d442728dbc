// From a thread that may block to a task that may not: a few chunks at most are on their way.
import Dispatch
import NIOConcurrencyHelpers
import NIOCore

final class BlockingPipe: Sendable {
  let output: AsyncStream<ByteBuffer>
  private let input: AsyncStream<ByteBuffer>.Continuation
  private let slots = DispatchSemaphore(value: 0)
  private let isCancelled = NIOLockedValueBox(false)
  /// A reader that takes nothing for so long is given up.
  private static let patience = DispatchTimeInterval.seconds(30)

  init() {
    (output, input) = AsyncStream.makeStream()
    // Not its initial value: a semaphore may not be freed below that, and a cancelled pipe ends there.
    for _ in 0..<4 { slots.signal() }
  }

  /// Waits for room. false: nobody reads any more.
  func put(_ chunk: ByteBuffer) -> Bool {
    guard slots.wait(timeout: .now() + Self.patience) == .success, !isCancelled.withLockedValue({ $0 }) else {
      return false
    }
    input.yield(chunk)
    return true
  }

  func taken() { slots.signal() }

  func cancel() {
    isCancelled.withLockedValue { $0 = true }
    slots.signal()
  }

  func finish() { input.finish() }
}
