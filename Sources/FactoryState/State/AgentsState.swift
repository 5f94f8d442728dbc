// The screen of the agents: which one is selected, and why the list could not be read. The agents themselves are the factory's state.
import FactoryContracts

package struct AgentsState: Sendable {
  package internal(set) var cursor = ListCursor()
  package internal(set) var isLoading = false
  package internal(set) var failure: String?
  /// When the list is read again; nil: nothing happened.
  var rereadAt: Timestamp?
  /// What the selected agent works on, or worked on last while it was looked at.
  package internal(set) var watched: WatchedJob?

  static let rereadMilliseconds: Int64 = 250

  /// When something is read again by itself; nil: nothing is.
  var moment: Timestamp? { [rereadAt, watched?.askAt, watched?.logAt].compactMap(\.self).min() }
}

/// The job of an agent and the end of its log.
package struct WatchedJob: Sendable {
  package let agentId: EntityID
  package internal(set) var job: Job?
  package internal(set) var log = JobLog()
  /// When it is asked which job it is, and when its log goes on; nil: not by itself.
  var askAt: Timestamp?
  var logAt: Timestamp?

  init(agentId: EntityID) { self.agentId = agentId }

  /// How long a cursor rests on an agent before its job is asked for.
  static let restMilliseconds: Int64 = 120
}

extension AppState {
  /// Those in trouble first, then those at work, then by name.
  package var agentRows: [Agent] {
    factory.agents.values.sorted { first, second in
      let ranks = (Self.rank(first.status), Self.rank(second.status))
      return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : (first.name, first.id) < (second.name, second.id)
    }
  }

  private static func rank(_ status: AgentStatus) -> Int {
    switch status {
    case .error: 0
    case .offline: 1
    case .active: 2
    case .idle: 3
    case .unknown: 4
    }
  }

  package var selectedAgent: Agent? { agents.cursor.selectedId.flatMap { factory.agents[$0] } }
}
