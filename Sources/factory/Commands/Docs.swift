// docs: prints the reference pages that derive from declarations, as docs/reference keeps them.
import ArgumentParser
import FactoryContracts
import FactoryServer
import FactoryTUI

struct Docs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Print a page of the reference.", shouldDisplay: false)

  enum Page: String, ExpressibleByArgument, CaseIterable {
    case api, configuration, commands, keys, man, mcp
  }

  @Argument(help: "api, configuration, commands, keys, man or mcp.") var page: Page

  func run() throws {
    switch page {
    case .api: Output.text(ReferencePages.api)
    case .configuration: Output.text(ReferencePages.configuration)
    case .commands: Output.text(ReferencePages.commands)
    case .keys:
      // With the keys of whoever asks.
      let commands = try ConfigFile.read(Paths().gooseConfig)?.own.commands ?? .standard
      Output.text(CommandReference.markdown(commands))
    case .man: Output.text(try ManualPage.text())
    case .mcp: Output.text(MCPReference.page)
    }
  }
}
