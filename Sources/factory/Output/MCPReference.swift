// The reference of the MCP server as Markdown, made from the tables that it runs on.
import FactoryContracts
import FactoryMCP
import FactoryMCPServer

enum MCPReference {
  static var page: String {
    """
    # MCP: tools, resources and prompts

    Made by `factory docs mcp` from the tables that `factory mcp` runs on. How to connect a host: [MCP](../mcp.md).

    Revisions: \(Revision.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")).

    ## Environment

    | Variable | Default | Meaning |
    | --- | --- | --- |
    \(settings.joined(separator: "\n"))

    ## Tools

    \(ToolTable.all.map(tool).joined(separator: "\n\n"))

    ## Resources

    | URI | | Type |
    | --- | --- | --- |
    \(resources.joined(separator: "\n"))

    ## Prompts

    \(Prompt.all.map(prompt).joined(separator: "\n\n"))

    """
  }

  private static func tool(_ tool: Tool) -> String {
    let rows = tool.arguments.map { row in
      let needed = row.isRequired ? "required" : row.fallback.map { "`\(text($0))`" } ?? ""
      return "| `\(row.name)` | \(row.expected) | \(needed) | \(row.meaning) |"
    }
    return """
      ### `\(tool.name)`

      \(tool.description)

      Risk: \(tool.risk.rawValue).

      | Argument | Takes | Default | |
      | --- | --- | --- | --- |
      \(rows.joined(separator: "\n"))
      """
  }

  private static func text(_ json: JSONValue) -> String {
    json.string ?? String(decoding: RPCText.text(json), as: UTF8.self)
  }

  private static var settings: [String] {
    MCPSetting.all.map { row in
      "| `\(row.name)` | \(row.fallback.isEmpty ? "" : "`\(row.fallback)`") | \(row.meaning) |"
    }
  }

  private static var resources: [String] {
    ResourceEntry.all.map { "| `\($0.uri)` | \($0.description) | `application/json` |" }
      + ResourceTemplate.all.map { "| `\($0.uri)` | \($0.description) | `\($0.mimeType)` |" }
  }

  private static func prompt(_ prompt: Prompt) -> String {
    let rows = prompt.arguments.map {
      "| `\($0.name)` | \($0.isRequired ? "required" : "") | \($0.meaning.replacing("|", with: "\\|")) |"
    }
    return """
      ### `\(prompt.name)`

      \(prompt.description)

      | Argument | | |
      | --- | --- | --- |
      \(rows.joined(separator: "\n"))
      """
  }
}
