// The stage matrix as a table: which moves exist, what each creates and asks for (contract Appendix A, rulings R10–R15). Pure.
import FactoryContracts

/// One row of the matrix.
package struct StageTransition: Sendable, Hashable {
  package let from: PipelineStage
  package let to: PipelineStage
  /// The gate that entering `to` opens; nil where no human is asked.
  package let gate: GateKind?
  /// What leaving `from` asks for when the pipeline's config names nothing.
  package let rules: [ValidationRule]
}

/// What a gate asks, and how.
package struct GateKind: Sendable, Hashable {
  package let task: TaskType
  package let approval: ApprovalType
  /// Begins the task's title; the pipeline's name follows.
  package let title: String

  func title(of pipeline: Pipeline) -> String { "\(title) \(pipeline.name)" }
}

package enum StageTransitions {
  /// In order of travel; every move that is not here is refused.
  package static let all: [StageTransition] = [
    row(.intake, .scaffolding), row(.scaffolding, .building), row(.building, .testing),
    row(.testing, .review, [passingWhereKnown]), row(.review, .staging), row(.staging, .production),
    row(.production, .published),
  ]

  private static func row(
    _ from: PipelineStage, _ to: PipelineStage, _ rules: [ValidationRule] = []
  ) -> StageTransition {
    StageTransition(from: from, to: to, gate: gate(of: to), rules: StageWork.rules(of: from) + rules)
  }

  /// Tests must pass; a store that has seen no test run has nothing to hold against the pipeline.
  package static let passingWhereKnown = ValidationRule(type: .testsPassing, config: ["whereKnown": true])

  package static func transition(from stage: PipelineStage) -> StageTransition? { all.first { $0.from == stage } }

  /// The built-in gate of a stage (ruling R11).
  package static func gate(of stage: PipelineStage) -> GateKind? {
    switch stage {
    case .review: GateKind(task: .review, approval: .codeReview, title: "Review")
    case .staging: GateKind(task: .approval, approval: .deploy, title: "Deploy to staging:")
    case .production: GateKind(task: .approval, approval: .deploy, title: "Deploy to production:")
    case .intake, .scaffolding, .building, .testing, .published, .unknown: nil
    }
  }

  /// Checks a wish to move. nil as target means the next stage.
  /// - Throws: 409 when the matrix has no such move from here.
  package static func resolve(from stage: PipelineStage, target: PipelineStage?) throws -> StageTransition {
    guard let row = transition(from: stage) else {
      throw APIError.conflict(
        "The pipeline stands at \(stage.rawValue), the last stage.", current: stage.rawValue,
        required: PipelineStage.production.rawValue)
    }
    guard let target, target != row.to else { return row }
    if target == stage {
      throw APIError.conflict(
        "The pipeline already stands at \(stage.rawValue).", current: stage.rawValue,
        required: (target.previous ?? target).rawValue)
    }
    let reason = target.order < stage.order ? "stages are not walked back by hand" : "no stage is skipped"
    throw APIError.conflict(
      "From \(stage.rawValue) a pipeline goes to \(row.to.rawValue), not to \(target.rawValue): \(reason).",
      current: stage.rawValue, required: (target.previous ?? target).rawValue)
  }
}
