// What the reducer wants done: values, carried out by the event loop. Nothing here waits.
import FactoryContracts

package enum Effect: Sendable, Hashable {
  /// To the outbox: on disk first, then to the server.
  case store(OutboxEntry)
  case releaseOutbox(EntityID)
  case dropOutbox(EntityID)
  case nudgeOutbox
  case fetchTask(EntityID)
  case fetchTimeline(TimelineSubject)
  /// The first page of the queue's order, so that a list is there at once.
  case fetchFirstPage
  case fetchSnapshot
  /// Whoever may take a task, for the reassign dialog.
  case fetchIdentity
  case fetchNotifications
  case readNotification(EntityID)
  case readAllNotifications
  /// nil: the newest rows.
  case fetchActivity(cursor: String?)
  case search(String)
  case askConsole(String)
  case fetchAgents
  /// The job that the agent has at a pipeline, or had there last.
  case fetchAgentJob(EntityID, pipeline: EntityID)
  case fetchDashboard
  case fetchAssets(EntityID)
  /// With the version before it.
  case compareAsset(Asset)
  /// Into a folder, or as the file of that name.
  case saveAsset(Asset, place: String)
  case stopSaving
  case fetchPipeline(EntityID)
  case fetchLog(EntityID, job: EntityID, after: Int64)
  case stepPipeline(EntityID, PipelineStep, key: EntityID)
  case planRollback(EntityID, DeployTarget, version: String?)
  case planDeploy(EntityID, DeployTarget, version: String?)
  case claim(EntityID)
  case reassign(EntityID, to: EntityID, reason: String?)
  /// Moves the point from which the link resumes.
  case resumeLink(from: Int64)
  case viewing(EntityID?)
  case openPager(PagerContent)
  case openEditor(draft: String, for: EditorPurpose)
  case copy(String)
  case saveRecentReasons([String])
  case saveSeenFiles([UInt64])
  case saveComments([LineComment])
  /// Something needs this operator: a critical item came, or one of theirs is late.
  case alert(title: String, isCritical: Bool)
  case quit
}

/// What `$PAGER` or `$EDITOR` is to show. The screen's layer makes the text safe.
package enum PagerContent: Sendable, Hashable {
  case diff(taskId: EntityID, text: String)
  case tests(taskId: EntityID, text: String)
  case overview(taskId: EntityID, text: String)
  case timeline(TimelineSubject, text: String)
}

/// Where the text comes back to.
package enum EditorPurpose: Sendable, Hashable {
  case reason
  case bulkNotes
}
