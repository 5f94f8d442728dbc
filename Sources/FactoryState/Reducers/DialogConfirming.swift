// The key that carries a dialog out.
import FactoryContracts

extension AppState {
  mutating func confirm(_ dialog: Dialog, _ key: EntityID) -> [Effect] {
    switch dialog {
    case .reject(let dialog): return confirm(dialog, .rejected, key)
    case .escalate(let dialog): return confirm(dialog, .escalated, key)
    case .defer(let dialog): return confirm(dialog, key)
    case .reassign(let dialog): return confirm(dialog)
    case .confirm(let dialog):
      dialogs.removeLast()
      return decide(dialog.decision, key, isConfirmed: true)
    case .step(let dialog): return confirm(dialog, key)
    case .bulk(let sheet): return confirm(sheet, key)
    case .save(let dialog): return confirm(dialog)
    case .comment(let dialog): return confirm(dialog)
    case .palette, .help, .results:
      dialogs.removeLast()
      return []
    case .quit: return [.quit]
    }
  }

  private mutating func decide(_ waiting: PendingDecide, _ key: EntityID, isConfirmed: Bool = false) -> [Effect] {
    decide(
      DecideRequest(
        taskId: waiting.target.taskId, decision: waiting.decision, notes: waiting.notes, data: waiting.data,
        shownVersion: waiting.target.shownVersion, seenSince: waiting.target.seenSince, key: key, now: now,
        isConfirmed: isConfirmed), isFromDialog: true)
  }

  private mutating func confirm(_ dialog: ReasonDialog, _ decision: TaskDecision, _ key: EntityID) -> [Effect] {
    let reason = dialog.reason.text.trimmed
    guard !reason.isEmpty else {
      var dialog = dialog
      dialog.problem = "A reason is required."
      dialogs[dialogs.count - 1] = decision == .rejected ? .reject(dialog) : .escalate(dialog)
      return []
    }
    dialogs.removeLast()
    let changes = dialog.changes.map(\.text.trimmed).filter { !$0.isEmpty }
    var data: [String: JSONValue] = decision == .rejected ? ["severity": .string(dialog.severity.rawValue)] : [:]
    if !changes.isEmpty { data["requestedChanges"] = .array(changes.map { .string($0) }) }
    let waiting = PendingDecide(
      target: dialog.target, decision: decision, notes: reason, data: data.isEmpty ? nil : data)
    return remember(reason) + decide(waiting, key)
  }

  /// Reasons are recalled by number; the newest is the first.
  mutating func remember(_ reason: String) -> [Effect] {
    recentReasons.removeAll { $0 == reason }
    recentReasons.insert(reason, at: 0)
    if recentReasons.count > 9 { recentReasons.removeLast(recentReasons.count - 9) }
    return [.saveRecentReasons(recentReasons)]
  }

  private mutating func confirm(_ dialog: DeferDialog, _ key: EntityID) -> [Effect] {
    guard dialog.problem == nil else { return [] }
    dialogs.removeLast()
    let data = dialog.parsed.map { ["until": JSONValue.string($0.description)] }
    return decide(PendingDecide(target: dialog.target, decision: .deferred, data: data), key)
  }

  private mutating func confirm(_ dialog: ReassignDialog) -> [Effect] {
    guard let id = EntityID(dialog.to.text.trimmed) ?? candidate(dialog) else {
      var dialog = dialog
      dialog.problem = "“\(dialog.to.text)” is nobody known here; a name from the list or an id was expected."
      dialogs[dialogs.count - 1] = .reassign(dialog)
      return []
    }
    dialogs.removeLast()
    let reason = dialog.reason.text.trimmed
    return [.reassign(dialog.taskId, to: id, reason: reason.isEmpty ? nil : reason)]
  }

  /// The one whose name begins so, when there is only one.
  private func candidate(_ dialog: ReassignDialog) -> EntityID? {
    let text = dialog.to.text.trimmed.lowercased()
    guard !text.isEmpty else { return nil }
    if text == "me", let me { return me.id }
    let found = dialog.candidates.filter { $0.name.lowercased().hasPrefix(text) }
    let exact = found.filter { $0.name.lowercased() == text }
    let meant = exact.isEmpty ? found : exact
    return meant.count == 1 ? meant[0].id : nil
  }

  private mutating func confirm(_ sheet: BulkSheet, _ key: EntityID) -> [Effect] {
    let (fresh, moved) = refreshed(sheet)
    guard moved == 0 else {
      var shown = fresh
      shown.problem = "\(DecisionWords.items(moved)) changed while this was open. Look and press again."
      dialogs[dialogs.count - 1] = .bulk(shown)
      return []
    }
    return sendBulk(fresh, key)
  }

  mutating func takeEdited(_ purpose: EditorPurpose, _ text: String?, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let text, let top = dialogs.last else { return [] }
    let line = LineField(text.trimmed)
    switch (purpose, top) {
    case (.reason, .reject(var dialog)):
      dialog.reason = line
      dialogs[dialogs.count - 1] = .reject(dialog)
    case (.reason, .escalate(var dialog)):
      dialog.reason = line
      dialogs[dialogs.count - 1] = .escalate(dialog)
    case (.bulkNotes, .bulk(var sheet)):
      sheet.notes = line
      dialogs[dialogs.count - 1] = .bulk(sheet)
    case (.reason, _), (.bulkNotes, _): break
    }
    return []
  }
}
