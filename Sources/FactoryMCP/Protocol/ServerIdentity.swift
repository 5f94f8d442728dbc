// Who this server says it is and what it can do. Pure.
import FactoryContracts

package struct ServerIdentity: Hashable, Sendable {
  package var version: String

  package init(version: String) { self.version = version }

  var info: JSONValue {
    ["name": "goosefactory", "title": "GooseFactory", "version": .string(version)]
  }

  private var capabilities: JSONValue {
    [
      "tools": ["listChanged": false], "prompts": ["listChanged": false],
      "resources": ["subscribe": true, "listChanged": true], "completions": [:],
    ]
  }

  func initialized(_ era: Era) -> RPCResult {
    guard case .handshake(let revision) = era else { return RPCResult() }
    return RPCResult([
      "protocolVersion": .string(revision.rawValue), "capabilities": capabilities, "serverInfo": info,
      "instructions": .string(Self.instructions),
    ])
  }

  var discovered: RPCResult {
    RPCResult([
      "supportedVersions": [.string(Revision.stateless.rawValue)], "capabilities": capabilities,
      "instructions": .string(Self.instructions),
    ])
  }

  /// For the model that uses the tools.
  static let instructions = """
    GooseFactory holds the decisions that wait for a human, and the pipelines that build, test and deploy MCP servers. \
    Begin with factory_get_pending_tasks or factory_get_blockers. Every answer is ranked, most urgent first, and ends \
    with the next step; ids are UUIDs and go into the next call unchanged. Approve or reject only when the operator \
    says so, after showing what is decided. Nobody decides what they asked for themselves. factory_deploy asks a human \
    first: with a progress token the call waits for the decision, without one it returns the id of the task; calling \
    again with the same arguments finds the same question.
    """
}
