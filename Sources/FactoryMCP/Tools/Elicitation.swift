// A question to the person at the client for arguments that a model left out (elicitation). Pure but for the asking itself, which
// blocks a worker's thread. Invariant: it fills gaps in what is wanted and decides nothing; what is of high risk waits in the queue.
import FactoryContracts

struct Elicitation: Sendable {
  /// The name of our only question in an answer of the stateless revisions.
  private static let key = "arguments"
  private let tool: Tool
  private let missing: [ToolArgument]

  /// nil: nothing is missing that a person would know, or something else is wrong, which the model hears first.
  init?(_ tool: Tool, _ given: [String: JSONValue]) {
    missing = ToolInput.missing(tool, given)
    guard !missing.isEmpty, missing.allSatisfy(\.isAsked), ToolInput.wrong(tool, given).isEmpty else { return nil }
    self.tool = tool
  }

  /// Whether a client's capabilities say that it can show a form.
  static func isDeclared(_ capabilities: JSONValue?) -> Bool {
    guard case .object(let modes)? = capabilities?["elicitation"] else { return false }
    return modes.isEmpty || modes["form"] != nil
  }

  private var params: JSONValue {
    [
      "mode": "form",
      "message": .string("\(tool.title): \(missing.map(\.name).joined(separator: ", ")) is needed to go on."),
      "requestedSchema": [
        "type": "object", "required": .array(missing.map { .string($0.name) }),
        "properties": .object(Dictionary(uniqueKeysWithValues: missing.map { ($0.name, $0.schema) })),
      ],
    ]
  }

  /// What the client asks its person before it calls again.
  var result: RPCResult {
    RPCResult([
      "resultType": "input_required",
      "inputRequests": [Self.key: ["method": "elicitation/create", "params": params]],
    ])
  }

  /// What the person said; nil: `result` asks. Empty where nobody can be asked, so that the model hears what is missing.
  func answer(_ person: PersonWay, _ call: ToolCall) throws(ToolFailure) -> [String: JSONValue]? {
    let answer: JSONValue?
    switch person {
    case .nobody: return [:]
    case .result(let answers):
      guard let given = answers?[Self.key] else { return nil }
      answer = given
    case .request: answer = call.askPerson?(params)
    }
    guard answer?["action"]?.string == "accept", let content = answer?["content"]?.object else {
      throw ToolFailure(
        "The person at the client was asked for \(missing.map(\.name).joined(separator: ", ")) and did not say. Nothing was done.",
        next: "Ask the operator; then call again with it.")
    }
    return content
  }

  /// The arguments with what was asked for, and with nothing else of the answer.
  func complete(_ given: [String: JSONValue], _ answer: [String: JSONValue]) -> [String: JSONValue] {
    missing.reduce(into: given) { whole, argument in whole[argument.name] = answer[argument.name] }
  }
}

extension Work {
  /// Whether it may wait for a person, and so has a thread of its own.
  var isPatient: Bool {
    guard case .tool(let tool, let arguments) = kind else { return false }
    if tool.isPatient || tool.risk == .high && progressToken != nil { return true }
    return person == .request && Elicitation(tool, arguments) != nil
  }
}
