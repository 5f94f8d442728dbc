// What a hook answers, in the words of the agent that asked. Pure; any thread.
import FactoryContracts
import Foundation

/// What becomes of a call.
package enum HookVerdict: Hashable, Sendable {
  case allow(reason: String)
  case deny(reason: String)
  /// The agent asks its own user.
  case ask(reason: String)

  /// What a decided task says to who waits for it.
  package init(_ task: FactoryTask) {
    let by = task.decidedByName.map { " by \($0)" } ?? ""
    let notes = task.decisionNotes.map { ": \($0)" } ?? "."
    if task.withdrawnAt != nil {
      self = .deny(reason: "The question was withdrawn.")
    } else if task.decision == .approved {
      self = .allow(reason: "Approved\(by)\(notes)")
    } else if task.decision == .rejected {
      self = .deny(reason: "Rejected\(by)\(notes)" + Self.changes(task))
    } else {
      self = .ask(reason: "Put off\(by)\(notes)")
    }
  }

  private static func changes(_ task: FactoryTask) -> String {
    let changes = task.decisionData["requestedChanges"]?.array?.compactMap(\.string) ?? []
    return changes.isEmpty ? "" : " Requested: \(changes.joined(separator: "; "))"
  }

  /// One JSON document for Claude Code's hook of that event.
  package func claudeCode(event: String) throws -> Data {
    let (word, reason) =
      switch self {
      case .allow(let reason): ("allow", reason)
      case .deny(let reason): ("deny", reason)
      case .ask(let reason): ("ask", reason)
      }
    let said: [String: JSONValue]
    if event == "PermissionRequest" {
      // That event has no third answer: without a decision the agent goes on to ask its user.
      if word == "ask" { return Data("{}".utf8) }
      var decision: [String: JSONValue] = ["behavior": .string(word)]
      if word == "deny" { decision["message"] = .string(reason) }
      said = ["hookEventName": .string(event), "decision": .object(decision)]
    } else {
      said = [
        "hookEventName": .string(event), "permissionDecision": .string(word),
        "permissionDecisionReason": .string(reason),
      ]
    }
    return try FactoryJSON.canonical(JSONValue.object(["hookSpecificOutput": .object(said)]))
  }

  /// One JSON document for Claude Code's `--permission-prompt-tool`, which knows only to go on or not, and takes the input from it.
  package func permissionPrompt(input: [String: JSONValue]) throws -> Data {
    let answer: JSONValue =
      switch self {
      case .allow: ["behavior": "allow", "updatedInput": .object(input)]
      case .deny(let reason), .ask(let reason): ["behavior": "deny", "message": .string(reason)]
      }
    return try FactoryJSON.canonical(answer)
  }

  /// One JSON document for goose's hook, which knows only to go on or not.
  package func goose() throws -> Data {
    let answer: JSONValue =
      switch self {
      case .allow(let reason): ["decision": "allow", "reason": .string(reason)]
      case .deny(let reason), .ask(let reason): ["decision": "block", "reason": .string(reason)]
      }
    return try FactoryJSON.canonical(answer)
  }
}
