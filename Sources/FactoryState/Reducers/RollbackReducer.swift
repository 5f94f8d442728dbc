// Taking back what is deployed: what it would mean is asked of the server, then of the operator, and only the second key asks for it.
// Invariant: the second key sends exactly the version that was shown.
import FactoryContracts

extension AppState {
  /// The opened pipeline, the card under the cursor, or the one of the selected item.
  package var nearestPipeline: Pipeline? {
    if let chosenPipeline { return chosenPipeline }
    guard screen.isList, let id = selectedRow?.pipelineId else { return nil }
    return factory.pipelines[id]?.pipeline
  }

  mutating func planRollback(_ target: DeployTarget?, _ version: String?, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let chosen = nearestPipeline else { return noted(.info, "There is no pipeline under the cursor.", now) }
    return [.planRollback(chosen.id, target ?? Self.deployed(chosen), version: version)]
  }

  /// Where it was deployed last.
  private static func deployed(_ pipeline: Pipeline) -> DeployTarget {
    pipeline.currentStage.order >= PipelineStage.production.order ? .production : .staging
  }

  mutating func askRollback(_ plan: DeployPlan) {
    let name = factory.pipelines.name(of: plan.pipelineId) ?? plan.pipelineId.short
    let step = PipelineStep.rollback(plan.target, version: plan.version)
    // Something else has the keys meanwhile: a second key pressed for that must not go here.
    guard dialogs.isEmpty else { return note(.info, "What \(name) can go back to is known; :rollback asks again.") }
    guard plan.blockers.isEmpty else { return noteStepFailure(plan.pipelineId, step, "", plan.blockers) }
    let lines = [
      "\(plan.target.rawValue): version now \(plan.currentVersion ?? "unknown") → version before \(plan.version).",
      "It ran there and answered. Once decided it is deployed there again and its health is checked.",
      capabilities.selfDecision == false
        ? "You ask for it, so someone else decides." : "This only asks: the question waits in the queue.",
    ]
    dialogs.append(.step(StepDialog(pipelineId: plan.pipelineId, name: name, step: step, consequences: lines)))
  }
}
