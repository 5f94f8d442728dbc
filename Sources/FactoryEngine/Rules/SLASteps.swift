// The SLA of a task as a list of moments: reminders, warning, breach, and the escalation that follows (contract §5.3,
// Appendix B, rulings R16 and R37). Pure; stores keep `next(for:)` beside each row so that timers find due tasks by index.
import FactoryContracts

/// How closely SLAs are watched (contract §5.3, `sla` and `escalation`). A store keeps its due moments by one policy.
package struct SLAPolicy: Sendable, Hashable, Codable {
  /// Percent of the time that is left when the warning comes, 1–99.
  package var warningPercent: Int
  /// Whether a task escalates by itself some time after its breach.
  package var escalates: Bool
  /// From the breach to the escalation.
  package var escalationMinutes: Int

  package init(warningPercent: Int = 25, escalates: Bool = true, escalationMinutes: Int = 120) {
    self.warningPercent = warningPercent
    self.escalates = escalates
    self.escalationMinutes = escalationMinutes
  }

  /// The contract's own figures.
  package static let contract = SLAPolicy()
}

/// What happens at one moment of a task's SLA.
package struct SLAStep: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case reminder
    case warning
    case breach
    /// Two hours after the breach, unless set otherwise: the task escalates by itself.
    case expiry
  }

  package let kind: Kind
  /// The tier it raises the task to, 1–4; a level never falls.
  package let level: Int
  package let at: Timestamp
}

package enum SLASteps {
  /// Every step of a deadline in order of time. A step whose time lies beyond a later step's is left out.
  package static func all(
    createdAt: Timestamp, deadline: Timestamp, _ policy: SLAPolicy = .contract
  ) -> [SLAStep] {
    var steps = [
      SLAStep(kind: .reminder, level: 1, at: createdAt.adding(minutes: 30)),
      SLAStep(kind: .reminder, level: 2, at: createdAt.adding(minutes: 120)),
      SLAStep(kind: .warning, level: 2, at: warning(createdAt: createdAt, deadline: deadline, policy)),
      SLAStep(kind: .breach, level: 3, at: deadline),
    ]
    if policy.escalates {
      let minutes = Double(policy.escalationMinutes)
      steps.append(SLAStep(kind: .expiry, level: 4, at: deadline.adding(minutes: minutes)))
    }
    return steps.enumerated().filter { index, step in
      steps[(index + 1)...].allSatisfy { step.at < $0.at }
    }.map(\.element)
  }

  /// When a quarter of the time is left, or whatever share the policy says.
  package static func warning(
    createdAt: Timestamp, deadline: Timestamp, _ policy: SLAPolicy = .contract
  ) -> Timestamp {
    deadline.adding(seconds: -max(0, deadline.seconds(since: createdAt)) * Double(policy.warningPercent) / 100)
  }

  /// Steps that are still to come, or due and not yet taken.
  package static func pending(for task: FactoryTask, _ policy: SLAPolicy = .contract) -> [SLAStep] {
    guard task.isOpen, let deadline = task.slaDeadline else { return [] }
    let steps = all(createdAt: task.createdAt, deadline: deadline, policy)
    let notices = steps.filter { $0.kind == .reminder || $0.kind == .warning }
    let later = steps.filter { step in
      switch step.kind {
      case .reminder, .warning: false
      case .breach: !task.slaBreached
      case .expiry: task.escalationLevel < 4
      }
    }
    return (task.slaBreached ? [] : Array(notices.dropFirst(task.slaWarningsSent))) + later
  }

  /// The moment of the next step; nil when the task is completed, has no deadline or has taken them all.
  package static func next(for task: FactoryTask, _ policy: SLAPolicy = .contract) -> Timestamp? {
    pending(for: task, policy).first?.at
  }
}
