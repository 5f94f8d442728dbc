// CommandTable: every command of the command center, in the order of help and reference. One table; a new command is
// one entry, and the tests say what is missing. Pure values.
import FactoryContracts
import FactoryState

package enum CommandTable {
  package static let all: [Command] =
    deciding + marking + moving + sections + panes + finding + reading + board + pipelines + assets + inbox + watching
    + program + dialogs

  package static subscript(_ id: CommandID) -> Command? { CommandSet.standard[id] }

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
