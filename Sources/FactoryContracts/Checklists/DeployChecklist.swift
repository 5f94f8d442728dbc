// What is looked at before a deploy (contract §2.3, §5.2): each item with what is known about it. The question at a deploy's gate, the
// question of the permission gate and the prompt show the same list. Pure: the facts come in.

package enum ChecklistState: String, Sendable {
  case holds = "x"
  case open = " "
  case fails = "!"
}

package struct ChecklistItem: Sendable, Hashable {
  package var state: ChecklistState
  package var title: String
  package var finding: String
}

/// What is known when the list is made.
package struct DeployFacts: Sendable {
  package var pipeline: Pipeline
  package var target: DeployTarget
  package var tests: TestResults?
  package var approvals: [Approval]
  /// What ran at the target before.
  package var lastVersion: String?

  package init(
    pipeline: Pipeline, target: DeployTarget, tests: TestResults?, approvals: [Approval], lastVersion: String?
  ) {
    self.pipeline = pipeline
    self.target = target
    self.tests = tests
    self.approvals = approvals
    self.lastVersion = lastVersion
  }
}

package enum DeployChecklist {
  package static func items(_ facts: DeployFacts) -> [ChecklistItem] {
    [tests(facts), review(facts.approvals), conditions(facts.approvals)] + checks(facts.pipeline) + [rollback(facts)]
  }

  package static func text(_ facts: DeployFacts) -> String {
    let rows = items(facts).map { "- [\($0.state.rawValue)] \($0.title): \($0.finding)" }
    return "Checklist for deploying \(line(facts.pipeline.name, 100)) to \(facts.target.rawValue) "
      + "([x] known to hold, [!] known to fail, [ ] to be looked at):\n" + rows.joined(separator: "\n")
  }

  private static func tests(_ facts: DeployFacts) -> ChecklistItem {
    guard let tests = facts.tests else {
      return ChecklistItem(state: .open, title: "Tests", finding: "no test run is known")
    }
    let wanted = facts.pipeline.config["coverageThreshold"]?.double
    let isEnough = wanted.map { tests.coveragePercent >= $0 } ?? true
    let words =
      "\(tests.passed) of \(tests.total) passed, \(tests.failed) failed, coverage \(Int(tests.coveragePercent.rounded())) %"
      + (wanted.map { ", \(Int($0.rounded())) % wanted" } ?? "")
    return ChecklistItem(
      state: tests.failed == 0 && tests.total > 0 && isEnough ? .holds : .fails, title: "Tests", finding: words)
  }

  private static func review(_ approvals: [Approval]) -> ChecklistItem {
    let newest = approvals.filter { $0.type == .codeReview }.max { $0.createdAt < $1.createdAt }
    switch newest?.status {
    case .approved: return ChecklistItem(state: .holds, title: "Code review", finding: "approved")
    case .rejected:
      let reason = newest?.rejectionReason.map { ": \(line($0, 200))" } ?? ""
      return ChecklistItem(state: .fails, title: "Code review", finding: "rejected\(reason)")
    default: return ChecklistItem(state: .open, title: "Code review", finding: "not decided")
    }
  }

  private static func conditions(_ approvals: [Approval]) -> ChecklistItem {
    let open = approvals.filter { $0.status == .approved }.flatMap(\.openConditions)
    guard !open.isEmpty else { return ChecklistItem(state: .holds, title: "Conditions", finding: "none is open") }
    let words = open.prefix(5).map { line($0, 120) }.joined(separator: "; ")
    return ChecklistItem(state: .open, title: "Conditions", finding: "\(open.count) open: \(words)")
  }

  /// Looked up in `metadata.checks`, where agents and people write down what they found.
  private static func checks(_ pipeline: Pipeline) -> [ChecklistItem] {
    let rows = [
      ("readme", "README", "says what it does, how to set it up and how to run it"),
      ("toolsMd", "TOOLS.md", "lists every tool with its arguments"),
      ("envVars", "Environment variables", "are listed, and set at the target"),
      ("secrets", "Secrets", "are in the target's secret store, and in no file or log"),
      ("performance", "Performance", "was measured and is good enough"),
    ]
    return rows.map { name, title, words in
      switch pipeline.metadata["checks"]?[name]?.bool {
      case true: ChecklistItem(state: .holds, title: title, finding: words)
      case false:
        ChecklistItem(state: .fails, title: title, finding: "was looked at, and it does not hold that it \(words)")
      case nil: ChecklistItem(state: .open, title: title, finding: words)
      }
    }
  }

  private static func rollback(_ facts: DeployFacts) -> ChecklistItem {
    guard let version = facts.lastVersion else {
      return ChecklistItem(
        state: .open, title: "Rollback plan", finding: "this is the first deploy there; say what is done if it fails")
    }
    return ChecklistItem(
      state: .holds, title: "Rollback plan", finding: "back to \(line(version, 60)), which ran there before")
  }

  /// One line of at most so many characters: what people wrote cannot pass for a row of ours.
  private static func line(_ text: String, _ limit: Int) -> String {
    let flat = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return flat.count > limit ? flat.prefix(limit) + "…" : flat
  }
}
