// Dialogs: opening, typing, and the key that carries them out. Only the top one changes.
import FactoryContracts

extension AppState {
  mutating func open(_ request: DialogRequest, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    switch request {
    case .reject: return openDecision(.rejected) { .reject($1.rejection(of: $0)) }
    case .escalate: return openDecision(.escalated) { target, _ in .escalate(ReasonDialog(target: target)) }
    case .defer: return openDecision(.deferred) { target, _ in .defer(DeferDialog(target: target)) }
    case .reassign: return openReassign()
    case .bulk(let action): return openBulk(action)
    case .palette(let text): dialogs.append(.palette(PaletteState(input: LineField(text))))
    case .help: dialogs.append(.help(scroll: 0))
    case .results: return openResults()
    case .save: return openSave()
    }
    return []
  }

  /// What is on the screen now is what the dialog will decide.
  private mutating func openDecision(
    _ decision: TaskDecision, _ dialog: (DecisionTarget, AppState) -> Dialog
  ) -> [Effect] {
    guard let row = selectedRow else { return noted(.info, "Nothing is selected.", now) }
    let seen = shown.flatMap { $0.taskId == row.id ? $0 : nil }
    if let refusal = refusalOfPrincipal(decision) ?? refusal(of: row) {
      return noted(.warning, refusal.sentence(now: now), now)
    }
    let target = DecisionTarget(
      taskId: row.id, title: row.title, shownVersion: seen?.version, seenSince: seen?.since)
    dialogs.append(dialog(target, self))
    return []
  }

  private mutating func openReassign() -> [Effect] {
    guard let row = selectedRow else { return noted(.info, "Nothing is selected.", now) }
    if let refusal = refusalOfPrincipal(.approved) ?? refusal(of: row) {
      return noted(.warning, refusal.sentence(now: now), now)
    }
    var dialog = ReassignDialog(taskId: row.id, title: row.title)
    dialog.candidates = knownPeople
    dialogs.append(.reassign(dialog))
    return []
  }

  /// Whoever is known from presence, and the operator.
  private var knownPeople: [Viewer] {
    let mine = me.map { [Viewer(id: $0.id, name: $0.name)] } ?? []
    return Set(presence.values.joined() + mine).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  private mutating func openResults() -> [Effect] {
    let rows = outbox.items.values.sorted { ($0.since, $0.entry.key) < ($1.since, $1.entry.key) }.flatMap(resultRows)
    guard !rows.isEmpty else { return noted(.info, "Every decision went through.", now) }
    dialogs.append(.results(ResultsDialog(title: "Decisions that did not go through", rows: rows)))
    return []
  }

  private func resultRows(_ item: OutboxItem) -> [ResultRow] {
    let problem: String
    switch item.phase {
    case .refused(let error, _): problem = error.message
    case .notStored(let reason, _): problem = reason
    case .stale: problem = "older than a day and not sent"
    case .confirmed:
      return item.failures.map { ResultRow(taskId: $0.taskId, title: title(of: $0.taskId), problem: $0.error) }
    case .queued, .stored, .sending, .waiting: return []
    }
    return item.entry.taskIds.map { ResultRow(taskId: $0, title: title(of: $0), problem: problem) }
  }

  private func title(of id: EntityID) -> String { factory.tasks[id]?.title ?? id.short }

  mutating func take(_ step: DialogAction, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let top = dialogs.last else { return [] }
    switch step {
    case .cancel:
      dialogs.removeLast()
      return []
    case .confirm(let key): return confirm(top, key)
    case .edit: return edit(top)
    case .recall(let number): return recall(number)
    default:
      dialogs[dialogs.count - 1] = DialogEditing.apply(step, to: top, now: now)
      return []
    }
  }

  /// Recalled reasons have numbers, from 1.
  private mutating func recall(_ number: Int) -> [Effect] {
    guard recentReasons.indices.contains(number - 1), let top = dialogs.last else { return [] }
    let line = LineField(recentReasons[number - 1])
    dialogs[dialogs.count - 1] = DialogEditing.apply(.text(line), to: top, now: now)
    return []
  }

  private func edit(_ dialog: Dialog) -> [Effect] {
    switch dialog {
    case .reject(let dialog), .escalate(let dialog): [.openEditor(draft: dialog.reason.text, for: .reason)]
    case .bulk(let sheet): [.openEditor(draft: sheet.notes.text, for: .bulkNotes)]
    case .defer, .reassign, .confirm, .step, .save, .comment, .palette, .help, .results, .quit: []
    }
  }
}
