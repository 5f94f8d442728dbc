// The README's recipes as they stand there: each block is taken from the page and given to a shell. Only the port is another one, and
// processes that go on are ended by pid.
import Foundation
import Testing

@Suite(.serialized) struct ReadmeStories {
  /// The shell blocks of recipe `number`, in their order on the page.
  private static func recipe(_ number: Int) throws -> [String] {
    let page = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    let recipe = try #require(page.range(of: "\n**\(number). ").map { page[$0.upperBound...] })
    let end = recipe.range(of: "\n**\(number + 1). ")?.lowerBound ?? recipe.range(of: "\n## ")?.lowerBound
    return recipe[..<(end ?? recipe.endIndex)].components(separatedBy: "```sh\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private static func shell(_ block: String, in sandbox: Sandbox) throws -> RunningCommand {
    let programs = (Sandbox.program as NSString).deletingLastPathComponent
    sandbox.extra["PATH"] = programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    return try sandbox.start(["-ec", block], program: "/bin/bash")
  }

  @Test func evidenceFromReports() throws {
    let sandbox = try Sandbox()
    let result = try Self.shell(try #require(Self.recipe(2).first), in: sandbox).finish()
    #expect(result.status == 0, "\(result.errors)")
    let id = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let shown = try sandbox.factory("show", id).output
    for text in ["Release 1.4?", "Cart", "83", "latency_ms"] { #expect(shown.contains(text), "\(text): \(shown)") }
  }

  @Test func peopleOnAServedStoreOverTLS() throws {
    let sandbox = try Sandbox()
    let blocks = try Self.recipe(3)
    try #require(blocks.count == 2)
    sandbox.extra["FACTORY_API_PORT"] = "0"
    let server = try Self.shell(blocks[0].replacing("factory serve", with: "exec factory serve"), in: sandbox)
    defer { kill(server.pid, SIGTERM) }
    let log = sandbox.folder + "/home/factory-team/server.log"
    var port = ""
    try eventually("the server's port", seen: { server.errors }) {
      let lines = (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n") ?? []
      port = lines.first { $0.contains("\"Listening\"") }?.firstMatch(of: /"port":(\d+)/).map { String($0.1) } ?? ""
      return !port.isEmpty
    }
    sandbox.extra["FACTORY_API_PORT"] = nil
    let result = try Self.shell(blocks[1].replacing(":3100", with: ":\(port)"), in: sandbox).finish()
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("Signed in to https://localhost:\(port) as ben@example.org") })
    #expect(lines.contains { $0.hasPrefix("ana <ana@example.org>, operator") }, "\(result.output)")
    // Without a terminal the command center is the queue as text.
    #expect(lines.contains { $0.contains("high") && $0.contains("Release 1.4?") }, "\(result.output)")
  }

  @Test func everythingTakenAlong() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.factory("submit", "--title", "Goes along")
    let result = try Self.shell(try #require(Self.recipe(5).first), in: sandbox).finish()
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("whole"), "\(result.output)")
  }
}
