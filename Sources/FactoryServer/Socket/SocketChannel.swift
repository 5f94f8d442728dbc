// The channels of the socket (contract §1.6) and what each needs (rulings R18, R51).
import FactoryContracts

enum SocketChannel: Hashable, Sendable {
  case pipelines
  case pipeline(EntityID)
  case tasks
  case pendingTasks
  case agents
  case agentHealth
  case deploys
  case notifications

  /// As it is written on the wire; nil for anything else.
  init?(_ text: some StringProtocol) {
    switch text {
    case "pipeline:*": self = .pipelines
    case "tasks:*": self = .tasks
    case "tasks:pending": self = .pendingTasks
    case "agents:*": self = .agents
    case "agents:health": self = .agentHealth
    case "deploys:*": self = .deploys
    case "notifications:me": self = .notifications
    default:
      guard text.hasPrefix("pipeline:"), let id = EntityID(text.dropFirst(9)) else { return nil }
      self = .pipeline(id)
    }
  }

  var text: String {
    switch self {
    case .pipelines: "pipeline:*"
    case .pipeline(let id): "pipeline:\(id)"
    case .tasks: "tasks:*"
    case .pendingTasks: "tasks:pending"
    case .agents: "agents:*"
    case .agentHealth: "agents:health"
    case .deploys: "deploys:*"
    case .notifications: "notifications:me"
    }
  }

  /// The read scope of what it shows.
  var scope: Scope {
    switch self {
    case .pipelines, .pipeline, .agents, .agentHealth, .deploys: .pipelinesRead
    case .tasks, .pendingTasks, .notifications: .tasksRead
    }
  }

  static let words =
    "pipeline:*, pipeline:ID, tasks:*, tasks:pending, agents:*, agents:health, deploys:*, notifications:me"
}
