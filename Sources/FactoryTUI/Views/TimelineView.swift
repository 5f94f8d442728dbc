// The audit rows of an item as styled lines, newest first. Pure; drawing is left to the panel.
import FactoryContracts
import TerminalKit

package enum TimelineView {
  package static func lines(_ entries: [AuditEntry], now: Timestamp, width: Int) -> [[Span]] {
    entries.flatMap { lines($0, now: now, width: width) }
  }

  private static func lines(_ entry: AuditEntry, now: Timestamp, width: Int) -> [[Span]] {
    let who = entry.actorName ?? (entry.actorType == .system ? "factory" : entry.actorId?.short ?? "someone")
    let head = [
      Span(SafeText(Words.ago(entry.createdAt, now: now)).padded(to: 7, right: true), .muted), Span("  ", .text),
      Span(sign(entry.actorType), .faint), Span(" ", .text), Span(SafeText(who), .strong), Span("  ", .text),
      Span(SafeText(Words.action(entry.action)), role(entry.action)),
    ]
    return [head] + changes(entry, width: width)
  }

  static func sign(_ actor: ActorType) -> SafeText {
    switch actor {
    case .user: "●"
    case .agent: "◆"
    case .system, .webhook, .unknown: "·"
    }
  }

  static func role(_ action: String) -> ThemeRole {
    if action.hasSuffix("approved") || action.hasSuffix("completed") { return .pass }
    if action.hasSuffix("rejected") || action.hasSuffix("failed") || action.hasSuffix("breached") { return .fail }
    return .text
  }

  private static func changes(_ entry: AuditEntry, width: Int) -> [[Span]] {
    // What something was made with is in the other tabs.
    let isNew = entry.action.hasSuffix(".created")
    let shown = entry.changes.sorted { $0.key < $1.key }
      .filter { $0.key != "updatedAt" && $0.key != "version" && !(isNew && $0.value.from == .null) }
    let notes = ["notes", "reason"].compactMap { entry.metadata[$0]?.string }
    let changed = shown.map { "\($0.key): \(Words.value($0.value.from)) → \(Words.value($0.value.to))" }
    return (changed + notes.map { "“\($0)”" }).map { text in
      [Span("         ", .text), Span(SafeText(text).truncated(to: max(8, width - 9)), .muted)]
    }
  }
}
