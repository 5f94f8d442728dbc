// From a pipeline's template and platform to the files of an MCP server. Pure.
import FactoryContracts
import Foundation

/// A file to be written.
package struct TemplateFile: Hashable, Sendable {
  package var path: String
  package var text: String
  package var isExecutable: Bool
}

/// What is made for one pipeline.
package struct Template: Hashable, Sendable {
  package var kind: PipelineTemplate
  package var name: String
  package var slug: String
  package var platform: Platform

  package init(kind: PipelineTemplate, name: String, slug: String, platform: String) {
    self.kind = kind
    self.name = name
    self.slug = slug
    self.platform = Platform.named(platform)
  }

  /// Folders of Templates/mcp-server, a later one replacing files of those before it.
  private var sets: [String] {
    switch kind {
    case .mcpServerMinimal: ["common"]
    case .mcpServerEnterprise: ["common", "extra", "enterprise"]
    case .mcpServerStandard, .unknown: ["common", "extra"]
    }
  }

  /// What tools do with each resource.
  private var operations: [String] {
    switch kind {
    case .mcpServerMinimal: ["list", "get"]
    case .mcpServerEnterprise: ["list", "get", "search", "create", "update"]
    case .mcpServerStandard, .unknown: ["list", "get", "search", "create"]
    }
  }

  private var resources: [JSONValue] {
    let all = platform.members["resources"]?.array ?? []
    return kind == .mcpServerMinimal ? Array(all.prefix(1)) : all
  }

  /// The skeleton: what the project is, how it is started and tested, the protocol.
  package func scaffold() throws -> [TemplateFile] {
    let first = [
      ".gitignore", ".env.example", "README.md", "factory.json", "run_tests.py", "start", "mcp_server/__init__.py",
      "mcp_server/protocol.py", "tests/__init__.py",
    ]
    return try files().filter { first.contains($0.path) }
  }

  /// All files, with the drafted conventions.
  package func files() throws -> [TemplateFile] {
    var texts: [String: String] = [:]
    for set in sets { texts.merge(Self.texts(of: set)) { _, later in later } }
    var made = texts.map { file($0.key, filled($0.value)) }
    made.append(file("mcp_server/platform.json", try description(platform.draftedConventions, withTools: true)))
    made.append(file("tests/platform_facts.json", try description(platform.conventions, withTools: false)))
    made.append(file("factory.json", try FactoryJSON.pretty(Manifest.shipped) + "\n"))
    return made.sorted { $0.path < $1.path }
  }

  /// The tests that a minimal server does without.
  package func moreTests() -> [TemplateFile] { Self.texts(of: "extra").map { file($0.key, filled($0.value)) } }

  private func file(_ path: String, _ text: String) -> TemplateFile {
    TemplateFile(path: path, text: text, isExecutable: path == "start")
  }

  private static func texts(of set: String) -> [String: String] {
    let prefix = "mcp-server/\(set)/"
    return Dictionary(
      uniqueKeysWithValues: ShippedTemplates.files.filter { $0.path.hasPrefix(prefix) }
        .map { (String($0.path.dropFirst(prefix.count)), $0.text) })
  }

  /// Names as they may stand in source text: no quotes, no line ends.
  private func filled(_ text: String) -> String {
    let values = [
      "TITLE": platform.title, "PLATFORM": platform.title, "SLUG": slug, "NAME": name,
      "PREFIX": platform.environmentPrefix, "BASE": platform.baseURL,
    ]
    return values.reduce(text) { $0.replacing("@@\($1.key)@@", with: Self.plain($1.value)) }
  }

  private static func plain(_ text: String) -> String {
    String(text.filter { !"\"\\'`{}$".contains($0) && !$0.isNewline && ($0.asciiValue ?? 32) >= 32 })
  }

  private func description(_ conventions: [String: JSONValue], withTools: Bool) throws -> String {
    var members = platform.members.filter { $0.key != "draft" }
    members["title"] = .string(Self.plain(platform.title))
    members["resources"] = .array(resources)
    members["conventions"] = .object(conventions)
    if withTools { members["operations"] = .array(operations.map { .string($0) }) }
    return try FactoryJSON.pretty(JSONValue.object(members)) + "\n"
  }
}
