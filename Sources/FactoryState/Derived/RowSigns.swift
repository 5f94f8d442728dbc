// What a row says besides its task: how far our decision is, who else decided or holds it.
import FactoryContracts

extension AppState {
  /// Ours first, then what others did, then what the task is.
  package func sign(of row: TaskRow) -> RowSign {
    if let item = outbox.item(ofTask: row.id), let sign = sign(of: item, row) { return sign }
    if let linger = queue.lingering[row.id], let sign = sign(of: linger) { return sign }
    let marks = row.marks
    if let pending = marks.pending {
      return .pending(
        pending.decision, byName: pending.byName ?? "another operator", isMine: pending.by == me?.id,
        effectiveAt: pending.effectiveAt)
    }
    if !row.isOpen { return closedSign(marks, row) }
    if let holder = marks.claimedBy {
      return .claimed(byName: marks.claimedByName ?? "another operator", isMine: holder == me?.id)
    }
    if row.status == .escalated || row.status == .expired { return .escalated(level: Int(row.escalationLevel)) }
    return row.deferredAt == nil ? .none : .deferred(until: marks.deferredUntil)
  }

  private func sign(of item: OutboxItem, _ row: TaskRow) -> RowSign? {
    let decision = item.entry.decision
    switch item.phase {
    case .queued, .stored, .sending: return .sending(decision)
    case .waiting: return .kept(decision)
    case .stale: return .asks
    case .confirmed: return row.marks.pending == nil && row.isOpen ? nil : .confirmed(decision)
    case .refused(let error, _): return sign(queue.lingering[row.id]) ?? .refused(error.message)
    case .notStored(let reason, _): return .refused(reason)
    }
  }

  private func sign(_ linger: Linger?) -> RowSign? { linger.flatMap { sign(of: $0) } }

  private func sign(of linger: Linger) -> RowSign? {
    switch linger.reason {
    case .mine: nil
    case .other(let decision, let name, let at): .decided(decision, byName: name ?? "another operator", at: at)
    case .withdrawn: .withdrawn
    case .refused(let sentence): .refused(sentence)
    }
  }

  private func closedSign(_ marks: TaskMarks, _ row: TaskRow) -> RowSign {
    if marks.withdrawnAt != nil { return .withdrawn }
    if marks.decidedBy != nil, marks.decidedBy == me?.id { return .confirmed(marks.decision) }
    return .decided(
      marks.decision, byName: marks.decidedByName ?? "another operator", at: marks.decidedAt ?? row.updatedAt)
  }
}
