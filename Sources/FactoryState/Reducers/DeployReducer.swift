// A deploy that the operator asks for: what it would mean is asked of the server, and its answer is shown with the checklist and the
// second key. Invariant: the second key sends what was shown, and nothing that the server would refuse is offered.
import FactoryContracts

extension AppState {
  mutating func planDeploy(_ target: DeployTarget, _ version: String?, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let chosen = chosenPipeline else { return noted(.info, "There is no pipeline under the cursor.", now) }
    return [.planDeploy(chosen.id, target, version: version)]
  }

  mutating func askDeploy(_ plan: DeployPlan, _ version: String?) {
    let name = factory.pipelines.name(of: plan.pipelineId) ?? plan.pipelineId.short
    let step = PipelineStep.deploy(plan.target, version: version)
    // Something else has the keys meanwhile: a second key pressed for that must not go here.
    guard dialogs.isEmpty else { return note(.info, "What a deploy of \(name) means is known; :deploy asks again.") }
    guard plan.blockers.isEmpty else { return noteStepFailure(plan.pipelineId, step, "", plan.blockers) }
    let dialog = StepDialog(
      pipelineId: plan.pipelineId, name: name, step: step, consequences: deploying(plan, version),
      checklist: DeployChecklist.read(plan.checklist ?? "") + liveItems(plan.pipelineId))
    dialogs.append(.step(dialog))
  }

  private func deploying(_ plan: DeployPlan, _ version: String?) -> [String] {
    var lines = ["Deploys \(plan.version) to \(plan.target.rawValue); it stands at \(plan.currentStage.rawValue)."]
    if version != nil {
      let now = plan.currentVersion.map { " (\($0))" } ?? ""
      lines.append("An older version takes back what is deployed there now\(now).")
    }
    if plan.target == .production {
      lines.append("Someone else is asked first: who asks for a deploy does not decide it.")
    } else if plan.requiresApproval {
      lines.append("Someone is asked first.")
    }
    return lines
  }

  /// What is newer here than any question's list.
  private func liveItems(_ id: EntityID) -> [ChecklistItem] {
    let open = (factory.tasks.tallies[id] ?? PipelineTally()).blocking
    guard open > 0 else { return [] }
    return [ChecklistItem(state: .open, title: "Questions", finding: "\(DecisionWords.items(open)) of it still wait")]
  }
}
