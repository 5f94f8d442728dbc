// Blocks until a task is decided. The socket's reader thread wakes this one; the answer is always read afresh from the server.
//
// No decision is missed: the task is read after each (re)connect, when the subscription already stands, and after each
// event that names it.
import FactoryClient
import FactoryContracts
import Dispatch
import Foundation
import Synchronization

enum Waiting {
  /// Prints the decided task and throws the exit status it stands for; returns when it was approved.
  static func run(_ id: EntityID, _ connection: Connection, timeout: Double?, json: Bool) throws {
    guard let task = try decided(id, connection, timeout: timeout, json: json) else {
      throw CommandFailure(.timedOut, "No decision within \(Int(timeout ?? 0)) s; the task stays in the queue.")
    }
    try report(task, json: json)
    let status = exitStatus(task)
    guard status == .done else { throw CommandFailure(status, "") }
  }

  static func exitStatus(_ task: FactoryTask) -> ExitStatus {
    if task.withdrawnAt != nil { return .withdrawn }
    switch task.decision {
    case .approved: return .done
    case .rejected: return .rejected
    case .deferred: return .deferred
    case .escalated, .unknown, nil: return task.deferredAt == nil ? .failed : .deferred
    }
  }

  private static func report(_ task: FactoryTask, json: Bool) throws {
    if json { return try Output.json(task.listForm) }
    let by = task.decidedByName.map { " by \($0)" } ?? ""
    let notes = task.decisionNotes.map { ": \($0)" } ?? ""
    Output.line("\(TaskText.state(task))\(by)\(notes)")
    for line in TaskText.remarks(task) { Output.line("  \(line)") }
  }

  /// The task once it is decided, deferred or withdrawn; nil at the time-out.
  static func decided(
    _ id: EntityID, _ connection: Connection, timeout: Double?, json: Bool
  ) throws -> FactoryTask? {
    let start = try read(id, connection, json: json)
    if isOver(start, since: start) { return start }
    let signal = Wakeup()
    let link = SocketReader(address: connection.socketAddress, source: connection.source)
    link.start(channels: ["tasks:*"], since: nil) { event in
      if case .refused = event { signal.refuse(event) } else if concerns(event, id) { signal.wake() }
    }
    defer { link.stop() }
    let deadline = timeout.map { Date().addingTimeInterval($0) }
    while true {
      guard signal.wait(until: deadline) else {
        // "Nobody decided" is said only by a server that says so.
        let task = try read(id, connection, json: json)
        return isOver(task, since: start) ? task : nil
      }
      // A server that is away for a moment is no answer: the link comes back and wakes this again.
      if let task = try? read(id, connection, json: json), isOver(task, since: start) { return task }
      if case .refused(let error)? = signal.refusal { throw CommandFailure(.refused(error), json: json) }
    }
  }

  /// A deferral ends the waiting only when it was made after the waiting began.
  private static func isOver(_ task: FactoryTask, since start: FactoryTask) -> Bool {
    if task.status == .completed { return true }
    guard task.pendingDecision == nil, let deferred = task.deferredAt else { return false }
    return deferred != start.deferredAt
  }

  private static func read(_ id: EntityID, _ connection: Connection, json: Bool) throws -> FactoryTask {
    try connection.api.ask(Endpoints.getTask, path: [id.description], json: json).data
  }

  private static func concerns(_ event: LinkEvent, _ id: EntityID) -> Bool {
    switch event {
    case .connected, .resumeTooOld: true
    case .event(let event):
      switch event.event {
      case .taskCompleted(let payload): payload.task.id == id
      case .taskUpdated(let payload), .taskEscalated(let payload), .taskClaimed(let payload): payload.task.id == id
      default: false
      }
    case .connecting, .presence, .disconnected, .refused, .silent, .heard: false
    }
  }
}

/// A flag that one thread raises and another waits for.
private final class Wakeup: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let state = Mutex<LinkEvent?>(nil)
  var refusal: LinkEvent? { state.withLock { $0 } }

  func wake() { semaphore.signal() }
  func refuse(_ event: LinkEvent) {
    state.withLock { $0 = event }
    semaphore.signal()
  }

  /// False when the deadline came first.
  func wait(until deadline: Date?) -> Bool {
    guard let deadline else {
      semaphore.wait()
      return true
    }
    return semaphore.wait(timeout: .now() + max(0, deadline.timeIntervalSinceNow)) == .success
  }
}
