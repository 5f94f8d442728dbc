// Who sets up what is decided: a gate that passes by itself, asks fewer people or lets the mover decide is a decision made beforehand, so only a
// person in person makes it; and what a question shows of a deploy is written by asking alone (rulings R15, R18, R19, R32, R45).
import FactoryContracts

extension UseCases {
  /// - Throws: 403 when an agent, a key or a tool's call would make a gate of the pipeline ask less, or an agent would change a rule.
  /// - Parameter isNew: the pipeline is being made, so its rules are nobody's yet.
  func refuseLooser(_ new: [String: JSONValue], than old: [String: JSONValue], isNew: Bool = false) throws {
    guard actor.kind == .agent || actor.kind == .apiKey || actor.tool != nil else { return }
    let (was, wanted) = (PipelineRules(config: old), PipelineRules(config: new))
    if let words = Self.looser(wanted, than: was) {
      throw APIError.forbidden("\(words) That is set up by a person in person.")
    }
    guard actor.kind == .agent, !isNew else { return }
    for stage in PipelineStage.declared where was.rules(stage) != wanted.rules(stage) {
      throw APIError.forbidden("What leaving \(stage.rawValue) asks for is not changed by an agent.")
    }
  }

  /// What would be asked less; nil: nothing.
  private static func looser(_ new: PipelineRules, than old: PipelineRules) -> String? {
    func asks(_ rules: PipelineRules, _ stage: PipelineStage) -> Bool {
      rules.gate(stage) != nil && rules.approvalType(stage) == .manual
    }
    if let stage = PipelineStage.declared.first(where: { asks(old, $0) && !asks(new, $0) }) {
      return "The gate at \(stage.rawValue) would pass without a human."
    }
    if new.requiredApprovers < old.requiredApprovers { return "Fewer people would be asked at its gates." }
    return old.fourEyes && !new.fourEyes ? "Who moves it into a gate could decide there." : nil
  }

  /// Members of a pipeline's metadata that say which deploy somebody asked for, and since when approvals count.
  func checkOwnMembers(_ metadata: [String: JSONValue]?, _ problems: inout Problems) {
    for member in [DeployWish.member, DeployWish.asker, "rework"] {
      guard let value = metadata?[member] else { continue }
      problems.add(
        "metadata.\(member)", "metadata.\(member) is the factory's own.", received: value,
        expected: "nothing; deploys that are asked for and rejections write it")
    }
  }
}
