// Screens, focus, one step back, leaving.
import FactoryContracts

extension AppState {
  mutating func show(_ target: Screen, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard target != screen else { return [] }
    let origin = screen
    leave(screen, for: target)
    screen = target
    focus = .list
    if case .pipeline(let id) = target { return openPipeline(id, from: origin) }
    if target == .kanban {
      placeCard()
      return []
    }
    if target == .notifications { return openInbox() }
    if [.activity, .agents, .dashboard].contains(target) { return readScreen() }
    if target == .search || target == .chat { return [] }
    rebuildList()
    return settle()
  }

  /// A pipeline's tasks are a side trip: the queue's selection is found again after it.
  private mutating func leave(_ old: Screen, for target: Screen) {
    if case .pipelineTasks = target, kanban.queueSelection == nil { kanban.queueSelection = queue.selectedId }
    if target == .queue, let kept = kanban.queueSelection {
      queue.rememberedId = kept
      kanban.queueSelection = nil
    }
  }

  mutating func open(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    if screen == .kanban {
      guard let id = kanban.selectedId else { return [] }
      return show(.pipeline(id), moment)
    }
    if case .pipeline(let id) = screen { return show(.pipelineTasks(id), moment) }
    if screen == .notifications { return followNotification(moment) }
    if screen == .activity { return followActivity(moment) }
    if screen == .search { return followFound(moment) }
    if screen == .agents { return followAgent(moment) }
    guard let row = selectedRow else { return [] }
    focus = .context
    return settle() + (settings.claimOnOpen && mayClaim(row) ? [.claim(row.id)] : [])
  }

  private func mayClaim(_ row: TaskRow) -> Bool {
    row.status == .pending && row.marks.claimedBy == nil && link.isLive && refusalOfPrincipal(.approved) == nil
  }

  mutating func back(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    if !dialogs.isEmpty { return take(DialogAction.cancel, moment) }
    if queue.filter.isEditing { return take(FilterAction.cancel, moment) }
    if queue.rangeStart != nil { return set(\.queue.rangeStart, nil) }
    if hasAssetKeys, shownComparison != nil { return set(\.assets.comparison, nil) }
    if pickedLine != nil { return pick(nil) }
    if focus == .context { return set(\.focus, .list) }
    if case .pipelineTasks(let id) = screen { return show(pipeline.pipelineId == id ? .pipeline(id) : .kanban, moment) }
    if case .pipeline = screen { return show(pipeline.origin, moment) }
    if screen == .activity, !activity.filter.isEmpty { return filterActivity("", moment) }
    if !screen.isList { return show(.queue, moment) }
    if !queue.filter.text.isEmpty { return take(FilterAction.clear, moment) }
    if !queue.marks.isEmpty { return take(MarkAction.none, moment) }
    if shownSection != .builtIn(.all) { return showSection(.builtIn(.all), moment) }
    return []
  }

  mutating func close(_ moment: Timestamp) -> [Effect] {
    let isAtTop = dialogs.isEmpty && !queue.filter.isEditing && focus == .list && screen == .queue
    if isAtTop { return quit(moment) }
    if case .pipeline = screen { return back(moment) }
    if dialogs.isEmpty, focus == .list, !screen.isList { return show(.queue, moment) }
    return back(moment)
  }

  mutating func quit(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard outbox.unsentCount > 0 else { return [.quit] }
    if case .quit = dialogs.last { return [.quit] }
    dialogs.append(.quit(unsent: outbox.unsentCount))
    return []
  }

  mutating func refresh(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    context.failures = [:]
    context.timelineFailures = [:]
    context.loading = []
    context.loadingTimelines = []
    resettle()
    let effects = forgetAssets()
    return [.fetchSnapshot, .nudgeOutbox] + readScreen() + (screen.isList ? settle() : []) + effects
  }

  /// What a screen of its own shows is read again.
  mutating func readScreen() -> [Effect] {
    switch screen {
    case .pipeline: readPipeline()
    case .activity: readActivity()
    case .agents: readAgents()
    case .dashboard: readDashboard()
    case .search: [.search(search.text)]
    case .queue, .pipelineTasks, .kanban, .notifications, .chat: []
    }
  }

  /// When an opened screen is to be read again because something happened; nil: nothing did.
  var watchMoment: Timestamp? {
    switch screen {
    case .activity: activity.rereadAt
    case .agents: agents.moment
    case .dashboard: link.isLive ? dashboard.rereadAt : nil
    default: nil
    }
  }
}
