// Numbers of the header and the sections, and the moment at which the screen next changes by itself.
import FactoryContracts

extension AppState {
  package var headerCounts: HeaderCounts {
    HeaderCounts(
      waiting: factory.tasks.counts[.all], late: factory.tasks.counts[.late], soon: factory.tasks.counts[.soon],
      sending: outbox.unsentCount, marked: queue.marks.count)
  }

  /// What `u` would take back now.
  package var undoable: UndoItem? {
    undoStack.last { $0.until.map { $0 > now } ?? true }
  }

  /// Decisions a minute since this sitting began; nil in its first minute.
  package var itemsPerMinute: Double? {
    let minutes = now.seconds(since: session.startedAt) / 60
    return minutes < 1 ? nil : Double(session.decided - session.undone) / minutes
  }

  /// The next moment at which something shown changes without an event: an SLA digit in the window, a count, the end
  /// of a grace, a toast. nil: nothing will.
  package func nextChange(after moment: Timestamp) -> Timestamp? {
    var moments: [Timestamp?] = [factory.tasks.nextMoment(after: moment)]
    for index in queue.top..<max(queue.top, min(queue.top + queue.height, queue.visible.count)) {
      guard let row = factory.tasks[queue.visible[index]] else { continue }
      moments.append(row.slaDeadline.map { TimeText.nextChange(until: $0, now: moment) })
      if row.marks.pending != nil { moments.append(nextSecond(moment)) }
    }
    if screen == .notifications {
      let rows = inboxRows.dropFirst(inbox.top).prefix(inbox.height)
      moments += rows.map { TimeText.nextChange(since: $0.createdAt, now: moment) }
    }
    moments.append(linkChange(after: moment))
    let next = moments.compactMap { $0 }.filter { $0 > moment }.min()
    return [next, nextEnd].compactMap { $0 }.min()
  }

  /// The next thing that a tick ends; in the past when other actions moved the clock over it.
  private var nextEnd: Timestamp? {
    let afterKey = lastKeyAt.map { Timestamp(milliseconds: $0.milliseconds + settings.reactionMilliseconds) }
    var moments: [Timestamp?] = [queue.lingering.next, queue.lingering.areHeld ? afterKey : nil]
    moments += toasts.map(\.until)
    moments += undoStack.map(\.until)
    moments += [settleMoment, reload?.at, pipelineMoment, watchMoment]
    return moments.compactMap { $0 }.filter { $0 > tickedAt }.min()
  }

  private func nextSecond(_ moment: Timestamp) -> Timestamp {
    Timestamp(milliseconds: (moment.milliseconds / 1000 + 1) * 1000)
  }

  /// "offline 14 s" counts seconds in its first minute, minutes after it.
  private func linkChange(after moment: Timestamp) -> Timestamp? {
    switch link {
    case .live, .refused: nil
    case .connecting(let since, _), .stale(let since), .offline(let since, _, _):
      moment.seconds(since: since) < 60 ? nextSecond(moment) : TimeText.nextChange(since: since, now: moment)
    }
  }
}
