// Evidence as plain text for `$PAGER`. Unchanged data: the screen's layer makes it safe.
import FactoryContracts

enum PagerText {
  static func overview(_ task: FactoryTask) -> String {
    [task.title, task.description, task.context.summary, task.context.details].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  static func diff(_ task: FactoryTask) -> String {
    let files = task.context.diffSummary?.files ?? []
    return files.map { $0.patch ?? "\($0.path): \($0.status.rawValue), +\($0.insertions) -\($0.deletions)\n" }
      .map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
  }

  static func tests(_ task: FactoryTask) -> String {
    guard let results = task.context.testResults else { return "No tests came with this item.\n" }
    let totals = "\(results.passed) passed, \(results.failed) failed, \(results.skipped) skipped of \(results.total)\n"
    return ([totals] + (results.failureDetails ?? []).map(failure)).joined(separator: "\n")
  }

  private static func failure(_ failure: TestFailure) -> String {
    let place = failure.file.map { file in failure.line.map { "  \(file):\($0)\n" } ?? "  \(file)\n" } ?? ""
    return "\(failure.testName)\n\(place)\(failure.error)\n"
  }

  static func timeline(_ entries: [AuditEntry]) -> String {
    entries.map { "\($0.createdAt)  \($0.actorName ?? $0.actorType.rawValue)  \($0.action)\n" }.joined()
  }
}
