// What happens by itself when its moment comes. Each is safe to call at any time and twice: it looks again whether it is due
// (rulings R33, R34, R37, R54).
import FactoryContracts

extension Actor {
  /// The factory itself.
  package static let system = Actor(
    kind: .system, id: EntityID(high: 0, low: 0), name: "factory", role: .owner)
}

extension UseCases {
  /// A decision whose grace is over takes effect, in its decider's name.
  package func takeEffect(_ taskId: EntityID) throws {
    guard let task = try tx.task(taskId), let pending = task.pendingDecision, pending.effectiveAt <= now else { return }
    let decider = Actor(kind: .user, id: pending.by, name: pending.byName ?? "", role: .operator)
    let verdict = Verdict(
      decision: pending.decision, notes: pending.notes, data: pending.decisionData ?? [:])
    _ = try acting(as: decider).apply(task, verdict, madeAt: pending.decidedAt)
  }

  /// A claim's lease or a deferral's sleep is over: the task waits again.
  package func lapse(_ taskId: EntityID) throws {
    guard let task = try tx.task(taskId), task.isOpen else { return }
    let claimEnds = task.claimExpiresAt.map { $0 <= now } ?? false
    let sleepEnds = task.deferredUntil.map { $0 <= now } ?? false
    guard claimEnds || sleepEnds else { return }
    try change(task, claimEnds ? "task.claim_lapsed" : "task.woken", bumps: false) {
      if claimEnds {
        if $0.status == .claimed { $0.status = $0.restingStatus(after: .pending) }
        $0.releaseClaim()
      }
      if sleepEnds {
        $0.deferredAt = nil
        $0.deferredUntil = nil
      }
    }
  }

  /// Takes the latest step of the SLA that is due; those before it that were slept through are not made up for.
  package func stepSLA(_ taskId: EntityID) throws {
    guard let task = try tx.task(taskId), let deadline = task.slaDeadline else { return }
    let due = SLASteps.pending(for: task, tx.slaPolicy).filter { $0.at <= now }
    guard let step = due.last else { return }
    let notices = due.filter { $0.kind == .reminder || $0.kind == .warning }.count
    let changed = try change(
      task, action(step.kind), bumps: false, news: step.kind == .expiry ? .escalated : .updated
    ) {
      $0.slaWarningsSent += notices
      $0.escalationLevel = max($0.escalationLevel, step.level)
      if step.kind == .breach || step.kind == .expiry { $0.slaBreached = true }
      if step.kind == .expiry, $0.pendingDecision == nil, $0.status != .escalated { $0.status = .expired }
    }
    try tell(step, changed, deadline, breached: !task.slaBreached && changed.slaBreached)
  }

  private func action(_ kind: SLAStep.Kind) -> String {
    switch kind {
    case .reminder: "task.sla_reminder"
    case .warning: "task.sla_warning"
    case .breach: "task.sla_breached"
    case .expiry: "task.expired"
    }
  }

  private func tell(_ step: SLAStep, _ task: FactoryTask, _ deadline: Timestamp, breached: Bool) throws {
    let payload = TaskSlaPayload(
      taskId: task.id, taskTitle: task.title, pipelineId: task.pipelineId, slaDeadline: deadline,
      minutesRemaining: deadline.seconds(since: now) / 60, escalationLevel: task.escalationLevel)
    if breached {
      try emit(.taskSlaBreached(payload), task: task.id, pending: task.status == .pending)
    } else if step.kind == .reminder || step.kind == .warning {
      try emit(.taskSlaWarning(payload), task: task.id, pending: task.status == .pending)
    }
  }
}
