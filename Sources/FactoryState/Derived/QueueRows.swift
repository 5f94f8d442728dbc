// Rows of the queue for the window that is on the screen (contract §4.1). Costs the rows shown, whatever the queue holds.
import FactoryContracts

extension AppState {
  package var visibleCount: Int { queue.visible.count }

  package var selectedRow: TaskRow? { queue.selectedId.flatMap { factory.tasks[$0] } }

  /// Place of the selected row in the list.
  package var selectedIndex: Int? {
    queue.selectedId.flatMap { factory.tasks.key(of: $0) }.flatMap { queue.visible.index(of: $0) }
  }

  /// The rows on the screen, from `queue.top`.
  package func queueItems() -> [DecisionQueueItem] {
    queueItems(queue.top..<queue.top + queue.height)
  }

  /// Some rows of the list; what lies outside it is left out.
  package func queueItems(_ range: Range<Int>) -> [DecisionQueueItem] {
    let end = min(range.upperBound, queue.visible.count)
    guard range.lowerBound < end else { return [] }
    return (max(0, range.lowerBound)..<end).compactMap { index in
      factory.tasks[queue.visible[index]].map(queueItem)
    }
  }

  /// Whether any row on the screen has a pipeline or a stage, and tests.
  package var rowsHave: (places: Bool, tests: Bool) {
    var (places, tests) = (false, false)
    for index in queue.top..<max(queue.top, min(queue.top + queue.height, queue.visible.count)) {
      guard let row = factory.tasks[queue.visible[index]] else { continue }
      places = places || row.stage != nil || !(factory.pipelines.name(of: row.pipelineId) ?? "").isEmpty
      tests = tests || row.tests != nil
      if places, tests { break }
    }
    return (places, tests)
  }

  /// Places of the list that the next `v` marks; nil outside a range.
  package var rangeRows: ClosedRange<Int>? {
    guard let start = queue.rangeStart, let from = place(of: start), let to = selectedIndex else { return nil }
    return min(from, to)...max(from, to)
  }

  package func queueItem(_ row: TaskRow) -> DecisionQueueItem {
    DecisionQueueItem(
      id: row.id, title: row.title, type: row.type, priority: row.priority,
      pipelineName: factory.pipelines.name(of: row.pipelineId) ?? "", stageName: row.stage,
      slaDeadline: row.slaDeadline, slaBreached: row.slaBreached,
      minutesWaiting: Int(max(0, now.seconds(since: row.createdAt)) / 60), previewText: row.summary,
      testSummary: row.tests.map(TestSummary.init), isSelected: row.id == queue.selectedId,
      isBatchSelected: queue.marks.contains(row.id), createdAt: row.createdAt, version: row.version,
      sla: SLAState(of: row, now: now),
      timeLeft: row.slaDeadline.map { TimeText.left(until: $0, now: now) } ?? "",
      waiting: TimeText.ago(row.createdAt, now: now), isGate: row.stage?.isGate ?? false,
      isNew: queue.unseen.contains(row.id), sign: sign(of: row),
      viewers: (presence[row.id] ?? []).filter { $0.id != me?.id }.map(\.name),
      approvals: row.requiredApprovers > 1 ? "\(row.currentApprovers)/\(row.requiredApprovers)" : nil,
      diff: row.diff, titleMatches: queue.filter.parsed.titleMatches(in: row.title))
  }
}

extension TestSummary {
  package init(_ tests: TestTally) {
    isPassing = tests.failed == 0
    if tests.failed > 0 {
      text = "\(tests.failed) failed"
    } else if tests.total == 0 {
      text = "no tests"
    } else {
      text = "\(tests.passed)/\(tests.total)"
    }
  }
}
