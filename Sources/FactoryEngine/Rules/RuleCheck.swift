// Whether the rules for leaving a stage hold, judged only by what the store really has (contract §1.4, ruling R15). Pure.
import FactoryContracts

/// What a store knows about a pipeline when it wants to leave a stage.
package struct StageEvidence: Sendable, Hashable {
  package var tests: TestResults?
  /// Approvals that were given on this pipeline.
  package var approvals: Int
  package var metadata: [String: JSONValue]

  package init(tests: TestResults? = nil, approvals: Int = 0, metadata: [String: JSONValue] = [:]) {
    self.tests = tests
    self.approvals = approvals
    self.metadata = metadata
  }
}

/// A rule that does not hold, with the sentence that says why.
package struct RuleFailure: Sendable, Hashable {
  package let rule: ValidationRuleType
  package let message: String
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
    case .requiredAsset: "no asset of type \(rule.config["assetType"]?.string ?? "unknown") is stored"
    case .custom: custom(rule, evidence.metadata)
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
