// Moving in the list.
import FactoryContracts

extension AppState {
  mutating func move(_ move: Move, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    if screen == .notifications { return moveInInbox(move) }
    if hasAssetKeys { return moveInAssets(move) }
    switch screen {
    case .pipeline: return moveInPipeline(move)
    case .activity: return moveInActivity(move)
    case .search: return moveInSearch(move)
    case .agents: return moveInAgents(move)
    case .chat: return moveInChat(move)
    case .dashboard: return []
    case .queue, .pipelineTasks, .kanban, .notifications: break
    }
    guard !queue.visible.isEmpty else { return [] }
    let index = selectedIndex ?? min(queue.lastIndex, queue.visible.count - 1)
    switch move {
    case .by(let rows): return go(to: index + rows)
    case .halfPage(let count): return page(index, by: count * max(1, queue.height / 2))
    case .page(let count): return page(index, by: count * max(1, queue.height - 1))
    case .first: return go(to: 0)
    case .last: return go(to: queue.visible.count - 1)
    case .toRow(let number): return go(to: number - 1)
    case .oldestUnseen: return goToOldestUnseen()
    }
  }

  mutating func select(_ id: EntityID, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    return place(of: id).map { go(to: $0) } ?? []
  }

  private mutating func page(_ index: Int, by rows: Int) -> [Effect] {
    queue.top = max(0, min(queue.top + rows, queue.visible.count - queue.height))
    return go(to: index + rows)
  }

  /// Puts the selection on a row, by the operator's own key.
  mutating func go(to index: Int) -> [Effect] {
    let target = min(max(0, index), queue.visible.count - 1)
    let wasResting = queue.selectedAt.map { now.milliseconds - $0.milliseconds > 120 } ?? true
    place(queue.visible[target].id, at: target)
    queue.rememberedId = nil
    queue.movedBySelfAt = nil
    queue.isPlacedByProgram = false
    showSelection()
    return wasResting ? settle() : []
  }

  private mutating func goToOldestUnseen() -> [Effect] {
    let unseen = queue.unseen.compactMap { factory.tasks[$0] }.filter { place(of: $0.id) != nil }
    guard let oldest = unseen.min(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }),
      let index = place(of: oldest.id)
    else { return noted(.info, "Nothing that came in since this was opened is still to be looked at.", now) }
    return go(to: index)
  }

  mutating func fit(_ viewport: Viewport) -> [Effect] {
    switch viewport {
    case .list(let rows):
      queue.height = max(1, rows)
      showSelection()
    case .context(let lines): context.height = max(1, lines)
    case .notifications(let rows):
      inbox.height = max(1, rows)
      showNotification()
    case .watching(let rows, let agents, let finds):
      fitActivity(rows)
      fitAgents(agents)
      fitSearch(finds)
    case .assets(let rows, let lastTop): fitAssets(rows: rows, lastTop: lastTop)
    case .pipeline(let record, let log, let lines): fitPipeline(record: record, log: log, lines: lines)
    case .kanban(let columns, let cards):
      kanban.columnsShown = max(1, columns)
      kanban.height = max(1, cards)
      showCard()
    }
    return []
  }
}
