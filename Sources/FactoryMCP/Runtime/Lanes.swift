// The threads that work: a few for calls that end soon, one each for calls that wait for a human. Any thread hands in work.
// Where they have a source, they take turns at it (leader and followers): whoever reads a message also does what it asks for, and another
// reads on meanwhile, so that no change of threads lies between a call and its answer. Invariant: one thread at most is at the source,
// and one always is or soon will be, however many calls are under way.
import Foundation

package final class Lanes: @unchecked Sendable {
  package typealias Job = @Sendable () -> Void
  /// Waits for input and hands in what it asks for; false at its end.
  package typealias Source = @Sendable () -> Bool

  // A condition, because workers wait on it; its lock guards what follows.
  private let condition = NSCondition()
  private var queue: [Job] = []
  private var head = 0
  private var threads = 0
  private var idle = 0
  private var waiting = 0
  private var source: Source?
  private var reader: pthread_t?
  private let limit: Int
  private let waitingLimit: Int
  private let underWay = DispatchGroup()
  private let sourceEnded = DispatchSemaphore(value: 0)

  package init(limit: Int = 4, waitingLimit: Int = 64) {
    self.limit = limit
    self.waitingLimit = waitingLimit
  }

  /// Runs soon, in the order of handing in, several at once. Threads are made when they are first needed.
  package func run(_ job: @escaping Job) {
    underWay.enter()
    condition.lock()
    queue.append(job)
    // Whoever is at the source looks at the queue next.
    let isReader = reader.map { pthread_equal($0, pthread_self()) != 0 } ?? false
    if isReader { condition.unlock() } else { unlockWaking() }
  }

  /// Runs on a thread of its own. False: too many wait already.
  package func runWaiting(_ job: @escaping Job) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard waiting < waitingLimit else { return false }
    waiting += 1
    underWay.enter()
    Self.thread("mcp-waiting") { [self] in
      job()
      condition.lock()
      waiting -= 1
      condition.unlock()
      underWay.leave()
    }
    return true
  }

  /// Has the threads take turns at the source; returns at its end.
  package func serve(_ source: @escaping Source) {
    condition.lock()
    self.source = source
    unlockWaking()
    sourceEnded.wait()
  }

  /// Whether all work ended within that time.
  package func drain(seconds: Double) -> Bool { underWay.wait(timeout: .now() + seconds) == .success }

  // MARK: With the lock held

  /// Unlocks first: who wakes up with the lock still held would at once sleep again.
  private func unlockWaking() {
    let wakes = idle > 0
    if !wakes, threads < limit { begin() }
    condition.unlock()
    if wakes { condition.signal() }
  }

  private func begin() {
    threads += 1
    Self.thread("mcp-worker") { [self] in
      while true { next()() }
    }
  }

  private var mayRead: Bool { source != nil && reader == nil }

  private func read(_ source: Source) {
    reader = pthread_self()
    condition.unlock()
    let goesOn = source()
    condition.lock()
    reader = nil
    if !goesOn {
      self.source = nil
      sourceEnded.signal()
    }
  }

  // MARK: On the threads

  private func next() -> Job {
    condition.lock()
    while true {
      // The last thread that is free reads, or nobody would hear of a cancellation.
      let isLast = idle == 0 && threads == limit
      if mayRead, head == queue.count || isLast, let source {
        read(source)
      } else if head < queue.count {
        return take()
      } else {
        sleep()
      }
    }
  }

  private func sleep() {
    idle += 1
    condition.wait()
    idle -= 1
  }

  /// Takes the next job and unlocks.
  private func take() -> Job {
    let job = queue[head]
    head += 1
    if head == queue.count || head > 1024 {
      queue.removeFirst(head)
      head = 0
    }
    if mayRead || head < queue.count { unlockWaking() } else { condition.unlock() }
    return { [self] in
      job()
      underWay.leave()
    }
  }

  private static func thread(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }
}
