// A pipeline's own rules, read from its config: approvers, four eyes, rework stage, extra gates and validation rules
// (rulings R11, R14, R19, R45). Reading is forgiving, checking names every problem.
import FactoryContracts

package struct PipelineRules: Sendable {
  let config: [String: JSONValue]

  package init(_ pipeline: Pipeline) { config = pipeline.config }
  init(config: [String: JSONValue]) { self.config = config }

  /// How many must approve at the gates of this pipeline.
  package var requiredApprovers: Int { max(1, config["requiredApprovers"]?.int ?? 1) }
  /// Whether moving a pipeline into a gate counts as asking for it.
  package var fourEyes: Bool { config["fourEyes"]?.bool ?? false }
  /// Where a rejection sends the pipeline.
  package var reworkStage: PipelineStage {
    config["reworkStage"]?.string.flatMap { PipelineStage.named($0) } ?? .building
  }

  private func member(_ stage: PipelineStage) -> [String: JSONValue] {
    config["stages"]?[stage.rawValue]?.object ?? [:]
  }

  func approvalType(_ stage: PipelineStage) -> StageApprovalType {
    member(stage)["approvalType"]?.string.flatMap { StageApprovalType.named($0) } ?? .manual
  }

  /// Whether the stage is left by itself when its work succeeded. That is the matrix's trigger, so it is so unless the config
  /// says no.
  func autoAdvance(_ stage: PipelineStage) -> Bool {
    member(stage)["autoAdvance"]?.bool ?? !StageWork.jobs(of: stage).isEmpty
  }

  /// The gate that entering the stage opens, built in or added by config.
  func gate(_ stage: PipelineStage) -> GateKind? {
    if let gate = StageTransitions.gate(of: stage) { return gate }
    guard member(stage)["requiresApproval"]?.bool == true else { return nil }
    let manual = member(stage)["approval"]?.string == ApprovalType.manualCheck.rawValue
    return GateKind(task: .approval, approval: manual ? .manualCheck : .stageGate, title: "Enter \(stage.rawValue):")
  }

  /// What leaving the stage asks for: the config's rules, else the matrix's; a coverage threshold joins them at testing.
  func rules(_ stage: PipelineStage) -> [ValidationRule] {
    if let rows = member(stage)["validationRules"]?.array { return rows.compactMap(Self.rule) }
    var rules = StageTransitions.transition(from: stage)?.rules ?? []
    if stage == .testing, let percent = config["coverageThreshold"]?.double {
      rules.append(ValidationRule(type: .testCoverage, config: ["minPercent": .number(percent)]))
    }
    return rules
  }

  static func rule(_ row: JSONValue) -> ValidationRule? {
    guard let type = row["type"]?.string.flatMap({ ValidationRuleType.named($0) }) else { return nil }
    return ValidationRule(type: type, config: row["config"]?.object ?? [:])
  }

  /// The risk that `conditional` gates weigh: deploys are high (contract §5.2).
  static func isLowRisk(_ stage: PipelineStage) -> Bool { stage != .staging && stage != .production }
}
