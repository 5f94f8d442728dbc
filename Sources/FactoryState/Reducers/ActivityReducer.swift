// The activity: opening, narrowing, moving, older pages, the newest again after events, going where a row points.
import FactoryContracts

extension AppState {
  mutating func filterActivity(_ text: String, _ moment: Timestamp) -> [Effect] {
    activity.filter = ActivityFilter(text)
    activity.pages = 0
    activity.cursor.selectedId = nil
    let effects = screen == .activity ? [] : show(.activity, moment)
    advanceClock(to: moment)
    keepActivity()
    return effects + readOlderIfNeeded()
  }

  mutating func readActivity() -> [Effect] {
    activity.rereadAt = nil
    activity.isLoading = true
    return [.fetchActivity(cursor: nil)]
  }

  /// `isNewest`: from the beginning; else the page behind what is here.
  mutating func takeActivity(_ page: [AuditEntry], next: String?, isNewest: Bool) -> [Effect] {
    let index = activityIds.firstIndex { $0 == activity.cursor.selectedId } ?? 0
    let known = Set(activity.entries.map(\.id))
    let fresh = page.filter { !known.contains($0.id) }
    if !isNewest {
      activity.entries += fresh
      activity.older = next
    } else if activity.entries.isEmpty || fresh.count == page.count {
      // Nothing hangs together with what was here: it begins anew.
      activity.entries = page
      activity.older = next
    } else {
      activity.entries = fresh + activity.entries
    }
    activity.isLoading = false
    activity.failure = nil
    keepActivity(near: index)
    return readOlderIfNeeded()
  }

  mutating func noteActivityFailure(_ reason: String) {
    activity.isLoading = false
    activity.failure = reason
  }

  /// Older rows, where the screen has room for more or the cursor comes near the end.
  mutating func readOlderIfNeeded() -> [Effect] {
    guard screen == .activity, !activity.isLoading, let older = activity.older else { return [] }
    let ids = activityIds
    let index = ids.firstIndex { $0 == activity.cursor.selectedId } ?? 0
    guard ids.count - index <= activity.cursor.height,
      activity.filter.isEmpty || activity.pages < ActivityState.pageLimit
    else { return [] }
    activity.pages += 1
    activity.isLoading = true
    return [.fetchActivity(cursor: older)]
  }

  private var activityIds: [EntityID] { activity.rows.map(\.id) }

  mutating func fitActivity(_ rows: Int) { activity.cursor.fit(rows, activityIds) }

  mutating func keepActivity(near index: Int = 0) { activity.cursor.keep(in: activityIds, near: index) }

  mutating func moveInActivity(_ move: Move) -> [Effect] {
    activity.cursor.move(move, in: activityIds)
    if !activity.filter.isEmpty { activity.pages = 0 }
    return readOlderIfNeeded()
  }

  mutating func readActivityIfDue() -> [Effect] {
    guard screen == .activity, let at = activity.rereadAt, at <= now else { return [] }
    return readActivity()
  }

  /// Almost every event is told by an audit row of its own.
  mutating func rereadActivity() {
    guard screen == .activity else { return }
    activity.rereadAt =
      activity.rereadAt ?? Timestamp(milliseconds: now.milliseconds + ActivityState.rereadMilliseconds)
  }

  mutating func followActivity(_ moment: Timestamp) -> [Effect] {
    guard let entry = activity.selected else { return [] }
    let related = ["taskId", "pipelineId"].compactMap { key in
      entry.metadata[key]?.string.flatMap { EntityID($0) }.map { (key, $0) }
    }
    switch entry.entityType {
    case "task": return follow(task: entry.entityId, moment)
    case "pipeline": return follow(pipeline: entry.entityId, moment)
    default: break
    }
    switch related.first {
    case ("taskId", let id)?: return follow(task: id, moment)
    case ("pipelineId", let id)?: return follow(pipeline: id, moment)
    default: return noted(.info, "This row leads to no task and no pipeline.", now)
    }
  }

  // MARK: Where rows of activity and search lead

  mutating func follow(pipeline id: EntityID, _ moment: Timestamp) -> [Effect] { show(.pipeline(id), moment) }

  /// An open task is shown in the queue, a decided one among its pipeline's.
  mutating func follow(task id: EntityID, pipeline known: EntityID? = nil, _ moment: Timestamp) -> [Effect] {
    let row = factory.tasks[id]
    if row?.isOpen ?? false { return goToTask(id, moment) }
    guard let pipeline = row?.pipelineId ?? known else {
      return noted(.info, "That task is decided, and belongs to no pipeline.", now)
    }
    let effects = show(.pipelineTasks(pipeline), moment)
    if place(of: id) != nil { return effects + select(id, moment) }
    note(.info, "That task is decided; these are its pipeline's.")
    return effects
  }
}
