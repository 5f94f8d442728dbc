// The templates that pipelines are made from (contract §2.2), as a client may read them. A table; pure.
import FactoryContracts

struct TemplateConfig: Codable, Sendable {
  var id: PipelineTemplate
  var name: String
  var description: String
  var stages: [PipelineStage]
  var defaultConfig: [String: JSONValue]
  var requiredAssets: [AssetType]
  var validationRules: [ValidationRule]

  static let all = [
    TemplateConfig(
      .mcpServerStandard, "MCP server",
      "A server with the platform's common tools, tests, README and TOOLS.md."),
    TemplateConfig(.mcpServerMinimal, "Minimal MCP server", "The fewest tools that are useful, with tests."),
    TemplateConfig(
      .mcpServerEnterprise, "Enterprise MCP server",
      "As the standard one, with audit logging, rate limits and a health tool."),
  ]

  /// Every template begins with what a pipeline without any config has: nothing more is enforced than what is told here.
  private init(_ id: PipelineTemplate, _ name: String, _ description: String) {
    self.id = id
    self.name = name
    self.description = description
    stages = PipelineStage.declared
    defaultConfig = ["requiredApprovers": 1, "reworkStage": "building", "fourEyes": false]
    requiredAssets = []
    validationRules = [ValidationRule(type: .testsPassing, config: ["whereKnown": true])]
  }
}
