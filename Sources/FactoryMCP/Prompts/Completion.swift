// Completion of arguments: of prompts and of resource templates. The request is checked here; values come from the factory.
import FactoryContracts

package struct CompletionRequest: Sendable {
  /// `server_name`, `pipelineId` …
  let argument: String
  let prefix: String
  /// The fixed values, where there are some.
  let choices: [String]

  init(_ params: JSONValue) throws(RPCFault) {
    guard let reference = params["ref"], let kind = reference["type"]?.string else {
      throw .invalidParams("ref: a reference to a prompt or a resource was expected")
    }
    guard let name = params["argument"]?["name"]?.string, let value = params["argument"]?["value"]?.string else {
      throw .invalidParams("argument: name and value were expected")
    }
    argument = name
    prefix = value
    switch kind {
    case "ref/prompt": choices = try Self.ofPrompt(reference, name)
    case "ref/resource": choices = try Self.ofTemplate(reference, name)
    default: throw .invalidParams("ref.type: ref/prompt or ref/resource was expected, found \(Steps.shown(kind))")
    }
  }

  private static func ofPrompt(_ reference: JSONValue, _ name: String) throws(RPCFault) -> [String] {
    let prompt = Prompt.all.first { $0.name == reference["name"]?.string }
    guard let prompt else { throw .invalidParams("ref.name: there is no such prompt") }
    guard let argument = prompt.arguments.first(where: { $0.name == name }) else {
      throw .invalidParams(
        "argument.name: \(prompt.name) takes \(prompt.arguments.map(\.name).joined(separator: ", "))")
    }
    return argument.choices
  }

  private static func ofTemplate(_ reference: JSONValue, _ name: String) throws(RPCFault) -> [String] {
    let template = ResourceTemplate.all.first { $0.uri == reference["uri"]?.string }
    guard let template else { throw .invalidParams("ref.uri: there is no such resource template") }
    guard template.uri.contains("{\(name)}") else {
      throw .invalidParams("argument.name: it is none of \(template.uri)")
    }
    return []
  }

  func answer(_ call: ToolCall) throws(ToolFailure) -> RPCResult {
    let values = choices.isEmpty ? try pipelines(call) : choices.filter { $0.hasPrefix(prefix) }
    return RPCResult([
      "completion": [
        "values": .array(values.prefix(100).map { .string($0) }), "total": .integer(Int64(values.count)),
        "hasMore": .bool(values.count > 100),
      ]
    ])
  }

  /// Names by their beginning, ids by theirs or by the name.
  private func pipelines(_ call: ToolCall) throws(ToolFailure) -> [String] {
    let isName = argument == "server_name" || argument == "serverName"
    var query = [("limit", "100")]
    if !prefix.isEmpty, isName || !prefix.allSatisfy({ $0.isHexDigit || $0 == "-" }) {
      query.append(("search", prefix))
    }
    let found = try call.read(Endpoints.listPipelines, query: query)
    if isName {
      return found.map(\.slug).filter {
        $0.hasPrefix(prefix.lowercased()) || prefix.isEmpty || $0.contains(prefix.lowercased())
      }
    }
    let byId = found.map(\.id.description).filter { $0.hasPrefix(prefix.lowercased()) }
    return byId.isEmpty && query.count > 1 ? found.map(\.id.description) : byId
  }
}
