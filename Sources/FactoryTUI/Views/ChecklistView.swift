// A deploy's checklist in a dialog: a sign, what is looked at, what is known. Pure.
// Invariant: where there is not room for all of it, what fails comes first, then what is not known, and the rest is counted.
import FactoryContracts
import TerminalKit

package enum ChecklistView {
  package static func lines(_ items: [ChecklistItem], rows: Int) -> [[Span]] {
    let titles = items.map { SafeText($0.title).width }.max() ?? 0
    guard items.count > rows else { return items.map { line($0, titles) } }
    let graded = ChecklistState.byGravity.flatMap { state in items.filter { $0.state == state } }
    let shown = graded.prefix(max(0, rows - 1))
    let rest = graded.dropFirst(shown.count)
    return shown.map { line($0, titles) } + [[Span("and \(counts(Array(rest)))", .muted)]]
  }

  private static func line(_ item: ChecklistItem, _ titles: Int) -> [Span] {
    [
      Span("\(item.state.sign) ", item.state.role), Span(SafeText(item.title).padded(to: titles + 2), .strong),
      Span(SafeText(item.finding), item.state == .fails ? .error : .text),
    ]
  }

  /// `3 ✗ 2 ? 7 ✓`
  package static func counts(_ items: [ChecklistItem]) -> SafeText {
    let parts = ChecklistState.byGravity.compactMap { state -> SafeText? in
      let count = items.count { $0.state == state }
      return count == 0 ? nil : "\(count) \(state.sign)"
    }
    return parts.dropFirst().reduce(parts.first ?? "0") { $0 + "  " + $1 }
  }
}

extension ChecklistState {
  static let byGravity: [ChecklistState] = [.fails, .open, .holds]

  package var sign: SafeText {
    switch self {
    case .holds: "✓"
    case .fails: "✗"
    case .open: "?"
    }
  }

  var role: ThemeRole {
    switch self {
    case .holds: .pass
    case .fails: .fail
    case .open: .warning
    }
  }
}
