// What is known about a deploy into production when its second key is asked for: the list that came with the question, and what is newer
// here. Nothing is fetched for it. Pure.
import FactoryContracts

extension AppState {
  func deployChecklist(_ row: TaskRow) -> [ChecklistItem] {
    let pipeline = row.pipelineId.flatMap { factory.pipelines[$0]?.pipeline }
    let task = context.fullTasks[row.id]
    let live = (questions(row) + health(pipeline)).compactMap(\.self)
    var asked = DeployChecklist.read(task?.context.details ?? "")
    if task?.isRollback == true { return asked + live }
    let tests = DeployChecklist.tested(row.tests.map(TestResults.init), pipeline)
    guard !asked.isEmpty else { return tests + live + [Self.unread(task != nil)] }
    asked.removeAll { item in tests.contains { $0.title == item.title } }
    let head = asked.prefix { $0.title == "Version" }
    return head + tests + live + asked.dropFirst(head.count)
  }

  /// What else of the pipeline waits for somebody.
  private func questions(_ row: TaskRow) -> [ChecklistItem?] {
    guard let id = row.pipelineId else { return [] }
    let blocking = (factory.tasks.tallies[id] ?? PipelineTally()).blocking
    let others = max(0, blocking - (row.blocksStageAdvance && row.isOpen ? 1 : 0))
    return [
      ChecklistItem(
        state: others == 0 ? .holds : .fails, title: "Blockers",
        finding: others == 0 ? "nothing else of it waits" : "\(DecisionWords.items(others)) of it still wait")
    ]
  }

  /// What the monitor says of what runs now.
  private func health(_ pipeline: Pipeline?) -> [ChecklistItem?] {
    guard let health = pipeline?.metadata["health"]?.string else { return [] }
    let state: ChecklistState = health == "healthy" ? .holds : health == "failing" ? .fails : .open
    return [ChecklistItem(state: state, title: "Deployed now", finding: health)]
  }

  private static func unread(_ isRead: Bool) -> ChecklistItem {
    ChecklistItem(
      state: .open, title: "The rest",
      finding: isRead ? "the question brought no checklist" : "the question is being read; Esc, and look again")
  }
}

extension TestResults {
  init(_ tally: TestTally) {
    self.init(
      total: Int(tally.total), passed: Int(tally.passed), failed: Int(tally.failed), skipped: Int(tally.skipped),
      coveragePercent: Double(tally.coverage))
  }
}
