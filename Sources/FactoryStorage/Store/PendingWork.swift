// Work that waits for one of the store's threads, with the caller that waits for its value.
// Written and read by one store thread only, between being taken from the queue and being settled.
import FactoryEngine

/// A transaction that waits for the commit thread.
protocol PendingWrite: AnyObject, Sendable {
  /// Runs the use case; keeps its value or its error for `settle`.
  func run(_ transaction: SQLiteTransaction) throws
  /// Lets the caller go on: with the value, or with the error where there is one.
  func settle(_ error: (any Error)?)
}

final class WriteJob<Value: Sendable>: PendingWrite, @unchecked Sendable {
  private let work: @Sendable (any FactoryTransaction) throws -> Value
  private let caller: CheckedContinuation<Value, any Error>
  private var value: Value?

  init(
    _ work: @escaping @Sendable (any FactoryTransaction) throws -> Value,
    _ caller: CheckedContinuation<Value, any Error>
  ) {
    self.work = work
    self.caller = caller
  }

  func run(_ transaction: SQLiteTransaction) throws { value = try work(transaction) }

  func settle(_ error: (any Error)?) {
    if let value, error == nil {
      caller.resume(returning: value)
    } else {
      caller.resume(throwing: error ?? StoreFailure.unavailable("The write was not run."))
    }
  }
}

/// A read that waits for a reader thread: called with a reader, or with the reason why there is none.
typealias PendingRead = @Sendable (Result<SQLiteReader, any Error>) -> Void
