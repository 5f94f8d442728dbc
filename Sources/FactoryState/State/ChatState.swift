// The chat (ruling R25): what was asked in plain words or by a tool's name, and what was answered. A value.
// Invariant: questions are answered in the order they were asked.

package struct ChatEntry: Hashable, Sendable {
  package internal(set) var asked: String
  /// nil until the answer is there.
  package internal(set) var answer: String?
  /// False: nothing was done.
  package internal(set) var isGood = true
}

package struct ChatState: Hashable, Sendable {
  /// Oldest first, the last thirty.
  package internal(set) var entries: [ChatEntry] = []
  /// Lines between the end and the last one on the screen.
  package internal(set) var back = 0
  static let kept = 30
}
