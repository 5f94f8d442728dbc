// Answers put together from several reads of one snapshot (contract §1.5).
import FactoryContracts

package enum Reads {
  /// Counts, the last twenty audit rows and the SLA state.
  package static func dashboard(_ reader: any FactoryReader, now: Timestamp) throws -> DashboardSummary {
    let activity = try reader.audit(AuditQuery(), PageRequest(limit: 20))
    return DashboardSummary(
      pipelines: try reader.pipelineCounts(), tasks: try reader.taskStats(now: now),
      agents: agents(try reader.agents()),
      recentActivity: try activity.rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0) },
      slaStatus: try reader.slaStatus(now: now))
  }

  private static func agents(_ agents: [Agent]) -> AgentCounts {
    var counts = AgentCounts(total: agents.count)
    for agent in agents {
      switch agent.status {
      case .active: counts.active += 1
      case .idle: counts.idle += 1
      case .error: counts.error += 1
      case .offline, .unknown: counts.offline += 1
      }
    }
    return counts
  }
}
