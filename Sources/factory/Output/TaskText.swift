// One task as text: after a change in one line, for `show` with its evidence.
import FactoryContracts
import FactoryState
import TerminalKit

enum TaskText {
  static func printChanged(_ task: FactoryTask, json: Bool) throws {
    if json { return try Output.json(task.listForm) }
    Output.line("\(task.id.short)  \(state(task))  \(task.title)")
  }

  /// What a task's state is called; a decision inside its grace says until when it can be taken back.
  static func state(_ task: FactoryTask) -> String {
    if let pending = task.pendingDecision { return "\(pending.decision.rawValue), takes effect \(pending.effectiveAt)" }
    if task.withdrawnAt != nil { return "withdrawn" }
    if let decision = task.decision { return decision.rawValue }
    return task.deferredAt == nil ? task.status.rawValue : "deferred"
  }

  static func full(_ task: FactoryTask, pipeline: String?, now: Timestamp) -> [String] {
    var lines = [
      oneLine(task.title), "id          \(task.id)", "state       \(state(task))",
      "priority    \(task.priority.rawValue)",
    ]
    lines.append("type        \(task.type.rawValue)")
    if let pipeline {
      lines.append("pipeline    \(oneLine(pipeline))" + (task.stageName.map { " · \($0.rawValue)" } ?? ""))
    }
    if let name = task.createdByName { lines.append("asked by    \(oneLine(name)), \(task.createdAt)") }
    if let deadline = task.slaDeadline {
      lines.append("due         \(deadline) (\(TimeText.left(until: deadline, now: now)))")
    }
    if let by = task.decidedByName {
      lines.append("decided by  \(oneLine(by)), \(task.decidedAt.map(\.description) ?? "")")
    }
    if let notes = task.decisionNotes { lines += ["notes"] + indented(notes) }
    let said = remarks(task)
    if !said.isEmpty { lines += ["on lines"] + said.map { "  \($0)" } }
    lines += [""] + indented(task.context.summary)
    if let details = task.context.details { lines += [""] + indented(details) }
    let earlier = task.context.call?.earlier ?? []
    if !earlier.isEmpty { lines += ["", "earlier in this session"] + earlier.map { "  \(oneLine($0))" } }
    lines += tests(task.context.testResults) + metrics(task.context.metrics) + diff(task.context.diffSummary)
    return lines.flatMap(lines(of:))
  }

  /// What a decision asks to be changed, and what it says about single lines.
  static func remarks(_ task: FactoryTask) -> [String] {
    ["requestedChanges", "comments"].flatMap { task.decisionData[$0]?.array?.compactMap(\.string) ?? [] }.map(oneLine)
  }

  /// What belongs on one line stays there: a line feed in a title must not make a line that looks like one of ours.
  private static func oneLine(_ text: String) -> String { SafeText.sanitize(text) }

  /// Text of several lines, set apart from the lines that are ours.
  private static func indented(_ text: String) -> [String] {
    lines(of: text).map { "  \($0)" }
  }

  /// By line feeds alone: to Swift a carriage return and the line feed behind it are one character.
  static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  private static func tests(_ results: TestResults?) -> [String] {
    guard let results else { return [] }
    let totals =
      "tests       \(results.passed) passed, \(results.failed) failed, \(results.skipped) skipped"
      + (results.coveragePercent > 0 ? ", coverage \(results.coveragePercent) %" : "")
    let failures = (results.failureDetails ?? []).map { failure in
      let place = failure.file.map { " (\($0)\(failure.line.map { ":\($0)" } ?? ""))" } ?? ""
      let error = indented(failure.error).map { "  " + $0 }
      return ([oneLine("  ✗ \(failure.testName)\(place)")] + error).joined(separator: "\n")
    }
    return ["", totals] + failures
  }

  private static func metrics(_ values: [String: Double]?) -> [String] {
    guard let values, !values.isEmpty else { return [] }
    return [""] + values.sorted { $0.key < $1.key }.map { "\(oneLine($0.key)) = \($0.value)" }
  }

  private static func diff(_ summary: DiffSummary?) -> [String] {
    guard let summary else { return [] }
    let files = summary.files.map { "  \($0.status.rawValue)  \(oneLine($0.path))  +\($0.insertions) −\($0.deletions)" }
    let patches = summary.files.compactMap(\.patch).flatMap { ["", $0] }
    let count = "\(summary.filesChanged) file\(summary.filesChanged == 1 ? "" : "s")"
    return ["", "\(count)  +\(summary.insertions) −\(summary.deletions)"] + files + patches
  }
}
