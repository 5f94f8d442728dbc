// What a coding agent is about to do, as its permission hook tells it on standard input. Pure; any thread.
import FactoryContracts
import Foundation

/// One call of a tool that waits for permission.
package struct HookCall: Hashable, Sendable {
  /// Which agent asks, for people.
  package var agent: String
  /// `PreToolUse` or `PermissionRequest`.
  package var event: String
  package var session: String
  /// Where the agent works.
  package var folder: String
  package var tool: String
  package var input: [String: JSONValue]
  /// The agent's own id of the call, where it has one.
  package var callId: String?

  package init(
    agent: String, event: String, session: String, folder: String, tool: String, input: [String: JSONValue],
    callId: String? = nil
  ) {
    self.agent = agent
    self.event = event
    self.session = session
    self.folder = folder
    self.tool = tool
    self.input = input
    self.callId = callId
  }

  /// Events that ask for permission.
  package static let events = ["PreToolUse", "PermissionRequest"]
}

/// Why a hook's input cannot be used, as one sentence.
package struct HookFault: Error, Hashable, Sendable { package let sentence: String }

extension HookCall {
  /// Reads what Claude Code writes to a hook.
  package static func claudeCode(_ data: Data) throws(HookFault) -> HookCall {
    guard let value = try? FactoryJSON.decode(JSONValue.self, from: data), let members = value.object else {
      throw HookFault(sentence: "The hook's input is not one JSON object.")
    }
    func text(_ name: String) throws(HookFault) -> String {
      guard let text = members[name]?.string, !text.isEmpty else {
        throw HookFault(sentence: "The hook's input has no text \"\(name)\".")
      }
      return text
    }
    let event = try text("hook_event_name")
    guard events.contains(event) else {
      throw HookFault(
        sentence: "hook_event_name is \"\(event)\"; \(events.joined(separator: " or ")) was expected.")
    }
    guard let input = members["tool_input"]?.object else {
      throw HookFault(sentence: "The hook's input has no object \"tool_input\".")
    }
    return HookCall(
      agent: "Claude Code", event: event, session: try text("session_id"), folder: try text("cwd"),
      tool: try text("tool_name"), input: input, callId: members["tool_use_id"]?.string)
  }
}

extension HookCall {
  /// Inputs of a command that change neither what runs nor where.
  private static let harmless: Set = ["command", "description", "timeout", "run_in_background"]

  /// The call as rules look at it; nil when it is too long for one.
  /// - Parameter resolve: the path without links; nil when it cannot be told.
  package func record(resolve: (String) -> String?) -> AgentCall? {
    guard let place = resolve(folder), place.utf8.count <= RuleLimits.text, command?.utf8.count ?? 0 <= RuleLimits.text,
      [agent, session, tool].allSatisfy({ $0.utf8.count <= RuleLimits.name })
    else { return nil }
    var call = AgentCall(agent: agent, folder: place, session: session, tool: tool, command: command)
    if let path {
      guard let file = resolve(path.hasPrefix("/") ? path : "\(folder)/\(path)"), file.utf8.count <= RuleLimits.text
      else { return nil }
      call.path = file
    }
    if command != nil {
      let others = input.keys.filter { !Self.harmless.contains($0) }.sorted()
      guard others.count <= RuleLimits.others, others.allSatisfy({ $0.utf8.count <= RuleLimits.name }) else {
        return nil
      }
      call.others = others.isEmpty ? nil : others
    }
    return call
  }
}

extension HookCall {
  /// Reads what goose writes to a hook.
  package static func goose(_ data: Data) throws(HookFault) -> HookCall {
    guard let value = try? FactoryJSON.decode(JSONValue.self, from: data), let members = value.object else {
      throw HookFault(sentence: "The hook's input is not one JSON object.")
    }
    func text(_ name: String) throws(HookFault) -> String {
      guard let text = members[name]?.string, !text.isEmpty else {
        throw HookFault(sentence: "The hook's input has no text \"\(name)\".")
      }
      return text
    }
    let event = try text("event")
    guard event == "PreToolUse" else { throw HookFault(sentence: "event is \"\(event)\"; PreToolUse was expected.") }
    let tool = try text("tool_name")
    let input = members["tool_input"]?.object ?? [:]
    return HookCall(
      agent: "goose", event: event, session: try text("session_id"), folder: try text("working_dir"), tool: tool,
      input: isShell(tool) ? input : asFile(input), callId: members["tool_call_id"]?.string)
  }

  private static func isShell(_ tool: String) -> Bool { RuleCover.isShell(tool) }

  /// goose's words for a change of a file in those that are understood here; nothing is left out.
  private static func asFile(_ input: [String: JSONValue]) -> [String: JSONValue] {
    let names = [
      "path": "file_path", "file_text": "content", "old_str": "old_string", "new_str": "new_string",
      "before": "old_string",
      "after": "new_string", "command": "action",
    ]
    guard input["path"]?.string != nil, !names.values.contains(where: { input[$0] != nil && $0 != "content" }) else {
      return input
    }
    var words: [String: JSONValue] = [:]
    for (name, value) in input { words[names[name] ?? name] = value }
    return words.count == input.count ? words : input
  }
}
