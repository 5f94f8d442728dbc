// Which sections a row belongs to, and how many rows each section has.
import FactoryContracts

package struct SectionBits: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package init(_ section: QueueSection) { rawValue = 1 << UInt8(section.place) }
}

extension QueueSection {
  var place: Int {
    switch self {
    case .all: 0
    case .mine: 1
    case .late: 2
    case .soon: 3
    case .deploys: 4
    case .escalated: 5
    case .deferred: 6
    }
  }
}

extension SectionBits {
  /// Where a row belongs at a moment, whether it is open or not.
  init(of row: TaskRow, me: EntityID?, now: Timestamp) {
    var bits: SectionBits = [.init(.all)]
    if let me, row.assigneeId == me || row.marks.claimedBy == me { bits.insert(.init(.mine)) }
    switch SLAState(of: row, now: now) {
    case .late: bits.insert(.init(.late))
    case .soon: bits.insert(.init(.soon))
    case .none, .onTrack: break
    }
    if row.isDeploy { bits.insert(.init(.deploys)) }
    if row.status == .escalated || row.status == .expired { bits.insert(.init(.escalated)) }
    if row.deferredAt != nil { bits.insert(.init(.deferred)) }
    self = bits
  }
}

extension SLAState {
  /// Late from the deadline on, or as soon as the server says so; soon in the last quarter (ruling R16).
  package init(of row: TaskRow, now: Timestamp) {
    self.init(deadline: row.slaDeadline, createdAt: row.createdAt, isBreached: row.slaBreached, now: now)
  }

  init(deadline: Timestamp?, createdAt: Timestamp, isBreached: Bool, now: Timestamp) {
    guard let deadline else {
      self = isBreached ? .late : .none
      return
    }
    if isBreached || deadline <= now {
      self = .late
    } else {
      self = SLAState.warning(deadline: deadline, createdAt: createdAt) <= now ? .soon : .onTrack
    }
  }

  /// A quarter of the SLA is left (ruling R16).
  static func warning(deadline: Timestamp, createdAt: Timestamp) -> Timestamp {
    let span = max(0, deadline.milliseconds - createdAt.milliseconds)
    return Timestamp(milliseconds: deadline.milliseconds - span / 4)
  }
}

/// A number for each section.
package struct SectionCounts: Hashable, Sendable {
  private var values = [Int](repeating: 0, count: QueueSection.allCases.count)

  package subscript(section: QueueSection) -> Int { values[section.place] }

  mutating func add(_ amount: Int, to bits: SectionBits) {
    for place in values.indices where bits.rawValue & (1 << UInt8(place)) != 0 { values[place] += amount }
  }
}
