// What an operator of a factory can set about its rules (contract §5.3, rulings R19, R33, R36, R54).
import FactoryContracts

/// Whether gates are checked against the people who could pass them (ruling R36).
package enum ApproverPolicy: Sendable, Hashable {
  /// A gate that asks for more approvers than there are eligible users is refused.
  case countUsers
  /// Deciders are not known to the store, so nothing is refused.
  case unchecked
}

package struct EngineSettings: Sendable, Hashable {
  /// Whether people may decide what their own programs submitted; the store setting of the same name wins (ruling R19).
  package var selfDecision: Bool
  /// Seconds from a task's creation to its deadline (contract §5.3).
  package var slaSeconds: [Priority: Double]
  /// How long a claim holds without a call of the claimer (ruling R33).
  package var claimLeaseSeconds: Double
  /// A claim that was renewed less than this ago is left as it is by a read, so that reading is rarely a commit.
  package static let renewalRestSeconds = 60.0
  /// The longest grace that a decision may ask for, in seconds (ruling R54).
  package var graceMax: Int
  package var approverPolicy: ApproverPolicy
  /// How long events can be replayed, in seconds (ruling R20).
  package var eventRetentionSeconds: Double
  /// How long answers of idempotency keys are kept, in seconds (ruling R8).
  package var idempotencySeconds: Double
  /// How long a job is held where its agent asks for no time of its own, in seconds (ruling R47).
  package var jobLeaseSeconds = 60
  /// How often a job is taken before it counts as failed.
  package var jobAttempts = 3
  /// How much of a job's log is kept, in bytes, and how long, in seconds.
  package var jobLogBytes = 1 << 20
  package var jobLogSeconds: Double = 30 * 86_400
  /// When notifications go out (contract §5.3); nil: nobody is notified.
  package var notifications: NotificationSettings?

  package init(
    selfDecision: Bool = false, slaSeconds: [Priority: Double] = Self.contractSLA, claimLeaseSeconds: Double = 900,
    graceMax: Int = FieldLimits.grace.upperBound, approverPolicy: ApproverPolicy = .countUsers,
    eventRetentionSeconds: Double = 7 * 86_400,
    idempotencySeconds: Double = 86_400, notifications: NotificationSettings? = nil
  ) {
    self.selfDecision = selfDecision
    self.slaSeconds = slaSeconds
    self.claimLeaseSeconds = claimLeaseSeconds
    self.graceMax = graceMax
    self.approverPolicy = approverPolicy
    self.eventRetentionSeconds = eventRetentionSeconds
    self.idempotencySeconds = idempotencySeconds
    self.notifications = notifications
  }

  /// The contract's defaults: one hour, four hours, a day, three days.
  package static let contractSLA: [Priority: Double] = [
    .critical: 3600, .high: 14_400, .medium: 86_400, .low: 259_200,
  ]

  /// Seconds of a priority; an unknown one is treated like the least urgent.
  package func sla(_ priority: Priority) -> Double {
    slaSeconds[priority] ?? slaSeconds[.low] ?? 259_200
  }

  /// Whether a call of this principal should prolong its claim now (ruling R33).
  package func renewalIsDue(_ task: FactoryTask, by principal: EntityID, now: Timestamp) -> Bool {
    guard task.isOpen, task.claimedBy == principal, let end = task.claimExpiresAt, end > now else { return false }
    return end.seconds(since: now) <= claimLeaseSeconds - Self.renewalRestSeconds
  }

  /// The deadline of something new.
  package func deadline(_ priority: Priority, from createdAt: Timestamp) -> Timestamp {
    createdAt.adding(seconds: sla(priority))
  }

  /// The deadline after a change of priority: never so near that the change itself breaches it (ruling R16).
  package func deadline(_ priority: Priority, createdAt: Timestamp, now: Timestamp) -> Timestamp {
    max(deadline(priority, from: createdAt), now.adding(seconds: sla(priority) / 4))
  }
}
