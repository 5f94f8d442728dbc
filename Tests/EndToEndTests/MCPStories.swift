// The factory as MCP hosts see it: the official Python SDK's client drives the real program, in both eras of the protocol, and raw
// bytes are thrown at it. Needs the environment that `scripts/test` makes; without it the suite says so and is skipped.
import Foundation
import Testing

@Suite(.serialized) struct MCPStories {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path(percentEncoded: false)
  private static let python = root + "/.build-python/bin/python"
  private static var isThere: Bool { FileManager.default.isExecutableFile(atPath: python) }

  @Test(.enabled(if: isThere, "scripts/test makes .build-python"), arguments: ["legacy", "auto"])
  func theSDKsClientOverStandardInputAndOutput(_ mode: String) throws {
    let sandbox = try Sandbox()
    try Self.drive(sandbox, "sdk_client", [Sandbox.program, mode], atLeast: 40)
  }

  @Test(.enabled(if: isThere, "scripts/test makes .build-python")) func rawBytes() throws {
    try Self.drive(try Sandbox(), "raw_client", [Sandbox.program], atLeast: 15)
  }

  @Test(.enabled(if: isThere, "scripts/test makes .build-python"), arguments: ["legacy", "auto"])
  func anAgentsProgramAsksForPermission(_ mode: String) throws {
    try Self.drive(try Sandbox(), "permission_client", [Sandbox.program, mode], atLeast: 20)
  }

  @Test(.enabled(if: isThere, "scripts/test makes .build-python")) func anAgentsProgramAsksForPermissionOverHTTP()
    throws
  {
    let sandbox = try Sandbox()
    let url = try Self.listen(sandbox)
    for (mode, path, more) in [("auto", "/mcp", []), ("legacy", "/mcp", ["quick"]), ("legacy", "/sse", ["quick"])] {
      try Self.drive(sandbox, "permission_client", [Sandbox.program, mode, url + path] + more, atLeast: 15)
    }
  }

  /// One process serves both eras and the older transport at once.
  @Test(.enabled(if: isThere, "scripts/test makes .build-python")) func overHTTP() throws {
    let sandbox = try Sandbox()
    let url = try Self.listen(sandbox)
    try Self.drive(sandbox, "raw_client", [Sandbox.program, url], atLeast: 25)
    for (mode, path) in [("legacy", "/mcp"), ("auto", "/mcp"), ("legacy", "/sse")] {
      try Self.drive(sandbox, "sdk_client", [Sandbox.program, mode, url + path], atLeast: 40)
    }
  }

  @Test func whatIsWrongIsNamed() throws {
    let sandbox = try Sandbox()
    for (name, value, words) in [
      ("FACTORY_MCP_TRANSPORT", "pigeon", "stdio, http or sse was expected, found “pigeon”"),
      ("FACTORY_MCP_PORT", "seventy", "a port from 0 to 65535"), ("FACTORY_MCP_TOKEN", "short", "at least 16 visible"),
    ] {
      sandbox.extra = [name: value]
      let result = try sandbox.factory("mcp")
      #expect(result.status == 64)
      #expect(result.errors.contains("\(name): \(words)") || result.errors.contains(words), "\(result.errors)")
      #expect(!result.errors.contains("short"))
    }
  }

  /// Starts the server and gives its address, which it writes down when it listens.
  private static func listen(_ sandbox: Sandbox) throws -> String {
    let token = "a-token-of-this-story-only"
    sandbox.extra = [
      "FACTORY_MCP_TRANSPORT": "http", "FACTORY_MCP_PORT": "0", "FACTORY_MCP_TOKEN": token, "FACTORY_TEST_TOKEN": token,
    ]
    let server = try sandbox.start(["mcp"])
    var port: Substring?
    try eventually("an MCP server that listens", seen: { server.errors }) {
      port = server.errors.firstMatch(of: /127\.0\.0\.1:(\d+)\/mcp/)?.1
      return port != nil
    }
    return "http://127.0.0.1:\(port ?? "0")"
  }

  private static func drive(_ sandbox: Sandbox, _ name: String, _ words: [String], atLeast: Int) throws {
    let script = root + "/Tests/EndToEndTests/MCP/\(name).py"
    var environment = sandbox.environment
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    let client = try RunningCommand(
      python, [script] + words, environment: environment, folder: sandbox.folder, input: nil)
    let result = try client.finish(seconds: 120)
    #expect(result.status == 0, "\(result.output)\n\(result.errors.suffix(6000))")
    // A run that checked nothing would be quiet as well.
    let count = result.output.firstMatch(of: /passed (\d+) checks/).flatMap { Int($0.1) } ?? 0
    #expect(count >= atLeast, "\(result.output)")
  }
}
