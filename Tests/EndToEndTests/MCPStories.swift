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
    try Self.drive(sandbox, [Sandbox.program, mode])
  }

  private static func drive(_ sandbox: Sandbox, _ words: [String]) throws {
    let script = root + "/Tests/EndToEndTests/MCP/sdk_client.py"
    var environment = sandbox.environment
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    let client = try RunningCommand(
      python, [script] + words, environment: environment, folder: sandbox.folder, input: nil)
    let result = try client.finish(seconds: 120)
    #expect(result.status == 0, "\(result.output)\n\(result.errors.suffix(6000))")
    // A run that checked nothing would be quiet as well.
    let count = result.output.firstMatch(of: /passed (\d+) checks/).flatMap { Int($0.1) } ?? 0
    #expect(count > 40, "\(result.output)")
  }
}
