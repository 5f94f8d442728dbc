// factory(1): the manual page, made of the commands' own declarations as the argument parser gives them out.
import ArgumentParser
import Foundation

enum ManualPage {
  /// A command as the parser describes it; only what a page shows.
  private struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var kind: String
    var shouldDisplay: Bool?
    var isOptional: Bool?
    var isRepeating: Bool?
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
    var discussion: String?
  }

  private struct Tool: Decodable { var command: Command }

  /// The page in the language of man(7).
  static func text() throws -> String {
    let tool = try JSONDecoder().decode(Tool.self, from: Data(Factory._dumpHelp().utf8))
    var lines = [
      ".\\\" Made by `factory docs man` from the program's own declarations.",
      ".TH FACTORY 1 \"\" \"factory \(ProgramVersion.current)\" \"User Commands\"", ".SH NAME",
      "factory \\- \(escaped(lowercased(tool.command.abstract ?? "")))", ".SH SYNOPSIS", ".B factory",
      "[\\fIcommand\\fR] [\\fIoption\\fR ...]", ".SH DESCRIPTION",
    ]
    lines += paragraphs(tool.command.discussion) + [".SH COMMANDS"]
    for command in tool.command.subcommands ?? [] { lines += section(command, path: "factory") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ command: Command, path: String) -> [String] {
    guard command.shouldDisplay != false, command.commandName != "help" else { return [] }
    let path = "\(path) \(command.commandName)"
    let shown = (command.arguments ?? []).filter {
      $0.shouldDisplay != false && !["help", "version"].contains(long($0))
    }
    var lines = [".SS \(escaped(path))"] + paragraphs(command.abstract) + paragraphs(command.discussion)
    for argument in shown {
      lines += [".TP", "\\fB\(escaped(usage(argument)))\\fR"] + paragraphs(argument.abstract, after: "")
      if let value = argument.defaultValue, argument.kind != "flag" { lines.append("Default: \(escaped(value)).") }
    }
    return lines + (command.subcommands ?? []).flatMap { section($0, path: path) }
  }

  private static func long(_ argument: Argument) -> String {
    argument.names?.first { $0.kind == "long" }?.name ?? ""
  }

  private static func usage(_ argument: Argument) -> String {
    let dots = argument.isRepeating == true ? " ..." : ""
    guard argument.kind != "positional" else { return "<\(argument.valueName ?? "value")>\(dots)" }
    let names = (argument.names ?? []).map { $0.kind == "short" ? "-\($0.name)" : "--\($0.name)" }
    let value = argument.kind == "option" ? " <\(argument.valueName ?? "value")>" : ""
    return names.joined(separator: ", ") + value + dots
  }

  private static func paragraphs(_ text: String?, after: String = ".PP") -> [String] {
    let parts = (text ?? "").components(separatedBy: "\n\n").filter { !$0.isEmpty }
    return parts.flatMap { part in
      (after.isEmpty ? [] : [after]) + [escaped(part.split(separator: "\n").joined(separator: " "))]
    }
  }

  private static func lowercased(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }

  /// Backslashes and leading dots mean something in man(7); a hyphen that is typed is not one that joins words.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
