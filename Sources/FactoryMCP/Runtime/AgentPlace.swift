// Where the agent works that started this process, and how its files are looked at; the wiring fills it in. Values; any thread.

package struct AgentPlace: Sendable {
  /// Absolute.
  package let folder: String
  /// Names this run of the agent among others in the same folder.
  package let session: String
  /// How long its calls wait for a decision, in seconds.
  package let patience: Double
  /// The path without links; nil when it cannot be told.
  let resolve: @Sendable (String) -> String?
  /// The text of a file as it is; nil where it is no text that a person can look through.
  let read: @Sendable (String) -> String?

  package init(
    folder: String, session: String, patience: Double, resolve: @escaping @Sendable (String) -> String?,
    read: @escaping @Sendable (String) -> String?
  ) {
    self.folder = folder
    self.session = session
    self.patience = patience
    self.resolve = resolve
    self.read = read
  }
}

/// What a caller over HTTP says of the agent it asks for.
package struct AgentClaim: Sendable, Hashable {
  /// As it was said.
  package var folder: String?
  package var session: String?

  package init(folder: String? = nil, session: String? = nil) {
    self.folder = folder
    self.session = session
  }
}

/// How agents are known that did not start this process; only callers of this machine have folders that can be looked at here.
package struct AgentVisitors: Sendable {
  let patience: Double
  let resolve: @Sendable (String) -> String?
  let read: @Sendable (String) -> String?
  /// The session of those that name none.
  let session: String

  package init(
    session: String, patience: Double, resolve: @escaping @Sendable (String) -> String?,
    read: @escaping @Sendable (String) -> String?
  ) {
    self.session = session
    self.patience = patience
    self.resolve = resolve
    self.read = read
  }

  /// nil: what was said is no folder of this machine.
  func place(_ claim: AgentClaim) -> AgentPlace? {
    guard let said = claim.folder, said.hasPrefix("/"), let folder = resolve(said) else { return nil }
    return AgentPlace(
      folder: folder, session: claim.session ?? session, patience: patience, resolve: resolve, read: read)
  }
}
