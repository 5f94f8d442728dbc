// What the reducer and commands ask for, carried out: at once on the terminal, or handed to workers.
import FactoryContracts
import FactoryState
import TerminalKit

extension EventLoop {
  /// The only way in which the state changes.
  func apply(_ action: AppAction) {
    let wasReassigning = isReassigning
    let effects = reduce(&app, action)
    syncTyping()
    if isReassigning, !wasReassigning { runner.fetchPeople() }
    for effect in effects { carryOut(effect) }
  }

  private var isReassigning: Bool { if case .reassign? = app.dialogs.last { true } else { false } }

  func carryOut(_ effect: Effect) {
    switch effect {
    case .store(let entry): outbox.enqueue(entry)
    case .releaseOutbox(let key): outbox.release(key)
    case .dropOutbox(let key): outbox.drop(key)
    case .nudgeOutbox: outbox.nudge()
    case .fetchTask(let id): runner.fetchTask(id)
    case .fetchTimeline(let subject): runner.fetchTimeline(subject)
    case .fetchFirstPage: runner.fetchFirstPage()
    case .fetchSnapshot: runner.fetchSnapshot()
    case .fetchIdentity: runner.fetchIdentity()
    case .fetchNotifications: runner.fetchNotifications()
    case .readNotification(let id): runner.readNotification(id)
    case .readAllNotifications: runner.readAllNotifications()
    case .fetchActivity(let cursor): runner.fetchActivity(cursor)
    case .search(let words): runner.search(words)
    case .askConsole(let words): runner.ask(words, options.console)
    case .fetchDashboard: runner.fetchDashboard()
    case .fetchAgents: runner.fetchAgents()
    case .fetchAgentJob(let agent, let pipeline): runner.fetchAgentJob(agent, pipeline: pipeline)
    case .fetchAssets(let pipeline): runner.fetchAssets(pipeline)
    case .compareAsset(let asset): runner.compare(asset)
    case .saveAsset(let asset, let place): runner.save(asset, place, options.keepAsset)
    case .stopSaving: runner.stopSaving()
    case .fetchPipeline(let id): runner.fetchPipeline(id)
    case .fetchLog(let id, let job, let after): runner.fetchLog(id, job: job, after: after)
    case .stepPipeline(let id, let step, let key): runner.step(id, step, key: key)
    case .planDeploy(let id, let target, let version): runner.planDeploy(id, target, version: version)
    case .planRollback(let id, let target, let version): runner.planRollback(id, target, version: version)
    case .claim(let id): runner.claim(id)
    case .reassign(let id, let person, let reason): runner.reassign(id, to: person, reason: reason)
    case .resumeLink(let seq): link.resume(from: seq)
    case .viewing(let id): link.viewing(id)
    case .openPager(let content): page(content)
    case .openEditor(let draft, let purpose): edit(draft, for: purpose)
    case .copy(let text): terminal.copy(SafeText.sanitize(text))
    case .saveRecentReasons(let reasons): runner.saveReasons(reasons, options.recentReasonsPath)
    case .saveComments(let comments): runner.saveComments(comments, options.commentsPath)
    case .saveSeenFiles(let marks): runner.saveSeenFiles(marks, options.seenFilesPath)
    case .alert(let title, let isCritical): call(title, isCritical: isCritical)
    case .quit: ending = .quit
    }
  }

  func carryOut(_ request: LoopRequest) {
    switch request {
    case .suspend: terminal.stop()
    case .redraw: terminal.repaint()
    case .mouse: toggleMouse()
    case .readInEditor: readInEditor()
    case .theme(let name): takeTheme(name)
    case .runPalette: runPalette()
    case .completePalette: completePalette()
    case .custom(let command): run(command)
    case .saveSection(let name, let query): runner.saveSection(name, query, options.saveSection)
    case .goose: lendToGoose()
    case .signIn: ending = .signIn
    }
    gate.invalidate(urgent: true)
  }

  /// Calls the operator: the bell, and where the window is not looked at, the desktop.
  private func call(_ title: String, isCritical: Bool) {
    guard options.rings, isCritical || !alerts.isQuiet(options.clock()) else { return }
    if alerts.sounds { terminal.bell() }
    if alerts.notifies, !isFocused { terminal.notify(SafeText(title)) }
  }

  // MARK: Other programs

  private func page(_ content: PagerContent) {
    let (text, name) = PagerText.of(content)
    outside { programs in
      if let problem = programs.page(text, name: name) { apply(.notice(.warning, problem, now: options.clock())) }
    }
  }

  private func edit(_ draft: String, for purpose: EditorPurpose) {
    outside { programs in
      switch programs.edit(draft, name: "reason.txt") {
      case .success(let text): apply(.editorReturned(purpose, text: text, now: options.clock()))
      case .failure(let problem): apply(.notice(.warning, problem.sentence, now: options.clock()))
      }
    }
  }

  /// The evidence in the editor, to read and search; what is written there is dropped.
  private func readInEditor() {
    guard let item = app.contextItem else { return }
    let text = PagerText.evidence(item)
    outside { programs in
      if case .failure(let problem) = programs.edit(text, name: "evidence.diff") {
        apply(.notice(.warning, problem.sentence, now: options.clock()))
      }
    }
  }

  /// Lends the terminal to another program.
  func outside(_ body: (any ProgramRunner) -> Void) {
    terminal.suspend()
    body(options.programs)
    terminal.resume()
    // Answers to frames of before are lost.
    unanswered = []
    _ = gate.answered(now: options.steadyClock())
    gate.invalidate(urgent: true)
  }
}

/// Texts for pager and editor, safe to show: they reach a terminal too.
package enum PagerText {
  static func of(_ content: PagerContent) -> (text: String, name: String) {
    switch content {
    case .diff(_, let text): (SafeText.sanitizeLines(text) + "\n", "change.diff")
    case .tests(_, let text): (SafeText.sanitizeLines(text) + "\n", "tests.txt")
    case .overview(_, let text): (SafeText.sanitizeLines(text) + "\n", "overview.txt")
    case .timeline(_, let text): (SafeText.sanitizeLines(text) + "\n", "timeline.txt")
    }
  }

  static func evidence(_ item: ContextItem) -> String {
    let context = item.task?.context
    var parts = [item.row.title, "", context?.summary ?? item.row.summary]
    if let details = context?.details { parts += ["", details] }
    for failure in context?.testResults?.failureDetails ?? [] {
      let place = failure.file.map { file in failure.line.map { "\(file):\($0)" } ?? file } ?? ""
      parts += ["", "FAILED \(failure.testName) \(place)", failure.error]
    }
    for file in context?.diffSummary?.files ?? [] {
      parts += ["", "\(DiffDocument.sign(file.status)) \(file.path)", file.patch ?? ""]
    }
    return SafeText.sanitizeLines(parts.joined(separator: "\n")) + "\n"
  }
}
