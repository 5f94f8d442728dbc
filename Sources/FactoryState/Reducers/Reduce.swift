// The one way in which the screen's state changes. Pure: no clock, no randomness, no I/O; time and ids arrive inside the action.
import FactoryContracts

/// Changes the state and says what is to be done outside.
package func reduce(_ state: inout AppState, _ action: AppAction) -> [Effect] {
  switch action {
  case .tick(let now): state.tick(now)
  case .link(let event, let now): state.take(event, now)
  case .factory(let change, let seq, let now): state.take(change, seq, now)
  case .outbox(let update, let now): state.take(update, now)
  case .firstPage(let tasks, let pipelines, let seq, let now): state.takeFirstPage(tasks, pipelines, seq, now)
  case .snapshot(let step, let now): state.take(step, now)
  case .fetched(let result, let now): state.take(result, now)
  case .identity(let identity): state.identify(identity)
  case .capabilities(let capabilities): state.set(\.capabilities, capabilities)
  case .settings(let settings): state.set(\.settings, settings)
  case .recentReasons(let reasons): state.set(\.recentReasons, reasons)
  case .seenFiles(let marks): state.set(\.context.seenFiles, marks)
  case .comments(let comments): state.set(\.context.comments, comments)
  case .frameAnswered(let item): state.noteFrame(item)
  case .keyPressed(let now): state.set(\.lastKeyAt, now)
  case .show(let screen, let now): state.show(screen, now)
  case .focus(let focus): state.set(\.focus, focus)
  case .tab(let tab, let now): state.showTab(tab, now)
  case .nextTab(let step, let now): state.nextTab(step, now)
  case .open(let now): state.open(now)
  case .back(let now): state.back(now)
  case .close(let now): state.close(now)
  case .quit(let now): state.quit(now)
  case .quitAnyway: [.quit]
  case .refresh(let now): state.refresh(now)
  case .follow(let link, let now): state.follow(link, now)
  case .move(let move, let now): state.move(move, now)
  case .select(let id, let now): state.select(id, now)
  case .viewport(let viewport): state.fit(viewport)
  case .panes(let action): state.take(action)
  case .section(let section, let now): state.showSection(section, now)
  case .nextSection(let step, let now): state.nextSection(step, now)
  case .savedSections(let list): state.useSections(list)
  case .kanbanMove(let columns, let rows, let now): state.kanbanMove(columns, rows, now)
  case .selectCard(let id, let now): state.selectCard(id, now)
  case .readNotification(let now): state.readSelectedNotification(now)
  case .readAllNotifications(let now): state.readAllNotifications(now)
  case .filterActivity(let text, let now): state.filterActivity(text, now)
  case .search(let text, let now): state.searchFor(text, now)
  case .ask(let text, let now): state.ask(text, now)
  case .detailFocus(let focus): state.showPane(focus)
  case .compareAsset(let now): state.compareAsset(now)
  case .stopSaving(let now): state.stopSaving(now)
  case .step(let step, let key, let now): state.take(step, key, now)
  case .planRollback(let target, let version, let now): state.planRollback(target, version, now)
  case .planDeploy(let target, let version, let now): state.planDeploy(target, version, now)
  case .scroll(let lines, let columns): state.scroll(lines, columns)
  case .scrollTo(let position): state.scrollTo(position)
  case .toggleWrap: state.toggleWrap()
  case .diffOptions(let options, let top): state.show(options, top: top)
  case .seeFile(let mark, let isSeen): state.see(mark, isSeen)
  case .useFilter(let isUsed): state.set(\.context.usesFilter, isUsed)
  case .pickLine(let line): state.pick(line)
  case .commentOn(let spot, let quoted): state.openComment(spot, quoted)
  case .filter(let step, let now): state.take(step, now)
  case .mark(let step, let now): state.take(step, now)
  case .decide(let request): state.decide(request, isFromDialog: false)
  case .undo(let key, let now): state.undo(key, now)
  case .claim(let id, let now): state.claim(id, now)
  case .sendStale(let key): [.releaseOutbox(key)]
  case .dropStale(let key, let now): state.dropStale(key, now)
  case .dialog(let step, let now): state.take(step, now)
  case .requestDialog(let request, let now): state.open(request, now)
  case .copy(let what, let now): state.copy(what, now)
  case .pager(let now): state.openPager(now)
  case .editorReturned(let purpose, let text, let now): state.takeEdited(purpose, text, now)
  case .notice(let kind, let text, let now): state.noted(kind, text, now)
  case .dismissNotices: state.set(\.toasts, [])
  }
}

extension AppState {
  /// A plain assignment, which has no effect outside.
  mutating func set<Value>(_ path: WritableKeyPath<AppState, Value>, _ value: Value) -> [Effect] {
    self[keyPath: path] = value
    return []
  }
}
