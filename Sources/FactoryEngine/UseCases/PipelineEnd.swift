// The end of a pipeline: archived or removed, and what happens to the questions that nobody can answer any more
// (rulings R7, R37).
import FactoryContracts

extension UseCases {
  /// - Parameter archive: keeps it readable; without, it is removed for good (ruling R7).
  package func deletePipeline(_ id: EntityID, archive keeps: Bool) throws {
    let old = try pipeline(id)
    if keeps {
      try refuseArchived(old)
      try archive(old)
      return
    }
    guard actor.isAdministrator else {
      throw APIError.forbidden("Only an owner or admin removes a pipeline; archive=true keeps it readable.")
    }
    try archive(old)
    try audit("pipeline.deleted", "pipeline", id, pipeline: id)
    try tx.deletePipeline(id, at: now)
  }

  @discardableResult
  func archive(_ old: Pipeline) throws -> Pipeline {
    try closeTasks(of: old.id, "The pipeline was archived.") { _ in true }
    try cancelJobs(of: old.id, "the pipeline was archived")
    return try change(old, "pipeline.archived") { $0.status = .archived }
  }

  /// Closes questions that nobody can answer any more; their approvals expire (ruling R37).
  func closeTasks(of pipeline: EntityID, _ reason: String, where applies: (FactoryTask) throws -> Bool) throws {
    for task in try tx.openTasks(pipeline: pipeline) where try applies(task) {
      try close(task, "task.closed", reason: reason)
    }
  }

  @discardableResult
  func close(_ task: FactoryTask, _ action: String, reason: String?) throws -> FactoryTask {
    let closed = try change(task, action, bumps: true, news: .completed, metadata: ["reason": .text(reason)]) {
      $0.status = .completed
      $0.pendingDecision = nil
      $0.withdrawnAt = now
      $0.decisionNotes = reason
      $0.releaseClaim()
    }
    if let approval = try tx.approval(task: task.id), approval.status == .pending {
      try change(approval, "approval.expired") { $0.status = .expired }
    }
    return closed
  }
}

extension FactoryTask {
  mutating func releaseClaim() {
    claimedAt = nil
    claimedBy = nil
    claimedByName = nil
    claimExpiresAt = nil
  }
}
