// Links that were opened elsewhere (contract §5.4): they lead to what they name. Pure, main thread.
// Invariant: a link decides nothing and opens no dialog; what it asks for is said, and the operator presses the key.
import FactoryContracts

extension AppState {
  mutating func follow(_ link: DeepLink, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard dialogs.isEmpty, !queue.filter.isEditing else {
      note(.info, "A link was opened meanwhile; close this and open it again.")
      return []
    }
    if factory.isInitialLoading, link != .dashboard, !isKnown(link) {
      waitingLink = link
      return []
    }
    return go(to: link, moment)
  }

  /// The link that was opened before everything was read.
  mutating func followWaiting() -> [Effect] {
    guard let link = waitingLink else { return [] }
    waitingLink = nil
    return follow(link, now)
  }

  private func isKnown(_ link: DeepLink) -> Bool { link.taskId.map { factory.tasks[$0] != nil } ?? false }

  private mutating func go(to link: DeepLink, _ moment: Timestamp) -> [Effect] {
    switch link {
    case .task(let id): return goToTask(id, moment)
    case .approve(let id): return goToTask(id, moment, saying: "The link asks to approve this: `a` does it.")
    case .reject(let id): return goToTask(id, moment, saying: "The link asks to reject this: `r` does it.")
    case .dashboard: return show(.queue, moment)
    case .pipeline(let id): return goToPipeline(id, moment)
    case .deploy(let id, let target):
      let effects = goToPipeline(id, moment)
      if factory.pipelines[id] != nil {
        note(.info, "The link asks to deploy this to \(target.rawValue): `:deploy \(target.rawValue)` does it.")
      }
      return effects
    case .review(let name):
      let found = factory.pipelines.ids.first { id in
        factory.pipelines[id].map { $0.pipeline.slug == name || $0.pipeline.name == name } ?? false
      }
      guard let found else { return noted(.warning, "No pipeline makes “\(name)”.", moment) }
      return show(.pipelineTasks(found), moment)
    }
  }

  private mutating func goToTask(_ id: EntityID, _ moment: Timestamp, saying words: String) -> [Effect] {
    let effects = goToTask(id, moment)
    if queue.selectedId == id { note(.info, words, about: id) }
    return effects
  }

  private mutating func goToPipeline(_ id: EntityID, _ moment: Timestamp) -> [Effect] {
    guard factory.pipelines[id] != nil else { return noted(.warning, "The pipeline of this link is not here.", moment) }
    return show(.pipeline(id), moment)
  }
}
