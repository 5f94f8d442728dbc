// Whether a row passes a filter. Everything it needs beside the row comes in one value. Rows are read in place, by pointer: copying a hundred
// thousand of them would cost more than looking at them.
import FactoryContracts

/// What a filter asks besides the row.
struct FilterSurroundings {
  let pipelines: PipelineTable
  let marks: Set<EntityID>
  let me: EntityID?
  let now: Timestamp
  /// For a pass over the whole list: the pipelines whose name holds each word, found once.
  var named: [TextNeedle: Set<EntityID>] = [:]

  /// Prepared for a pass of this filter over many rows.
  func prepared(for filter: Filter) -> FilterSurroundings {
    var prepared = self
    for needle in filter.terms.compactMap(\.test.needle) {
      prepared.named[needle] = Set(pipelines.names.filter { needle.isIn($0.value) }.keys)
    }
    return prepared
  }

  func holds(_ needle: TextNeedle, inNameOf id: EntityID?) -> Bool {
    guard let id else { return false }
    if let ids = named[needle] { return ids.contains(id) }
    return pipelines.names[id].map(needle.isIn) ?? false
  }
}

extension Filter {
  func matches(_ row: TaskRow, _ around: FilterSurroundings) -> Bool {
    withUnsafePointer(to: row) { matches($0, around) }
  }

  func matches(_ row: UnsafePointer<TaskRow>, _ around: FilterSurroundings) -> Bool {
    terms.allSatisfy { $0.test.matches(row, around) != $0.isNegated }
  }

  /// Whether marks decide what is listed.
  var readsMarks: Bool { terms.contains { if case .mark = $0.test { true } else { false } } }
}

extension FilterTest {
  /// The word that is looked for in names and texts.
  fileprivate var needle: TextNeedle? {
    switch self {
    case .pipeline(let needle), .phrase(let needle), .word(let needle): needle
    case .asked, .session, .priority, .type, .status, .stage, .sla, .tests, .mark, .assignee: nil
    }
  }

  fileprivate func matches(_ row: UnsafePointer<TaskRow>, _ around: FilterSurroundings) -> Bool {
    switch self {
    case .priority(let values): values.contains(row.pointee.priority)
    case .type(let values): values.contains(row.pointee.type)
    case .status(let values): values.contains(row.pointee.status)
    case .stage(let values): row.pointee.stage.map(values.contains) ?? false
    case .sla(let words): words.contains { $0.matches(row, around.now) }
    case .tests(let words): words.contains { $0.matches(row.pointee.tests) }
    case .mark(let isOn): around.marks.contains(row.pointee.id) == isOn
    case .assignee(let who): who.matches(row.pointee.assigneeId, around.me)
    case .pipeline(let needle): around.holds(needle, inNameOf: row.pointee.pipelineId)
    case .asked(let needle): row.pointee.askedByName.map(needle.isIn) ?? false
    case .session(let start): row.pointee.marks.session?.hasPrefix(start) ?? false
    case .phrase(let needle): needle.isAnywhere(in: row, around)
    case .word(let needle): needle.isAnywhere(in: row, around) || needle.isLooselyIn(row.pointee.title)
    }
  }
}

extension TextNeedle {
  fileprivate func isAnywhere(in row: UnsafePointer<TaskRow>, _ around: FilterSurroundings) -> Bool {
    isIn(row.pointee.title) || isIn(row.pointee.summary) || around.holds(self, inNameOf: row.pointee.pipelineId)
      || (row.pointee.askedByName.map(isIn) ?? false)
  }
}

extension SLAWord {
  fileprivate func matches(_ row: UnsafePointer<TaskRow>, _ now: Timestamp) -> Bool {
    let state = SLAState(
      deadline: row.pointee.slaDeadline, createdAt: row.pointee.createdAt, isBreached: row.pointee.slaBreached, now: now
    )
    return switch self {
    case .breached, .late: state == .late
    case .warning, .soon: state == .soon
    case .ok: state == .onTrack
    case .none: state == SLAState.none
    }
  }
}

extension TestsWord {
  fileprivate func matches(_ tests: TestTally?) -> Bool {
    switch self {
    case .failed: (tests?.failed ?? 0) > 0
    case .passed: (tests?.total ?? 0) > 0 && tests?.failed == 0
    case .none: (tests?.total ?? 0) == 0
    }
  }
}

extension AssigneeWord {
  fileprivate func matches(_ assignee: EntityID?, _ me: EntityID?) -> Bool {
    switch self {
    case .me: me != nil && assignee == me
    case .nobody: assignee == nil
    case .id(let start): assignee?.description.hasPrefix(start) ?? false
    }
  }
}
