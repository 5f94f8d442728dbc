// What we read of goose's configuration file: its section `factory:` (contract §5.3). Read once at start.
import FactoryState
import FactoryTUI
import Foundation
import Yams

struct ConfigFile {
  var apiURL: String?
  var theme: String?
  var graceSeconds: Int?
  var defaultView: Screen?
  /// A coding agent for builders; its brief is on standard input.
  var builderCommand: String?
  /// What the section says about SLAs, escalation and notifications, as the variables that a server reads.
  var serverVariables: [String: String] = [:]
  /// Keys, commands and sections of this person's own.
  var own = OwnSettings()

  /// nil where there is no such file or it has no section of ours.
  static func read(_ path: String) throws -> ConfigFile? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    guard !isFolder.boolValue, !isPipe(path), let data = FileManager.default.contents(atPath: path) else {
      let found = isFolder.boolValue ? "is a folder" : isPipe(path) ? "is no regular file" : "cannot be read"
      throw CommandFailure(.usage, "\(path) \(found); a YAML file was expected.")
    }
    let text = String(decoding: data, as: UTF8.self)
    let root: Any?
    do { root = try Yams.load(yaml: text) } catch {
      throw CommandFailure(.usage, "\(path) is not valid YAML: \(words(error)).")
    }
    guard let root else { return nil }
    guard let mapping = root as? [String: Any] else {
      throw CommandFailure(.usage, "\(path): a mapping was expected at the top.")
    }
    guard let section = mapping["factory"], !(section is NSNull) else { return nil }
    guard let fields = section as? [String: Any] else {
      throw CommandFailure(.usage, "\(path), factory: a mapping was expected, found \(type(of: section)).")
    }
    var config = try ConfigFile(fields, path: path)
    if OwnCommands.fields.contains(where: { fields[$0] != nil }) { config.own = try OwnCommands.read(text, path: path) }
    config.own.alerts = try OwnAlerts.read(fields, path)
    config.serverVariables = try OwnServer.read(fields, path)
    config.own.diffFilter = try Self.text(fields["diff_filter"], "diff_filter", path)
    if let value = fields["mouse"] {
      guard let reports = value as? Bool else {
        throw CommandFailure(.usage, "\(path), factory.mouse: true or false was expected, found \(value).")
      }
      config.own.reportsMouse = reports
    }
    return config
  }

  /// Reading what never ends would wait for ever.
  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  private init(_ fields: [String: Any], path: String) throws {
    apiURL = try Self.text(fields["api_url"], "api_url", path)
    theme = try Self.text(fields["theme"], "theme", path)
    if let value = fields["grace_seconds"] {
      guard let seconds = value as? Int, (0...60).contains(seconds) else {
        throw CommandFailure(
          .usage, "\(path), factory.grace_seconds: a whole number from 0 to 60 was expected, found \(value).")
      }
      graceSeconds = seconds
    }
    if let value = fields["builder"] {
      guard let builder = value as? [String: Any] else {
        throw CommandFailure(.usage, "\(path), factory.builder: a mapping was expected, found \(value).")
      }
      builderCommand = try Self.text(builder["command"], "builder.command", path)
    }
    if let value = fields["operator"] {
      guard let person = value as? [String: Any] else {
        throw CommandFailure(.usage, "\(path), factory.operator: a mapping was expected, found \(value).")
      }
      defaultView = try Self.view(person["default_view"], path)
    }
  }

  private static func text(_ value: Any?, _ field: String, _ path: String) throws -> String? {
    guard let value, !(value is NSNull) else { return nil }
    guard let text = value as? String, !text.isEmpty else {
      throw CommandFailure(.usage, "\(path), factory.\(field): a text was expected, found \(value).")
    }
    return text
  }

  private static func view(_ value: Any?, _ path: String) throws -> Screen? {
    guard let view = try text(value, "operator.default_view", path) else { return nil }
    switch view {
    case "decision-queue": return .queue
    case "kanban": return .kanban
    case "chat": return .chat
    default:
      throw CommandFailure(
        .usage, "\(path), factory.operator.default_view: decision-queue, kanban or chat was expected, found \(view).")
    }
  }

  /// Where and what; the parser's own words name neither the file nor what to do.
  private static func words(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      "line \(mark.line), column \(mark.column): \(problem)"
    default: "\(error)".split(separator: "\n").first.map(String.init) ?? "\(error)"
    }
  }
}
