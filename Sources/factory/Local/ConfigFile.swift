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

  /// Fields that stand there, those of mappings as `operator.name`, and those that are nobody's.
  private var present: Set<String> = []
  private(set) var unknown: [String] = []

  /// Whether the file says something about a field.
  func isSet(_ field: String) -> Bool { present.contains(field) }

  /// Every field of the section that this program, its server or goose's own desktop program reads (contract §5.3).
  private static let known: [String: Set<String>] = [
    "api_url": [], "ws_url": [], "theme": [], "grace_seconds": [], "mouse": [], "diff_filter": [], "keys": [],
    "commands": [], "sections": [], "builder": ["command"],
    "operator": [
      "name", "default_view", "keyboard_shortcuts", "sound_notifications", "desktop_notifications",
    ],
    "sla": ["critical_seconds", "high_seconds", "medium_seconds", "low_seconds", "warning_threshold_percent"],
    "escalation": ["enabled", "channels", "sms_on_breach", "auto_escalate_after_breach_minutes"],
    "learning": [
      "enabled", "feedback_storage_path", "memory_files_path", "auto_update_goosehints", "min_data_points_for_rules",
      "confidence_calibration",
    ],
    "notifications": ["batch_interval_seconds", "quiet_hours_start", "quiet_hours_end", "peak_hours"],
    "auto_approval": ["enabled", "min_approval_rate", "min_data_points", "excluded_stages"],
  ]

  /// Takes down which fields there are; a mistyped name is no fault, and nothing that anyone would see without being told.
  private mutating func takeDown(_ fields: [String: Any]) {
    for (name, value) in fields {
      present.insert(name)
      guard let inner = Self.known[name] else {
        unknown.append("factory.\(name)")
        continue
      }
      for field in (value as? [String: Any] ?? [:]).keys where !inner.isEmpty {
        present.insert("\(name).\(field)")
        if !inner.contains(field) { unknown.append("factory.\(name).\(field)") }
      }
    }
    unknown.sort()
  }

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
    var faults = SettingFaults(path: path, text: text)
    let config = ConfigFile(fields, text: text, path: path, &faults)
    try faults.end()
    return config
  }

  /// Reading what never ends would wait for ever.
  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  private init(_ fields: [String: Any], text: String, path: String, _ faults: inout SettingFaults) {
    takeDown(fields)
    apiURL = faults.of { try Self.text(fields["api_url"], "api_url", path) }
    theme = faults.of { try Self.text(fields["theme"], "theme", path) }
    graceSeconds = faults.of { try Self.grace(fields["grace_seconds"], path) }
    builderCommand = faults.of {
      try Self.text(try Self.mapping(fields["builder"], "builder", path)["command"], "builder.command", path)
    }
    defaultView = faults.of {
      try Self.view(try Self.mapping(fields["operator"], "operator", path)["default_view"], path)
    }
    if OwnCommands.fields.contains(where: { fields[$0] != nil }) {
      own = faults.of { try OwnCommands.read(text, path: path) } ?? own
    }
    own.alerts = faults.of { try OwnAlerts.read(fields, path) } ?? own.alerts
    serverVariables = OwnServer.read(fields, path, &faults)
    own.diffFilter = faults.of { try Self.text(fields["diff_filter"], "diff_filter", path) }
    own.reportsMouse = faults.of { try Self.flag(fields["mouse"], "mouse", path) } ?? own.reportsMouse
  }

  private static func grace(_ value: Any?, _ path: String) throws -> Int? {
    guard let value, !(value is NSNull) else { return nil }
    guard let seconds = value as? Int, (0...60).contains(seconds) else {
      throw CommandFailure(
        .usage, "\(path), factory.grace_seconds: a whole number from 0 to 60 was expected, found \(value).")
    }
    return seconds
  }

  private static func flag(_ value: Any?, _ field: String, _ path: String) throws -> Bool? {
    guard let value, !(value is NSNull) else { return nil }
    guard let flag = value as? Bool else {
      throw CommandFailure(.usage, "\(path), factory.\(field): true or false was expected, found \(value).")
    }
    return flag
  }

  private static func mapping(_ value: Any?, _ field: String, _ path: String) throws -> [String: Any] {
    guard let value, !(value is NSNull) else { return [:] }
    guard let mapping = value as? [String: Any] else {
      throw CommandFailure(.usage, "\(path), factory.\(field): a mapping was expected, found \(value).")
    }
    return mapping
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
