// Short messages, and what copying, paging and editing say.
import FactoryContracts

extension AppState {
  /// How long a message stays.
  private static let stay: [Toast.Kind: Double] = [.info: 4, .success: 4, .warning: 8, .error: 12]

  mutating func note(_ kind: Toast.Kind, _ text: String, about id: EntityID? = nil) {
    toasts.removeAll { $0.text == text }
    toasts.append(Toast(kind: kind, text: text, until: now.adding(seconds: Self.stay[kind] ?? 4), taskId: id))
    if toasts.count > 5 { toasts.removeFirst() }
  }

  /// What was said about keys before this one is over; only errors stay.
  mutating func dropRemarks() { toasts.removeAll { $0.kind != .error } }

  mutating func noted(_ kind: Toast.Kind, _ text: String, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    note(kind, text)
    return []
  }

  mutating func copy(_ what: CopyWhat, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let row = selectedRow else { return noted(.info, "Nothing is selected.", moment) }
    let text =
      switch what {
      case .id: row.id.description
      case .title: context.fullTasks[row.id]?.title ?? row.title
      case .link: "factory://task?id=\(row.id)"
      case .path(let path): path
      }
    note(.info, "Copied.")
    return [.copy(text)]
  }

  mutating func openPager(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let row = selectedRow else { return noted(.info, "Nothing is selected.", moment) }
    if context.tab == .timeline { return openTimelinePager(row) }
    if context.tab == .assets { return noted(.info, "Assets are files; `s` saves one.", moment) }
    guard let task = context.fullTasks[row.id] else {
      return fetch(row) + noted(.info, "The evidence is still on its way.", moment)
    }
    switch context.tab {
    case .overview: return [.openPager(.overview(taskId: row.id, text: PagerText.overview(task)))]
    case .diff: return [.openPager(.diff(taskId: row.id, text: PagerText.diff(task)))]
    case .tests: return [.openPager(.tests(taskId: row.id, text: PagerText.tests(task)))]
    case .timeline, .assets: return []
    }
  }

  private mutating func openTimelinePager(_ row: TaskRow) -> [Effect] {
    let subject = timelineSubject(of: row)
    guard let entries = context.timelines[subject] else {
      return fetchTimelineIfShown(row) + noted(.info, "The timeline is still on its way.", now)
    }
    return [.openPager(.timeline(subject, text: PagerText.timeline(entries)))]
  }
}
