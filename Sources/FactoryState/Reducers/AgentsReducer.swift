// The agents: opening, moving, reading again after one changed, going where one works.
import FactoryContracts

extension AppState {
  mutating func readAgents() -> [Effect] {
    agents.rereadAt = nil
    agents.isLoading = true
    keepAgent()
    return [.fetchAgents]
  }

  mutating func takeAgents(_ list: [Agent]) {
    let index = agentIds.firstIndex { $0 == agents.cursor.selectedId } ?? 0
    _ = factory.apply(.setAgents(list), seq: factory.seq)
    agents.isLoading = false
    agents.failure = nil
    keepAgent(near: index)
    watchAgent(after: 0)
  }

  mutating func noteAgentsFailure(_ reason: String) {
    agents.isLoading = false
    agents.failure = reason
  }

  /// A status brings neither job nor pipeline of its agent.
  mutating func rereadAgents(after event: FactoryEvent) {
    guard screen == .agents else { return }
    if case .agentStatusChanged = event {
      agents.rereadAt = agents.rereadAt ?? Timestamp(milliseconds: now.milliseconds + AgentsState.rereadMilliseconds)
    }
    keepAgent()
    watchAgent()
  }

  mutating func readAgentsIfDue() -> [Effect] {
    guard screen == .agents else { return [] }
    if let at = agents.rereadAt, at <= now { return readAgents() }
    return readWatchedIfDue()
  }

  private var agentIds: [EntityID] { agentRows.map(\.id) }
  mutating func keepAgent(near index: Int = 0) { agents.cursor.keep(in: agentIds, near: index) }
  mutating func moveInAgents(_ move: Move) -> [Effect] {
    agents.cursor.move(move, in: agentIds)
    watchAgent()
    return []
  }

  mutating func fitAgents(_ rows: Int) { agents.cursor.fit(rows, agentIds) }

  /// Where it works; of one that does not, what it did.
  mutating func followAgent(_ moment: Timestamp) -> [Effect] {
    guard let agent = selectedAgent else { return [] }
    if let id = agent.currentPipelineId { return follow(pipeline: id, moment) }
    return filterActivity("who:\(agent.name.split(separator: " ").first ?? "")", moment)
  }
}
