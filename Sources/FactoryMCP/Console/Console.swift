// A person's plain words to a tool and its text back (ruling R25): the chat view of the command center. Blocking; one caller at a time.
// Invariants: it never guesses, an unclear line gets the candidates; a number means what was listed last; what it changes is a tool's
// doing, so that here too nobody decides what their account asked for (ruling R19).
import FactoryContracts
import Synchronization

package struct ConsoleAnswer: Hashable, Sendable {
  package var text: String
  /// False: nothing was done.
  package var isGood: Bool
}

package final class Console: Sendable {
  private let office: Office
  /// What the numbers of a line mean: as it was listed last.
  private let listed = Mutex<[FactoryTask]>([])

  package init(office: Office) { self.office = office }

  package func answer(_ line: String) -> ConsoleAnswer {
    do {
      let wish = try ConsoleLine.read(line, listed.withLock { $0 })
      switch wish {
      case .help: return ConsoleAnswer(text: ConsoleLine.help, isGood: true)
      case .call(let tool, let arguments): return ConsoleAnswer(text: try run(tool, arguments), isGood: true)
      case .about(let verb, let name):
        let id = try PipelineReading.named(name, call(verb.tool)).id
        var arguments = verb.more
        arguments["pipeline_id"] = .string(id.description)
        return ConsoleAnswer(text: try run(verb.tool, arguments), isGood: true)
      }
    } catch {
      return ConsoleAnswer(text: (error as? ToolFailure)?.text ?? "\(error)", isGood: false)
    }
  }

  private func run(_ tool: Tool, _ arguments: [String: JSONValue]) throws -> String {
    let answer = try tool.run(try ToolInput(tool, arguments), call(tool))
    if tool.name == ToolTable.getPendingTasks.name, let data = answer.structured {
      let tasks = try FactoryJSON.decode(PendingTasks.self, from: data).tasks
      listed.withLock { $0 = tasks }
    }
    return answer.text
  }

  private func call(_ tool: Tool) -> ToolCall {
    var call = ToolCall(office: office, progress: nil, signal: CallSignal())
    call.tool = tool.name
    return call
  }
}
