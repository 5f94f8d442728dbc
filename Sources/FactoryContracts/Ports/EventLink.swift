// The live link to a server as seen from above: a source of `LinkEvent` values. The client's reader thread implements it.

/// What happens on the link, in order. Posted from the reader's thread.
package enum LinkEvent: Sendable, Hashable {
  /// Trying; `attempt` counts from 1 since the last time it was connected.
  case connecting(attempt: Int)
  /// Open and subscribed; everything after `since` has been or will be replayed.
  case connected(seq: Int64)
  case event(WsEvent)
  /// Open, but nothing was heard for some seconds although it was asked for: what is shown may be old.
  case silent
  /// Bytes come again after `silent`.
  case heard
  case presence(taskId: EntityID, viewers: [Viewer])
  /// The server no longer keeps the events since ours: a new snapshot is needed (ruling R20).
  case resumeTooOld
  /// Closed; the next try comes after so many seconds.
  case disconnected(reason: String, retryInSeconds: Double)
  /// The credential is not accepted; no further try is made with it.
  case refused(APIError)
}

package struct Viewer: Codable, Hashable, Sendable {
  package var id: EntityID
  package var name: String
  package init(id: EntityID, name: String) {
    self.id = id
    self.name = name
  }
}

package protocol EventLink: Sendable {
  /// Starts the reader; `post` is called on its thread, in order. `since`: the `seq` that the caller's state includes.
  func start(channels: [String], since: Int64?, post: @escaping @Sendable (LinkEvent) -> Void)
  /// Moves the point from which a reconnect resumes (after a new snapshot).
  func resume(from seq: Int64)
  /// Tells others what this operator looks at (ruling R60).
  func viewing(_ taskId: EntityID?)
  /// Closes with 1000 and ends the thread.
  func stop()
}
