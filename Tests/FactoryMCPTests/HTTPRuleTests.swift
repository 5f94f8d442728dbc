// Who may come in over HTTP, what headers must repeat, which settings can be used.
import FactoryContracts
import FactoryMCP
import Testing

@testable import FactoryMCPServer

@Suite struct HTTPRuleTests {
  private static let token = "0123456789abcdef"

  @Test(
    arguments: [
      (nil, "127.0.0.1:3101", "Bearer \(token)", nil), (nil, "localhost", "bearer \(token)", nil),
      (nil, "[::1]:3101", "Bearer \(token)", nil), ("http://localhost:5173", "127.0.0.1", "Bearer \(token)", nil),
      ("https://app.example.org", "127.0.0.1", "Bearer \(token)", nil),
      ("HTTPS://APP.example.org", "127.0.0.1", "Bearer \(token)", nil),
      ("https://evil.example", "127.0.0.1", "Bearer \(token)", .origin),
      ("null", "127.0.0.1", "Bearer \(token)", .origin), ("", "127.0.0.1", "Bearer \(token)", .origin),
      ("http://127.0.0.1.evil.example", "127.0.0.1", "Bearer \(token)", .origin),
      ("http://localhost@evil.example", "127.0.0.1", "Bearer \(token)", .origin),
      ("http://1270.0.0.1", "127.0.0.1", "Bearer \(token)", .origin),
      (nil, "evil.example", "Bearer \(token)", .host), (nil, nil, "Bearer \(token)", .host),
      (nil, "127.0.0.1", nil, .token), (nil, "127.0.0.1", "Bearer ", .token), (nil, "127.0.0.1", token, .token),
      (nil, "127.0.0.1", "Bearer \(token)x", .token), (nil, "127.0.0.1", "Bearer 0123456789abcdeX", .token),
      (nil, "127.0.0.1", "Basic \(token)", .token),
    ] as [(String?, String?, String?, DoorRules.Refusal?)])
  func whoMayComeIn(_ origin: String?, _ host: String?, _ authorization: String?, _ refusal: DoorRules.Refusal?) {
    let rules = DoorRules(token: Self.token, origins: ["https://app.example.org"], checksHost: true)
    #expect(rules.refusal(origin: origin, host: host, authorization: authorization) == refusal)
  }

  /// An empty token would let everybody in who shows an empty one.
  @Test func withoutATokenNobodyComesIn() {
    let rules = DoorRules(token: "", origins: [], checksHost: false)
    #expect(rules.refusal(origin: nil, host: nil, authorization: "Bearer ") == .token)
    #expect(rules.refusal(origin: nil, host: nil, authorization: nil) == .token)
  }

  @Test(
    arguments: [
      ("plain", "plain"), ("=?base64?w6k=?=", "é"), ("=?base64?w6l=?=", nil), ("=?base64?!!?=", nil),
      ("=?base64?/w==?=", nil), (nil, nil),
    ] as [(String?, String?)])
  func namesInHeaders(_ header: String?, _ name: String?) { #expect(StatelessRules.decoded(header) == name) }

  @Test(
    arguments: [
      (["FACTORY_MCP_TRANSPORT": "sse", "FACTORY_MCP_PORT": "0"], nil), ([:], nil),
      (["FACTORY_MCP_TRANSPORT": "HTTP"], "FACTORY_MCP_TRANSPORT: stdio, http or sse was expected, found “HTTP”."),
      (["FACTORY_MCP_PORT": "65536"], "FACTORY_MCP_PORT: a port from 0 to 65535 was expected, found “65536”."),
      (["FACTORY_MCP_HOST": "a b"], "FACTORY_MCP_HOST: a host name or address was expected, found “a b”."),
      (["FACTORY_MCP_TOKEN": "secret"], "FACTORY_MCP_TOKEN: at least 16 visible ASCII characters was expected."),
    ] as [([String: String], String?)])
  func settings(_ environment: [String: String], _ problem: String?) {
    do throws(MCPSettingProblem) {
      _ = try MCPEnvironment(environment)
      #expect(problem == nil)
    } catch {
      #expect(error.description == problem)
    }
  }

  @Test func defaultsAreTheTable() throws {
    let fallbacks = Dictionary(uniqueKeysWithValues: MCPSetting.all.map { ($0.name, $0.fallback) })
    #expect(try MCPEnvironment(fallbacks) == MCPEnvironment([:]))
  }
}
