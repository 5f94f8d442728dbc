// A snapshot on its way in (ruling R55). Rows are merged as they come; events that arrive meanwhile are newer and win; at the end what the
// snapshot did not mention, and no later change told, is gone.
import FactoryContracts

extension FactoryState {
  mutating func begin(seq: Int64) {
    snapshot = SnapshotProgress(seq: seq)
    tasks.generation &+= 1
  }

  mutating func take(_ list: [FactoryTask], _ fresh: [Pipeline], _ workers: [Agent]) -> [TaskChange] {
    guard let seq = snapshot?.seq else { return [] }
    for pipeline in fresh {
      pipelines.put(pipeline, seq: seq)
      snapshot?.seenPipelines.insert(pipeline.id)
    }
    for agent in workers {
      agents[agent.id] = agent
      snapshot?.seenAgents.insert(agent.id)
    }
    snapshot?.received += list.count
    return put(list, seq: seq) + list.flatMap { repatch($0.id) }
  }

  private mutating func repatch(_ id: EntityID) -> [TaskChange] {
    (snapshot?.slaPatches[id] ?? []).filter { $0.seq > snapshot?.seq ?? 0 }.flatMap { put($0) }
  }

  mutating func finishSnapshot() -> [TaskChange] {
    guard let done = snapshot else { return [] }
    snapshot = nil
    for id in Array(pipelines.ids)
    where !done.seenPipelines.contains(id) && pipelines.records[id]?.seq ?? 0 <= done.seq { pipelines.remove(id) }
    for id in agents.keys where !done.seenAgents.contains(id) { agents[id] = nil }
    let gone = tasks.unmentioned(upTo: done.seq)
    seq = max(seq, done.seq)
    isInitialLoading = false
    return tasks.inBatch { table in gone.compactMap { table.remove($0) } }
  }

  /// The server's numbers begin anew: another store. What is known counts as older than everything.
  mutating func restart(seq fresh: Int64) {
    seq = fresh
    snapshot = nil
    tasks.forgetSequence()
    pipelines.forgetSequence()
  }
}

extension TaskTable {
  /// Rows that the last snapshot did not bring and that nothing later told of.
  func unmentioned(upTo seq: Int64) -> [EntityID] {
    rows.indices.compactMap { slot in
      guard stamps[slot] != generation, seqs[slot] <= seq, rows[slot].id != TaskRow.vacant.id else { return nil }
      return rows[slot].id
    }
  }

  mutating func forgetSequence() {
    for slot in seqs.indices { seqs[slot] = 0 }
  }
}

extension PipelineTable {
  mutating func forgetSequence() {
    for id in Array(records.keys) { records[id]?.seq = 0 }
  }
}

extension AppState {
  mutating func take(_ step: SnapshotAction, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch step {
    case .began(let seq): factory.begin(seq: seq)
    case .chunk(let tasks, let pipelines, let agents):
      absorb(factory.take(tasks, pipelines, agents), isLoad: true)
    case .ended: return endSnapshot()
    case .failed(let reason):
      factory.snapshot = nil
      noteLoadFailure("The list could not be read whole: \(reason)")
    }
    return []
  }

  private mutating func endSnapshot() -> [Effect] {
    guard let seq = factory.snapshot?.seq else { return [] }
    let isFirst = factory.isInitialLoading
    absorb(factory.finishSnapshot(), isLoad: true)
    recountSections()
    factory.lastUpdated = now
    reload = nil
    let effects: [Effect] = (isFirst ? settle() : []) + [.resumeLink(from: factory.seq)] + followWaiting()
    // Taken before the link began to listen: what happened in between is in neither.
    if let liveFrom, seq < liveFrom { return effects + [.fetchSnapshot] }
    if case .stale = link, factory.wsConnected { link = .live }
    return effects
  }

  mutating func takeFirstPage(
    _ tasks: [FactoryTask], _ pipelines: [Pipeline], _ seq: Int64, _ moment: Timestamp
  ) -> [Effect] {
    advanceClock(to: moment)
    for pipeline in pipelines { factory.pipelines.put(pipeline, seq: seq) }
    absorb(factory.put(tasks, seq: seq), isLoad: true)
    factory.lastUpdated = moment
    return settle()
  }
}
