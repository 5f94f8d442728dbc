// The link: what the header says, and the events that come through it.
import FactoryContracts

extension AppState {
  mutating func take(_ event: LinkEvent, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch event {
    case .connecting(let attempt): noteConnecting(attempt)
    case .connected(let seq): return noteConnected(seq)
    case .event(let event): return take(event)
    case .silent: if case .live = link { link = .stale(since: now) }
    // Where a snapshot is on its way, its end makes the link live.
    case .heard: if case .stale = link, factory.snapshot == nil { link = .live }
    case .presence(let id, let viewers): presence[id] = viewers.isEmpty ? nil : viewers
    case .resumeTooOld:
      link = .stale(since: now)
      return [.fetchSnapshot]
    case .disconnected(let reason, let retry): noteDisconnected(reason, retry)
    case .refused(let error):
      setConnected(false)
      link = .refused(error)
      note(.error, "The server does not accept this sign-in: \(error.message)")
    }
    return []
  }

  private mutating func setConnected(_ isConnected: Bool) {
    _ = factory.apply(.connected(isConnected), seq: factory.seq)
    if !isConnected { presence = [:] }
  }

  /// Trying again is still offline.
  private mutating func noteConnecting(_ attempt: Int) {
    switch link {
    case .offline: break
    case .connecting(let since, _): link = .connecting(since: since, attempt: attempt)
    case .live, .stale, .refused: link = .connecting(since: now, attempt: attempt)
    }
  }

  private mutating func noteConnected(_ seq: Int64) -> [Effect] {
    setConnected(true)
    var effects: [Effect] = [.nudgeOutbox]
    if reload != nil {
      reload?.at = Timestamp(milliseconds: .max)
      effects += [.fetchFirstPage, .fetchSnapshot]
    } else if liveFrom == nil, !factory.isInitialLoading, seq > factory.seq {
      effects.append(.fetchSnapshot)
    }
    liveFrom = liveFrom ?? seq
    if seq < factory.seq, case .offline = link {
      // Another store than before: its numbers say nothing about ours. (On the first connection a snapshot may simply be ahead.)
      factory.restart(seq: seq)
      liveFrom = seq
      link = .stale(since: now)
      effects.append(.fetchSnapshot)
    } else {
      link = .live
    }
    context.failures = [:]
    context.loading = []
    context.loadingTimelines = []
    resettle()
    effects += readScreen() + forgetAssets()
    return effects + settle()
  }

  private mutating func noteDisconnected(_ reason: String, _ retry: Double) {
    setConnected(false)
    let retryAt = now.adding(seconds: retry)
    switch link {
    case .offline(let since, _, _): link = .offline(since: since, reason: reason, retryAt: retryAt)
    case .connecting(let since, _): link = .offline(since: since, reason: reason, retryAt: retryAt)
    case .live, .stale, .refused: link = .offline(since: now, reason: reason, retryAt: retryAt)
    }
  }

  mutating func take(_ change: FactoryAction, _ seq: Int64, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    absorb(factory.apply(change, seq: seq), isLoad: true)
    factory.lastUpdated = now
    if screen == .kanban { placeCard() }
    return []
  }

  /// A replayed event changes nothing.
  private mutating func take(_ event: WsEvent) -> [Effect] {
    guard event.seq > factory.seq || event.seq == 0 else { return [] }
    let actions = EventMapping.actions(for: event.event)
    for action in actions { absorb(factory.apply(action, seq: event.seq), isLoad: false) }
    factory.seq = max(factory.seq, event.seq)
    factory.lastUpdated = now
    if screen == .kanban { placeCard() }
    if screen == .notifications { keepNotification(near: 0) }
    rereadPipeline(after: event.event)
    noteAsset(event.event)
    rereadActivity()
    rereadAgents(after: event.event)
    var effects: [Effect] = []
    for action in actions { effects += notify(action) }
    return effects
  }

  private mutating func notify(_ action: FactoryAction) -> [Effect] {
    switch action {
    case .taskSlaBreached(let payload) where concernsMe(payload.taskId):
      let isCritical = factory.tasks[payload.taskId]?.priority == .critical
      return [.alert(title: "Late: \(payload.taskTitle)", isCritical: isCritical)]
    case .taskCreated(let task) where task.priority == .critical && task.isOpen:
      return [.alert(title: "Critical: \(task.title)", isCritical: true)]
    case .deployUpdate(let deploy) where deploy.status == .failed:
      note(.error, "Deploy of \(deploy.pipelineName) to \(deploy.target.rawValue) failed.")
    case .deployUpdate(let deploy) where deploy.status == .succeeded:
      note(.success, "\(deploy.pipelineName) is on \(deploy.target.rawValue).")
    // What waits in the queue shows itself there, and a deploy was told above; a second word would only cover the footer.
    case .notification(let notification)
    where notification.type == .taskAssigned
      || (notification.entityType != "task" && notification.type != .deployStatus):
      note(.info, notification.title, about: notification.entityId)
    default: break
    }
    return []
  }

  private func concernsMe(_ id: EntityID) -> Bool {
    guard let row = factory.tasks[id], row.isWaiting else { return false }
    return row.assigneeId == nil || row.assigneeId == me?.id
  }
}
