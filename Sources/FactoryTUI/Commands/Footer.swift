// Footer: what the next key can do here, most useful first. Pure. Derived from the table; only what is available.
import FactoryContracts
import FactoryState
import TerminalKit

package enum Footer {
  package static func hints(_ situation: Situation, pending: [KeyPress] = []) -> [KeyHint] {
    let scope = KeyScope.current(situation.app)
    if !pending.isEmpty { return continuations(pending, scope, situation) }
    let marked = situation.app.queue.marks.count
    var hints: [KeyHint] = []
    if marked > 0, scope == .queue, let key = situation.commands["approve-selected"]?.notations(in: scope).first {
      hints.append(KeyHint(KeyLabel.label(key), "approve \(marked) marked"))
    }
    for command in entries(scope, situation.commands) {
      guard let entry = command.footer, let notation = command.notations(in: scope).first,
        command.unavailable(situation) == nil
      else { continue }
      hints.append(KeyHint(KeyLabel.label(notation), label(entry, command, situation)))
    }
    return hints
  }

  private static func label(_ entry: FooterEntry, _ command: Command, _ situation: Situation) -> SafeText {
    switch command.id {
    case "board" where situation.app.screen == .kanban: "queue"
    case "notifications" where situation.app.screen == .notifications: "queue"
    case "pipeline-pane" where situation.app.pipeline.focus == .log: "record"
    case "open" where scopeIsPipeline(situation): "its items"
    case "close" where KeyScope.page(situation.app) != .queue: "close"
    case "sheet-yes": "\(sheetVerb(situation))"
    default: SafeText(entry.label)
    }
  }

  private static func scopeIsPipeline(_ situation: Situation) -> Bool { KeyScope.page(situation.app) == .pipeline }

  private static func sheetVerb(_ situation: Situation) -> SafeText {
    guard case .bulk(let sheet)? = situation.app.dialogs.last else { return "decide" }
    return "\(SafeText(sheet.action.rawValue)) \(sheet.sendable.count)"
  }

  /// Commands with a place in the bottom line of a scope, best first.
  package static func entries(_ scope: KeyScope, _ commands: CommandSet = .standard) -> [Command] {
    commands.footer(in: scope)
  }

  /// What may follow keys that are not a command yet.
  private static func continuations(_ pending: [KeyPress], _ scope: KeyScope, _ situation: Situation) -> [KeyHint] {
    situation.commands.commands(in: scope).flatMap { command in
      command.notations(in: scope).compactMap { notation -> KeyHint? in
        guard let keys = try? KeyNotation.parse(notation), keys.count > pending.count, keys.starts(with: pending) else {
          return nil
        }
        let rest = keys.dropFirst(pending.count).map { KeyLabel.label(KeyNotation.print($0)).plain }.joined()
        return KeyHint(SafeText(rest), SafeText(command.title.lowercased()))
      }
    }
  }
}
