// Many tasks in one request, with a result for each (contract §1.5).

package enum BulkAction: String, WireEnum {
  case approve, reject, `defer`
  case unknown
}

package struct BulkTaskBody: Codable, Hashable, Sendable {
  package var action: BulkAction
  package var taskIds: [EntityID]
  package var notes: String?
  package var graceSeconds: Int?
  /// What was shown of each, by task id (ruling R32).
  package var versions: [String: Int]?

  package init(
    action: BulkAction, taskIds: [EntityID], notes: String? = nil, graceSeconds: Int? = nil,
    versions: [String: Int]? = nil
  ) {
    self.action = action
    self.taskIds = taskIds
    self.notes = notes
    self.graceSeconds = graceSeconds
    self.versions = versions
  }
}

package struct BulkFailure: Codable, Hashable, Sendable {
  package var taskId: EntityID
  package var error: String

  package init(taskId: EntityID, error: String) {
    self.taskId = taskId
    self.error = error
  }
}

package struct BulkTaskReply: Codable, Hashable, Sendable {
  package var succeeded: [EntityID]
  package var failed: [BulkFailure]

  package init(succeeded: [EntityID], failed: [BulkFailure]) {
    self.succeeded = succeeded
    self.failed = failed
  }
}
