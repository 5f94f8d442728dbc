// Cards of the kanban (contract §4.3), made only for what is on the screen.
import FactoryContracts

extension AppState {
  /// The columns on the screen.
  package func kanbanColumns() -> [KanbanColumn] {
    let first = min(max(0, kanban.firstColumn), KanbanStage.all.count)
    return KanbanStage.all[first...].prefix(max(1, kanban.columnsShown)).map(column)
  }

  private func column(_ config: KanbanStage) -> KanbanColumn {
    let keys = factory.pipelines.columns[config.stage] ?? SortedArray()
    let top = min(max(0, kanban.tops[config.stage] ?? 0), max(0, keys.count - 1))
    let shown = keys[min(top, keys.count)...].prefix(max(1, kanban.height))
    return KanbanColumn(
      config: config, count: keys.count, cards: shown.compactMap { factory.pipelines[$0.id].map(card) }, top: top,
      isSelected: kanban.column == config.stage)
  }

  package func card(_ record: PipelineRecord) -> KanbanCard {
    let pipeline = record.pipeline
    let tally = factory.tasks.tallies[pipeline.id] ?? PipelineTally()
    let index = max(0, pipeline.currentStage.order)
    return KanbanCard(
      id: pipeline.id, name: pipeline.name, platform: pipeline.platform, priority: pipeline.priority,
      status: pipeline.status, currentStage: pipeline.currentStage, stageIndex: index,
      progressPercent: progress(pipeline, index),
      hasBlockers: tally.blocking > 0 || (record.blocked != nil && tally.open > 0) || pipeline.status == .failed,
      hasSlaWarning: tally.soon > 0, hasSlaBreached: tally.late > 0, pendingTaskCount: tally.waiting,
      testsPassing: tally.tests.map { "\($0.passed)/\($0.total)" },
      coveragePercent: tally.tests.map { Double($0.coverage) }, lastActivity: pipeline.updatedAt,
      assigneeName: pipeline.assigneeId.flatMap { $0 == me?.id ? me?.name : nil },
      isSelected: kanban.selectedId == pipeline.id, isGate: pipeline.currentStage.isGate,
      timeLeft: pipeline.slaDeadline.map { TimeText.left(until: $0, now: now) } ?? "",
      testsFail: (tally.tests?.failed ?? 0) > 0, deploy: record.deploy, blockedReason: record.blocked?.reason)
  }

  /// Eight steps; a finished one is whole.
  private func progress(_ pipeline: Pipeline, _ index: Int) -> Int {
    pipeline.status == .completed ? 100 : (index + 1) * 100 / KanbanStage.all.count
  }
}
