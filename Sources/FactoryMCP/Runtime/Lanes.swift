// The threads that work: a few for calls that end soon, one each for calls that wait for a human. Any thread hands in work.
import Foundation

package final class Lanes: @unchecked Sendable {
  package typealias Job = @Sendable () -> Void

  // A condition, because workers wait on it; its lock guards what follows.
  private let condition = NSCondition()
  private var queue: [Job] = []
  private var head = 0
  private var threads = 0
  private var idle = 0
  private var waiting = 0
  private var busy = 0
  private let limit: Int
  private let waitingLimit: Int

  package init(limit: Int = 4, waitingLimit: Int = 64) {
    self.limit = limit
    self.waitingLimit = waitingLimit
  }

  /// Runs soon, in the order of handing in, several at once. Threads are made when they are first needed.
  package func run(_ job: @escaping Job) {
    condition.lock()
    queue.append(job)
    if idle > 0 { condition.signal() } else if threads < limit { begin() }
    condition.unlock()
  }

  /// Runs on a thread of its own. False: too many wait already.
  package func runWaiting(_ job: @escaping Job) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard waiting < waitingLimit else { return false }
    waiting += 1
    Self.thread("mcp-waiting") { [self] in
      job()
      condition.lock()
      waiting -= 1
      condition.broadcast()
      condition.unlock()
    }
    return true
  }

  /// Whether all work ended within that time.
  package func drain(seconds: Double) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: seconds)
    while head < queue.count || busy > 0 || waiting > 0 {
      guard condition.wait(until: end) else { return false }
    }
    return true
  }

  private func begin() {
    threads += 1
    Self.thread("mcp-worker") { [self] in
      while true { next()() }
    }
  }

  private func next() -> Job {
    condition.lock()
    defer { condition.unlock() }
    while head == queue.count {
      idle += 1
      condition.wait()
      idle -= 1
    }
    let job = queue[head]
    head += 1
    if head == queue.count || head > 1024 {
      queue.removeFirst(head)
      head = 0
    }
    busy += 1
    return { [self] in
      job()
      condition.lock()
      busy -= 1
      if busy == 0 { condition.broadcast() }
      condition.unlock()
    }
  }

  private static func thread(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }
}
