// The SQLite store: one database file, one owner, one writer thread, a few reader threads. Any thread may call it.
// Invariants: WAL with synchronous=FULL, so an acknowledged write is on the disk; a disk error fails writes with a sentence
// and leaves reading possible; nothing of a write is visible before its commit.
import FactoryEngine
import Foundation
import GRDB
import Synchronization

package final class SQLiteStore: FactoryStore {
  /// The database file.
  package let path: String
  let pool: DatabasePool
  private let lock: StoreLock
  private let commits: CommitThread
  private let readers: ReaderThreads
  private let scratch: ScratchFolder?
  private let auditKeys: AuditKeys
  let anchors: AuditAnchorFile
  private let writerEnded = DispatchGroup()
  private let isClosed = Mutex(false)

  /// Opens or creates the store, and brings an older one to today's tables.
  /// - Parameters:
  ///   - slaPolicy: By which moments of SLA steps are kept; a store that was kept by another one is brought to it. nil: as it is.
  ///   - queueBound: How many writes may wait; one more is `StoreFailure.queueFull`.
  /// - Throws: `StoreFailure` with a sentence: in use by another process, not a database, written by a newer program.
  package convenience init(
    _ location: StoreLocation, slaPolicy: SLAPolicy? = nil, queueBound: Int = 4096
  ) throws {
    switch location {
    case .file(let path):
      try self.init(path: path, scratch: nil, slaPolicy: slaPolicy, queueBound: queueBound)
    case .memory:
      let folder = try ScratchFolder()
      try self.init(
        path: folder.path + "/factory.db", scratch: folder, slaPolicy: slaPolicy, queueBound: queueBound)
    }
  }

  private init(path: String, scratch: ScratchFolder?, slaPolicy: SLAPolicy?, queueBound: Int) throws {
    self.path = path
    self.scratch = scratch
    try StoreFiles.prepare(path)
    lock = try StoreLock(database: path)
    let policy: SLAPolicy
    do {
      (pool, policy) = try DatabaseOpening.open(path, slaPolicy)
      auditKeys = try AuditKeys.ready(path, pool)
    } catch {
      lock.release()
      throw StoreFailure.wrapping(error, at: path)
    }
    anchors = AuditAnchorFile(database: path)
    commits = CommitThread(path: path, slaPolicy: policy, auditKeys: auditKeys, bound: queueBound)
    readers = ReaderThreads(pool: pool, path: path, slaPolicy: policy, auditKeys: auditKeys, bound: queueBound)
    startWriter()
  }

  deinit {
    commits.queue.close()
    readers.abandon()
    scratch?.remove()
  }

  private func startWriter() {
    writerEnded.enter()
    let thread = Thread { [commits, pool, writerEnded] in
      pool.writeWithoutTransaction { commits.serve($0) }
      writerEnded.leave()
    }
    thread.name = "store writer"
    thread.start()
  }

  /// Commits so far and the writes they carried.
  package var statistics: CommitStatistics { commits.statistics }

  package var figures: [StoreFigure] {
    let done = statistics
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.doubleValue ?? 0
    return [
      StoreFigure("factory_store_commits_total", "Commits to the disk.", Double(done.commits), isCounter: true),
      StoreFigure("factory_store_writes_total", "Transactions in them.", Double(done.writes), isCounter: true),
      StoreFigure("factory_store_queue", "Transactions that wait.", Double(commits.queue.count), isCounter: false),
      StoreFigure("factory_store_bytes", "Size of the database file.", size, isCounter: false),
    ]
  }

  package func write<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryTransaction) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { caller in
      let job = WriteJob(work, caller)
      switch commits.queue.add(job) {
      case .accepted: break
      case .full: job.settle(StoreFailure.queueFull)
      case .closed: job.settle(Self.closed)
      }
    }
  }

  package func read<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryReader) throws -> Value
  ) async throws -> Value {
    let path = path
    return try await withCheckedThrowingContinuation { caller in
      let admission = readers.add { reader in
        caller.resume(with: Result { try work(try reader.get()) }.mapError { StoreFailure.wrapping($0, at: path) })
      }
      switch admission {
      case .accepted: break
      case .full: caller.resume(throwing: StoreFailure.queueFull)
      case .closed: caller.resume(throwing: Self.closed)
      }
    }
  }

  package func onCommit(_ handler: @escaping @Sendable ([CommittedEvent]) -> Void) { commits.onCommit(handler) }

  /// Serves what waits, moves the log into the database file and gives the file free. Further calls do nothing.
  package func close() async {
    guard isClosed.withLock({ closed in !exchange(&closed, true) }) else { return }
    await offPool { [self] in
      commits.queue.close()
      readers.close()
      writerEnded.wait()
      try? anchorNow()
      try? pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try? pool.close()
      lock.release()
      scratch?.remove()
    }
  }

  /// Copies the store, as it is at one moment, into a new file while it goes on working.
  /// - Throws: `StoreFailure` when the file exists or cannot be written; nothing half-done is left.
  package func backup(to file: String) async throws {
    try await offPool { [self] in try StoreFiles.backup(pool, to: file) }
  }

  /// Notes what the end of the audit log is in the file beside the database, so that cutting it off shows.
  /// - Throws: `StoreFailure` when the file cannot be written.
  package func anchorAudit() async throws { try await offPool { [self] in try anchorNow() } }

  private func anchorNow() throws {
    let head = try pool.read { db in
      try SQLiteReader(db, .contract, cache: SnapshotCache(), auditKeys: auditKeys).auditHead()
    }
    guard let key = auditKeys.key(of: head.number) else { return }
    try anchors.note(row: head.number, hash: head.hash, key: key)
  }

  private static let closed = StoreFailure.unavailable("The store is closed.")
}

/// Runs blocking work on a thread of its own, so that no thread of the cooperative pool waits.
private func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { caller in
    Thread.detachNewThread { caller.resume(with: Result { try work() }) }
  }
}

private func offPool(_ work: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { caller in
    Thread.detachNewThread {
      work()
      caller.resume()
    }
  }
}

private func exchange(_ value: inout Bool, _ new: Bool) -> Bool {
  defer { value = new }
  return value
}
