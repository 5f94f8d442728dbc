// themes list, check: which looks there are, and whether one can be read. Reads files only; talks to no server.
import ArgumentParser
import FactoryTUI
import Foundation
import TerminalKit

struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "What the screen can look like.",
    subcommands: [ThemesList.self, ThemesCheck.self],
    defaultSubcommand: ThemesList.self)

  /// Where a user's own themes are.
  static var folder: String { Paths().config + "/themes" }
}

struct ThemesList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Print the themes there are.")

  func run() throws {
    let catalog = ThemeCatalog(folder: Themes.folder)
    let width = catalog.names.map(\.count).max() ?? 0
    for name in catalog.names {
      let summary: String
      switch catalog.theme(named: name) {
      case .success(let theme): summary = theme.summary
      case .failure(let problem): summary = problem.sentence
      }
      Output.line(name.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + summary)
    }
  }
}

struct ThemesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check theme files: every problem with file, line and key, contrast included.",
    discussion:
      "Without a file: every one in your themes folder, and those of the program. Exit code 1 when one has a problem.")
  @Argument(help: ArgumentHelp("Theme files.", valueName: "file")) var files: [String] = []

  func run() throws {
    let given = files.isEmpty ? Self.own() : files
    var problems = try given.flatMap { try Self.problems(inFile: $0) }
    if files.isEmpty {
      for name in ShippedThemes.names {
        problems += Self.problems(ShippedThemes.text(named: name) ?? "", file: "Themes/\(name).yaml")
      }
    }
    for problem in problems { Output.line(problem) }
    guard problems.isEmpty else { throw ExitCode(1) }
    let count = given.count + (files.isEmpty ? ShippedThemes.names.count : 0)
    Output.line("\(count) theme\(count == 1 ? "" : "s"), no problems.")
  }

  private static func own() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Themes.folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(Themes.folder)/\($0)" }
  }

  private static func problems(inFile path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.usage, "\(path) cannot be read; a theme file was expected.")
    }
    return problems(String(decoding: data, as: UTF8.self), file: path)
  }

  private static func problems(_ text: String, file: String) -> [String] {
    do {
      let theme = try ThemeParser.parse(text, file: file)
      return [ColorDepth.direct, .indexed256].flatMap { depth in
        ThemeContrast.faults(of: theme, depth: depth).map { sentence($0, depth, text, file) }
      }
    } catch { return error.sentences }
  }

  private static func sentence(_ fault: ContrastFault, _ depth: ColorDepth, _ text: String, _ file: String) -> String {
    let line = line(of: fault.role, in: text) ?? line(of: fault.surface, in: text)
    let place = line.map { "\(file):\($0)" } ?? file
    let colours = depth == .indexed256 ? " with 256 colours" : ""
    let ratio = String(format: "%.1f", fault.ratio)
    return "\(place): roles.\(fault.role.rawValue): contrast \(ratio) : 1 on \(fault.surface.rawValue)\(colours); "
      + "\(ThemeContrast.needed) : 1 was expected."
  }

  /// Where the file speaks of the role; it may be inherited.
  private static func line(of role: ThemeRole, in text: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.firstIndex { $0.drop { $0 == " " }.hasPrefix("\(role.rawValue):") }.map { $0 + 1 }
  }
}
