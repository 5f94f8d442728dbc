// How `factory mcp` listens for HTTP: one table of environment variables, read once; the reference prints it. Pure.
import FactoryContracts

package enum MCPTransport: String, CaseIterable, Sendable {
  case stdio, sse, http
}

package struct MCPHTTPSettings: Sendable, Equatable {
  package var host = "127.0.0.1"
  package var port = 3101
  /// What callers show as `Authorization: Bearer …`.
  package var token = ""
  /// Web pages that may call, beside those of this machine; lower case.
  package var origins: Set<String> = []
  /// Whether only this machine can reach it.
  package var isLocal: Bool { DoorRules.isHere(host) || host == "::1" }

  package init() {}
}

/// A variable of the environment.
package struct MCPSetting: Sendable {
  package let name: String
  package let fallback: String
  package let meaning: String
  let take: @Sendable (String, inout MCPEnvironment) throws(MCPSettingProblem) -> Void

  package static let all = [
    MCPSetting(
      name: "FACTORY_MCP_TRANSPORT", fallback: "stdio",
      meaning: "`stdio`, `http` or `sse`; the last two listen at the same address, at `/mcp` and `/sse`"
    ) {
      text, values throws(MCPSettingProblem) in
      guard let transport = MCPTransport(rawValue: text) else { throw MCPSettingProblem("stdio, http or sse", text) }
      values.transport = transport
    },
    MCPSetting(name: "FACTORY_MCP_HOST", fallback: "127.0.0.1", meaning: "Address to listen on") {
      text, values throws(MCPSettingProblem) in
      guard !text.contains(where: \.isWhitespace) else { throw MCPSettingProblem("a host name or address", text) }
      values.http.host = text
    },
    MCPSetting(name: "FACTORY_MCP_PORT", fallback: "3101", meaning: "Port to listen on; 0: a free one") {
      text, values throws(MCPSettingProblem) in
      guard let port = Int(text), (0...65535).contains(port) else {
        throw MCPSettingProblem("a port from 0 to 65535", text)
      }
      values.http.port = port
    },
    MCPSetting(
      name: "FACTORY_MCP_TOKEN", fallback: "",
      meaning:
        "What callers show as bearer token, at least 16 characters; without it one is made and kept in `mcp.token` of the data folder"
    ) {
      text, values throws(MCPSettingProblem) in
      guard text.utf8.count >= 16, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
        throw MCPSettingProblem("at least 16 visible ASCII characters", nil)
      }
      values.http.token = text
    },
    MCPSetting(
      name: "FACTORY_MCP_ORIGINS", fallback: "",
      meaning:
        "Web pages that may call, as browsers write them (`https://app.example.org`), comma-separated; those of this machine always may"
    ) {
      text, values throws(MCPSettingProblem) in
      values.http.origins = Set(text.lowercased().split(separator: ",").map { $0.trimmed })
    },
  ]
}

/// What the environment says.
package struct MCPEnvironment: Sendable, Equatable {
  package var transport = MCPTransport.stdio
  package var http = MCPHTTPSettings()

  /// - Throws: `MCPSettingProblem` with the variable's name.
  package init(_ environment: [String: String]) throws(MCPSettingProblem) {
    for setting in MCPSetting.all {
      guard let text = environment[setting.name], !text.isEmpty else { continue }
      do throws(MCPSettingProblem) { try setting.take(text, &self) } catch { throw error.named(setting.name) }
    }
  }
}

/// A variable that cannot be used, as one sentence; a secret is never repeated.
package struct MCPSettingProblem: Error, Equatable, CustomStringConvertible {
  package var description: String

  init(_ expected: String, _ found: String?) {
    description = "\(expected) was expected" + (found.map { ", found “\($0.prefix(100))”." } ?? ".")
  }

  func named(_ name: String) -> MCPSettingProblem {
    var problem = self
    problem.description = "\(name): \(description)"
    return problem
  }
}

extension Substring {
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined() }
}
