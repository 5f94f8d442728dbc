// From a request that may be asked now to the step that answers it: parameters are read and checked here, once. Pure.
import FactoryContracts

enum Steps {
  static func make(
    _ method: Method, _ request: RPCRequest, _ identity: ServerIdentity, _ era: Era
  ) throws(RPCFault) -> Step {
    let (id, params) = (request.id, request.params)
    switch method {
    case .initialize: return .answer(id, identity.initialized(era))
    case .ping: return .answer(id, RPCResult())
    case .discover: return .answer(id, Replies.finish(identity.discovered, method, era, identity))
    case .listTools, .listPrompts, .listTemplates:
      return .answer(id, Replies.finish(try list(method, params), method, era, identity))
    case .subscribe: return .subscribe(id, uri: try resource(params))
    case .unsubscribe: return .unsubscribe(id, uri: try resource(params))
    case .listen: return .listen(id, try filter(params))
    case .callTool, .listResources, .readResource, .getPrompt, .complete:
      let token = params["_meta"]?[MetaKey.progressToken]
      return .work(id, Work(kind: try kind(method, params), method: method, progressToken: token))
    }
  }

  /// The fixed lists fit one page; a cursor that nobody gave out is refused.
  private static func list(_ method: Method, _ params: JSONValue) throws(RPCFault) -> RPCResult {
    guard params["cursor"] == nil else { throw .invalidParams("cursor: none was given out for this list") }
    switch method {
    case .listTools: return RPCResult(["tools": ToolTable.listed])
    case .listPrompts: return RPCResult(["prompts": .array(Prompt.all.map(\.listed))])
    default: return RPCResult(["resourceTemplates": .array(ResourceTemplate.all.map(\.listed))])
    }
  }

  private static func kind(_ method: Method, _ params: JSONValue) throws(RPCFault) -> Work.Kind {
    switch method {
    case .callTool: return try tool(params)
    case .listResources: return .resources(cursor: try cursor(params))
    case .readResource: return .read(uri: try resource(params))
    case .getPrompt: return try prompt(params)
    default: return .completion(try CompletionRequest(params))
    }
  }

  private static func tool(_ params: JSONValue) throws(RPCFault) -> Work.Kind {
    let name = try text("name", params)
    guard let tool = ToolTable.all.first(where: { $0.name == name }) else {
      throw .invalidParams("there is no tool \(shown(name)); tools/list names them")
    }
    return .tool(tool, try arguments(params))
  }

  private static func prompt(_ params: JSONValue) throws(RPCFault) -> Work.Kind {
    let name = try text("name", params)
    guard let prompt = Prompt.all.first(where: { $0.name == name }) else {
      throw .invalidParams(
        "there is no prompt \(shown(name)); there are \(Prompt.all.map(\.name).joined(separator: ", "))")
    }
    let arguments = try arguments(params)
    try prompt.check(arguments)
    return .prompt(prompt, arguments)
  }

  private static func arguments(_ params: JSONValue) throws(RPCFault) -> [String: JSONValue] {
    switch params["arguments"] {
    case nil, .null: return [:]
    case .object(let members): return members
    default: throw .invalidParams("arguments: an object was expected")
    }
  }

  private static func cursor(_ params: JSONValue) throws(RPCFault) -> String? {
    switch params["cursor"] {
    case nil, .null: return nil
    case .string(let cursor): return cursor
    default: throw .invalidParams("cursor: a text was expected")
    }
  }

  /// The URI of a resource there could be.
  private static func resource(_ params: JSONValue) throws(RPCFault) -> String {
    let uri = try text("uri", params)
    guard ResourceAddress(uri) != nil else { throw ResourceAddress.unknown(uri) }
    return uri
  }

  private static func filter(_ params: JSONValue) throws(RPCFault) -> ListenFilter {
    guard case .object(let wanted)? = params["notifications"] else {
      throw .invalidParams("notifications: an object was expected")
    }
    let uris = wanted["resourceSubscriptions"]?.array ?? []
    return ListenFilter(uris: uris.compactMap(\.string), resources: wanted["resourcesListChanged"]?.bool ?? false)
  }

  static func text(_ name: String, _ params: JSONValue) throws(RPCFault) -> String {
    guard let text = params[name]?.string else { throw .invalidParams("\(name): a text was expected") }
    return text
  }

  /// A text from outside, short enough to be repeated.
  static func shown(_ text: String) -> String { "“\(text.prefix(100))”" }
}

/// What every result of the stateless revisions carries beside its own.
package enum Replies {
  package static func finish(
    _ result: RPCResult, _ method: Method, _ era: Era, _ identity: ServerIdentity
  ) -> RPCResult {
    guard era == .stateless else { return result }
    var whole = result
    whole.members["resultType"] = result.members["resultType"] ?? "complete"
    var meta = result.members["_meta"]?.object ?? [:]
    meta[MetaKey.serverInfo] = identity.info
    whole.members["_meta"] = .object(meta)
    if let time = method.keepsFor {
      whole.members["ttlMs"] = .integer(time)
      whole.members["cacheScope"] = "private"
    }
    return whole
  }
}
