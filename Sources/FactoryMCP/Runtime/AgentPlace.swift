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
