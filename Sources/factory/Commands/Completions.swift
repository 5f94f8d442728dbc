// completions: what a shell needs to complete this program's commands, options and values.
import ArgumentParser
import Foundation

struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print completions for bash, zsh or fish.",
    discussion: """
      bash: factory completions bash > ~/.local/share/bash-completion/completions/factory

      zsh: factory completions zsh > DIR/_factory, where DIR is in $fpath

      fish: factory completions fish > ~/.config/fish/completions/factory.fish
      """)
  @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"])) var shell: String

  func run() throws {
    guard let shell = CompletionShell.allCases.first(where: { $0.rawValue == self.shell }) else {
      throw CommandFailure(.usage, "SHELL: one of bash, zsh, fish was expected, found \(shell).")
    }
    Output.text(Factory.completionScript(for: shell))
  }
}
