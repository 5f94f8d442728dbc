// Command: one thing the operator can do, described once. Help, footer, palette, key table and reference derive from it.
// Pure values; the loop's thread carries out what `run` returns.
import FactoryState

/// The name of a command: what the palette takes and the configuration binds keys to.
package struct CommandID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }
}

/// What kind of thing a command is; the order of help and reference.
package enum CommandCategory: String, CaseIterable, Sendable {
  case decide = "Decide"
  case move = "Move"
  case mark = "Mark"
  case find = "Find and filter"
  case read = "Read the evidence"
  case board = "Board"
  case program = "Program"
  case own = "Your own"
  case dialog = "In dialogs"
}

/// Keys of a command in one scope, each in key notation.
package struct ScopedKeys: Hashable, Sendable {
  package let scope: KeyScope
  package let notations: [String]
  package init(_ scope: KeyScope, _ notations: String...) {
    self.scope = scope
    self.notations = notations
  }
  package init(_ scope: KeyScope, _ notations: [String]) {
    self.scope = scope
    self.notations = notations
  }
}

/// How a command shows in the bottom line: lower ranks come first.
package struct FooterEntry: Hashable, Sendable {
  package let rank: Int
  package let label: String
  package init(_ rank: Int, _ label: String) {
    self.rank = rank
    self.label = label
  }
}

/// What a command asks for.
package enum Intent: Sendable {
  /// A change of the state, decisions included.
  case app(AppAction)
  /// Something only the owner of the terminal can do.
  case loop(LoopRequest)
}

/// What only the owner of the terminal can do.
package enum LoopRequest: Hashable, Sendable {
  case suspend, redraw
  /// Begins or ends to listen to the mouse.
  case mouse
  /// Opens the evidence of the selected item in the editor, to read.
  case readInEditor
  case theme(String)
  /// Carries out what stands in the palette, or completes it.
  case runPalette, completePalette
  /// Ends the sitting so that somebody signs in; what is unsent is kept.
  case signIn
  /// Runs a command of the person's own.
  case custom(CustomCommand)
  /// Writes a section of the person's own into their configuration; without a query it is taken out.
  case saveSection(name: String, query: String?)
  /// Lends the terminal to goose.
  case goose
}

package struct Command: Sendable {
  package let id: CommandID
  package internal(set) var keys: [ScopedKeys]
  package let title: String
  package let help: String
  package let category: CommandCategory
  package let footer: FooterEntry?
  /// Cannot be taken back by `u`: a capital, two keys or a second key that shows what will happen.
  package let isDangerous: Bool
  /// What may follow the name on the command line, for help; nil when nothing may.
  package let argument: String?
  /// What the argument may be, where that is known: the command line lists it.
  package let choices: (@Sendable (Situation) -> [String])?
  /// Acts on the item under the cursor: only when that was on the screen long enough.
  package let decides: Bool
  /// Opens a dialog that takes text.
  package var asksForText: Bool { ["reject", "defer-until", "escalate", "reassign"].contains(id) }
  /// Leaving, suspending and drawing anew are all that can be done where nothing can be shown.
  package var worksBlind: Bool { category == .program }
  /// nil when it can be used now, else why not, as a sentence.
  package let unavailable: @Sendable (Situation) -> String?
  package let run: @Sendable (Situation, Invocation) -> [Intent]

  package init(
    _ id: CommandID, _ keys: [ScopedKeys], _ title: String, help: String, _ category: CommandCategory,
    footer: FooterEntry? = nil, isDangerous: Bool = false, argument: String? = nil,
    choices: (@Sendable (Situation) -> [String])? = nil, decides: Bool = false,
    unless unavailable: @escaping @Sendable (Situation) -> String? = { _ in nil },
    run: @escaping @Sendable (Situation, Invocation) -> [Intent]
  ) {
    self.id = id
    self.keys = keys
    self.title = title
    self.help = help
    self.category = category
    self.footer = footer
    self.isDangerous = isDangerous
    self.argument = argument
    self.choices = choices
    self.decides = decides
    self.unavailable = unavailable
    self.run = run
  }

  func hasKey(in scope: KeyScope) -> Bool {
    let chain = scope.chain
    return keys.contains { !$0.notations.isEmpty && chain.contains($0.scope) }
  }

  /// The keys that work in a scope, its own first, then those of the scopes behind it.
  package func notations(in scope: KeyScope) -> [String] {
    scope.chain.flatMap { scope in keys.filter { $0.scope == scope }.flatMap(\.notations) }
  }
}

/// How a command was called.
package struct Invocation: Hashable, Sendable {
  /// Digits typed before the key.
  package var count: Int?
  /// What followed the name on the command line.
  package var argument: String
  package init(count: Int? = nil, argument: String = "") {
    self.count = count
    self.argument = argument
  }
}
