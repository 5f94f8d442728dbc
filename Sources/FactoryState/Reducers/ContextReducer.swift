// The context panel: tabs, scrolling, and what workers bring.
import FactoryContracts

extension AppState {
  mutating func showTab(_ tab: ContextTab, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    context.tab = tab
    guard let row = selectedRow else { return [] }
    return fetch(row) + (context.timelines[timelineSubject(of: row)] == nil ? fetchTimelineIfShown(row) : [])
      + fetchAssetsIfShown()
  }

  mutating func nextTab(_ step: Int, _ moment: Timestamp) -> [Effect] {
    let all = selectedRow.map(ContextTab.offered) ?? ContextTab.allCases
    let place = all.firstIndex(of: context.tab) ?? 0
    return showTab(all[((place + step) % all.count + all.count) % all.count], moment)
  }

  /// The screen knows how long the text is and posts `scrollTo` where this would go too far.
  mutating func scroll(_ lines: Int, _ columns: Int) -> [Effect] {
    let old = context.scroll(of: context.tab)
    return scrollTo(ScrollPosition(top: old.top + lines, left: old.left + columns))
  }

  mutating func scrollTo(_ position: ScrollPosition) -> [Effect] {
    context.scroll[context.tab] = ScrollPosition(top: max(0, position.top), left: max(0, position.left))
    return []
  }

  mutating func toggleWrap() -> [Effect] {
    context.wrapsLines.toggle()
    return []
  }

  mutating func show(_ options: DiffOptions, top: Int) -> [Effect] {
    context.diffOptions = options
    return scrollTo(ScrollPosition(top: top, left: context.scroll(of: .diff).left))
  }

  /// How many files are remembered as looked through.
  static let seenLimit = 5_000

  mutating func see(_ mark: UInt64, _ isSeen: Bool) -> [Effect] {
    context.seenFiles.removeAll { $0 == mark }
    if isSeen { context.seenFiles.insert(mark, at: 0) }
    if context.seenFiles.count > Self.seenLimit { context.seenFiles.removeLast() }
    return [.saveSeenFiles(context.seenFiles)]
  }

  mutating func take(_ result: FetchResult, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch result {
    case .task(let task): takeFull(task)
    case .taskFailed(let id, let reason):
      context.loading.remove(id)
      context.failures[id] = reason
    case .timeline(let subject, let entries):
      context.loadingTimelines.remove(subject)
      context.timelines.put(entries.sorted { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }, for: subject)
    case .timelineFailed(let subject, let reason):
      context.loadingTimelines.remove(subject)
      context.timelineFailures[subject] = reason
    case .notifications(let list, let unread):
      takeNotifications(list, unread: unread)
      return readAnswered()
    case .notificationsFailed(let reason): noteInboxFailure(reason)
    case .notificationRead(let id): noteRead(id)
    case .allNotificationsRead: noteAllRead()
    case .activity(let rows, let next, let isNewest): return takeActivity(rows, next: next, isNewest: isNewest)
    case .activityFailed(let reason): noteActivityFailure(reason)
    case .found(let words, let results): takeFound(words, results)
    case .searchFailed(let words, let reason): noteSearchFailure(words, reason)
    case .said(let text, let isGood): takeSaid(text, isGood: isGood)
    case .dashboard(let summary, let decisions): takeDashboard(summary, decisions)
    case .dashboardFailed(let reason): noteDashboardFailure(reason)
    case .agents(let list): takeAgents(list)
    case .agentsFailed(let reason): noteAgentsFailure(reason)
    case .pipeline(let evidence): return takePipeline(evidence)
    case .pipelineFailed(let id, let reason): notePipelineFailure(id, reason)
    case .agentJob(let agent, let job): return takeAgentJob(agent, job)
    case .log(let job, let after, let text, let next):
      takeLog(job, after: after, text, next)
      takeWatchedLog(job, after: after, text, next)
    case .logFailed(let job, let reason):
      noteLogFailure(job, reason)
      noteWatchedLogFailure(job, reason)
    case .stepped(let id, let step, let changed): return takeStep(id, step, changed)
    case .stepFailed(let id, let step, let message, let reasons): noteStepFailure(id, step, message, reasons)
    case .rollbackPlan(let plan): askRollback(plan)
    case .deployPlan(let plan, let version): askDeploy(plan, version)
    case .assets(let pipeline, let list): takeAssets(pipeline, list)
    case .assetsFailed(let pipeline, let reason): noteAssetsFailure(pipeline, reason)
    case .compared(let id): noteCompared(id, failure: nil)
    case .compareFailed(let id, let reason): noteCompared(id, failure: reason)
    case .saved(let asset, let path): noteSaved(asset, .success, "“\(asset.name)” is saved: \(path)")
    case .saveFailed(let asset, nil): noteSaved(asset, .info, "“\(asset.name)” is not saved: it was stopped.")
    case .saveFailed(let asset, let reason?): noteSaved(asset, .error, "“\(asset.name)” could not be saved: \(reason)")
    case .saving(let id, let bytes): assets.note(id, bytes)
    case .claimed(let task):
      absorb(factory.put([task], seq: 0), isLoad: false)
      note(.info, "“\(task.title)” is yours for a while.", about: task.id)
    case .reassigned(let task):
      absorb(factory.put([task], seq: 0), isLoad: false)
      note(.success, "“\(task.title)” was handed over.", about: task.id)
    case .requestFailed(let id, let verb, let reason): note(.error, "Could not \(verb): \(reason)", about: id)
    case .loadFailed(let reason): noteLoadFailure("The list could not be read: \(reason)")
    }
    return []
  }

  private mutating func takeFull(_ task: FactoryTask) {
    context.loading.remove(task.id)
    context.failures[task.id] = nil
    context.fullTasks.put(task, for: task.id)
    absorb(factory.put([task], seq: 0), isLoad: false)
    // An answer that an event overtook: what is shown would stay behind, so it is asked for again once the selection rests.
    guard task.id == queue.selectedId, let row = factory.tasks[task.id] else { return }
    if (task.version ?? 0) < (row.version ?? 0) { resettle() }
  }

  mutating func identify(_ identity: Identity) -> [Effect] {
    me = identity
    factory.tasks.setOperator(identity.id)
    recountSections()
    rebuildList()
    return []
  }

  /// The same item in the same version keeps the moment at which it was first seen.
  /// nil: a frame that shows no item.
  mutating func noteFrame(_ item: ShownItem?) -> [Effect] {
    if shown?.taskId != item?.taskId || shown?.version != item?.version { shown = item }
    return []
  }
}
