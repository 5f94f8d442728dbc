// What keeps a decision from being taken here, each with one sentence (anchors, points 2 and 10). The server checks again; these save the operator
// from hitting what was not seen.
import FactoryContracts

package enum DecisionRefusal: Hashable, Sendable {
  case gone
  case readOnly
  case signInRefused
  case missingScope(Scope)
  case ownQuestion
  case notSeen
  case listMoved
  case changed
  case onItsWay
  /// `isHere`: it was made on this screen, so that `u` takes it back.
  case pendingMine(TaskDecision, isHere: Bool)
  case pendingOther(TaskDecision, byName: String?)
  case decided(TaskDecision?, byName: String?, at: Timestamp)
  case withdrawn

  package func sentence(now: Timestamp) -> String {
    switch self {
    case .gone: "That item is no longer there."
    case .readOnly: "This screen only watches; decisions are made in the command center."
    case .signInRefused: "The server does not accept this sign-in; nothing was decided."
    case .missingScope(let scope): "Your role lacks \(scope.rawValue); nothing was decided."
    case .ownQuestion: "You asked this yourself; someone else decides it."
    case .notSeen: "Not decided: the item was not on the screen long enough to be seen. Press again."
    case .listMoved: "Not decided: the list moved under the key. Look and press again."
    case .changed: "Not decided: the item changed since you looked. Look and press again."
    case .onItsWay: "Your decision is on its way already."
    case .pendingMine(let decision, let isHere):
      "You \(DecisionWords.past(decision)) it a moment ago\(isHere ? "; u takes that back" : ", not on this screen")."
    case .pendingOther(let decision, let name):
      "\(name ?? "Another operator") \(DecisionWords.past(decision)) it a moment ago."
    case .decided(let decision, let name, let at): DecisionWords.first(decision, by: name, at: at, now: now)
    case .withdrawn: "The one who asked took it back."
    }
  }
}

extension AppState {
  /// nil: it may be sent.
  func refusal(of request: DecideRequest, isFromDialog: Bool) -> DecisionRefusal? {
    guard let row = factory.tasks[request.taskId] else { return .gone }
    if let refusal = refusalOfPrincipal(request.decision) ?? refusal(of: row) { return refusal }
    // What a key went to was looked at before; what came by itself has to be seen first.
    let needed = queue.isPlacedByProgram && !isFromDialog ? settings.seenMilliseconds : 0
    guard let seen = request.seenSince, now.milliseconds - seen.milliseconds >= needed else {
      return .notSeen
    }
    if !isFromDialog, let moved = queue.movedBySelfAt,
      now.milliseconds - moved.milliseconds < settings.reactionMilliseconds
    {
      return .listMoved
    }
    return row.version == request.shownVersion && !showsOldEvidence(row) ? nil : .changed
  }

  /// The evidence on the screen is of an older version than the row, and the new one is on its way.
  private func showsOldEvidence(_ row: TaskRow) -> Bool {
    isOutdated(context.fullTasks[row.id], row) && context.failures[row.id] == nil
  }

  /// What the operator may not do with any item.
  func refusalOfPrincipal(_ decision: TaskDecision) -> DecisionRefusal? {
    if capabilities.readOnly { return .readOnly }
    if link.isRefused { return .signInRefused }
    let scope = Self.scope(of: decision)
    if let me, !me.scopes.contains(scope) { return .missingScope(scope) }
    return nil
  }

  /// Ruling R18; whoever reads a task may hand it upwards.
  private static func scope(of decision: TaskDecision) -> Scope {
    switch decision {
    case .approved, .deferred, .unknown: .tasksApprove
    case .rejected: .tasksReject
    case .escalated: .tasksRead
    }
  }

  /// What is wrong with deciding this item now.
  func refusal(of row: TaskRow) -> DecisionRefusal? {
    let marks = row.marks
    if marks.withdrawnAt != nil { return .withdrawn }
    if !row.isOpen {
      return .decided(marks.decision, byName: marks.decidedByName, at: marks.decidedAt ?? row.updatedAt)
    }
    if isOnItsWay(row.id) { return .onItsWay }
    if let pending = marks.pending {
      return pending.by == me?.id
        ? .pendingMine(pending.decision, isHere: undoStack.contains { $0.taskIds.contains(row.id) })
        : .pendingOther(pending.decision, byName: pending.byName)
    }
    return capabilities.selfDecision == false && me != nil && row.createdBy == me?.id ? .ownQuestion : nil
  }
}
