// The reference pages say what the program says: each is made anew and compared.
import Foundation
import Testing

@Suite struct ReferenceStories {
  @Test(arguments: [
    ("api", "api.md"), ("configuration", "configuration.md"), ("commands", "commands.md"), ("man", "factory.1"),
    ("mcp", "mcp.md"),
  ])
  func thePageIsWhatTheProgramPrints(_ page: String, _ file: String) throws {
    let sandbox = try Sandbox()
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let kept = try String(contentsOf: root.appending(path: "docs/reference/\(file)"), encoding: .utf8)
    let printed = try sandbox.factory("docs", page)
    #expect(printed.status == 0)
    #expect(
      kept.trimmingCharacters(in: .newlines) == printed.output.trimmingCharacters(in: .newlines),
      "write it anew: factory docs \(page) > docs/reference/\(file)")
  }
}
