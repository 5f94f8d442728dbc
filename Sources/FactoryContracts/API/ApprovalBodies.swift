// Bodies of approvals (contract §1.5).

package struct ApproveBody: Codable, Hashable, Sendable {
  package var notes: String?
  package var conditions: [String]?
  package var graceSeconds: Int?

  package init(notes: String? = nil, conditions: [String]? = nil, graceSeconds: Int? = nil) {
    self.notes = notes
    self.conditions = conditions
    self.graceSeconds = graceSeconds
  }
}

package struct RejectBody: Codable, Hashable, Sendable {
  package var reason: String
  package var requestedChanges: [String]?
  package var graceSeconds: Int?

  package init(reason: String, requestedChanges: [String]? = nil, graceSeconds: Int? = nil) {
    self.reason = reason
    self.requestedChanges = requestedChanges
    self.graceSeconds = graceSeconds
  }
}
