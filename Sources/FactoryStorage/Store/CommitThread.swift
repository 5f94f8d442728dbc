// The one writer. It takes every transaction that waits, runs each in a savepoint of its own, commits them together and
// only then tells the event handlers and lets the callers go on. No timer: while one commit is synced to the disk, the next
// ones gather. Everything here but `statistics` and `onCommit` runs on the commit thread.
import FactoryEngine
import Foundation
import GRDB
import Synchronization

/// How many commits carried how many writes.
package struct CommitStatistics: Sendable, Hashable {
  package var commits: Int
  package var writes: Int
}

final class CommitThread: Sendable {
  let queue: WorkQueue<any PendingWrite>
  private let path: String
  private let slaPolicy: SLAPolicy
  private let auditKeys: AuditKeys
  private let handlers = Mutex<[@Sendable ([CommittedEvent]) -> Void]>([])
  private let counts = Mutex(CommitStatistics(commits: 0, writes: 0))

  /// Transactions in one commit: bounds what one caller waits for the others.
  private static let batchLimit = 256

  init(path: String, slaPolicy: SLAPolicy, auditKeys: AuditKeys, bound: Int) {
    self.path = path
    self.slaPolicy = slaPolicy
    self.auditKeys = auditKeys
    queue = WorkQueue(bound: bound)
  }

  var statistics: CommitStatistics { counts.withLock { $0 } }

  func onCommit(_ handler: @escaping @Sendable ([CommittedEvent]) -> Void) {
    handlers.withLock { $0.append(handler) }
  }

  /// Serves until the queue is closed and empty.
  func serve(_ db: Database) {
    let memory = WriterMemory()
    while let batch = queue.take(upTo: Self.batchLimit) {
      var rest = batch[...]
      while !rest.isEmpty { rest = commit(rest, db, memory) }
    }
  }

  /// Runs and commits; returns what has to start again because SQLite gave the whole transaction up.
  private func commit(
    _ batch: ArraySlice<any PendingWrite>, _ db: Database, _ memory: WriterMemory
  ) -> ArraySlice<any PendingWrite> {
    let transaction = SQLiteTransaction(db, slaPolicy, auditKeys: auditKeys, memory: memory)
    do {
      try db.run("BEGIN IMMEDIATE")
    } catch {
      settle(batch, StoreFailure.wrapping(error, at: path))
      return []
    }
    var done: [(any PendingWrite, (any Error)?)] = []
    for index in batch.indices {
      let failure = run(batch[index], transaction)
      done.append((batch[index], failure))
      guard db.isInsideTransaction else {
        memory.forget()
        settle(batch[...index], failure ?? SQLiteTransaction.givenUp)
        return batch[(index + 1)...]
      }
    }
    finish(done, transaction, db)
    return []
  }

  private func run(_ job: any PendingWrite, _ transaction: SQLiteTransaction) -> (any Error)? {
    do {
      try transaction.savepoint { try job.run(transaction) }
      transaction.forgetEncodings()
      return nil
    } catch {
      return StoreFailure.wrapping(error, at: path)
    }
  }

  private func finish(
    _ done: [(any PendingWrite, (any Error)?)], _ transaction: SQLiteTransaction, _ db: Database
  ) {
    do {
      try transaction.writeHeld()
      try db.run("COMMIT")
      transaction.remember()
    } catch {
      try? db.rollback()
      transaction.memory.forget()
      let failure = StoreFailure.wrapping(error, at: path)
      for (job, own) in done { job.settle(own ?? failure) }
      return
    }
    counts.withLock {
      $0.commits += 1
      $0.writes += done.count { $0.1 == nil }
    }
    if !transaction.events.isEmpty {
      for handler in handlers.withLock({ $0 }) { handler(transaction.events) }
    }
    for (job, failure) in done { job.settle(failure) }
  }

  private func settle(_ jobs: ArraySlice<any PendingWrite>, _ error: any Error) {
    for job in jobs { job.settle(error) }
  }
}
