// Why a command cannot be used now, each as a sentence; nil when it can. Pure.
import FactoryContracts
import FactoryState

package enum Availability {
  /// There is an item under the cursor.
  package static func item(_ situation: Situation) -> String? {
    // What the board or the notifications cover is not under the cursor, whatever the queue has selected.
    situation.app.screen.isList && situation.selectedRow != nil ? nil : "There is no item under the cursor."
  }

  /// There is something to open: an item, or a card on the board.
  package static func openable(_ situation: Situation) -> String? {
    if situation.app.screen == .notifications {
      return situation.app.selectedNotification == nil ? "There is no notification under the cursor." : nil
    }
    switch situation.app.screen {
    case .pipeline: return nil
    case .activity: return situation.app.activity.selected == nil ? "There is no row under the cursor." : nil
    case .search: return situation.app.search.selected == nil ? "There is no find under the cursor." : nil
    case .agents: return situation.app.selectedAgent == nil ? "There is no agent under the cursor." : nil
    case .dashboard: return "Nothing on the dashboard leads anywhere; Esc goes to the queue."
    case .queue, .pipelineTasks, .kanban, .notifications, .chat: break
    }
    guard situation.app.screen == .kanban else { return item(situation) }
    return situation.app.kanban.selectedId == nil ? "There is no pipeline under the cursor." : nil
  }

  /// The item under the cursor can still be decided, here and by this operator.
  package static func decidable(_ scope: FactoryContracts.Scope) -> @Sendable (Situation) -> String? {
    { situation in
      if let reason = writable(situation) ?? item(situation) { return reason }
      if situation.selectedRow?.isOpen == false { return "This item is decided already." }
      return missing(scope, situation)
    }
  }

  /// There is a pipeline here, or behind the item.
  package static func pipeline(_ situation: Situation) -> String? {
    guard situation.app.nearestPipeline == nil else { return nil }
    return situation.app.screen.isList
      ? "The item belongs to no pipeline." : "There is no pipeline under the cursor; b shows the board."
  }

  /// This operator may ask for the way back of a deploy.
  package static func goesBack(_ situation: Situation) -> String? {
    pipeline(situation) ?? writable(situation) ?? missing(.deployStaging, situation)
  }

  /// The call under the cursor can be answered that far.
  package static func offered(_ scope: RuleScope) -> @Sendable (Situation) -> String? {
    { situation in
      if let reason = decidable(.tasksApprove)(situation) { return reason }
      let offers = situation.selectedRow?.marks.offers ?? []
      if offers.contains(where: { $0.scope == scope }) { return nil }
      return "No rule can come of this item: it is no agent's call, of high risk, or more than a rule can see through."
    }
  }

  /// The item under the cursor is a call of an agent.
  package static func session(_ situation: Situation) -> String? {
    item(situation) ?? (situation.selectedRow?.marks.session == nil ? "This item is no agent's call." : nil)
  }

  package static func signingIn(_ situation: Situation) -> String? {
    situation.app.capabilities.canSignIn
      ? nil : "Your own server needs no sign-in, and a credential of the environment is used as it is."
  }

  /// Programs on the lent terminal can do anything, so a screen that only watches has none.
  package static func writable(_ situation: Situation) -> String? {
    situation.app.capabilities.readOnly ? "This screen only watches; decisions are made in `factory`." : nil
  }

  package static func missing(_ scope: FactoryContracts.Scope, _ situation: Situation) -> String? {
    guard let me = situation.app.me, !me.scopes.isEmpty, !me.scopes.contains(scope) else { return nil }
    return "Your role (\(me.role.rawValue)) has no \(scope.rawValue)."
  }

  package static func marks(_ situation: Situation) -> String? {
    if let reason = writable(situation) { return reason }
    return situation.app.queue.marks.isEmpty ? "Nothing is marked; Space marks an item." : nil
  }

  package static func undo(_ situation: Situation) -> String? {
    situation.app.undoStack.isEmpty ? "There is no decision of yours that can still be taken back." : nil
  }

  package static func diff(_ situation: Situation) -> String? {
    if situation.app.context.tab != .diff { return "The diff is not open." }
    if situation.filtered != nil { return "Your filter shows this change; zf shows it here, where that works." }
    return situation.diff == nil ? "There is no diff here." : nil
  }

  package static func commentable(_ situation: Situation) -> String? { writable(situation) ?? diff(situation) }

  package static func list(_ situation: Situation) -> String? {
    situation.app.screen.isList ? nil : "The filter belongs to the queue; Esc goes there."
  }

  package static func filtered(_ situation: Situation) -> String? {
    let filter = situation.app.queue.filter
    return filter.text.isEmpty && filter.last.isEmpty ? "There is no filter; / begins one." : nil
  }

  package static func kept(_ situation: Situation) -> String? {
    staleKeys(situation.app).isEmpty ? "No decision of an earlier day is waiting." : nil
  }

  /// Outbox entries that ask before they are sent.
  package static func staleKeys(_ app: AppState) -> [EntityID] {
    app.outbox.items.values.filter { $0.phase == .stale }.map(\.entry)
      .sorted { ($0.createdAt, $0.key) < ($1.createdAt, $1.key) }.map(\.key)
  }
}
