// The four prompts (contract §2.3): names, descriptions and arguments are the contract's. One table; pure but for `make`.
import FactoryContracts

package struct Prompt: Sendable {
  package struct Argument: Sendable {
    package let name: String
    package let meaning: String
    package let isRequired: Bool
    /// The values it takes, where they are few.
    package let choices: [String]

    init(_ name: String, _ meaning: String, required: Bool, choices: [String] = []) {
      self.name = name
      self.meaning = meaning
      isRequired = required
      self.choices = choices
    }
  }

  package let name: String
  package let title: String
  package let description: String
  package let arguments: [Argument]
  /// The text of the one message; runs on a worker thread.
  let make: @Sendable ([String: String], ToolCall) throws -> String

  package var listed: JSONValue {
    [
      "name": .string(name), "title": .string(title), "description": .string(description),
      "arguments": .array(
        arguments.map {
          ["name": .string($0.name), "description": .string($0.meaning), "required": .bool($0.isRequired)]
        }),
    ]
  }

  func check(_ given: [String: JSONValue]) throws(RPCFault) {
    for argument in arguments {
      switch given[argument.name] {
      case nil, .null:
        if argument.isRequired { throw .invalidParams("\(argument.name) is missing: \(argument.meaning)") }
      case .string(let text) where argument.choices.isEmpty || argument.choices.contains(text): break
      case .string(let text):
        throw .invalidParams(
          "\(argument.name): one of \(argument.choices.joined(separator: ", ")) was expected, found \(Steps.shown(text))"
        )
      default: throw .invalidParams("\(argument.name): a text was expected")
      }
    }
  }

  func answer(_ given: [String: JSONValue], _ call: ToolCall) throws -> RPCResult {
    let text = try make(given.compactMapValues(\.string), call)
    return RPCResult([
      "description": .string(description),
      "messages": [["role": "user", "content": ["type": "text", "text": .string(text)]]],
    ])
  }

  package static let all = [
    Prompt(
      name: "review_server", title: "Review a server",
      description: """
        Pull all context needed to review an MCP server: code quality, test results, docs, deployment readiness. Returns \
        a structured review prompt.
        """,
      arguments: [Argument("server_name", "Name of the MCP server to review", required: true)],
      make: PromptTexts.review),
    Prompt(
      name: "whats_needs_attention", title: "What needs attention",
      description: "Summary of everything needing human attention right now, prioritized by urgency.",
      arguments: [
        Argument(
          "scope", "Filter scope: 'all' | 'my-tasks' | 'critical-only'. Default: all", required: false,
          choices: ["all", "my-tasks", "critical-only"])
      ], make: PromptTexts.attention),
    Prompt(
      name: "deploy_checklist", title: "Deploy checklist",
      description: "Pre-deployment review checklist for an MCP server.",
      arguments: [
        Argument("pipeline_id", "UUID of the pipeline being deployed", required: true),
        Argument("target", "'staging' or 'production'", required: true, choices: ["staging", "production"]),
      ], make: PromptTexts.checklist),
    Prompt(
      name: "pipeline_retrospective", title: "Retrospective",
      description: "Generate a retrospective analysis of a completed pipeline.",
      arguments: [Argument("pipeline_id", "UUID of the completed pipeline", required: true)],
      make: PromptTexts.retrospective),
  ]
}
