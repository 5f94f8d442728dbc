// Whether a row passes a filter. Everything it needs beside the row comes in one value.
import FactoryContracts

/// What a filter asks besides the row.
struct FilterSurroundings {
  let pipelines: PipelineTable
  let marks: Set<EntityID>
  let me: EntityID?
  let now: Timestamp
}

extension Filter {
  func matches(_ row: TaskRow, _ around: FilterSurroundings) -> Bool {
    terms.allSatisfy { $0.test.matches(row, around) != $0.isNegated }
  }

  /// Whether marks decide what is listed.
  var readsMarks: Bool { terms.contains { if case .mark = $0.test { true } else { false } } }
}

extension FilterTest {
  func matches(_ row: TaskRow, _ around: FilterSurroundings) -> Bool {
    switch self {
    case .priority(let values): values.contains(row.priority)
    case .type(let values): values.contains(row.type)
    case .status(let values): values.contains(row.status)
    case .stage(let values): row.stage.map(values.contains) ?? false
    case .sla(let words): words.contains { $0.matches(row, around.now) }
    case .tests(let words): words.contains { $0.matches(row.tests) }
    case .mark(let isOn): around.marks.contains(row.id) == isOn
    case .assignee(let who): who.matches(row, around.me)
    case .pipeline(let needle): around.pipelines.name(of: row.pipelineId).map(needle.isIn) ?? false
    case .asked(let needle): row.askedByName.map(needle.isIn) ?? false
    case .phrase(let needle): needle.isAnywhere(in: row, around)
    case .word(let needle): needle.isAnywhere(in: row, around) || needle.isLooselyIn(row.title)
    }
  }
}

extension TextNeedle {
  func isAnywhere(in row: TaskRow, _ around: FilterSurroundings) -> Bool {
    isIn(row.title) || isIn(row.summary) || (around.pipelines.name(of: row.pipelineId).map(isIn) ?? false)
      || (row.askedByName.map(isIn) ?? false)
  }
}

extension SLAWord {
  func matches(_ row: TaskRow, _ now: Timestamp) -> Bool {
    let state = SLAState(of: row, now: now)
    return switch self {
    case .breached, .late: state == .late
    case .warning, .soon: state == .soon
    case .ok: state == .onTrack
    case .none: state == SLAState.none
    }
  }
}

extension TestsWord {
  func matches(_ tests: TestTally?) -> Bool {
    switch self {
    case .failed: (tests?.failed ?? 0) > 0
    case .passed: (tests?.total ?? 0) > 0 && tests?.failed == 0
    case .none: (tests?.total ?? 0) == 0
    }
  }
}

extension AssigneeWord {
  func matches(_ row: TaskRow, _ me: EntityID?) -> Bool {
    switch self {
    case .me: me != nil && row.assigneeId == me
    case .nobody: row.assigneeId == nil
    case .id(let start): row.assigneeId?.description.hasPrefix(start) ?? false
    }
  }
}
