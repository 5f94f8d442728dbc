// What a new task must look like; every problem is named at once (rulings R5, R44, R57, design §5).
import FactoryContracts

/// Limits of what a task may carry.
package enum TaskLimits {
  package static let title = FieldLimits.title
  package static let summary = FieldLimits.summary
  package static let text = FieldLimits.description
  package static let key = FieldLimits.key
  package static let files = FieldLimits.files
  package static let failures = FieldLimits.failures
  package static let metrics = FieldLimits.metrics
  /// Bytes of patches and texts of one task.
  package static let evidenceBytes = 16 << 20
}

enum TaskChecks {
  static func check(_ body: CreateTaskBody, now: Timestamp) -> Problems {
    var problems = Problems()
    problems.text("title", body.title, max: TaskLimits.title)
    problems.text("description", optional: body.description, max: TaskLimits.text)
    problems.known("type", body.type)
    problems.known("stageName", body.stageName)
    problems.known("priority", body.priority)
    problems.number("requiredApprovers", body.requiredApprovers, in: PipelineRules.approverRange)
    check(body.key, &problems)
    if let deadline = body.slaDeadline, deadline <= now {
      problems.add("slaDeadline", "slaDeadline has passed.", received: .time(deadline), expected: "a time after \(now)")
    }
    if body.blocksStageAdvance == true, body.pipelineId == nil {
      problems.add(
        "blocksStageAdvance", "blocksStageAdvance needs a pipelineId.", received: true,
        expected: "a pipelineId beside it")
    }
    check(body.context, &problems)
    return problems
  }

  private static func check(_ key: String?, _ problems: inout Problems) {
    guard let key else { return }
    problems.text("key", key, max: TaskLimits.key)
    if key.hasPrefix(OwnKey.prefix) {
      problems.add(
        "key", "Keys that begin with \(OwnKey.prefix) are the factory's own.", received: .string(key),
        expected: "another prefix")
    }
  }

  static func check(_ context: TaskContext, _ problems: inout Problems) {
    problems.text("context.summary", context.summary, max: TaskLimits.summary)
    problems.text("context.details", optional: context.details, max: FieldLimits.details)
    if let tests = context.testResults { check(tests, &problems) }
    if let diff = context.diffSummary { check(diff, &problems) }
    if let call = context.call { RuleChecks.check(call, "context.call", &problems) }
    problems.number("context.metrics.count", context.metrics?.count, in: 0...TaskLimits.metrics)
    for (name, value) in context.metrics ?? [:] where !value.isFinite {
      problems.add("context.metrics.\(name)", "The metric \(name) is no finite number.", expected: "a finite number")
    }
    let bytes = size(context)
    if bytes > TaskLimits.evidenceBytes {
      problems.add(
        "context", "The evidence has \(bytes) bytes.", received: .count(bytes),
        expected: "at most \(TaskLimits.evidenceBytes) bytes")
    }
  }

  private static func check(_ tests: TestResults, _ problems: inout Problems) {
    for (name, value) in [
      ("total", tests.total), ("passed", tests.passed), ("failed", tests.failed), ("skipped", tests.skipped),
    ] {
      problems.number("context.testResults.\(name)", value, in: FieldLimits.tests)
    }
    if !(0...100).contains(tests.coveragePercent) {
      problems.add(
        "context.testResults.coveragePercent", "coveragePercent is \(tests.coveragePercent).",
        received: tests.coveragePercent.isFinite ? .number(tests.coveragePercent) : .null, expected: "0 to 100")
    }
    problems.number(
      "context.testResults.failureDetails.count", tests.failureDetails?.count, in: 0...TaskLimits.failures)
  }

  private static func check(_ diff: DiffSummary, _ problems: inout Problems) {
    problems.number("context.diffSummary.files.count", diff.files.count, in: 0...TaskLimits.files)
    for (name, value) in [
      ("filesChanged", diff.filesChanged), ("insertions", diff.insertions), ("deletions", diff.deletions),
    ] {
      problems.number("context.diffSummary.\(name)", value, in: FieldLimits.changes)
    }
    for (index, file) in diff.files.enumerated() where file.status == .unknown || file.path.isEmpty {
      problems.add(
        "context.diffSummary.files[\(index)]", "File \(index) has no path or an unknown status.",
        received: .string(file.path), expected: "a path and one of added, modified, deleted, renamed")
    }
  }

  private static func size(_ context: TaskContext) -> Int {
    var bytes = context.summary.utf8.count + (context.details?.utf8.count ?? 0)
    for file in context.diffSummary?.files ?? [] { bytes += file.path.utf8.count + (file.patch?.utf8.count ?? 0) }
    for failure in context.testResults?.failureDetails ?? [] {
      bytes += failure.testName.utf8.count + failure.error.utf8.count
    }
    return bytes
  }
}
