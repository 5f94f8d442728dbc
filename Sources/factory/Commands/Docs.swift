// docs: prints the reference pages that derive from declarations, as docs/reference keeps them.
import ArgumentParser
import FactoryContracts
import FactoryServer

struct Docs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Print a page of the reference.", shouldDisplay: false)

  enum Page: String, ExpressibleByArgument, CaseIterable {
    case api, configuration, commands, man, mcp
  }

  @Argument(help: "api, configuration, commands, man or mcp.") var page: Page

  func run() throws {
    switch page {
    case .api: Output.text(ReferencePages.api)
    case .configuration: Output.text(ReferencePages.configuration)
    case .commands: Output.text(ReferencePages.commands)
    case .man: Output.text(try ManualPage.text())
    case .mcp: Output.text(MCPReference.page)
    }
  }
}
