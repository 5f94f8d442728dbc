// A fake of the server's promises about decisions: a key acts once and is replayed (ruling R8); a decision stays in its grace
// until it is undone; deciding twice is 409. Counts what was really executed.
import FactoryContracts
import Foundation
import Synchronization
import TestSupport

final class DecisionServer: Sendable {
  struct State {
    /// Answers by key.
    var answers: [String: [FakeStep]] = [:]
    /// Executions by key, and the tasks each request acted on, in order: `approve 1`, `undo 1`.
    var executions: [String: Int] = [:]
    var log: [String] = []
    var tasks: [EntityID: FactoryTask] = [:]
    /// What the next requests get instead of being executed, and what they get after being executed.
    var before: [[FakeStep]] = []
    var after: [[FakeStep]] = []
  }

  let state = Mutex(State())
  let me = Sample.decider

  var log: [String] { state.withLock { $0.log } }
  var executions: [String: Int] { state.withLock { $0.executions } }

  /// The next request is not executed and gets this.
  func failNext(_ steps: [FakeStep]) { state.withLock { $0.before.append(steps) } }
  /// The next request is executed, and its answer is lost in this way.
  func loseNext(_ steps: [FakeStep]) { state.withLock { $0.after.append(steps) } }

  func answer(_ request: FakeRequest) -> [FakeStep] {
    state.withLock { state in
      if request.method == "GET" { return read(request, state) }
      if !state.before.isEmpty { return state.before.removeFirst() }
      let key = request.headers["idempotency-key"] ?? ""
      let answer = state.answers[key] ?? execute(request, key, &state)
      state.answers[key] = answer
      return state.after.isEmpty ? answer : state.after.removeFirst()
    }
  }

  private func taskId(_ request: FakeRequest) -> EntityID? {
    request.path.split(separator: "/").compactMap { EntityID($0) }.first
  }

  private func read(_ request: FakeRequest, _ state: State) -> [FakeStep] {
    guard let id = taskId(request), let task = state.tasks[id] else { return FakeReply.error(404, "NOT_FOUND") }
    return Self.reply(task)
  }

  private func execute(_ request: FakeRequest, _ key: String, _ state: inout State) -> [FakeStep] {
    state.executions[key, default: 0] += 1
    if request.path == "/v1/tasks/bulk" {
      state.log.append("bulk")
      return FakeReply.json(#"{"ok":true,"data":{"succeeded":["\#(Sample.id(1))"],"failed":[]}}"#)
    }
    guard let id = taskId(request) else { return FakeReply.error(404, "NOT_FOUND") }
    var task = state.tasks[id] ?? Sample.task(Int(id.low & 0xffff))
    let number = id.low & 0xffff
    if request.path.hasSuffix("/undo") {
      state.log.append("undo \(number)")
      guard task.pendingDecision != nil else { return FakeReply.error(409, "CONFLICT") }
      task.pendingDecision = nil
    } else {
      guard task.pendingDecision == nil, task.decision == nil,
        let body = try? FactoryJSON.decode(CompleteTaskBody.self, from: request.body)
      else {
        state.log.append("conflict \(number)")
        return FakeReply.error(409, "CONFLICT")
      }
      state.log.append("\(body.decision.rawValue) \(number)")
      task.pendingDecision = PendingDecision(decision: body.decision, by: me, effectiveAt: Sample.start)
    }
    state.tasks[id] = task
    return Self.reply(task)
  }

  static func reply(_ task: FactoryTask) -> [FakeStep] {
    let data = (try? FactoryJSON.encode(APIResponse(data: task))) ?? Data()
    return FakeReply.json(String(decoding: data, as: UTF8.self))
  }
}

/// Entries as the command center makes them.
enum Entries {
  static func decide(
    _ number: Int, key: Int, _ decision: TaskDecision = .approved, at moment: Timestamp = WallTime.now
  ) -> OutboxEntry {
    let body = try? FactoryJSON.encode(CompleteTaskBody(decision: decision, graceSeconds: 5))
    return OutboxEntry(
      key: Sample.id(key), taskIds: [Sample.id(number)], verb: "approve", title: "Task \(number)",
      path: "/v1/tasks/\(Sample.id(number))/complete", body: body.map { String(decoding: $0, as: UTF8.self) },
      ifMatch: 1, createdAt: moment, decision: decision)
  }

  static func undo(_ number: Int, key: Int, at moment: Timestamp = WallTime.now) -> OutboxEntry {
    OutboxEntry(
      key: Sample.id(key), taskIds: [Sample.id(number)], verb: "undo", title: "Task \(number)",
      path: "/v1/tasks/\(Sample.id(number))/undo", createdAt: moment)
  }
}

enum WallTime {
  static var now: Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }
}
