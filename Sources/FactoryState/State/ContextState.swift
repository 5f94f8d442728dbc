// The context panel: tab, scroll positions, and what was fetched for it.
import FactoryContracts

package struct ContextState: Sendable {
  package internal(set) var tab: ContextTab = .overview
  package internal(set) var scroll: [ContextTab: ScrollPosition] = [:]
  /// Lines the screen has for it.
  package internal(set) var height = 20
  package internal(set) var wrapsLines = false
  package internal(set) var usesFilter = true
  package internal(set) var diffOptions = DiffOptions()
  /// Files that the operator has looked through, by their marks, newest first.
  package internal(set) var seenFiles: [UInt64] = []
  /// On lines of changes, oldest first.
  package internal(set) var comments: [LineComment] = []
  package internal(set) var pick: DiffPick?
  /// Whole tasks with patches and failures, the last looked at.
  package internal(set) var fullTasks = RecentCache<EntityID, FactoryTask>(limit: 50)
  package internal(set) var timelines = RecentCache<TimelineSubject, [AuditEntry]>(limit: 20)
  /// Asked for and not answered.
  package internal(set) var loading: Set<EntityID> = []
  package internal(set) var loadingTimelines: Set<TimelineSubject> = []
  /// Why a fetch failed, by task.
  package internal(set) var failures: [EntityID: String] = [:]
  package internal(set) var timelineFailures: [TimelineSubject: String] = [:]

  package func scroll(of tab: ContextTab) -> ScrollPosition { scroll[tab] ?? ScrollPosition() }
}

/// How a change is shown.
package struct DiffOptions: Hashable, Sendable {
  package var isSideBySide = false
  /// What differs in blanks alone reads as unchanged.
  package var ignoresBlanks = false
  /// Files of which only the head is shown, by their marks.
  package var folded: Set<UInt64> = []
  package init() {}
}

package struct ScrollPosition: Hashable, Sendable {
  /// First line and first column shown.
  package var top: Int
  package var left: Int
  package init(top: Int = 0, left: Int = 0) {
    self.top = top
    self.left = left
  }
}

/// Whose audit trail a timeline is.
package enum TimelineSubject: Hashable, Sendable {
  case task(EntityID)
  case pipeline(EntityID)
}

/// The last few values by key; the one not used for longest goes first.
package struct RecentCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  package let limit: Int
  private var values: [Key: Value] = [:]
  private var order: [Key] = []

  package init(limit: Int) { self.limit = limit }

  package var count: Int { values.count }
  package subscript(key: Key) -> Value? { values[key] }

  package mutating func put(_ value: Value, for key: Key) {
    touch(key)
    values[key] = value
    if order.count > limit { values[order.removeFirst()] = nil }
  }

  /// Marks it as just used.
  package mutating func touch(_ key: Key) {
    if let index = order.firstIndex(of: key) { order.remove(at: index) }
    order.append(key)
  }

  package mutating func touchIfPresent(_ key: Key) {
    if values[key] != nil { touch(key) }
  }

  package mutating func remove(_ key: Key) {
    values[key] = nil
    order.removeAll { $0 == key }
  }
}
