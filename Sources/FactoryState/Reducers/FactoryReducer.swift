// `FactoryAction` onto `FactoryState` (contract §4.5). Returns what changed in the tasks, so that the list follows without looking at the rest.
import FactoryContracts

extension FactoryState {
  /// `seq`: the number that the change carries; entities already newer are left alone.
  mutating func apply(_ action: FactoryAction, seq: Int64) -> [TaskChange] {
    switch action {
    case .pipelineUpdated(let pipeline): pipelines.put(pipeline, seq: seq)
    case .pipelineStageChanged(let payload):
      pipelines.patch(payload.pipelineId, seq: seq) { $0.pipeline.currentStage = payload.toStage }
    case .pipelineBlocked(let payload): pipelines.patch(payload.pipelineId, seq: seq) { $0.blocked = payload }
    case .deployUpdate(let payload): pipelines.patch(payload.pipelineId, seq: seq) { $0.deploy = payload }
    case .agentStatus(let payload): note(payload)
    case .agentHeartbeat(let payload): note(payload)
    case .notification(let notification): note(notification)
    case .feedbackReceived: break
    case .connected(let isConnected): wsConnected = isConnected
    case .setAgents(let list): agents = Dictionary(list.map { ($0.id, $0) }) { _, last in last }
    case .setPipelines(let list): return set(list, seq: seq)
    case .setTasks(let list): return set(list, seq: seq)
    case .taskCreated(let task), .taskUpdated(let task), .taskCompleted(let task):
      return put([task], seq: seq)
    case .taskSlaWarning(let payload): return patch(payload, isBreached: false, seq: seq)
    case .taskSlaBreached(let payload): return patch(payload, isBreached: true, seq: seq)
    }
    return []
  }

  /// Tasks as they come from anywhere.
  mutating func put(_ list: [FactoryTask], seq: Int64) -> [TaskChange] {
    if list.count == 1, let task = list.first {
      return [tasks.put(TaskRow(task), seq: seq)].compactMap { $0 } + tasks.trimClosed()
    }
    return tasks.inBatch { table in
      list.compactMap { table.put(TaskRow($0), seq: seq) } + table.trimClosed()
    }
  }

  private mutating func set(_ list: [FactoryTask], seq: Int64) -> [TaskChange] {
    let kept = Set(list.map(\.id))
    let gone = tasks.ids.filter { !kept.contains($0) && tasks.seq(of: $0) <= seq }
    return put(list, seq: seq) + tasks.inBatch { table in gone.compactMap { table.remove($0) } }
  }

  private mutating func set(_ list: [Pipeline], seq: Int64) -> [TaskChange] {
    let kept = Set(list.map(\.id))
    for id in Array(pipelines.ids) where !kept.contains(id) { pipelines.remove(id) }
    for pipeline in list { pipelines.put(pipeline, seq: seq) }
    return []
  }

  private mutating func patch(_ payload: TaskSlaPayload, isBreached: Bool, seq: Int64) -> [TaskChange] {
    if snapshot != nil {
      let patch = SLAPatch(payload: payload, isBreached: isBreached, seq: seq)
      snapshot?.slaPatches[payload.taskId, default: []].append(patch)
    }
    return put(SLAPatch(payload: payload, isBreached: isBreached, seq: seq))
  }

  mutating func put(_ patch: SLAPatch) -> [TaskChange] {
    let change = tasks.patch(patch.payload.taskId, seq: patch.seq) { row in
      if patch.isBreached { row.slaBreached = true }
      row.escalationLevel = max(row.escalationLevel, UInt8(clamping: patch.payload.escalationLevel))
    }
    return [change].compactMap { $0 }
  }

  private mutating func note(_ payload: AgentStatusPayload) {
    agents[payload.agentId]?.status = payload.toStatus
    agents[payload.agentId]?.currentTaskId = payload.currentTaskId
  }

  private mutating func note(_ payload: AgentHeartbeatPayload) {
    agents[payload.agentId]?.status = payload.status
    agents[payload.agentId]?.health = payload.health
  }

  private mutating func note(_ notification: FactoryNotification) {
    let isKnown = notifications.contains { $0.id == notification.id && !$0.read }
    if !isKnown, !notification.read { unreadCount += 1 }
    notifications.removeAll { $0.id == notification.id }
    notifications.insert(notification, at: 0)
    notifications.removeLast(max(0, notifications.count - Self.notificationLimit))
  }
}
