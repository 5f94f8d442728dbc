// The SLA of a task as a list of moments: reminders, warning, breach, and the escalation that follows (contract §5.3,
// Appendix B, rulings R16 and R37). Pure; stores keep `next(for:)` beside each row so that timers find due tasks by index.
import FactoryContracts

/// What happens at one moment of a task's SLA.
package struct SLAStep: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case reminder
    case warning
    case breach
    /// Two hours after the breach: the task escalates by itself.
    case expiry
  }

  package let kind: Kind
  /// The tier it raises the task to, 1–4; a level never falls.
  package let level: Int
  package let at: Timestamp
}

package enum SLASteps {
  /// The share of the time that is left when the warning comes (contract §5.3).
  package static let warningShare = 0.25
  /// From the breach to the escalation, in seconds.
  package static let expirySeconds: Double = 7200

  /// Every step of a deadline in order of time. A step whose time lies beyond a later step's is left out.
  package static func all(createdAt: Timestamp, deadline: Timestamp) -> [SLAStep] {
    let steps = [
      SLAStep(kind: .reminder, level: 1, at: createdAt.adding(minutes: 30)),
      SLAStep(kind: .reminder, level: 2, at: createdAt.adding(minutes: 120)),
      SLAStep(kind: .warning, level: 2, at: warning(createdAt: createdAt, deadline: deadline)),
      SLAStep(kind: .breach, level: 3, at: deadline),
      SLAStep(kind: .expiry, level: 4, at: deadline.adding(seconds: expirySeconds)),
    ]
    return steps.enumerated().filter { index, step in
      steps[(index + 1)...].allSatisfy { step.at < $0.at }
    }.map(\.element)
  }

  /// When a quarter of the time is left.
  package static func warning(createdAt: Timestamp, deadline: Timestamp) -> Timestamp {
    deadline.adding(seconds: -max(0, deadline.seconds(since: createdAt)) * warningShare)
  }

  /// Steps that are still to come, or due and not yet taken.
  package static func pending(for task: FactoryTask) -> [SLAStep] {
    guard task.isOpen, let deadline = task.slaDeadline else { return [] }
    let steps = all(createdAt: task.createdAt, deadline: deadline)
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
  package static func next(for task: FactoryTask) -> Timestamp? { pending(for: task).first?.at }
}
