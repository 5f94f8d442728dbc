// The dashboard: numbers of the server at one moment, and the decisions of the last day by hour. Main thread.
import FactoryContracts

package struct DashboardState: Sendable {
  /// Nothing was read yet: nil.
  package internal(set) var summary: DashboardSummary?
  /// Decisions of each of the last 24 hours, the present one last.
  package internal(set) var perHour: [Int] = []
  /// When the numbers were read.
  package internal(set) var readAt: Timestamp?
  package internal(set) var isLoading = false
  package internal(set) var failure: String?
  /// When they are read again while the screen is open.
  var rereadAt: Timestamp?

  static let rereadSeconds = 15.0
  package static let hours = 24
}

extension AppState {
  mutating func readDashboard() -> [Effect] {
    dashboard.rereadAt = now.adding(seconds: DashboardState.rereadSeconds)
    dashboard.isLoading = true
    return [.fetchDashboard]
  }

  mutating func readDashboardIfDue() -> [Effect] {
    guard screen == .dashboard, link.isLive, let at = dashboard.rereadAt, at <= now else { return [] }
    return readDashboard()
  }

  mutating func takeDashboard(_ summary: DashboardSummary, _ decisions: [Timestamp]) {
    dashboard.summary = summary
    dashboard.isLoading = false
    dashboard.failure = nil
    dashboard.readAt = now
    dashboard.perHour = decisions.reduce(into: Array(repeating: 0, count: DashboardState.hours)) { hours, moment in
      let ago = Int(now.seconds(since: moment) / 3600)
      if (0..<DashboardState.hours).contains(ago) { hours[DashboardState.hours - 1 - ago] += 1 }
    }
  }

  mutating func noteDashboardFailure(_ reason: String) {
    dashboard.isLoading = false
    dashboard.failure = reason
  }
}
