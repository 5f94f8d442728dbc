// Does what a request asks of the factory, on a worker's thread. Whatever goes wrong in a tool is an answer that a model can act on.
import FactoryContracts

enum Worker {
  static func answer(_ work: Work, _ call: ToolCall) -> Result<RPCResult, RPCFault> {
    do {
      switch work.kind {
      case .tool(let tool, let arguments): return .success(run(tool, arguments, call, work.person))
      case .resources(let cursor): return .success(try ResourceReading.list(cursor, call))
      case .read(let uri): return .success(try ResourceReading.read(uri, call))
      case .prompt(let prompt, let arguments): return .success(try prompt.answer(arguments, call))
      case .completion(let request): return .success(try request.answer(call))
      }
    } catch let fault as RPCFault {
      return .failure(fault)
    } catch let failure as ToolFailure {
      return .failure(.failed(failure.text))
    } catch {
      return .failure(.failed("\(error)"))
    }
  }

  private static func run(_ tool: Tool, _ arguments: [String: JSONValue], _ call: ToolCall, _ person: PersonWay)
    -> RPCResult
  {
    do {
      var call = call
      call.tool = tool.name
      var arguments = arguments
      if let question = Elicitation(tool, arguments) {
        guard let answer = try question.answer(person, call) else { return question.result }
        arguments = question.complete(arguments, answer)
      }
      let answer = try tool.run(try ToolInput(tool, arguments), call)
      return RPCResult(
        ["content": [["type": "text", "text": .string(answer.text)]], "isError": false], structured: answer.structured)
    } catch {
      let words = (error as? ToolFailure)?.text ?? (error as? RPCFault)?.message ?? "\(error)"
      return RPCResult(["content": [["type": "text", "text": .string(words)]], "isError": true])
    }
  }
}
