// Carriers that are not in use. Any thread. Invariant: a carrier is lent to one caller at a time.
import CCurl
import Synchronization

final class CarrierPool: Sendable {
  private let idle = Mutex<[Carrier]>([])
  private static let keep = 8

  /// Lends a carrier for the time of `body`, the most recently used first, whose connection is the warmest.
  func lend<Value>(_ body: (Carrier) -> Value) -> Value? {
    guard let carrier = idle.withLock({ $0.popLast() }) ?? Carrier() else { return nil }
    var pipe = factory_pipe_guard()
    factory_pipe_hold(&pipe)
    defer {
      factory_pipe_release(&pipe)
      idle.withLock { if $0.count < Self.keep { $0.append(carrier) } }
    }
    return body(carrier)
  }
}
