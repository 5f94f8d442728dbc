// Notifications on the screen: moving, reading, going where one points. Unread ones come first, newest first among their like.
// Invariant: a notification counts as read here when the server said so.
import FactoryContracts

extension AppState {
  /// In the order of the screen.
  package var inboxRows: [FactoryNotification] {
    factory.notifications.sorted { first, second in
      if first.read != second.read { return second.read }
      return (first.createdAt, first.id) > (second.createdAt, second.id)
    }
  }

  package var selectedNotification: FactoryNotification? {
    factory.notifications.first { $0.id == inbox.selectedId }
  }

  mutating func openInbox() -> [Effect] {
    inbox.isLoading = true
    inbox.failure = nil
    inbox.selectedId = inboxRows.first?.id
    showNotification()
    return [.fetchNotifications]
  }

  mutating func moveInInbox(_ move: Move) -> [Effect] {
    let rows = inboxRows
    guard !rows.isEmpty else { return [] }
    let index = rows.firstIndex { $0.id == inbox.selectedId } ?? 0
    let target =
      switch move {
      case .by(let count): index + count
      case .halfPage(let count): index + count * max(1, inbox.height / 2)
      case .page(let count): index + count * max(1, inbox.height - 1)
      case .first: 0
      case .last: rows.count - 1
      case .toRow(let number): number - 1
      case .oldestUnseen: rows.lastIndex { !$0.read } ?? index
      }
    inbox.selectedId = rows[min(max(0, target), rows.count - 1)].id
    showNotification()
    return []
  }

  /// Enter: it counts as read, and the screen goes where it points.
  mutating func followNotification(_ moment: Timestamp) -> [Effect] {
    guard let chosen = selectedNotification else { return [] }
    let read: [Effect] = chosen.read ? [] : [.readNotification(chosen.id)]
    switch (chosen.entityType, chosen.entityId) {
    case ("task"?, let id?): return read + goToTask(id, moment)
    case ("pipeline"?, let id?) where factory.pipelines[id] != nil: return read + show(.pipelineTasks(id), moment)
    default: return read
    }
  }

  mutating func goToTask(_ id: EntityID, _ moment: Timestamp) -> [Effect] {
    guard let row = factory.tasks[id], row.isOpen else {
      note(.info, "It is decided; nothing waits there any more.")
      return []
    }
    var effects = show(.queue, moment)
    if place(of: id) == nil {
      // A filter or a section hides it: what one asks for by name is shown.
      effects += take(FilterAction.clear, moment) + showSection(.builtIn(.all), moment)
    }
    return effects + select(id, moment)
  }

  mutating func readSelectedNotification(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let chosen = selectedNotification, !chosen.read else { return [] }
    return [.readNotification(chosen.id)]
  }

  mutating func readAllNotifications(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard factory.unreadCount > 0 else { return noted(.info, "Everything is read.", now) }
    return [.readAllNotifications]
  }

  // MARK: What the server said

  mutating func takeNotifications(_ list: [FactoryNotification], unread: Int) {
    let index = selectedIndexInInbox
    // What came live meanwhile is newer than the answer.
    let newest = list.first?.createdAt ?? Timestamp(milliseconds: .min)
    let known = Set(list.map(\.id))
    let fresh = factory.notifications.filter { !known.contains($0.id) && $0.createdAt > newest }
    factory.notifications = fresh + list
    factory.unreadCount = unread + fresh.count { !$0.read }
    inbox.isLoading = false
    inbox.failure = nil
    keepNotification(near: index)
  }

  /// Questions that were answered since need no reading: they are marked on the server, some at a time. Only where everything that
  /// waits is known, and each task a notification counts is named in it.
  func readAnswered() -> [Effect] {
    guard !factory.isInitialLoading, factory.snapshot == nil else { return [] }
    return factory.notifications.filter(isAnswered).prefix(50).map { .readNotification($0.id) }
  }

  private func isAnswered(_ notification: FactoryNotification) -> Bool {
    let questions: Set<NotificationType> = [.approvalPending, .taskAssigned, .slaWarning, .slaBreach]
    guard !notification.read, questions.contains(notification.type), notification.entityType == "task" else {
      return false
    }
    let ids = (notification.data["entityIds"]?.array ?? []).compactMap { $0.string.flatMap { EntityID($0) } }
    let count = notification.data["count"]?.int ?? 1
    return !ids.isEmpty && ids.count == count && ids.allSatisfy { factory.tasks[$0]?.isOpen != true }
  }

  mutating func noteInboxFailure(_ reason: String) {
    inbox.isLoading = false
    inbox.failure = reason
  }

  mutating func noteRead(_ id: EntityID) {
    let index = selectedIndexInInbox
    guard let place = factory.notifications.firstIndex(where: { $0.id == id }), !factory.notifications[place].read
    else { return }
    factory.notifications[place].read = true
    factory.notifications[place].readAt = now
    factory.unreadCount = max(0, factory.unreadCount - 1)
    // It goes down to those that are read; the cursor stays for the next one.
    if inbox.selectedId == id, screen == .notifications { inbox.selectedId = nil }
    keepNotification(near: index)
  }

  mutating func noteAllRead() {
    for place in factory.notifications.indices where !factory.notifications[place].read {
      factory.notifications[place].read = true
      factory.notifications[place].readAt = now
    }
    factory.unreadCount = 0
  }

  private var selectedIndexInInbox: Int { inboxRows.firstIndex { $0.id == inbox.selectedId } ?? 0 }

  /// Selects what stands at a row when nothing there is selected any more.
  mutating func keepNotification(near index: Int) {
    let rows = inboxRows
    if !rows.contains(where: { $0.id == inbox.selectedId }) {
      inbox.selectedId = rows.isEmpty ? nil : rows[min(index, rows.count - 1)].id
    }
    showNotification()
  }

  /// Scrolls as little as needed for the selected one to be on the screen.
  mutating func showNotification() {
    let rows = inboxRows
    guard let index = rows.firstIndex(where: { $0.id == inbox.selectedId }) else {
      inbox.top = 0
      return
    }
    let last = max(0, rows.count - inbox.height)
    inbox.top = min(max(min(inbox.top, index), index - inbox.height + 1), last)
  }
}
