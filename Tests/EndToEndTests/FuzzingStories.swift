// The API as a property-based fuzzer sees it: everything that its own OpenAPI document allows or forbids is tried on the real
// server. Needs the environment that `scripts/test` makes; without it the suite says so and is skipped.
import Foundation
import Testing

@Suite(.serialized) struct FuzzingStories {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path(percentEncoded: false)
  private static let program = root + "/.build-python/bin/schemathesis"
  private static var folder: String { root + "/Tests/EndToEndTests/Fuzzing" }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: program), "scripts/test makes .build-python"))
  func nothingThatTheDocumentSaysIsUntrue() throws {
    let sandbox = try Sandbox()
    let port = try Self.serve(sandbox)
    let token = try String(contentsOfFile: sandbox.folder + "/owner.token", encoding: .utf8)
    let words = [
      "--config-file", Self.folder + "/schemathesis.toml", "run", "http://127.0.0.1:\(port)/v1/openapi.json",
      "--header", "Authorization: Bearer \(token.trimmingCharacters(in: .whitespacesAndNewlines))",
      "--max-examples", "12", "--request-timeout", "20",
    ]
    var environment = sandbox.environment
    environment["PYTHONPATH"] = Self.folder
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["NO_COLOR"] = "1"
    let fuzzer = try RunningCommand(
      Self.program, words, environment: environment, folder: sandbox.folder, input: nil)
    let result = try fuzzer.finish(seconds: 300)
    #expect(result.status == 0, "\(result.output.suffix(12_000))\n\(result.errors)")
    // A run that tried nothing would be quiet as well.
    #expect(result.output.contains("Test cases:"))
    let log = try String(contentsOfFile: sandbox.folder + "/serve.log", encoding: .utf8)
    #expect(!log.contains("\"level\":\"error\""))
  }

  /// Starts a server that counts no requests; its log tells the port it took.
  private static func serve(_ sandbox: Sandbox) throws -> Int {
    let log = sandbox.folder + "/serve.log"
    sandbox.extra = [
      "DATABASE_URL": "sqlite://" + sandbox.folder + "/fuzzed.db", "FACTORY_API_PORT": "0", "FACTORY_RATE_LIMIT": "0",
    ]
    let server = try sandbox.start(["serve"])
    var port: Int?
    try eventually("a server that listens", seen: { server.errors }) {
      let text = server.errors
      port = text.firstMatch(of: /"port":(\d+)/).flatMap { Int($0.1) }
      return port != nil
    }
    try FileManager.default.createSymbolicLink(atPath: log, withDestinationPath: server.errorPath)
    return port ?? 0
  }
}
