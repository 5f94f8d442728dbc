// Whether the rules for leaving a stage hold, judged only by what the store really has (contract §1.4, ruling R15). Pure.
import FactoryContracts

/// What a store knows about a pipeline when it wants to leave a stage.
package struct StageEvidence: Sendable, Hashable {
  package var tests: TestResults?
  /// Approvals that were given on this pipeline.
  package var approvals: Int
  package var metadata: [String: JSONValue]
  /// The jobs of the current stay.
  package var work: [JobKind: JobStatus]
  /// Types and names of stored assets, in lower case.
  package var assets: Set<String>

  package init(
    tests: TestResults? = nil, approvals: Int = 0, metadata: [String: JSONValue] = [:],
    work: [JobKind: JobStatus] = [:], assets: Set<String> = []
  ) {
    self.tests = tests
    self.approvals = approvals
    self.metadata = metadata
    self.work = work
    self.assets = assets
  }
}

/// A rule that does not hold, with the sentence that says why.
package struct RuleFailure: Sendable, Hashable {
  package let rule: ValidationRuleType
  package let message: String

  /// As details and audit rows carry it.
  package var json: JSONValue { ["rule": .string(rule.rawValue), "message": .string(message)] }
}

package enum RuleCheck {
  package static func failures(_ rules: [ValidationRule], _ evidence: StageEvidence) -> [RuleFailure] {
    rules.compactMap { rule in
      failure(rule, evidence).map { RuleFailure(rule: rule.type, message: $0) }
    }
  }

  private static func failure(_ rule: ValidationRule, _ evidence: StageEvidence) -> String? {
    switch rule.type {
    case .testsPassing: tests(rule, evidence.tests)
    case .testCoverage: coverage(rule, evidence.tests)
    case .approvalCount: approvals(rule, evidence.approvals)
    case .requiredAsset: asset(rule, evidence.assets)
    case .custom: rule.config["job"] == nil ? custom(rule, evidence.metadata) : job(rule, evidence.work)
    case .unknown: "this server does not know the rule"
    }
  }

  private static func tests(_ rule: ValidationRule, _ tests: TestResults?) -> String? {
    guard let tests else { return rule.config["whereKnown"]?.bool == true ? nil : "no test run is known" }
    if tests.failed > 0 { return "\(tests.failed) of \(tests.total) tests fail" }
    return tests.total == 0 ? "the last test run ran no test" : nil
  }

  private static func coverage(_ rule: ValidationRule, _ tests: TestResults?) -> String? {
    let wanted = rule.config["minPercent"]?.double ?? 80
    guard let tests else { return "no test run is known, \(text(wanted)) % coverage is asked for" }
    guard tests.coveragePercent < wanted else { return nil }
    return "coverage is \(text(tests.coveragePercent)) %, \(text(wanted)) % is asked for"
  }

  private static func approvals(_ rule: ValidationRule, _ given: Int) -> String? {
    let wanted = rule.config["min"]?.int ?? rule.config["count"]?.int ?? 1
    return given < wanted ? "\(given) approvals were given, \(wanted) are asked for" : nil
  }

  /// An asset of that type, or of that name with or without its extension.
  private static func asset(_ rule: ValidationRule, _ assets: Set<String>) -> String? {
    let wanted = rule.config["assetType"]?.string ?? "unknown"
    let name = wanted.lowercased()
    if assets.contains(name) || assets.contains(where: { $0.hasPrefix(name + ".") }) { return nil }
    return "no asset of type \(wanted) is stored"
  }

  /// A custom rule about a job of this stay; a job that only waits says nothing yet where `whereKnown` is set.
  private static func job(_ rule: ValidationRule, _ work: [JobKind: JobStatus]) -> String? {
    guard let kind = rule.config["job"]?.string.flatMap({ JobKind.named($0) }) else {
      return "the custom rule names no known kind of job"
    }
    let words = StageWork.words(kind)
    switch work[kind] {
    case .succeeded: return nil
    case .running: return "\(words) is still running"
    case .failed: return "\(words) failed"
    case .queued, .canceled, .unknown, nil:
      return rule.config["whereKnown"]?.bool == true ? nil : "\(words) has not succeeded"
    }
  }

  /// A custom rule is a named check whose result someone put into the pipeline's metadata: `checks: { name: true }`.
  private static func custom(_ rule: ValidationRule, _ metadata: [String: JSONValue]) -> String? {
    guard let name = rule.config["name"]?.string else { return "the custom rule has no name" }
    switch metadata["checks"]?[name]?.bool {
    case true?: return nil
    case false?: return "the check \(name) failed"
    case nil: return "metadata.checks.\(name) was not reported"
    }
  }

  private static func text(_ percent: Double) -> String {
    percent == percent.rounded() ? String(Int(percent)) : String((percent * 10).rounded() / 10)
  }
}
