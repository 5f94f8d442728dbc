// What the context panel shows of the selected task (contract §4.2): the row at once, the whole task as soon as it is there.
import FactoryContracts

package struct ContextItem: Sendable {
  package var row: TaskRow
  /// With patches and failures; nil until it was fetched.
  package var task: FactoryTask?
  /// The fetched task is older than what the row shows.
  package var isOutdated: Bool
  package var isLoading: Bool
  package var failure: String?
  package var pipeline: PipelineRecord?
  package var sign: RowSign
  package var viewers: [Viewer]
  /// Newest first; nil until it was fetched.
  package var timeline: [AuditEntry]?
  package var timelineFailure: String?
  package var isTimelineLoading: Bool
  /// Why it stands where it stands.
  package var reasons: [String]
}

extension AppState {
  package var contextItem: ContextItem? {
    guard let row = selectedRow else { return nil }
    let task = context.fullTasks[row.id]
    let subject = timelineSubject(of: row)
    return ContextItem(
      row: row, task: task, isOutdated: isOutdated(task, row), isLoading: context.loading.contains(row.id),
      failure: context.failures[row.id], pipeline: row.pipelineId.flatMap { factory.pipelines[$0] },
      sign: sign(of: row), viewers: (presence[row.id] ?? []).filter { $0.id != me?.id },
      timeline: context.timelines[subject], timelineFailure: context.timelineFailures[subject],
      isTimelineLoading: context.loadingTimelines.contains(subject), reasons: whyHere(row))
  }

  /// A task's audit trail is its pipeline's where it has one (contract §4.2).
  package func timelineSubject(of row: TaskRow) -> TimelineSubject {
    row.pipelineId.map { .pipeline($0) } ?? .task(row.id)
  }

  func isOutdated(_ task: FactoryTask?, _ row: TaskRow) -> Bool {
    guard let task else { return false }
    return task.version != row.version
  }
}
