// Notifications come into being in the transaction of what causes them: `emit` passes every event by here (contract §1.4,
// decision 0014). Each person gets a row of their own; similar ones within a while are one row that counts.
// Invariant: a row that is held back has not been told by an event; it is told once, when its moment comes or it is critical.
import FactoryContracts

extension UseCases {
  /// What an event says to people; nothing where the factory notifies nobody.
  package func notify(of event: FactoryEvent) throws {
    guard let settings = settings.notifications else { return }
    switch event {
    case .taskCreated(let payload): try say(.created(payload.task), payload.task, settings)
    case .taskEscalated(let payload): try say(.escalated(payload.task), payload.task, settings)
    case .taskSlaWarning(let payload):
      guard let task = try tx.task(payload.taskId) else { return }
      try say(.slaWarning(task, minutes: payload.minutesRemaining), task, settings)
    case .taskSlaBreached(let payload):
      guard let task = try tx.task(payload.taskId) else { return }
      try say(.slaBreached(task), task, settings)
    case .deployStarted(let payload), .deploySucceeded(let payload), .deployFailed(let payload):
      try say(.deployed(payload), nil, settings)
    case .pipelineCompleted(let payload): try say(.completed(payload.pipeline), nil, settings)
    case .agentStatusChanged(let payload) where payload.toStatus == .error:
      try say(.agentFailed(payload), nil, settings)
    case .feedbackProcessed(let payload): try say(.feedbackProcessed(payload), nil, settings)
    default: break
    }
  }

  /// A task that was given to someone: no declared event tells it apart (ruling R21).
  func notifyAssigned(_ task: FactoryTask) throws {
    guard let settings = settings.notifications, let assignee = task.assigneeId, assignee != actor.id else { return }
    try say(.assigned(task), task, settings)
  }

  /// What a session's tool changed is told to those above, once for each call (contract §5.2: it runs, and the operator is told).
  func notifyOfTool(_ entry: AuditEntry, _ pipeline: EntityID?) throws {
    guard let settings = settings.notifications, let tool = actor.tool, !reply.toldOfTool else { return }
    reply.toldOfTool = true
    try say(.toolUsed(tool, by: actor.name, entry, pipeline), nil, settings)
  }

  private func say(_ notice: Notice, _ task: FactoryTask?, _ settings: NotificationSettings) throws {
    for person in try people(notice, task) { try tell(person, notice, settings) }
  }

  // MARK: For whom

  private func people(_ notice: Notice, _ task: FactoryTask?) throws -> [EntityID] {
    let active = try tx.users().map(\.user).filter { $0.status == .active }
    switch notice.audience {
    case .deciders: return try deciders(of: task, active)
    case .above: return active.filter { $0.role == .owner || $0.role == .admin }.map(\.id)
    case .scope(let scope): return active.filter { $0.role.scopes.contains(scope) }.map(\.id)
    case .pipeline:
      let pipeline = try notice.pipelineId.flatMap { try tx.pipeline($0) }
      let involved = active.filter { $0.id == pipeline?.assigneeId || $0.id == pipeline?.createdBy }
      return (involved.isEmpty ? active.filter { $0.role == .owner || $0.role == .admin } : involved).map(\.id)
    }
  }

  /// Who it is given to; else everyone whose role may approve, without who asked where they may not decide it (ruling R19).
  private func deciders(of task: FactoryTask?, _ active: [User]) throws -> [EntityID] {
    if let assignee = task?.assigneeId, active.contains(where: { $0.id == assignee }) { return [assignee] }
    let able = active.filter { $0.role.scopes.contains(.tasksApprove) }.map(\.id)
    guard let asker = task?.createdBy, able.contains(asker), try !selfDecision() else { return able }
    return able.filter { $0 != asker }
  }

  // MARK: Now or later, alone or together

  private func tell(_ person: EntityID, _ notice: Notice, _ settings: NotificationSettings) throws {
    let last = try tx.latestNotification(user: person, type: notice.type)
    // Questions and what tools did are not counted together.
    let isSame = (last?.notification.data["tool"] != nil) == (notice.tool != nil)
    if !notice.isCritical, isSame, var held = last, held.isHeld {
      held.notification.take(notice)
      return try tx.update(held)
    }
    let until = notice.isCritical ? nil : settings.holds(at: now, last: last?.outAt)
    let notification = FactoryNotification(
      id: newID(), userId: person, type: notice.type, title: notice.title, body: notice.body, data: data(notice),
      deliveredVia: until == nil ? [.dashboard] : [], entityType: notice.entityType, entityId: notice.entityId,
      actionUrl: notice.link, createdAt: now)
    try tx.insert(StoredNotification(notification, outAt: until ?? now, isHeld: until != nil))
    if until == nil { try announce(notification) }
  }

  private func data(_ notice: Notice) -> [String: JSONValue] {
    var data: [String: JSONValue] = ["count": 1, "entityIds": [.id(notice.entityId)]]
    if let pipeline = notice.pipelineId { data["pipelineId"] = .id(pipeline) }
    if let tool = notice.tool { data["tool"] = .string(tool) }
    return data
  }

  private func announce(_ notification: FactoryNotification) throws {
    let event = FactoryEvent.notificationCreated(NotificationPayload(notification: notification))
    try tx.append(EventDraft(event, at: now, userId: notification.userId))
  }
}

// MARK: - Later

extension UseCases {
  /// A held notification's moment has come. Safe to call at any time and twice.
  package func announceNotification(_ id: EntityID) throws {
    guard var stored = try tx.notification(id), stored.isHeld, stored.outAt <= now else { return }
    stored.isHeld = false
    stored.notification.deliveredVia = [.dashboard]
    try tx.update(stored)
    try announce(stored.notification)
  }

  /// Marks one of one's own as read; a second time changes nothing. What is read needs no telling any more.
  /// - Throws: 404 also for another's, so that nobody learns what exists.
  package func readNotification(_ id: EntityID) throws {
    guard var stored = try tx.notification(id), stored.notification.userId == actor.id else {
      throw APIError.notFound("notification", id)
    }
    guard !stored.notification.read else { return }
    stored.notification.read = true
    stored.notification.readAt = now
    stored.isHeld = false
    try tx.update(stored)
  }

  /// Marks all of one's own as read.
  package func readAllNotifications() throws { try tx.readAllNotifications(user: actor.id, at: now) }
}
