// What people decided before in the session of an agent that asks again: the operator sees it beside the new question. Reads one page of
// the newest decisions; what lies further back is not shown. Only what the same account asked counts, so that nobody borrows a history.
import FactoryContracts

struct SessionHistory {
  /// How many are shown.
  static let limit = 5

  private let reader: any FactoryReader
  private let now: Timestamp

  init(_ reader: any FactoryReader, now: Timestamp) { (self.reader, self.now) = (reader, now) }

  /// `3 min ago Ana rejected “Bash: git push --force”: “no force pushes”`, newest first.
  func lines(_ call: AgentCall, of asker: EntityID) throws -> [String] {
    try Precedents.newest(reader)
      .filter {
        $0.createdBy == asker && $0.context.call?.agent == call.agent && $0.context.call?.session == call.session
      }
      .prefix(Self.limit).map(line)
  }

  private func line(_ task: FactoryTask) -> String {
    let age = Precedents.ago(now.seconds(since: task.decidedAt ?? task.updatedAt))
    let verb = task.decision == .rejected ? "rejected" : "approved"
    let notes = task.decisionNotes.map { ": “\(Precedents.line($0, 120))”" } ?? ""
    return "\(age) ago \(task.decidedByName ?? "somebody") \(verb) “\(Precedents.line(task.title, 100))”\(notes)"
  }
}
