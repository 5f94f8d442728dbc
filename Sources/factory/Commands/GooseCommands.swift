// goose: install and uninstall our MCP extension in goose's own configuration, with everything else in it kept.
import ArgumentParser
import FactoryInstall
import Foundation

struct Goose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goose", abstract: "Put the factory's MCP extension into goose's configuration, or take it out.",
    subcommands: [GooseInstall.self, GooseUninstall.self])
}

struct GooseInstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Add the extension to ~/.config/goose/config.yaml; shows the difference first.")
  @Flag(help: "Write without asking.") var yes = false

  func run() throws {
    let program = try OwnName.path()
    try FileChange(Paths().gooseConfig).carryOut(yes: yes, done: "the extension is there") {
      text throws(InstallFault) in
      try GooseConfig.installed(text, program: program)
    }
  }
}

struct GooseUninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall",
    abstract: "Take the extension out of ~/.config/goose/config.yaml; shows the difference first.")
  @Flag(help: "Write without asking.") var yes = false

  func run() throws {
    try FileChange(Paths().gooseConfig).carryOut(yes: yes, done: "the extension is not there") {
      text throws(InstallFault) in
      try GooseConfig.removed(text)
    }
  }
}

/// The hook's entry in an agent's own settings, in place of answering a call.
struct InstallFlags: ParsableArguments {
  @Flag(help: "Put the hook into the agent's settings; shows the difference first.") var install = false
  @Flag(help: "Take the hook out of the agent's settings.") var uninstall = false
  @Flag(help: "With --install or --uninstall: the settings of this folder, not those of your account.") var project =
    false
  @Flag(help: "With --install or --uninstall: write without asking.") var yes = false

  func validate() throws {
    if install, uninstall { throw ValidationError("--install or --uninstall was expected, found both.") }
    if project || yes, !install, !uninstall {
      throw ValidationError("--\(project ? "project" : "yes") goes with --install or --uninstall, which was not given.")
    }
  }

  var isAsked: Bool { install || uninstall }

  private var base: String {
    project
      ? FileManager.default.currentDirectoryPath : ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
  }

  func changeClaude() throws {
    let own = project ? nil : ProcessInfo.processInfo.environment["CLAUDE_CONFIG_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    let change = try FileChange((own ?? base + "/.claude") + "/settings.json")
    let program = try OwnName.quoted()
    try change.carryOut(yes: yes, done: install ? "the hook is there" : "the hook is not there") {
      text throws(InstallFault) in
      try install ? ClaudeSettings.installed(text, program: program) : ClaudeSettings.removed(text)
    }
  }

  func changeGoose() throws {
    let change = try FileChange(base + "/" + GoosePlugin.path)
    if install {
      let text = GoosePlugin.text(program: try OwnName.quoted())
      return try change.carryOut(yes: yes, done: "the hook is there") { old throws(InstallFault) in
        old == text ? nil : text
      }
    }
    guard change.old != nil else { return Output.line("\(change.path): nothing to do, the hook is not there.") }
    Output.line("\(change.path) is removed.")
    try FileChange.confirm(yes: yes)
    guard unlink(change.path) == 0 else {
      throw CommandFailure(.failed, "\(change.path) cannot be removed: \(String(cString: strerror(errno))).")
    }
    let folder = URL(filePath: change.path).deletingLastPathComponent()
    rmdir(folder.path)
    rmdir(folder.deletingLastPathComponent().path)
  }
}
