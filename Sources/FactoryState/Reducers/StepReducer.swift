// What an operator does to a pipeline: what it will mean, the second key, and what came of it.
// Invariant: nothing changes here before the server said so.
import FactoryContracts

extension AppState {
  mutating func take(_ step: PipelineStep, _ key: EntityID, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let chosen = chosenPipeline ?? itemsPipeline(step) else {
      return noted(.info, "There is no pipeline under the cursor.", now)
    }
    guard step.asksAgain else { return [.stepPipeline(chosen.id, step, key: key)] }
    let lines = consequences(of: step, chosen)
    dialogs.append(.step(StepDialog(pipelineId: chosen.id, name: chosen.name, step: step, consequences: lines)))
    return []
  }

  /// From an item only what does not move its pipeline.
  private func itemsPipeline(_ step: PipelineStep) -> Pipeline? {
    step == .test ? nearestPipeline : nil
  }

  private func consequences(of step: PipelineStep, _ chosen: Pipeline) -> [String] {
    switch step {
    case .advance: return advancing(chosen)
    case .retry: return ["Asks for a decision; once approved, \(chosen.currentStage.rawValue) is entered again."]
    case .pause: return ["Jobs that wait are handed to nobody until it is resumed."]
    case .archive: return ["It leaves the board; its history stays readable. Open questions and jobs end."]
    case .fail(let reason):
      return ["Marks it failed, ends its jobs and gates, and asks for a fix.", "Reason: \(reason)"]
    // What a deploy or going back means is asked of the server first (`planDeploy`, `planRollback`).
    case .deploy, .rollback, .resume, .priority, .test: return []
    }
  }

  private func advancing(_ chosen: Pipeline) -> [String] {
    guard let next = chosen.currentStage.next else { return ["It is at the last stage."] }
    var lines = ["From \(chosen.currentStage.rawValue) to \(next.rawValue)."]
    if next.isGate { lines.append("That is a gate: someone is asked before its work begins.") }
    let open = (factory.tasks.tallies[chosen.id] ?? PipelineTally()).blocking
    if open > 0 { lines.append("\(DecisionWords.items(open)) of it still wait; the server will refuse.") }
    return lines
  }

  mutating func confirm(_ dialog: StepDialog, _ key: EntityID) -> [Effect] {
    dialogs.removeLast()
    return [.stepPipeline(dialog.pipelineId, dialog.step, key: key)]
  }

  /// The server did it; `changed` is the pipeline as it is now, where it still is one.
  mutating func takeStep(_ id: EntityID, _ step: PipelineStep, _ changed: Pipeline?) -> [Effect] {
    if let changed { factory.pipelines.put(changed, seq: 0) }
    if screen == .kanban { placeCard() }
    let name = changed?.name ?? factory.pipelines.name(of: id) ?? id.short
    note(.success, Self.sentence(step, name, changed))
    guard case .pipeline(id) = screen else { return [] }
    return readPipeline()
  }

  private static func sentence(_ step: PipelineStep, _ name: String, _ changed: Pipeline?) -> String {
    switch step {
    case .advance: "\(name) is at \(changed?.currentStage.rawValue ?? "its next stage")."
    case .retry: "\(name) tries again once that is approved."
    case .pause: "\(name) is paused."
    case .resume: "\(name) goes on."
    case .archive: "\(name) is archived."
    case .fail: "\(name) is marked failed; a fix is asked for."
    case .priority(let priority): "\(name) is \(priority.rawValue) now."
    case .test: "The tests of \(name) are queued; an agent runs them."
    case .deploy(let target, _):
      "The deploy of \(name) to \(target.rawValue) is asked for; its pipeline shows how it goes."
    case .rollback(let target, let version):
      "Taking \(target.rawValue) of \(name) back to \(version) is asked for; the question is in the queue."
    }
  }

  /// One reason is a message; several are a list.
  mutating func noteStepFailure(_ id: EntityID, _ step: PipelineStep, _ message: String, _ reasons: [String]) {
    let name = factory.pipelines.name(of: id) ?? id.short
    let title = "Could not \(step.verb) \(name)"
    guard !reasons.isEmpty else { return note(.error, "\(title): \(message)") }
    let rows = reasons.map { ResultRow(taskId: id, title: $0, problem: "") }
    dialogs.append(.results(ResultsDialog(title: title, rows: rows)))
  }
}
