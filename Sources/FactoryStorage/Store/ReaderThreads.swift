// The readers: a few threads, each with a connection of its own, so that a list never waits for a writer, a long stream
// never for the cooperative pool, and no read pays for borrowing a connection. Threads start when they are needed.
import FactoryEngine
import Foundation
import GRDB
import Synchronization

final class ReaderThreads: Sendable {
  /// A stream that waits for a slow client keeps a thread; the others serve on.
  static let limit = 6

  private struct Crew {
    var running = 0
    var busy = 0
  }

  private let queue: WorkQueue<PendingRead>
  private let pool: DatabasePool
  private let path: String
  private let slaPolicy: SLAPolicy
  private let auditKeys: AuditKeys
  private let crew = Mutex(Crew())
  private let ended = DispatchGroup()

  init(pool: DatabasePool, path: String, slaPolicy: SLAPolicy, auditKeys: AuditKeys, bound: Int) {
    self.pool = pool
    self.auditKeys = auditKeys
    self.path = path
    self.slaPolicy = slaPolicy
    queue = WorkQueue(bound: bound)
  }

  func add(_ read: @escaping PendingRead) -> WorkQueue<PendingRead>.Admission {
    let admission = queue.add(read)
    guard case .accepted = admission else { return admission }
    let start = crew.withLock { crew in
      crew.busy += 1
      guard crew.busy > crew.running, crew.running < Self.limit else { return false }
      crew.running += 1
      return true
    }
    if start { startThread() }
    return admission
  }

  /// Serves what waits, then ends every thread.
  func close() {
    queue.close()
    ended.wait()
  }

  /// Lets the threads end by themselves.
  func abandon() { queue.close() }

  private func startThread() {
    ended.enter()
    let thread = Thread { [self] in
      serve()
      ended.leave()
    }
    thread.name = "store reader"
    thread.start()
  }

  private func serve() {
    do {
      try pool.unsafeRead { db in
        let cache = SnapshotCache()
        while let reads = queue.take(upTo: 1) {
          for read in reads { run(read, db, cache) }
        }
      }
    } catch {
      refuseAll(StoreFailure.wrapping(error, at: path))
    }
  }

  private func run(_ read: PendingRead, _ db: Database, _ cache: SnapshotCache) {
    defer { crew.withLock { $0.busy -= 1 } }
    do {
      try db.run("BEGIN DEFERRED")
    } catch {
      read(.failure(StoreFailure.wrapping(error, at: path)))
      return
    }
    read(.success(SQLiteReader(db, slaPolicy, cache: cache, auditKeys: auditKeys)))
    try? db.rollback()
  }

  /// Without a connection nobody is left waiting; the thread gives its place back, so that the next read tries anew.
  private func refuseAll(_ failure: any Error) {
    crew.withLock { $0.running -= 1 }
    while let reads = queue.takeNow() {
      crew.withLock { $0.busy -= reads.count }
      for read in reads { read(.failure(failure)) }
    }
  }
}
