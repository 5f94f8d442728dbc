// The lines of dialogs: which one is typed in, and what keys mean in them. Pure.
import FactoryContracts
import FactoryState
import TerminalKit

extension AppDialog {
  /// The line that has the cursor; nil in dialogs that are not typed in.
  package var line: LineField? {
    switch self {
    case .reject(let dialog), .escalate(let dialog):
      dialog.field == 0 || !dialog.changes.indices.contains(dialog.field - 1)
        ? dialog.reason : dialog.changes[dialog.field - 1]
    case .defer(let dialog): dialog.until
    case .reassign(let dialog): dialog.field == 0 ? dialog.to : dialog.reason
    case .palette(let state): state.input
    case .save(let dialog): dialog.place
    case .comment(let dialog): dialog.text
    case .bulk(let sheet): sheet.action == .reject ? sheet.notes : nil
    case .confirm, .step, .help, .results, .quit: nil
    }
  }
}

extension LineField {
  /// The line as an editor with its cursor in place.
  package func editor(history: [String] = []) -> LineEditor {
    var editor = LineEditor(text, history: history)
    for _ in 0..<max(0, text.count - cursor) { _ = editor.handle(KeyPress(.left)) }
    return editor
  }

  package init(_ editor: LineEditor) { self.init(editor.text, cursor: editor.cursor) }
}

/// What can be done in the dialog for a reason.
package enum Reasons {
  static func cannotAsk(_ situation: Situation) -> String? {
    if case .reject? = situation.app.dialogs.last { return nil }
    return "Only a rejection asks for changes."
  }

  /// A digit is text as soon as anything is typed.
  static func cannotRecall(_ number: Int) -> @Sendable (Situation) -> String? {
    { situation in
      guard situation.app.dialogs.last?.line?.text.isEmpty == true else {
        return "The line has text; digits are typed."
      }
      return situation.app.recentReasons.count < number ? "There is no reason \(number) yet." : nil
    }
  }

  static func notListed(_ situation: Situation) -> String? {
    guard case .bulk(let sheet)? = situation.app.dialogs.last, sheet.isExpanded else {
      return "The items are not listed; `e` lists them."
    }
    return nil
  }
}

/// Choosing a person by a few letters.
package enum Picker {
  /// Those whose name has the letters typed, best first.
  package static func found(_ dialog: ReassignDialog) -> [Viewer] {
    let scored = dialog.candidates.compactMap { person in
      FuzzyMatch.score(dialog.to.text, in: person.name).map { (person, $0) }
    }
    return scored.sorted { ($1.1, $0.0.name, $0.0.id) < ($0.1, $1.0.name, $1.0.id) }.map(\.0)
  }

  private static func dialog(_ situation: Situation) -> ReassignDialog? {
    if case .reassign(let dialog)? = situation.app.dialogs.last { dialog } else { nil }
  }

  /// The name that Enter would take, when another is typed.
  private static func completion(_ dialog: ReassignDialog) -> String? {
    guard dialog.field == 0, !dialog.to.text.isEmpty, let best = found(dialog).first, best.name != dialog.to.text else {
      return nil
    }
    return best.name
  }

  static let confirm: @Sendable (Situation, Invocation) -> [Intent] = { situation, _ in
    guard let dialog = dialog(situation) else { return [] }
    let confirm = Intent.app(.dialog(.confirm(key: situation.key()), now: situation.now))
    guard let name = completion(dialog) else { return [confirm] }
    return [.app(.dialog(.text(LineField(name)), now: situation.now)), confirm]
  }

  static let complete: @Sendable (Situation, Invocation) -> [Intent] = { situation, _ in
    guard let dialog = dialog(situation) else { return [] }
    guard let name = completion(dialog) else { return [.app(.dialog(.nextField(1), now: situation.now))] }
    return [.app(.dialog(.text(LineField(name)), now: situation.now))]
  }
}
