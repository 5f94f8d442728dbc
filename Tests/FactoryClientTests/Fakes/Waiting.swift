// Waiting for what other threads do: a condition with a deadline, never a fixed time.
import Foundation
import Synchronization
import Testing

/// Whether the condition became true within the seconds.
func eventually(seconds: Double = 10, _ condition: () -> Bool) -> Bool {
  let end = Date(timeIntervalSinceNow: seconds)
  while Date() < end {
    if condition() { return true }
    usleep(2000)
  }
  return condition()
}

/// What was told, from any thread.
final class Recorder<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  func add(_ value: Value) { values.withLock { $0.append(value) } }
  var all: [Value] { values.withLock { $0 } }
  var count: Int { values.withLock { $0.count } }
}

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
  let path: String
  init() {
    path = NSTemporaryDirectory() + "factory-client-\(UInt64.random(in: .min ... .max))"
    mkdir(path, 0o700)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Seconds a piece of work took.
func elapsed(_ work: () throws -> Void) rethrows -> Double {
  let start = Date()
  try work()
  return Date().timeIntervalSince(start)
}

/// The same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
