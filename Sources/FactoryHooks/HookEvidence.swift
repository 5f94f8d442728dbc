// A call as a question for the operator: who asks, where, and exactly what would happen. Pure but for reading the file that is to change.
import FactoryContracts
import FactoryCrypto
import Foundation

package enum HookEvidence {
  /// Larger inputs are refused, never shortened: nobody approves what is not shown.
  package static let limit = 256 << 10

  /// - Parameters:
  ///   - read: the content of a file as it is; nil when there is none.
  ///   - deadline: until when the agent waits.
  ///   - record: the call as rules look at it; nil: no rule can be made of the answer.
  package static func question(
    _ call: HookCall, deadline: Timestamp, record: AgentCall? = nil, read: (String) -> String?
  ) throws(HookFault) -> CreateTaskBody {
    let risk = HookRisk.of(call)
    let shown = try shown(call)
    let why = risk.reasons.isEmpty ? "" : "; \(risk.reasons.joined(separator: ", "))"
    let place = URL(filePath: call.folder).lastPathComponent
    let context = TaskContext(
      summary: "\(call.agent) asks in \(place) (session \(call.session.prefix(8))): \(kind(call))\(why).",
      details: "folder  \(call.folder)\n\n\(shown)", diffSummary: diff(call, read),
      call: record)
    return CreateTaskBody(
      type: .approval, title: title(call), context: context, priority: risk.level == .high ? .high : .medium,
      slaDeadline: deadline, key: key(call, shown))
  }

  private static func kind(_ call: HookCall) -> String {
    if call.command != nil { return "run a command" }
    if let path = call.path { return "write \(URL(filePath: path).lastPathComponent)" }
    return "use \(call.tool)"
  }

  private static func title(_ call: HookCall) -> String {
    let line = (call.command ?? call.path ?? "").split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let text = line.isEmpty ? call.tool : "\(call.tool): \(line)"
    return text.count > 160 ? text.prefix(159) + "…" : text
  }

  /// Everything the tool is given, whole.
  private static func shown(_ call: HookCall) throws(HookFault) -> String {
    let text = call.command ?? (try? FactoryJSON.pretty(JSONValue.object(call.input))) ?? ""
    guard text.utf8.count <= limit else {
      throw HookFault(
        sentence:
          "The call of \(call.tool) is \(text.utf8.count >> 10) KiB; at most \(limit >> 10) can be shown to a person.")
    }
    guard call.command != nil, call.input.count > 1 else { return text }
    let others = call.input.filter { $0.key != "command" }.sorted { $0.key < $1.key }
    return text + "\n\n"
      + others.map { "\($0.key): \((try? FactoryJSON.pretty($0.value)) ?? "")" }.joined(separator: "\n")
  }

  /// A hook that is run again finds the question it asked. What is shown is part of it: the answer to one call is none to another, whatever
  /// id the caller gives it.
  private static func key(_ call: HookCall, _ shown: String) -> String {
    let what = "\(call.callId ?? "")\n\(shown)"
    return "hook:" + SHA256.hex(Array("\(call.agent)\n\(call.session)\n\(call.tool)\n\(what)".utf8)).prefix(40)
  }

  private static func diff(_ call: HookCall, _ read: (String) -> String?) -> DiffSummary? {
    guard let path = call.path else { return nil }
    let old = read(path)
    guard let new = written(call, over: old ?? ""), let hunk = Hunk(old: old ?? "", new: new) else { return nil }
    let file = DiffFile(
      path: path, status: old == nil ? .added : .modified, insertions: hunk.insertions, deletions: hunk.deletions,
      patch: hunk.text)
    return DiffSummary(filesChanged: 1, insertions: hunk.insertions, deletions: hunk.deletions, files: [file])
  }

  /// The file as it would be; nil when the call does not say.
  private static func written(_ call: HookCall, over old: String) -> String? {
    if let content = call.input["content"]?.string { return content }
    let edits = call.input["edits"]?.array?.compactMap(\.object) ?? [call.input]
    return edits.reduce(Optional(old)) { text, edit in
      guard let text, let from = edit["old_string"]?.string, let to = edit["new_string"]?.string else { return nil }
      if from.isEmpty { return text + to }
      guard let place = text.range(of: from) else { return nil }
      return edit["replace_all"]?.bool == true
        ? text.replacingOccurrences(of: from, with: to) : text.replacingCharacters(in: place, with: to)
    }
  }
}

/// The lines between the first and the last that differ, as one hunk of a unified diff.
package struct Hunk: Hashable, Sendable {
  package let text: String
  package let insertions: Int
  package let deletions: Int
  private static let around = 3

  /// nil: nothing differs.
  package init?(old: String, new: String) {
    let before = Self.lines(old)
    let after = Self.lines(new)
    guard before != after else { return nil }
    let head = zip(before, after).prefix { $0 == $1 }.count
    let tail = zip(before.dropFirst(head).reversed(), after.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    let first = max(0, head - Self.around)
    let gone = before[head..<(before.count - tail)]
    let come = after[head..<(after.count - tail)]
    let behind = after[(after.count - tail)...].prefix(Self.around)
    let context = head - first + behind.count
    deletions = gone.count
    insertions = come.count
    let range = { (count: Int) -> String in "\(count == 0 ? first : first + 1),\(count)" }
    var rows = ["@@ -\(range(context + gone.count)) +\(range(context + come.count)) @@"]
    rows += before[first..<head].map { " \($0)" }
    rows += gone.map { "-\($0)" }
    rows += come.map { "+\($0)" }
    rows += behind.map { " \($0)" }
    text = rows.joined(separator: "\n") + "\n"
  }

  /// By line feeds alone: to Swift a carriage return and the line feed behind it are one character.
  private static func lines(_ text: String) -> [String] {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
