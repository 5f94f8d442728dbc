// Words of decisions; the only place that makes sentences of them.
import FactoryContracts

package enum DecisionWords {
  static let undo = "undo"

  /// `approve`
  package static func verb(_ decision: TaskDecision) -> String {
    switch decision {
    case .approved: "approve"
    case .rejected: "reject"
    case .deferred: "defer"
    case .escalated: "escalate"
    case .unknown: "decide"
    }
  }

  /// `approved`
  package static func past(_ decision: TaskDecision?) -> String {
    guard let decision, decision != .unknown else { return "decided" }
    return decision.rawValue
  }

  static func decision(_ action: BulkAction) -> TaskDecision {
    switch action {
    case .approve: .approved
    case .reject: .rejected
    case .defer: .deferred
    case .unknown: .unknown
    }
  }

  /// Who was first, and when.
  static func first(_ decision: TaskDecision?, by name: String?, at moment: Timestamp, now: Timestamp) -> String {
    "\(name ?? "Another operator") \(past(decision)) it \(TimeText.shortly(moment, now: now)) ago."
  }

  static func items(_ count: Int) -> String { count == 1 ? "1 item" : "\(count) items" }
}
