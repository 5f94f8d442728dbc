// Password hashes, away from the event loops: each takes 32 MiB and tens of milliseconds, so two at a time, and only so many wait.
import FactoryContracts
import FactoryCrypto
import Foundation
import NIOConcurrencyHelpers

/// Runs password hashes, a bounded number at a time.
final class HashingQueue: Sendable {
  private let queue: OperationQueue
  private let waiting = NIOLockedValueBox(0)
  private static let bound = 64
  private let cost: ScryptCost
  /// A hash that no password has: an unknown account takes as long as a known one.
  private let decoy: String

  init(cost: ScryptCost) {
    self.cost = cost
    decoy =
      "scrypt$\(cost.n)$\(cost.r)$\(cost.p)$\(Base64URL.encode([UInt8](repeating: 0, count: 16)))$"
      + Base64URL.encode([UInt8](repeating: 0, count: 32))
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = 2
  }

  /// - Throws: SERVICE_UNAVAILABLE when too many wait.
  func verify(password: String, hash: String?) async throws -> Bool {
    try await run { [decoy] in Scrypt.verify(password: password, hash: hash ?? decoy) && hash != nil }
  }

  func hash(_ password: String) async throws -> String {
    try await run { [cost] in Scrypt.hash(password: password, cost: cost) }
  }

  private func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
    let fits = waiting.withLockedValue { waiting in
      if waiting >= Self.bound { return false }
      waiting += 1
      return true
    }
    guard fits else { throw Refusal.unavailable("Too many sign-ins at once; try again.") }
    return await withCheckedContinuation { continuation in
      queue.addOperation { [waiting] in
        let value = work()
        waiting.withLockedValue { $0 -= 1 }
        continuation.resume(returning: value)
      }
    }
  }
}
