// The answer of the dashboard (contract §1.5).

package struct PipelineCounts: Codable, Hashable, Sendable {
  package var active: Int
  package var paused: Int
  package var completed: Int
  package var failed: Int

  package init(active: Int = 0, paused: Int = 0, completed: Int = 0, failed: Int = 0) {
    self.active = active
    self.paused = paused
    self.completed = completed
    self.failed = failed
  }
}

package struct AgentCounts: Codable, Hashable, Sendable {
  package var total: Int
  package var active: Int
  package var idle: Int
  package var error: Int
  package var offline: Int

  package init(total: Int = 0, active: Int = 0, idle: Int = 0, error: Int = 0, offline: Int = 0) {
    self.total = total
    self.active = active
    self.idle = idle
    self.error = error
    self.offline = offline
  }
}

package struct SLAStatus: Codable, Hashable, Sendable {
  package var onTrack: Int
  package var warning: Int
  package var breached: Int

  package init(onTrack: Int = 0, warning: Int = 0, breached: Int = 0) {
    self.onTrack = onTrack
    self.warning = warning
    self.breached = breached
  }
}

package struct DashboardSummary: Codable, Hashable, Sendable {
  package var pipelines: PipelineCounts
  package var tasks: TaskStats
  package var agents: AgentCounts
  package var recentActivity: [AuditEntry]
  package var slaStatus: SLAStatus

  package init(
    pipelines: PipelineCounts = .init(), tasks: TaskStats = .init(), agents: AgentCounts = .init(),
    recentActivity: [AuditEntry] = [], slaStatus: SLAStatus = .init()
  ) {
    self.pipelines = pipelines
    self.tasks = tasks
    self.agents = agents
    self.recentActivity = recentActivity
    self.slaStatus = slaStatus
  }
}
