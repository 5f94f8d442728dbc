// HelpText: the keys that are valid here, with the reason where one cannot be used now. Pure; derived from the table.
import FactoryState
import TerminalKit

package enum HelpText {
  package struct Line: Hashable, Sendable {
    package var keys: SafeText
    package var text: SafeText
    /// Why it cannot be used now.
    package var reason: SafeText?
    package var isHeading = false

    package init(keys: SafeText, text: SafeText, reason: SafeText? = nil, isHeading: Bool = false) {
      (self.keys, self.text, self.reason, self.isHeading) = (keys, text, reason, isHeading)
    }
  }

  /// Lines for the place the operator was in when asking.
  package static func lines(_ situation: Situation) -> [Line] {
    let scope = KeyScope.page(situation.app)
    var under = situation
    under.app = situation.app
    return CommandCategory.allCases.flatMap { category -> [Line] in
      let commands = situation.commands.commands(in: scope).filter { $0.category == category }
      guard !commands.isEmpty else { return [] }
      let heading = Line(keys: .empty, text: SafeText(category.rawValue), isHeading: true)
      return [heading] + commands.map { line($0, scope, under) }
    }
  }

  /// A step through the help that does not go past its end; other dialogs know their own.
  static func bounded(_ rows: Int, _ situation: Situation) -> Int {
    guard case .help(let scroll)? = situation.app.dialogs.last else { return rows }
    let body = situation.layout.body
    let last = max(0, HelpView.rows(lines(situation), width: body.width).count - max(1, body.height - 2))
    return min(max(0, scroll + rows), last) - scroll
  }

  /// The title, unless the help says the same.
  private static func words(_ command: Command) -> String {
    let help = command.help.replacing("`", with: "")
    return help.lowercased().hasPrefix(command.title.lowercased()) ? help : "\(command.title): \(help)"
  }

  private static func line(_ command: Command, _ scope: KeyScope, _ situation: Situation) -> Line {
    let keys = command.notations(in: scope).prefix(3).map { KeyLabel.label($0).plain }.joined(separator: " ")
    return Line(
      keys: SafeText(keys), text: SafeText(words(command)),
      reason: command.unavailable(situation).map { SafeText($0) })
  }
}
