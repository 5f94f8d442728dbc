// A descriptor that makes a polling thread look up. Any thread signals, one polls.
import CCurl
import Foundation

final class WakeDescriptor: Sendable {
  let descriptor: Int32

  /// nil when the process has no descriptors left.
  init?() {
    descriptor = factory_eventfd()
    guard descriptor >= 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func signal() { factory_eventfd_signal(descriptor) }
  func clear() { factory_eventfd_clear(descriptor) }
}
