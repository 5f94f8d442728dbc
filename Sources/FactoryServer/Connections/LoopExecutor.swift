// Runs a connection's task on the thread of its own event loop: a small request is answered without changing threads.
// Whatever takes long (large bodies, password hashes, the store) leaves the loop on its own.
import NIOCore

/// An event loop as the preferred executor of tasks.
final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop
  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
