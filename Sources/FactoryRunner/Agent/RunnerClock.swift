// The wall clock of agents, and the keys made with it.
import FactoryContracts
import Foundation

enum RunnerClock {
  static func now() -> Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }
  /// A fresh idempotency key.
  static func key() -> EntityID { RandomIDSource().next(at: now()) }
}
