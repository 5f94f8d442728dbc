// The list follows the tasks: each change moves only its own row, and the selected row keeps its line on the screen.
import FactoryContracts

extension AppState {
  /// Brings changes of the tasks into the list. `isLoad`: they come from a snapshot or a page, and are no news.
  mutating func absorb(_ all: [TaskChange], isLoad: Bool) {
    let changes = TaskChange.coalesced(all)
    guard !changes.isEmpty else { return }
    queue.saved.follow(changes, surroundings)
    // Where it stood before these changes: its key may be another one already.
    let before =
      changes.first { $0.id == queue.selectedId }?.oldKey.flatMap { queue.visible.index(of: $0) } ?? selectedIndex
    var gone: [QueueKey] = []
    var fresh: [QueueKey] = []
    for change in changes {
      let wasVisible = change.oldKey.map { queue.visible.contains($0) } ?? false
      if wasVisible, !isLoad { linger(change) }
      if wasVisible, let key = change.oldKey { gone.append(key) }
      if let key = change.newKey, let row = change.new, staysVisible(row, key, wasVisible) { fresh.append(key) }
      follow(change, isLoad: isLoad)
    }
    queue.visible.apply(removing: gone, inserting: fresh)
    keepSelection(from: before)
    if isLoad { followTop() } else { countNews(changes) }
  }

  private func staysVisible(_ row: TaskRow, _ key: QueueKey, _ wasVisible: Bool) -> Bool {
    passes(row, key) || (wasVisible && queue.lingering[row.id] != nil)
  }

  /// Whether screen, section and filter let a row through.
  func passes(_ row: TaskRow, _ key: QueueKey) -> Bool {
    switch screen {
    case .pipelineTasks(let id): guard row.pipelineId == id else { return false }
    case .queue, .kanban, .notifications, .pipeline, .activity, .search, .agents, .chat, .dashboard:
      guard row.isOpen || queue.lingering[row.id] != nil, belongs(key) else { return false }
    }
    return queue.filter.parsed.isEmpty || queue.filter.parsed.matches(row, surroundings)
  }

  /// Whether the section that is shown has the row.
  private func belongs(_ key: QueueKey) -> Bool {
    factory.tasks.belongs(key, to: queue.section) && queue.saved.lets(key)
  }

  var surroundings: FilterSurroundings {
    FilterSurroundings(pipelines: factory.pipelines, marks: queue.marks, me: me?.id, now: now)
  }

  private mutating func follow(_ change: TaskChange, isLoad: Bool) {
    let isOpen = change.new?.isOpen ?? false
    if !isOpen { forget(change.id) }
    if change.old == nil, isOpen, !isLoad { queue.unseen.insert(change.id) }
    if change.id == queue.selectedId, change.old?.version != change.new?.version { resettle() }
    if change.new == nil { context.fullTasks.remove(change.id) }
  }

  private mutating func forget(_ id: EntityID) {
    queue.marks.remove(id)
    queue.markVersions[id] = nil
    queue.unseen.remove(id)
    presence[id] = nil
    context.comments.removeAll { $0.taskId == id }
  }

  /// Makes the whole list anew: another screen, section or filter.
  mutating func rebuildList() {
    let filter = queue.filter.parsed
    let keys = candidates()
    if filter.isEmpty {
      queue.visible = keys
    } else {
      queue.rowsExamined += keys.count
      queue.visible = OrderedKeys(sorted: found(by: filter, in: keys))
    }
    reselect()
  }

  /// Rows are looked at as they lie in memory, not as they stand in the list: that is twice as fast when there are many.
  private func found(by filter: Filter, in keys: OrderedKeys) -> [QueueKey] {
    let around = surroundings.prepared(for: filter)
    return factory.tasks.rows.withUnsafeBufferPointer { rows in
      guard let first = rows.baseAddress else { return [] }
      guard keys.count * 2 > rows.count else { return keys.filter { filter.matches(first + Int($0.slot), around) } }
      let isFound = rows.indices.map { filter.matches(first + $0, around) }
      return keys.filter { isFound[Int($0.slot)] }
    }
  }

  private func candidates() -> OrderedKeys {
    let tasks = factory.tasks
    if case .pipelineTasks(let id) = screen {
      let keys = tasks.slots.values.filter { tasks.rows[Int($0)].pipelineId == id }
      return OrderedKeys(sorted: keys.map { QueueKey(tasks.rows[Int($0)], slot: $0) }.sorted())
    }
    var open = tasks.order
    for id in queue.lingering.ids {
      if let key = tasks.key(of: id), !open.contains(key) { open.insert(key) }
    }
    return shownSection == .builtIn(.all) ? open : OrderedKeys(sorted: open.filter(belongs))
  }
}
