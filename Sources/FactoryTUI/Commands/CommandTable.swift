// CommandTable: every command of the command center, in the order of help and reference. One table; a new command is
// one entry, and the tests say what is missing. Pure values.
import FactoryContracts
import FactoryState

package enum CommandTable {
  package static let all: [Command] =
    deciding + marking + moving + finding + reading + board + pipelines + inbox + watching + program + dialogs

  private static let byId: [CommandID: Command] = Dictionary(
    all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  package static subscript(_ id: CommandID) -> Command? { byId[id] }

  /// Those that mean something in a scope and can be reached by a key there.
  package static func commands(in scope: KeyScope) -> [Command] {
    all.filter { !$0.notations(in: scope).isEmpty }
  }

  /// Those of the command line: everything that is not part of a dialog.
  package static let palette: [Command] = all.filter { $0.category != .dialog }

  static func app(_ make: @escaping @Sendable (Situation) -> AppAction) -> @Sendable (Situation, Invocation) -> [Intent]
  {
    { situation, _ in [.app(make(situation))] }
  }

  static func loop(_ request: LoopRequest) -> @Sendable (Situation, Invocation) -> [Intent] {
    { _, _ in [.loop(request)] }
  }

  static func refuse(_ sentence: String, _ situation: Situation) -> [Intent] {
    [.app(.notice(.warning, sentence, now: situation.now))]
  }
}
