// What a pipeline's config must look like; every problem is named with its place (rulings R5, R11, R36, R45). Pure.
import FactoryContracts

extension PipelineRules {
  /// The most approvers that can be asked for.
  package static let approverRange = FieldLimits.approvers

  static func check(_ config: [String: JSONValue], _ problems: inout Problems) {
    if let value = config["requiredApprovers"], value != .null {
      if let number = value.int, approverRange.contains(number) {
      } else {
        problems.add(
          "config.requiredApprovers", "config.requiredApprovers is no usable number.", received: value,
          expected: "1 to \(approverRange.upperBound)")
      }
    }
    check(config["fourEyes"], "config.fourEyes", "true or false", &problems) { $0.bool != nil }
    check(config["coverageThreshold"], "config.coverageThreshold", "0 to 100", &problems, isPercent)
    check(config["reworkStage"], "config.reworkStage", "a stage before published", &problems) {
      $0.string.flatMap { PipelineStage.named($0) }.map { $0 != .published } ?? false
    }
    checkStages(config["stages"], &problems)
  }

  private static func check(
    _ value: JSONValue?, _ field: String, _ expected: String, _ problems: inout Problems,
    _ holds: (JSONValue) -> Bool
  ) {
    guard let value, value != .null, !holds(value) else { return }
    problems.add(field, "\(field) is not \(expected).", received: value, expected: expected)
  }

  private static func checkStages(_ stages: JSONValue?, _ problems: inout Problems) {
    guard let stages, stages != .null else { return }
    guard let members = stages.object else {
      problems.add(
        "config.stages", "config.stages is no object.", received: stages, expected: "an object by stage name")
      return
    }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) { check(stage: name, value, &problems) }
  }

  private static func check(stage name: String, _ value: JSONValue, _ problems: inout Problems) {
    let field = "config.stages.\(name)"
    if PipelineStage.named(name) == nil {
      let names = PipelineStage.declared.map(\.rawValue).joined(separator: ", ")
      problems.add(field, "There is no stage \(name).", received: .string(name), expected: "one of \(names)")
    }
    check(value["approvalType"], field + ".approvalType", "manual, auto or conditional", &problems) {
      $0.string.flatMap { StageApprovalType.named($0) } != nil
    }
    check(value["approval"], field + ".approval", "stage_gate or manual_check", &problems) {
      [ApprovalType.stageGate.rawValue, ApprovalType.manualCheck.rawValue].contains($0.string)
    }
    check(value["requiresApproval"], field + ".requiresApproval", "true or false", &problems) { $0.bool != nil }
    check(value["autoAdvance"], field + ".autoAdvance", "true or false", &problems) { $0.bool != nil }
    check(value["validationRules"], field + ".validationRules", "a list of known rules", &problems) {
      $0.array.map { $0.allSatisfy { rule($0) != nil } } ?? false
    }
    for (index, row) in (value["validationRules"]?.array ?? []).enumerated() {
      if let rule = rule(row) { check(rule, "\(field).validationRules[\(index)].config", &problems) }
    }
  }

  /// What each type of rule reads from its config (contract §1.4).
  private static func check(_ rule: ValidationRule, _ field: String, _ problems: inout Problems) {
    switch rule.type {
    case .testCoverage: check(rule.config["minPercent"], field + ".minPercent", "0 to 100", &problems, isPercent)
    case .requiredAsset:
      check(rule.config["assetType"] ?? false, field + ".assetType", "a type or name of an asset", &problems, isText)
    case .approvalCount:
      let range = "1 to \(approverRange.upperBound)"
      for name in ["min", "count"] {
        check(rule.config[name], "\(field).\(name)", range, &problems) {
          $0.int.map { approverRange.contains($0) } ?? false
        }
      }
    case .custom:
      guard let job = rule.config["job"] else {
        check(rule.config["name"] ?? false, field + ".name", "the name of a check", &problems, isText)
        return
      }
      let kinds = JobKind.declared.map(\.rawValue).joined(separator: ", ")
      check(job, field + ".job", "one of \(kinds)", &problems) { $0.string.flatMap { JobKind.named($0) } != nil }
    case .testsPassing, .unknown: break
    }
  }

  private static func isPercent(_ value: JSONValue) -> Bool { value.double.map { (0...100).contains($0) } ?? false }
  private static func isText(_ value: JSONValue) -> Bool { value.string.map { !$0.isEmpty } ?? false }
}
