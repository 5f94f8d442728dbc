// The sentences of linear mode: one line for one thing, what matters first, no columns and no signs. Pure; any thread.
import FactoryContracts
import FactoryState

enum LinearText {
  static func head(shown: Int, total: Int, search: String) -> String {
    let matching = search.isEmpty ? "" : " with “\(search)”"
    guard total > 0 else { return "Nothing waits\(matching)." }
    let count = total == 1 ? "1 item waits" : "\(total) items wait"
    return shown < total ? "\(count)\(matching); the first \(shown):" : "\(count)\(matching):"
  }

  /// `3. high, due in 12m, review, shopify review, 2 tests failed: Retry on 429`
  static func line(_ number: Int, _ task: FactoryTask, pipeline: String?, now: Timestamp) -> String {
    let place = [pipeline, task.stageName?.rawValue].compactMap { $0 }.joined(separator: " ")
    let parts = [
      task.priority.rawValue, task.slaDeadline.map { due($0, now) },
      task.type.rawValue.split(separator: "_").joined(separator: " "),
      place.isEmpty ? nil : place, tests(task), state(task),
    ]
    return "\(number). \(parts.compactMap { $0 }.joined(separator: ", ")): \(task.title)"
  }

  static func done(_ decision: TaskDecision, _ task: FactoryTask, grace: Int) -> String {
    let past = DecisionWords.past(decision)
    let word = past.prefix(1).uppercased() + past.dropFirst()
    guard task.pendingDecision != nil else { return "\(word): \(task.title)" }
    return "\(word), u takes it back for \(grace) seconds: \(task.title)"
  }

  static func words(_ state: ChecklistState) -> String {
    switch state {
    case .holds: "Holds"
    case .fails: "Fails"
    case .open: "Not known"
    }
  }

  private static func due(_ deadline: Timestamp, _ now: Timestamp) -> String {
    let left = TimeText.left(until: deadline, now: now)
    return left.hasPrefix("-") ? "late by \(left.dropFirst())" : "due in \(left)"
  }

  private static func tests(_ task: FactoryTask) -> String? {
    guard let results = task.context.testResults, results.total > 0 else { return nil }
    return results.failed > 0 ? "\(results.failed) of \(results.total) tests failed" : "\(results.passed) tests passed"
  }

  private static func state(_ task: FactoryTask) -> String? {
    if let pending = task.pendingDecision {
      return "\(DecisionWords.past(pending.decision)) by \(pending.byName ?? "someone") a moment ago"
    }
    if let name = task.claimedByName, task.claimedBy != nil { return "held by \(name)" }
    return task.escalationLevel > 0 ? "escalated" : nil
  }
}
