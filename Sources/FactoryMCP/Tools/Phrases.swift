// Sentences for a model: short, with ids, in the order of what matters. Pure; the time comes in.
// What people wrote is put in as one line each, so that a title cannot pass for a line of ours.
import FactoryContracts

enum Phrases {
  /// One line of at most so many characters, without controls.
  static func line(_ text: String, _ limit: Int = 200) -> String {
    let flat = text.split(whereSeparator: {
      $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    })
    .joined(separator: " ")
    return flat.count > limit ? flat.prefix(limit) + "…" : flat
  }

  static func due(_ deadline: Timestamp?, breached: Bool, now: Timestamp) -> String? {
    guard let deadline else { return nil }
    let seconds = deadline.seconds(since: now)
    return seconds < 0 || breached ? "overdue by \(span(max(0, -seconds)))" : "due in \(span(seconds))"
  }

  static func span(_ seconds: Double) -> String {
    switch seconds {
    case ..<90: "\(Int(seconds)) s"
    case ..<5400: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3600)) h"
    default: "\(Int(seconds / 86400)) d"
    }
  }

  static func task(_ task: FactoryTask, now: Timestamp) -> String {
    var facts = [task.priority.rawValue, task.type.rawValue]
    if let stage = task.stageName { facts.append("at \(stage.rawValue)") }
    if let due = due(task.slaDeadline, breached: task.slaBreached, now: now) { facts.append(due) }
    if task.status != .pending { facts.append(task.status.rawValue) }
    if let name = task.claimedByName, task.status == .claimed { facts.append("held by \(line(name, 60))") }
    if task.deferredAt != nil { facts.append("deferred") }
    if task.pendingDecision != nil { facts.append("a decision is about to take effect") }
    return "[\(facts.joined(separator: ", "))] \(line(task.title)) (task_id \(task.id))"
  }

  static func evidence(_ context: TaskContext) -> [String] {
    var lines = ["   \(line(context.summary, 300))"]
    if let tests = context.testResults { lines.append("   tests: \(self.tests(tests))") }
    if let diff = context.diffSummary {
      lines.append("   diff: \(diff.filesChanged) files, +\(diff.insertions) −\(diff.deletions)")
    }
    return lines
  }

  static func tests(_ tests: TestResults) -> String {
    var words =
      "\(tests.passed) of \(tests.total) passed, \(tests.failed) failed, coverage \(percent(tests.coveragePercent))"
    for failure in (tests.failureDetails ?? []).prefix(3) {
      let place = failure.file.map { " at \($0)\(failure.line.map { ":\($0)" } ?? "")" } ?? ""
      words += "\n     failed: \(line(failure.testName, 80))\(line(place, 100)): \(line(failure.error, 160))"
    }
    return words
  }

  static func percent(_ value: Double) -> String { "\(Int(value.rounded())) %" }

  static func pipeline(_ pipeline: Pipeline, now: Timestamp) -> String {
    var facts = [
      pipeline.status.rawValue,
      "at \(pipeline.currentStage.rawValue) (\(max(0, pipeline.currentStage.order) + 1) of 8)",
    ]
    facts.append("priority \(pipeline.priority.rawValue)")
    if let due = due(pipeline.slaDeadline, breached: false, now: now), pipeline.status == .active { facts.append(due) }
    return "\(line(pipeline.name, 100)) [\(facts.joined(separator: ", "))] (pipeline_id \(pipeline.id))"
  }

  static func blocker(_ blocker: BlockerInfo) -> String {
    let hours = span(blocker.hoursBlocked * 3600)
    return
      "\(line(blocker.pipelineName, 100)) [\(blocker.priority.rawValue), \(blocker.blockerType.rawValue), for \(hours)]: "
      + "\(line(blocker.blockReason, 300)) (\(blocker.blockerType.rawValue) \(blocker.entityId), pipeline_id \(blocker.pipelineId))"
  }

  static func numbered(_ lines: [String]) -> String {
    lines.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
  }
}
