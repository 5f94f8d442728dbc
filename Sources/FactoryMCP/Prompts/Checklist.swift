// What is looked at before a deploy (contract §2.3, §5.2): each item with what is known about it. The prompt and the question of
// the permission gate show the same list.
import FactoryContracts

struct ChecklistItem: Sendable {
  enum State: String, Sendable { case holds = "x", open = " ", fails = "!" }

  var state: State
  var title: String
  var finding: String
}

enum Checklist {
  static func of(_ pipeline: Pipeline, _ target: DeployTarget, _ call: ToolCall) throws(ToolFailure) -> [ChecklistItem]
  {
    let tests = try PipelineReading.tests(pipeline.id, call)
    let approvals = try call.read(
      Endpoints.listApprovals, query: [("pipelineId", pipeline.id.description), ("limit", "100")])
    let jobs = try call.read(Endpoints.listJobs, pipeline.id, query: [("kind", "deploy"), ("limit", "50")])
    return [
      self.tests(tests, pipeline), review(approvals), conditions(approvals),
      check(pipeline, "readme", "README", "says what it does, how to set it up and how to run it"),
      check(pipeline, "toolsMd", "TOOLS.md", "lists every tool with its arguments"),
      check(pipeline, "envVars", "Environment variables", "are listed, and set at the target"),
      check(pipeline, "secrets", "Secrets", "are in the target's secret store, and in no file or log"),
      check(pipeline, "performance", "Performance", "was measured and is good enough"),
      rollback(jobs, target),
    ]
  }

  static func text(_ items: [ChecklistItem], _ pipeline: Pipeline, _ target: DeployTarget) -> String {
    let rows = items.map { "- [\($0.state.rawValue)] \($0.title): \($0.finding)" }
    return "Checklist for deploying \(Phrases.line(pipeline.name, 100)) to \(target.rawValue) "
      + "([x] known to hold, [!] known to fail, [ ] to be looked at):\n" + rows.joined(separator: "\n")
  }

  private static func tests(_ tests: TestResults?, _ pipeline: Pipeline) -> ChecklistItem {
    guard let tests else { return ChecklistItem(state: .open, title: "Tests", finding: "no test run is known") }
    let wanted = pipeline.config["coverageThreshold"]?.double
    let isEnough = wanted.map { tests.coveragePercent >= $0 } ?? true
    let words = Phrases.tests(tests) + (wanted.map { ", \(Phrases.percent($0)) wanted" } ?? "")
    return ChecklistItem(
      state: tests.failed == 0 && tests.total > 0 && isEnough ? .holds : .fails, title: "Tests", finding: words)
  }

  private static func review(_ approvals: [Approval]) -> ChecklistItem {
    let reviews = approvals.filter { $0.type == .codeReview }.sorted { $0.createdAt > $1.createdAt }
    switch reviews.first?.status {
    case .approved: return ChecklistItem(state: .holds, title: "Code review", finding: "approved")
    case .rejected:
      let reason = reviews.first?.rejectionReason.map { ": \(Phrases.line($0, 200))" } ?? ""
      return ChecklistItem(state: .fails, title: "Code review", finding: "rejected\(reason)")
    default: return ChecklistItem(state: .open, title: "Code review", finding: "not decided")
    }
  }

  private static func conditions(_ approvals: [Approval]) -> ChecklistItem {
    let open = approvals.filter { $0.status == .approved }.flatMap(\.openConditions)
    guard !open.isEmpty else { return ChecklistItem(state: .holds, title: "Conditions", finding: "none is open") }
    let words = open.prefix(5).map { Phrases.line($0, 120) }.joined(separator: "; ")
    return ChecklistItem(state: .open, title: "Conditions", finding: "\(open.count) open: \(words)")
  }

  /// Looked up in `metadata.checks`, where agents and people write down what they found.
  private static func check(_ pipeline: Pipeline, _ name: String, _ title: String, _ words: String) -> ChecklistItem {
    switch pipeline.metadata["checks"]?[name]?.bool {
    case true: ChecklistItem(state: .holds, title: title, finding: words)
    case false: ChecklistItem(state: .fails, title: title, finding: "was looked at, and does not hold: it \(words)")
    case nil: ChecklistItem(state: .open, title: title, finding: words)
    }
  }

  private static func rollback(_ jobs: [Job], _ target: DeployTarget) -> ChecklistItem {
    let last = jobs.first { $0.status == .succeeded && $0.payload["target"]?.string == target.rawValue }
    guard let last, let version = last.payload["version"]?.string else {
      return ChecklistItem(
        state: .open, title: "Rollback plan", finding: "this is the first deploy there; say what is done if it fails")
    }
    return ChecklistItem(
      state: .holds, title: "Rollback plan", finding: "back to \(Phrases.line(version, 60)), which ran there before")
  }
}
