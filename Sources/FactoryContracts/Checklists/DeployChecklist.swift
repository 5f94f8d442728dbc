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

  package init(state: ChecklistState, title: String, finding: String) {
    self.state = state
    self.title = title
    self.finding = finding
  }
}

/// What is known when the list is made.
package struct DeployFacts: Sendable {
  package var pipeline: Pipeline
  package var target: DeployTarget
  package var tests: TestResults?
  package var approvals: [Approval]
  /// What would run then; nil: not known.
  package var version: String?
  /// What runs at the target now.
  package var lastVersion: String?
  /// What runs at staging and answered there.
  package var stagingVersion: String?
  /// The assets that the pipeline's rules ask for, each with whether it is stored.
  package var assets: [String: Bool]

  package init(
    pipeline: Pipeline, target: DeployTarget, tests: TestResults?, approvals: [Approval], version: String? = nil,
    lastVersion: String?, stagingVersion: String? = nil, assets: [String: Bool] = [:]
  ) {
    self.pipeline = pipeline
    self.target = target
    self.tests = tests
    self.approvals = approvals
    self.version = version
    self.lastVersion = lastVersion
    self.stagingVersion = stagingVersion
    self.assets = assets
  }
}

package enum DeployChecklist {
  package static func items(_ facts: DeployFacts) -> [ChecklistItem] {
    [version(facts)] + tested(facts.tests, facts.pipeline) + [review(facts.approvals), conditions(facts.approvals)]
      + staging(facts) + assets(facts.assets) + checks(facts.pipeline) + [rollback(facts)]
  }

  package static func text(_ facts: DeployFacts) -> String {
    text(items(facts), "Checklist for deploying \(line(facts.pipeline.name, 100)) to \(facts.target.rawValue)")
  }

  /// What is looked at before a deploy is taken back: what was tested then was tested then.
  /// - Parameter from: what runs now; `version` ran there before it and answered.
  package static func rollbackText(_ pipeline: Pipeline, _ target: DeployTarget, from: String, to version: String)
    -> String
  {
    let items = [
      ChecklistItem(state: .holds, title: versionTitle, finding: "\(line(from, 60)) now, then \(line(version, 60))"),
      ChecklistItem(state: .holds, title: "Ran there", finding: "\(line(version, 60)) ran there and answered"),
      ChecklistItem(
        state: .holds, title: "Way forward", finding: "back to \(line(from, 60)) by its name"),
      ChecklistItem(
        state: .open, title: "Data", finding: "what \(line(from, 60)) wrote can be read by \(line(version, 60))"),
    ]
    return text(items, "Checklist for taking \(line(pipeline.name, 100)) back at \(target.rawValue)")
  }

  private static let legend = " ([x] known to hold, [!] known to fail, [ ] to be looked at):"
  private static let versionTitle = "Version"

  private static func text(_ items: [ChecklistItem], _ title: String) -> String {
    title + legend + "\n" + items.map { "- [\($0.state.rawValue)] \($0.title): \($0.finding)" }.joined(separator: "\n")
  }

  /// The list out of a question's text, as `text` wrote it. The last one counts: the factory puts its own behind what others said.
  package static func read(_ text: String) -> [ChecklistItem] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.lastIndex(where: { $0.hasPrefix("Checklist for ") && $0.hasSuffix(legend) }) else {
      return []
    }
    return lines[(head + 1)...].prefix { $0.hasPrefix("- [") }.compactMap(item)
  }

  private static func item(_ line: Substring) -> ChecklistItem? {
    let rest = line.dropFirst(3)
    guard let sign = rest.first, let state = ChecklistState(rawValue: String(sign)),
      rest.dropFirst().hasPrefix("] ")
    else { return nil }
    let words = rest.dropFirst(3)
    guard let colon = words.firstRange(of: ": ") else { return nil }
    return ChecklistItem(
      state: state, title: String(words[..<colon.lowerBound]), finding: String(words[colon.upperBound...]))
  }

  private static func version(_ facts: DeployFacts) -> ChecklistItem {
    let now = facts.lastVersion.map { "\(line($0, 60)) now" } ?? "nothing runs there now"
    guard let version = facts.version, version != "latest" else {
      return ChecklistItem(state: .open, title: versionTitle, finding: "\(now), then the newest build")
    }
    return ChecklistItem(state: .holds, title: versionTitle, finding: "\(now), then \(line(version, 60))")
  }

  /// Tests, and their coverage against the rule where there is one.
  package static func tested(_ results: TestResults?, _ pipeline: Pipeline?) -> [ChecklistItem] {
    let wanted = pipeline.flatMap(wantedCoverage)
    guard let results else {
      let rule = wanted.map { ", \(percent($0)) coverage wanted" } ?? ""
      return [ChecklistItem(state: .open, title: "Tests", finding: "no test run is known\(rule)")]
    }
    let tests = ChecklistItem(
      state: results.failed == 0 && results.total > 0 ? .holds : .fails, title: "Tests",
      finding: "\(results.passed) of \(results.total) passed, \(results.failed) failed")
    let coverage =
      wanted.map { wanted in
        ChecklistItem(
          state: results.coveragePercent >= wanted ? .holds : .fails, title: "Coverage",
          finding: "\(percent(results.coveragePercent)), \(percent(wanted)) wanted")
      }
      ?? ChecklistItem(
        state: .open, title: "Coverage", finding: "\(percent(results.coveragePercent)), no rule asks for any")
    return [tests, coverage]
  }

  /// What a job reports is not bounded; nobody reads a million percent.
  private static func percent(_ value: Double) -> String {
    let short = (min(max(value.isFinite ? value : 0, 0), 1_000_000) * 10).rounded() / 10
    return short == short.rounded() ? "\(Int(short)) %" : "\(short) %"
  }

  /// The most that a rule of the pipeline asks for.
  private static func wantedCoverage(_ pipeline: Pipeline) -> Double? {
    let rules = (pipeline.config["stages"]?.object ?? [:]).values.flatMap { $0["validationRules"]?.array ?? [] }
    let named = rules.filter { $0["type"]?.string == ValidationRuleType.testCoverage.rawValue }
      .map { $0["config"]?["minPercent"]?.double ?? 80 }
    return (named + [pipeline.config["coverageThreshold"]?.double].compactMap(\.self)).max()
  }

  private static func staging(_ facts: DeployFacts) -> [ChecklistItem] {
    guard facts.target == .production else { return [] }
    guard let ran = facts.stagingVersion else {
      return [ChecklistItem(state: .open, title: "Staging", finding: "nothing is known to have answered there")]
    }
    let isOther = facts.version.map { $0 != "latest" && $0 != ran } ?? false
    let words = "\(line(ran, 60)) runs there and answered" + (isOther ? ", which is not the version to deploy" : "")
    return [ChecklistItem(state: isOther ? .fails : .holds, title: "Staging", finding: words)]
  }

  private static func assets(_ wanted: [String: Bool]) -> [ChecklistItem] {
    guard !wanted.isEmpty else { return [] }
    let missing = wanted.filter { !$0.value }.keys.sorted()
    let words =
      missing.isEmpty
      ? "\(wanted.keys.sorted().joined(separator: ", ")): stored" : "missing: \(missing.joined(separator: ", "))"
    return [ChecklistItem(state: missing.isEmpty ? .holds : .fails, title: "Assets", finding: line(words, 200))]
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
      ("envVars", "Environment", "variables are listed, and set at the target"),
      ("secrets", "Secrets", "are in the target's secret store, and in no file or log"),
      ("performance", "Performance", "was measured and is good enough"),
    ]
    return rows.map { name, title, words in
      switch pipeline.metadata["checks"]?[name]?.bool {
      case true: ChecklistItem(state: .holds, title: title, finding: words)
      case false: ChecklistItem(state: .fails, title: title, finding: "does not hold: \(words)")
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
