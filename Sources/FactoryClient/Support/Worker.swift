// A thread of our own that others can wait for.
import Foundation

final class Worker: Sendable {
  private let ended = DispatchSemaphore(value: 0)

  init(name: String, _ body: @escaping @Sendable () -> Void) {
    let ended = ended
    let thread = Thread {
      body()
      ended.signal()
    }
    thread.name = name
    // JSON nests up to 512 levels before the decoder refuses it; only touched pages cost memory.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Whether it ended within that time.
  func join(seconds: Double) -> Bool {
    guard ended.wait(timeout: .now() + seconds) == .success else { return false }
    ended.signal()
    return true
  }
}
