// What the filters of lists let through (contract §1.5). Pure.
import FactoryContracts
import Foundation

extension TaskQuery {
  func matches(_ task: FactoryTask) -> Bool {
    (status.map { $0 == task.status } ?? true) && (priority.map { $0 == task.priority } ?? true)
      && (type.map { $0 == task.type } ?? true) && (pipelineId.map { $0 == task.pipelineId } ?? true)
      && (assigneeId.map { $0 == task.assigneeId } ?? true) && (slaBreached.map { $0 == task.slaBreached } ?? true)
      && (open.map { $0 == task.isOpen } ?? true)
      && found(search, in: [task.title, task.description ?? "", task.context.summary])
  }
}

extension PipelineQuery {
  func matches(_ pipeline: Pipeline) -> Bool {
    (status.map { $0 == pipeline.status } ?? (pipeline.status != .archived))
      && (stage.map { $0 == pipeline.currentStage } ?? true) && (priority.map { $0 == pipeline.priority } ?? true)
      && (assigneeId.map { $0 == pipeline.assigneeId } ?? true)
      && found(search, in: [pipeline.name, pipeline.slug, pipeline.platform])
  }
}

extension AuditQuery {
  func matches(_ row: MemoryState.AuditRow) -> Bool {
    let entry = row.entry
    return (entityType.map { $0 == entry.entityType } ?? true) && (entityId.map { $0 == entry.entityId } ?? true)
      && (pipelineId.map { $0 == row.pipelineId } ?? true) && (actorId.map { $0 == entry.actorId } ?? true)
      && (action.map { $0 == entry.action } ?? true) && (since.map { entry.createdAt >= $0 } ?? true)
      && (until.map { entry.createdAt <= $0 } ?? true)
  }
}

private func found(_ search: String?, in texts: [String]) -> Bool {
  guard let search, !search.isEmpty else { return true }
  return texts.joined(separator: "\n").lowercased().contains(search.lowercased())
}
