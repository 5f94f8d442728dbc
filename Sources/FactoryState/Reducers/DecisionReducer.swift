// Decide and advance (anchors, point 1). A decision is pinned to the version that was shown, goes to the outbox, and the next undecided item is
// selected at once. Nothing is shown as done before the server has it.
import FactoryContracts

extension AppState {
  mutating func decide(_ request: DecideRequest, isFromDialog: Bool) -> [Effect] {
    advanceClock(to: request.now)
    let request = pinnedPastOwnChanges(request)
    if let refusal = refusal(of: request, isFromDialog: isFromDialog) {
      note(.warning, refusal.sentence(now: now), about: request.taskId)
      return []
    }
    guard let row = factory.tasks[request.taskId] else { return [] }
    if request.decision == .rejected || request.decision == .escalated, (request.notes ?? "").isEmpty {
      return askReason(request, row)
    }
    let consequences = request.isConfirmed ? [] : consequences(of: request, row)
    if !consequences.isEmpty { return askAgain(request, row, consequences) }
    return send(request, row)
  }

  /// A reason takes a while to type; what the operator's own undo changed meanwhile needs no second look.
  private func pinnedPastOwnChanges(_ request: DecideRequest) -> DecideRequest {
    guard let row = factory.tasks[request.taskId], let version = row.version, let shown = request.shownVersion,
      outbox.isOwnChange(row.id, from: shown, to: version)
    else { return request }
    var request = request
    request.shownVersion = version
    return request
  }

  private mutating func askReason(_ request: DecideRequest, _ row: TaskRow) -> [Effect] {
    let target = target(of: request, row)
    dialogs.append(
      request.decision == .rejected ? .reject(rejection(of: target)) : .escalate(ReasonDialog(target: target)))
    return []
  }

  private mutating func askAgain(_ request: DecideRequest, _ row: TaskRow, _ lines: [String]) -> [Effect] {
    let waiting = PendingDecide(
      target: target(of: request, row), decision: request.decision, notes: request.notes, data: request.data)
    let checklist = row.isProductionDeploy && request.decision == .approved ? deployChecklist(row) : []
    dialogs.append(.confirm(ConfirmDialog(decision: waiting, consequences: lines, checklist: checklist)))
    return []
  }

  private func target(of request: DecideRequest, _ row: TaskRow) -> DecisionTarget {
    DecisionTarget(
      taskId: row.id, title: row.title, shownVersion: request.shownVersion, seenSince: request.seenSince)
  }

  /// Why this one asks for a second key; empty: it does not.
  private func consequences(of request: DecideRequest, _ row: TaskRow) -> [String] {
    var lines: [String] = []
    if row.isProductionDeploy, request.decision == .approved {
      let name = factory.pipelines.name(of: row.pipelineId) ?? "this product"
      let goesBack = context.fullTasks[row.id]?.isRollback == true
      lines.append(
        row.needsMoreAfterNext
          ? "Counts as your approval; another is needed before \(name) is \(goesBack ? "taken back" : "deployed into production")."
          : goesBack ? "Takes what runs of \(name) in production back." : "Deploys \(name) into production.")
    }
    let marks = row.marks
    if let asked = request.data?[AllowMore.member]?.object { lines += reach(asked, marks) }
    if let holder = marks.claimedBy, holder != me?.id, marks.claimExpiresAt.map({ $0 > now }) ?? true {
      lines.append("\(marks.claimedByName ?? "Another operator") is working on it.")
    }
    return lines
  }

  /// What goes on without asking from then on, as the server wrote it into the task.
  private func reach(_ asked: [String: JSONValue], _ marks: TaskMarks) -> [String] {
    guard let scope = asked["scope"]?.string, let offer = marks.offers?.first(where: { $0.scope.rawValue == scope })
    else {
      return ["The task offers no rule of that kind, so the server will refuse it."]
    }
    let end = asked["expiresAt"]?.string.map { "until \($0)" } ?? "for \(Int(RuleLimits.standardSeconds / 3600)) h"
    return ["And \(end), without asking: \(offer.covers).", "`factory rules` lists and revokes it."]
  }

  private mutating func send(_ request: DecideRequest, _ row: TaskRow) -> [Effect] {
    let body = CompleteTaskBody(
      decision: request.decision, notes: request.notes,
      decisionData: withComments(request.data, request.decision, row.id),
      graceSeconds: settings.graceSeconds)
    guard
      let entry = OutboxEntries.entry(
        Endpoints.completeTask, path: [row.id.description], body: body, key: request.key, taskIds: [row.id],
        verb: DecisionWords.verb(request.decision), title: row.title, ifMatch: request.shownVersion, now: now,
        decision: request.decision)
    else { return noted(.error, "The decision cannot be written as JSON; nothing was decided.", now) }
    post(entry)
    pushUndo(entry, request.decision)
    dropRemarks()
    session.decided += 1
    queue.marks.remove(row.id)
    queue.markVersions[row.id] = nil
    return [.store(entry)] + advance(from: row.id)
  }

  /// Selects the next undecided item, where the decided one was selected.
  mutating func advance(from id: EntityID) -> [Effect] {
    guard queue.selectedId == id, let next = nextUndecided(after: selectedIndex ?? queue.lastIndex),
      let index = place(of: next.id)
    else { return [] }
    queue.settledId = nil
    queue.selectedAt = nil
    let effects = go(to: index)
    queue.isPlacedByProgram = true
    return effects
  }
}
